// The quarter-hour peak: how the running quarter stands, the month's peak, the last thirteen months, what it costs.

import { html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { valueOf } from "../../data/entities";
import { type Live, listen, type Quarter } from "../../data/live";
import type { Site } from "../../data/sites";
import { dayAndClock, duration, energy, money, month, number, power } from "../../format";
import type { ConfigForm, GridOptions } from "../../home-assistant";
import { shared } from "../../styles";
import { form, SiteCard, type SiteConfig } from "../card";
import { type Peaks, standing, thirteen } from "./levels";
import { peakStyles } from "./styles";

interface Config extends SiteConfig {
  compact?: boolean;
}

const AGAIN = 5 * 60_000;
/** Heights in px: of all, and of what stands below and above the columns. */
const [HIGH, BELOW, ABOVE] = [150, 18, 18];

export class PeakCard extends SiteCard<Config> {
  static override styles = [shared, peakStyles];

  static getConfigForm(): ConfigForm {
    return form([{ name: "compact", selector: { boolean: {} } }], { compact: "editor_compact" });
  }

  static getStubConfig(): Record<string, unknown> {
    return { compact: false };
  }

  @state() private live?: Live;
  @state() private peaks?: Peaks;
  private stop?: () => void;
  private timer?: ReturnType<typeof setInterval>;

  override getGridOptions(): GridOptions {
    return { columns: this.config?.compact ? 12 : "full", min_columns: 6, rows: "auto" };
  }

  protected override enter(site: Site): void {
    this.leave();
    this.stop = listen(this.hass.connection, site.entry_id, (live) => (this.live = live));
    void this.load(site);
    this.timer = setInterval(() => void this.load(site), AGAIN);
  }

  protected override leave(): void {
    this.stop?.();
    this.stop = undefined;
    clearInterval(this.timer);
  }

  private async load(site: Site): Promise<void> {
    try {
      this.peaks = await this.hass.callWS<Peaks>({ type: "overshot/energy/peaks", config_entry_id: site.entry_id });
    } catch {
      // The months are not known then; the running quarter is all the same.
    }
  }

  protected override draw(): TemplateResult {
    const quarter = this.live?.quarter;
    return html`<ha-card>
      <header><h2>${this.config.title || this.t("peak")}</h2></header>
      ${quarter ? this.running(quarter) : html`<div class="note">${this.t(this.live?.stale ? "meter_silent" : "no_quarter")}</div>`}
      ${this.facts(quarter)} ${this.config.compact ? nothing : this.months()}
    </ha-card>`;
  }

  private running(quarter: Quarter): TemplateResult {
    const { locale } = this.hass;
    const stands = standing(quarter, Date.now() / 1000);
    const told = this.t("quarter_told", {
      now: power(locale, quarter.demand),
      target: power(locale, quarter.hold_target),
      forecast: power(locale, quarter.forecast),
    });
    const near = stands.target > 0.8;
    return html`<div class=${stands.level}>
      <div class="headline figure">
        <span class="value">${power(locale, quarter.demand)}</span>
        <span class="quiet">${this.t("this_quarter")} · ${energy(locale, quarter.used)} · ${this.t("time_left", { time: duration(stands.left) })}</span>
      </div>
      <div class="bar" role="meter" aria-label=${this.t("this_quarter")} aria-valuemin="0" aria-valuemax=${Math.round(quarter.hold_target)}
        aria-valuenow=${Math.round(quarter.demand)} aria-valuetext=${told} style="margin-top: 10px">
        <div class="ahead" style="width: ${100 * Math.max(stands.forecast, stands.filled)}%"></div>
        <div class="fill" style="width: ${100 * stands.filled}%"></div>
        <div class="target" style="left: ${100 * stands.target}%"></div>
      </div>
      <div class="under figure">
        <span class=${near ? "right" : ""} style="left: ${near ? "100%" : `${100 * stands.target}%`}">${this.t("target", { value: power(locale, quarter.hold_target) })}</span>
      </div>
      <div class="small quiet">${this.t(stands.level === "over" ? "heads_over" : "heads_for", { value: power(locale, quarter.forecast) })}</div>
    </div>`;
  }

  private facts(quarter: Quarter | null | undefined): TemplateResult {
    const { hass, peaks } = this;
    const peak = quarter?.month_peak ?? valueOf(hass, this.site?.device_id, "month_peak");
    const at = quarter?.month_peak_at ? new Date(quarter.month_peak_at) : undefined;
    return html`<dl class="facts figure">
      <div><dt>${this.t("month_peak")}</dt><dd>${power(hass.locale, peak)}<small>${at ? dayAndClock(hass, at) : nothing}</small></dd></div>
      ${
        peaks?.mean != null
          ? html`<div><dt>${this.t("mean_peak")}</dt><dd>${power(hass.locale, peaks.mean)}<small>${this.t("over_months", { count: peaks.mean_of })}</small></dd></div>`
          : nothing
      }
      ${
        peaks?.cost_per_year != null
          ? html`<div><dt>${this.t("cost_per_year")}</dt><dd>${money(hass, peaks.cost_per_year)}<small>${peaks.at_maximum ? this.t("at_maximum") : nothing}</small></dd></div>`
          : nothing
      }
    </dl>`;
  }

  private months(): TemplateResult | typeof nothing {
    const { hass, peaks } = this;
    if (!peaks?.months.length) return nothing;
    const list = thirteen(peaks.months, new Date());
    const most = Math.max(...list.map(({ peak }) => peak?.demand ?? 0), 1000);
    const height = (demand: number) => (demand / most) * (HIGH - BELOW - ABOVE);
    return html`<div style="position: relative">
      <ul class="months figure">
        ${list.map(({ month: name, peak }, place) => {
          const at = new Date(`${name}-15T12:00:00Z`);
          const told = peak ? `${month(hass, at)}: ${power(hass.locale, peak.demand)}${peak.at ? `, ${dayAndClock(hass, new Date(peak.at))}` : ""}` : `${month(hass, at)}: –`;
          return html`<li class=${place === 12 ? "now" : ""} title=${told}>
            <span class="hidden">${told}</span>
            <span class="amount" aria-hidden="true">${peak ? number(hass.locale, peak.demand / 1000, 1) : ""}</span>
            <div class="column ${peak ? "" : "none"}" style="height: ${peak ? height(peak.demand) : 2}px"></div>
            <span class="label" aria-hidden="true">${month(hass, at, "short").slice(0, 3)}</span>
          </li>`;
        })}
      </ul>
      ${
        peaks.mean != null
          ? html`<div class="mean" style="bottom: ${BELOW + height(peaks.mean)}px"></div>`
          : nothing
      }
    </div>`;
  }
}
