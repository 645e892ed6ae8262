// A charge point: what it does and why, and what people want of it, each in one tap.

import { html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { entity, entityId, value, valueOf } from "../../data/entities";
import { type Consumer, type Live, listen } from "../../data/live";
import { reasonOf, sentence } from "../../data/reasons";
import { deviceName, devicesWith, type Site, type SiteDevice } from "../../data/sites";
import { energy, money, number, power, quantity, weekday } from "../../format";
import { type ConfigForm, type GridOptions, type HassEntity, showEntity, speaks } from "../../home-assistant";
import { shared } from "../../styles";
import { form, SiteCard, type SiteConfig } from "../card";
import { type Goal, goalOf, rangeOf, stepped, targetsOf } from "./goal";
import { chargePointStyles } from "./styles";

interface Config extends SiteConfig {
  device?: string;
}

const MODE_ICONS: Record<string, string> = {
  off: "mdi:power",
  boost: "mdi:rocket-launch-outline",
  turbo: "mdi:lightning-bolt-outline",
  pv_surplus: "mdi:white-balance-sunny",
  safe_pv_surplus: "mdi:shield-sun-outline",
  efficient_pv_surplus: "mdi:calendar-clock",
  controller: "mdi:robot-outline",
};

const STATUS_TONES: Record<string, string> = {
  charging_full: "var(--success-color, #43a047)",
  charging_regulated: "var(--success-color, #43a047)",
  waiting_for_surplus: "var(--info-color, #3f7ee8)",
  connected: "var(--info-color, #3f7ee8)",
  limited: "var(--warning-color, #ffa600)",
  unauthorised: "var(--warning-color, #ffa600)",
  fault: "var(--error-color, #db4437)",
};

/** People tap several times before they are done; what they chose is sent after that (ms). */
const SETTLE = 900;
/** So long what was chosen is shown before the house has told it back (ms). */
const TRUST = 5000;

export class ChargePointCard extends SiteCard<Config> {
  static override styles = [shared, chargePointStyles];

  static getConfigForm(): ConfigForm {
    return form([{ name: "device", selector: { device: { integration: "overshot", entity: { domain: "select" } } } }], {
      device: "editor_charge_point",
    });
  }

  static getStubConfig(): Record<string, unknown> {
    return {};
  }

  @state() private live?: Live;
  @state() private chosenMode?: string;
  @state() private goal?: Goal;
  @state() private guaranteed?: number;
  private stop?: () => void;
  private sending?: ReturnType<typeof setTimeout>;
  private forgetting?: ReturnType<typeof setTimeout>;

  override getGridOptions(): GridOptions {
    return { columns: 12, min_columns: 6, rows: "auto" };
  }

  protected override enter(site: Site): void {
    this.leave();
    this.stop = listen(this.hass.connection, site.entry_id, (live) => {
      this.live = live;
    });
  }

  protected override leave(): void {
    this.stop?.();
    this.stop = undefined;
  }

  protected override watched(): (string | undefined)[] {
    const device = this.site && this.device(this.site);
    if (!device) return [];
    const id = device.device_id;
    const keys = ["charging_mode", "status", "reason", "setpoint", "phases", "charging_power", "session_energy", "control"];
    return [...keys, "session_solar_share", "session_cost"].map((key) => entityId(this.hass, id, key));
  }

  protected override draw(site: Site): TemplateResult {
    const device = this.device(site);
    if (!device) {
      return html`<ha-card><div class="note">${this.t("no_charge_point")}</div></ha-card>`;
    }
    const consumer = this.live?.consumers?.find((it) => it.id === device.id);
    const id = device.device_id;
    const mode = entity(this.hass, id, "charging_mode", "select");
    const steered = entity(this.hass, id, "control", "switch");
    return html`<ha-card>
      <header>
        <h2>${this.config.title || deviceName(this.hass, device)}</h2>
        ${this.status(id)}
      </header>
      ${this.hero(id, consumer)} ${this.why(id, consumer)} ${steered?.state === "off" ? this.readOnly(site, steered) : nothing}
      ${mode ? this.modes(site, mode) : nothing}
      ${site.may_control ? html`${mode ? this.goals(id, this.chosenMode ?? mode.state, consumer) : nothing} ${this.actions(device, consumer)}` : nothing}
    </ha-card>`;
  }

  private device(site: Site): SiteDevice | undefined {
    const points = devicesWith(site, "charge_point");
    return this.config.device ? points.find((it) => it.device_id === this.config.device) : points[0];
  }

  private status(id: string): TemplateResult | typeof nothing {
    const status = entity(this.hass, id, "status", "sensor");
    if (!status) return nothing;
    return html`<button class="chip" style="--tone: ${STATUS_TONES[status.state] ?? "var(--quiet)"}"
      @click=${() => showEntity(this, status.entity_id)}>
      <span class="dot"></span>${this.hass.formatEntityState(status)}
    </button>`;
  }

  private hero(id: string, consumer: Consumer | undefined): TemplateResult {
    const { hass } = this;
    const draws = consumer?.power ?? valueOf(hass, id, "charging_power");
    const session = consumer?.energy ?? valueOf(hass, id, "session_energy");
    const phases = valueOf(hass, id, "phases");
    const setpoint = valueOf(hass, id, "setpoint");
    const share = valueOf(hass, id, "session_solar_share");
    const added = rangeOf(session, consumer?.wish);
    const speed = rangeOf(draws, consumer?.wish);
    const plugged = consumer?.connected !== false;
    const stats: [string, string | null][] = [
      [this.t("session"), plugged ? energy(hass.locale, session) : null],
      [this.t("from_sun"), share === null ? null : quantity(hass.locale, share, "%")],
      [this.t("cost"), this.cost(id)],
      [this.t("range_added"), plugged && added !== null && added >= 1 ? `+${quantity(hass.locale, added, "km")}` : null],
      [this.t("speed"), speed !== null && speed >= 1 ? quantity(hass.locale, speed, "km/h") : null],
      [this.t("vehicle_soc"), consumer?.soc == null ? null : quantity(hass.locale, consumer.soc, "%")],
    ];
    const current = setpoint === null ? "" : quantity(hass.locale, setpoint, "A", setpoint % 1 ? 1 : 0);
    return html`<div class="hero figure">
        <div class="now">
          <div class="value">${power(hass.locale, draws)}</div>
          <div class="quiet small">
            ${[current, phases === null ? "" : this.t(phases === 1 ? "one_phase" : "phases_count", { count: number(hass.locale, phases) })]
              .filter(Boolean)
              .join(" · ")}
          </div>
        </div>
      </div>
      <dl class="stats figure">
        ${stats.map(([name, shown]) => (shown === null ? nothing : html`<div><dt>${name}</dt><dd>${shown}</dd></div>`))}
      </dl>`;
  }

  private cost(id: string): string | null {
    const cost = valueOf(this.hass, id, "session_cost");
    return cost === null ? null : money(this.hass, cost);
  }

  private why(id: string, consumer: Consumer | undefined): TemplateResult | typeof nothing {
    const shown = entity(this.hass, id, "reason", "sensor");
    const reason = consumer?.reason ?? reasonOf(shown);
    if (!reason) return nothing;
    const hint = reason.key === "vehicle_not_asking" ? this.t("car_timer_hint") : "";
    return html`<div class="note" role="status" style="--tone: var(--primary-color)">
      <ha-icon icon=${hint ? "mdi:lightbulb-on-outline" : "mdi:comment-question-outline"}></ha-icon>
      <span>${sentence(this.hass, reason)}${hint ? html`<br /><span class="quiet small">${hint}</span>` : nothing}</span>
    </div>`;
  }

  private readOnly(site: Site, control: HassEntity): TemplateResult {
    return html`<div class="note warning">
      <ha-icon icon="mdi:eye-outline"></ha-icon>
      <span>${this.t("read_only_hint")}
        ${
          site.may_control
            ? html`<button class="button" style="margin-top: 8px" @click=${() => this.call("switch", "turn_on", { entity_id: control.entity_id })}>
                ${this.t("let_steer")}
              </button>`
            : nothing
        }</span>
    </div>`;
  }

  private modes(site: Site, mode: HassEntity): TemplateResult {
    const options = (mode.attributes.options as string[] | undefined) ?? [];
    const chosen = this.chosenMode ?? mode.state;
    return html`<div class="modes" role="radiogroup" aria-label=${this.t("charging_mode")} @keydown=${this.moveMode}>
      ${options.map(
        (option) => html`<button
          class="mode"
          role="radio"
          aria-checked=${option === chosen}
          tabindex=${option === chosen || (!options.includes(chosen) && option === options[0]) ? 0 : -1}
          ?disabled=${!site.may_control || !speaks(mode)}
          @click=${() => this.choose(mode.entity_id, option)}
        >
          <ha-icon icon=${MODE_ICONS[option] ?? "mdi:ev-station"}></ha-icon>${this.hass.formatEntityState(mode, option)}
        </button>`,
      )}
    </div>`;
  }

  /** Arrow keys go from one mode to the next, as in any group of radio buttons; Enter or Space chooses. */
  private moveMode(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("[role=radio]")];
    const at = all.indexOf(event.target as HTMLElement);
    all[(at + step + all.length) % all.length]?.focus();
  }

  private choose(entityId: string, option: string): void {
    this.chosenMode = option;
    this.trust();
    void this.call("select", "select_option", { entity_id: entityId, option });
  }

  private goals(id: string, mode: string, consumer: Consumer | undefined): TemplateResult | typeof nothing {
    if (mode === "safe_pv_surplus") {
      const shown = entity(this.hass, id, "guaranteed_energy", "number");
      return shown ? this.guaranteedGoal(shown) : nothing;
    }
    if (mode !== "efficient_pv_surplus") return nothing;
    return this.timedGoal(id, this.goal ?? goalOf(consumer?.wish?.targets ?? []));
  }

  private guaranteedGoal(shown: HassEntity): TemplateResult {
    const now = this.guaranteed ?? value(shown) ?? 0;
    const set = (steps: number) => {
      this.guaranteed = stepped(now, steps, 0);
      this.later(() => this.call("number", "set_value", { entity_id: shown.entity_id, value: (this.guaranteed ?? 0) / 1000 }));
    };
    return html`<div class="goal">
      <span>${this.t("guaranteed_hint")}</span>${this.stepper(now, set, this.t("guaranteed"))}
    </div>`;
  }

  private timedGoal(id: string, goal: Goal): TemplateResult {
    const set = (changes: Partial<Goal>) => {
      this.goal = { ...goal, ...changes, mixed: false };
      this.later(() => this.call("overshot", "set_energy_targets", { targets: targetsOf(this.goal ?? goal) }, id));
    };
    // 5 January 2026 was a Monday.
    const days = Array.from({ length: 7 }, (_, day) => weekday(this.hass, new Date(Date.UTC(2026, 0, 5 + day, 12))));
    return html`<div class="goal">
      <span>${goal.mixed ? this.t("goal_mixed") : this.t("goal_hint")}</span>
      ${this.stepper(goal.energy, (steps) => set({ energy: stepped(goal.energy, steps, 1000) }), this.t("energy_goal"))}
      <label>${this.t("ready_by")}
        <input type="time" .value=${goal.time} @change=${(event: Event) => {
          const { value: time } = event.target as HTMLInputElement;
          if (time) set({ time });
        }} />
      </label>
      <div class="days" role="group" aria-label=${this.t("days")}>
        ${days.map(
          (name, day) => html`<button
            aria-pressed=${goal.days.includes(day)}
            @click=${() =>
              set({ days: goal.days.includes(day) ? goal.days.filter((it) => it !== day) : [...goal.days, day].sort() })}
          >${name}</button>`,
        )}
      </div>
    </div>`;
  }

  private stepper(now: number, set: (steps: number) => void, label: string): TemplateResult {
    return html`<span class="stepper" role="group" aria-label=${label}>
      <button aria-label=${this.t("less")} @click=${() => set(-1)}>−</button>
      <output class="figure">${quantity(this.hass.locale, now / 1000, "kWh")}</output>
      <button aria-label=${this.t("more")} @click=${() => set(1)}>+</button>
    </span>`;
  }

  private actions(device: SiteDevice, consumer: Consumer | undefined): TemplateResult | typeof nothing {
    if (consumer?.connected === false || !consumer) return nothing;
    const charging = (consumer.power ?? 0) > 100;
    const stopped = consumer.wish?.stopped ?? false;
    return html`<div class="actions">
      ${
        charging && !stopped
          ? html`<button class="button" @click=${() => this.call("overshot", "stop_charging", {}, device.device_id)}>
              <ha-icon icon="mdi:stop"></ha-icon>${this.t("stop_charging")}
            </button>`
          : html`<button class="button strong" @click=${() => this.call("overshot", "start_charging", {}, device.device_id)}>
              <ha-icon icon="mdi:play"></ha-icon>${this.t("start_charging")}
            </button>`
      }
    </div>`;
  }

  private later(send: () => Promise<unknown>): void {
    clearTimeout(this.sending);
    this.sending = setTimeout(() => {
      void send();
      this.trust();
    }, SETTLE);
  }

  /** Show what was chosen until the house has told it back. */
  private trust(): void {
    clearTimeout(this.forgetting);
    this.forgetting = setTimeout(() => {
      this.chosenMode = this.goal = this.guaranteed = undefined;
    }, TRUST);
  }

  private async call(domain: string, service: string, data: Record<string, unknown>, device?: string): Promise<void> {
    try {
      await this.hass.callService(domain, service, data, device ? { device_id: device } : undefined);
    } catch {
      // Home Assistant shows the error itself; what was chosen did not become true.
      this.chosenMode = this.goal = this.guaranteed = undefined;
    }
  }
}
