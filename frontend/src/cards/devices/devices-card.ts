// All devices of a site: whether they answer, since when, and whether Overshot steers them.

import { css, html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { entity, entityId } from "../../data/entities";
import { deviceName, type Role, type Site, type SiteDevice } from "../../data/sites";
import { date } from "../../format";
import { type ConfigForm, fire, type GridOptions } from "../../home-assistant";
import { shared } from "../../styles";
import { form, SiteCard } from "../card";

type Condition = "connected" | "planned" | "failed";
const CONDITIONS: readonly Condition[] = ["connected", "planned", "failed"];

const ICONS: [Role, string][] = [
  ["charge_point", "mdi:ev-station"],
  ["heat_pump", "mdi:heat-pump"],
  ["load", "mdi:water-boiler"],
  ["controller", "mdi:home-automation"],
  ["battery", "mdi:home-battery"],
  ["solar", "mdi:solar-power-variant"],
  ["grid", "mdi:transmission-tower"],
];

const TONES: Record<Condition, string> = {
  connected: "var(--success-color, #43a047)",
  planned: "var(--info-color, #3f7ee8)",
  failed: "var(--error-color, #db4437)",
};

export class DevicesCard extends SiteCard {
  static override styles = [
    shared,
    css`
      .filters {
        display: flex;
        gap: 6px;
        flex-wrap: wrap;
      }
      .filters button {
        min-height: 34px;
        padding: 0 14px;
        border-radius: 999px;
        background: var(--soft);
        font-size: 13px;
      }
      .filters button[aria-pressed="true"] {
        background: color-mix(in srgb, var(--primary-color) 18%, transparent);
        box-shadow: inset 0 0 0 1.5px var(--primary-color);
        font-weight: 500;
      }
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr));
        gap: 4px 16px;
      }
      a {
        display: flex;
        align-items: center;
        gap: 12px;
        padding: 8px;
        margin: 0 -8px;
        border-radius: var(--radius);
        color: inherit;
        text-decoration: none;
      }
      a:hover {
        background: var(--soft);
      }
      a > ha-icon {
        color: var(--quiet);
        flex: none;
      }
      .text {
        flex: 1;
        min-width: 0;
        display: flex;
        flex-direction: column;
      }
      .text > * {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  static getConfigForm(): ConfigForm {
    return form([], {});
  }

  static getStubConfig(): Record<string, unknown> {
    return {};
  }

  @state() private filter?: Condition;

  override getGridOptions(): GridOptions {
    return { columns: "full", min_columns: 6, rows: "auto" };
  }

  protected override watched(): (string | undefined)[] {
    const devices = this.site?.devices ?? [];
    return devices.flatMap(({ device_id: id }) => ["connection_status", "control"].map((key) => entityId(this.hass, id, key)));
  }

  protected override draw(site: Site): TemplateResult {
    const all = site.devices.map((device) => ({ device, condition: this.condition(device) }));
    const shown = this.filter ? all.filter((it) => it.condition === this.filter) : all;
    const count = (condition?: Condition) => all.filter((it) => !condition || it.condition === condition).length;
    const filters: [Condition | undefined, string][] = [
      [undefined, `${this.t("all")} (${count()})`],
      ...CONDITIONS.map((it) => [it, `${this.t(`state_${it}`)} (${count(it)})`] as [Condition, string]),
    ];
    return html`<ha-card>
      <header><h2>${this.config.title || this.t("view_devices")}</h2></header>
      <div class="filters" role="group" aria-label=${this.t("filter")}>
        ${filters.map(([it, name]) => html`<button aria-pressed=${it === this.filter} @click=${() => (this.filter = it)}>${name}</button>`)}
      </div>
      ${shown.length ? html`<ul>${shown.map((it) => this.row(it.device, it.condition))}</ul>` : html`<div class="quiet">${this.t("no_devices")}</div>`}
    </ha-card>`;
  }

  private condition(device: SiteDevice): Condition {
    const status = entity(this.hass, device.device_id, "connection_status", "sensor")?.state;
    return status === "failed" ? "failed" : status === "connected" ? "connected" : "planned";
  }

  private row(device: SiteDevice, condition: Condition): TemplateResult {
    const { hass } = this;
    const shown = entity(hass, device.device_id, "connection_status", "sensor");
    const control = entity(hass, device.device_id, "control", "switch");
    const created = (hass.devices[device.device_id] as { created_at?: number } | undefined)?.created_at;
    const facts = [
      [device.manufacturer, device.model].filter(Boolean).join(" "),
      device.serial ? this.t("serial", { serial: device.serial }) : "",
      created ? this.t("active_since", { date: date(hass, new Date(created * 1000)) }) : "",
      control ? this.t(control.state === "on" ? "steered" : "read_only") : "",
    ];
    const icon = ICONS.find(([role]) => device.roles.includes(role))?.[1] ?? "mdi:meter-electric-outline";
    const path = `/config/devices/device/${device.device_id}`;
    return html`<li>
      <a href=${path} @click=${(event: Event) => this.open(event, path)}>
        <ha-icon icon=${icon}></ha-icon>
        <span class="text"><span>${deviceName(hass, device)}</span><span class="small quiet">${facts.filter(Boolean).join(" · ")}</span></span>
        <span class="chip" style="--tone: ${TONES[condition]}">
          <span class="dot"></span>${shown ? hass.formatEntityState(shown) : nothing}
        </span>
      </a>
    </li>`;
  }

  private open(event: Event, path: string): void {
    event.preventDefault();
    history.pushState(null, "", path);
    fire(this, "location-changed", { replace: false });
  }
}
