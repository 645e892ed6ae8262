// The energy flows of the house as they are now, and what holds somebody back.

import { html, nothing, svg, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { entityId } from "../../data/entities";
import { type Live, listen } from "../../data/live";
import { sentence } from "../../data/reasons";
import { deviceName, devicesWith, type Site } from "../../data/sites";
import { power, quantity } from "../../format";
import { type ConfigForm, type GridOptions, showEntity } from "../../home-assistant";
import { type ColorName, color, shared } from "../../styles";
import { form, SiteCard } from "../card";
import { type Flow, type Node, NOTHING, pace, type Picture, pictureOf } from "./picture";
import { flowStyles } from "./styles";

const ICONS: Record<Node["kind"], string> = {
  grid: "mdi:transmission-tower",
  solar: "mdi:solar-power-variant",
  battery: "mdi:home-battery",
  house: "mdi:home",
  car: "mdi:car-electric",
  heat_pump: "mdi:heat-pump",
  load: "mdi:water-boiler",
  more: "mdi:dots-horizontal",
};

const ROUND = 2 * Math.PI * 47;

export class FlowCard extends SiteCard {
  static override styles = [shared, flowStyles];

  static getConfigForm(): ConfigForm {
    return form([], {});
  }

  static getStubConfig(): Record<string, unknown> {
    return {};
  }

  @state() private live?: Live;
  private stop?: () => void;

  override getGridOptions(): GridOptions {
    return { columns: 12, min_columns: 6, rows: "auto" };
  }

  protected override enter(site: Site): void {
    this.leave();
    this.stop = listen(this.hass.connection, site.entry_id, (live) => (this.live = live));
  }

  protected override leave(): void {
    this.stop?.();
    this.stop = undefined;
  }

  protected override draw(site: Site): TemplateResult {
    const live = this.live ?? { loaded: true };
    const picture = pictureOf(live, {
      solar: devicesWith(site, "solar").length > 0 || (live.solar ?? null) !== null,
      battery: devicesWith(site, "battery").length > 0 || (live.battery ?? null) !== null,
    });
    return html`<ha-card>
      ${this.config.title ? html`<header><h2>${this.config.title}</h2></header>` : nothing}
      <div class="picture" style="aspect-ratio: ${picture.width} / ${picture.height}">
        <svg class="flows" viewBox="0 0 ${picture.width} ${picture.height}" aria-hidden="true">
          ${this.wires(picture)} ${picture.flows.map((flow) => this.flow(flow))}
        </svg>
        ${picture.nodes.map((node) => this.node(site, node, picture, live))}
      </div>
      ${this.note(site, live)}
    </ha-card>`;
  }

  private wires(picture: Picture): unknown {
    const house = picture.nodes.find((node) => node.kind === "house");
    if (!house) return nothing;
    const drawn = new Set(picture.flows.map((flow) => flow.id));
    return picture.nodes
      .filter((node) => node !== house && !drawn.has(node.id) && !drawn.has(`to-${node.id}`))
      .map((node) =>
        node.y > house.y && node.x !== house.x
          ? svg`<path class="wire" d="M${house.x} ${house.y} C${house.x} ${node.y - 40} ${node.x} ${house.y + 40} ${node.x} ${node.y}"></path>`
          : svg`<path class="wire" d="M${node.x} ${node.y} L${house.x} ${house.y}"></path>`,
      );
  }

  private flow(flow: Flow): unknown {
    return svg`<g stroke=${color(flow.color)}>
      <path class="live" d=${flow.path}></path>
      <path class="dots ${flow.forward ? "" : "back"}" style="--pace: ${pace(flow.power)}s" d=${flow.path}></path>
    </g>`;
  }

  private node(site: Site, node: Node, picture: Picture, live: Live): TemplateResult {
    const tone = toneOf(node);
    const at = `left: ${(100 * node.x) / picture.width}%; top: ${(100 * node.y) / picture.height}%`;
    const flowing = node.power !== null && Math.abs(node.power) >= NOTHING;
    const shown = power(this.hass.locale, node.power === null ? null : Math.abs(node.power));
    const name = this.nameOf(site, node);
    const under = this.under(node, live);
    return html`<button
        class="node figure ${node.kind} ${flowing ? "on" : ""}"
        style="${at}; --tone: ${color(tone)}"
        title=${name}
        aria-label=${[name, shown, under].filter(Boolean).join(", ")}
        @click=${() => showEntity(this, this.entityOf(site, node))}
      >
        ${node.kind === "house" ? this.ring(picture) : nothing}
        <ha-icon icon=${iconOf(node, live)}></ha-icon>
        <span class="value">${shown}</span>
        ${under ? html`<span class="under">${under}</span>` : nothing}
      </button>
      ${
        node.consumer
          ? html`<span class="name" aria-hidden="true" style="max-width: ${Math.floor(88 / Math.max(1, live.consumers?.length ?? 1))}cqi; left: ${(100 * node.x) / picture.width}%; top: calc(${(100 * node.y) / picture.height}% + clamp(33px, 9.5cqi, 43px) + 4px)"
              >${name}</span
            >`
          : nothing
      }`;
  }

  private ring(picture: Picture): unknown {
    let start = 0;
    return html`<svg viewBox="0 0 100 100" aria-hidden="true">
      <circle class="ring" cx="50" cy="50" r="47" stroke="var(--line)"></circle>
      ${picture.mix.map(({ color: name, share }) => {
        const from = start;
        start += share;
        return share > 0.005
          ? svg`<circle class="ring" cx="50" cy="50" r="47" stroke=${color(name)}
              stroke-dasharray="${share * ROUND} ${ROUND}" stroke-dashoffset=${-from * ROUND}></circle>`
          : nothing;
      })}
    </svg>`;
  }

  private under(node: Node, live: Live): string {
    const some = node.power !== null && Math.abs(node.power) >= NOTHING;
    const { locale } = this.hass;
    if (node.kind === "battery") return live.soc == null ? "" : quantity(locale, live.soc, "%");
    if (node.kind === "grid" && some) return this.t((node.power ?? 0) > 0 ? "importing" : "exporting");
    if (node.kind === "car" && node.consumer?.soc != null) return quantity(locale, node.consumer.soc, "%");
    return "";
  }

  private nameOf(site: Site, node: Node): string {
    if (node.kind === "more") return this.t("more_devices");
    if (!node.consumer) return this.t(node.kind as "grid" | "solar" | "battery" | "house");
    const device = site.devices.find((it) => it.id === node.id) ?? site.devices.find((it) => node.id.startsWith(it.id));
    return device ? deviceName(this.hass, device) : this.t(node.consumer.kind);
  }

  private entityOf(site: Site, node: Node): string | undefined {
    const { hass } = this;
    const of = (role: "grid" | "solar" | "battery", key: string) =>
      devicesWith(site, role)
        .map((device) => entityId(hass, device.device_id, key, "sensor"))
        .find(Boolean);
    if (node.kind === "grid") return of("grid", "grid_power");
    if (node.kind === "solar") return of("solar", "solar_power");
    if (node.kind === "battery") return of("battery", "battery_power") ?? entityId(hass, site.device_id, "storage_soc");
    if (node.kind === "house") return entityId(hass, site.device_id, "house_power");
    const device = site.devices.find((it) => it.id === node.id)?.device_id;
    return entityId(hass, device, "charging_power") ?? entityId(hass, device, "reason", "sensor");
  }

  private note(site: Site, live: Live): TemplateResult | typeof nothing {
    if (!live.loaded) return html`<div class="note" role="status">${this.t("site_loading")}</div>`;
    if (live.stale) {
      return html`<div class="note error" role="status">
        <ha-icon icon="mdi:alert-circle-outline"></ha-icon>${sentence(this.hass, { key: "meter_stale" })}
      </div>`;
    }
    if (live.on_backup) {
      return html`<div class="note warning" role="status">
        <ha-icon icon="mdi:transmission-tower-off"></ha-icon>${sentence(this.hass, { key: "on_backup" })}
      </div>`;
    }
    const held = live.held_back?.[0];
    if (!held) return nothing;
    const device = site.devices.find((it) => it.id === held.id);
    return html`<div class="note" role="status">
      <ha-icon icon="mdi:car-speed-limiter"></ha-icon>
      <span>${device ? html`<b>${deviceName(this.hass, device)}</b>: ` : nothing}${sentence(this.hass, held)}</span>
    </div>`;
  }
}

function toneOf(node: Node): ColorName {
  if (node.kind === "grid") return (node.power ?? 0) < 0 ? "export" : "import";
  return node.kind === "more" ? "load" : node.kind;
}

function iconOf(node: Node, live: Live): string {
  if (node.kind === "grid" && live.on_backup) return "mdi:transmission-tower-off";
  if (node.kind === "car" && node.consumer?.connected === false) return "mdi:ev-station";
  if (node.kind !== "battery" || live.soc == null) return ICONS[node.kind];
  const level = Math.round(live.soc / 10) * 10;
  return level >= 100 ? "mdi:battery" : level < 10 ? "mdi:battery-outline" : `mdi:battery-${level}`;
}
