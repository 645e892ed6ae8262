// What was: a day, week, month or year in bars, where the energy came from and went, and what it cost.

import { html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import "../../charts/chart";
import type { Site } from "../../data/sites";
import { date, dayAndClock, energy, money, month, number, quantity } from "../../format";
import type { ConfigForm, GridOptions } from "../../home-assistant";
import type { TextKey } from "../../localize";
import { color, shared } from "../../styles";
import { form, SiteCard, type SiteConfig } from "../card";
import { type Drawing, drawing } from "./chart";
import { type Kind, kindsOf, type Shown, seriesOf, sumOf } from "./kinds";
import { askReport, localDay, moved, type Period, PERIODS, type Report } from "./report";
import { historyStyles } from "./styles";

interface Config extends SiteConfig {
  period?: Period;
  chart?: Kind;
}

const AGAIN = 2 * 60_000;
/** A swipe goes so far (px), in so short a time (ms). */
const [SWIPE, QUICK] = [60, 500];

const KINDS: readonly Kind[] = ["net", "energy", "solar_to", "sources", "consumers", "battery", "heat"];

export class HistoryCard extends SiteCard<Config> {
  static override styles = [shared, historyStyles];

  static getConfigForm(): ConfigForm {
    const select = (values: readonly string[]) => ({ select: { options: [...values], mode: "dropdown" } });
    return form(
      [
        { name: "period", selector: select(PERIODS) },
        { name: "chart", selector: select(KINDS) },
      ],
      { period: "editor_period", chart: "editor_chart" },
    );
  }

  static getStubConfig(): Record<string, unknown> {
    return {};
  }

  @state() private period?: Period;
  @state() private kind?: Kind;
  @state() private day?: string;
  @state() private report?: Report;
  @state() private waiting = false;
  @state() private failed = false;
  @state() private at: number | null = null;
  private timer?: ReturnType<typeof setInterval>;
  private touched?: { x: number; y: number; at: number };
  private asked = 0;
  private drawn?: { report: Report; kind: Kind; dark: boolean; language: string; shown: Shown[]; drawing: Drawing };

  override getGridOptions(): GridOptions {
    return { columns: "full", min_columns: 6, rows: "auto" };
  }

  protected override enter(site: Site): void {
    this.leave();
    void this.load(site);
    this.timer = setInterval(() => {
      if (!document.hidden && this.isNow) void this.load(site);
    }, AGAIN);
  }

  protected override leave(): void {
    clearInterval(this.timer);
  }

  private get shownPeriod(): Period {
    return this.period ?? this.config.period ?? "day";
  }

  private get today(): string {
    return localDay(this.hass, new Date());
  }

  private get shownDay(): string {
    return this.day ?? this.today;
  }

  /** Whether what is shown goes on. */
  private get isNow(): boolean {
    return !this.report || Date.parse(this.report.totals.end) > Date.now();
  }

  private async load(site: Site): Promise<void> {
    const number = ++this.asked;
    this.waiting = true;
    try {
      const report = await askReport(this.hass, site.entry_id, this.shownPeriod, this.shownDay);
      if (number !== this.asked) return;
      this.report = report;
      this.failed = false;
    } catch {
      if (number !== this.asked) return;
      this.failed = true;
    }
    this.waiting = false;
  }

  private show(changes: { period?: Period; day?: string }): void {
    if (changes.period) this.period = changes.period;
    if (changes.day) this.day = changes.day > this.today ? this.today : changes.day;
    this.at = null;
    if (this.site) void this.load(this.site);
  }

  private go(steps: number): void {
    if (steps > 0 && this.isNow) return;
    this.show({ day: moved(this.shownDay, this.shownPeriod, steps) });
  }

  protected override draw(): TemplateResult {
    const { report } = this;
    const kinds = report ? kindsOf(report) : [];
    const wanted = this.kind ?? this.config.chart ?? "net";
    const kind = kinds.includes(wanted) ? wanted : "net";
    return html`<ha-card>
      <header><h2>${this.config.title || this.t("history")}</h2></header>
      <div class="row">
        <div class="segments" role="group" aria-label=${this.t("period")}>
          ${PERIODS.map(
            (it) => html`<button aria-pressed=${it === this.shownPeriod} @click=${() => this.show({ period: it })}>
              ${this.t(`period_${it}`)}
            </button>`,
          )}
        </div>
        <div class="travel">
          <button class="step" aria-label=${this.t("earlier")} @click=${() => this.go(-1)}><ha-icon icon="mdi:chevron-left"></ha-icon></button>
          <button class="when" title=${this.t("to_today")} @click=${() => this.show({ day: this.today })}>${this.when()}</button>
          <button class="step" aria-label=${this.t("later")} ?disabled=${this.isNow} @click=${() => this.go(1)}>
            <ha-icon icon="mdi:chevron-right"></ha-icon>
          </button>
        </div>
      </div>
      <div class="kinds" role="tablist" aria-label=${this.t("chart")}>
        ${kinds.map(
          (it) => html`<button role="tab" aria-selected=${it === kind} tabindex=${it === kind ? 0 : -1} @keydown=${this.walkTabs} @click=${() => {
            this.kind = it;
            this.at = null;
          }}>
            ${this.t(`kind_${it}` as TextKey)}
          </button>`,
        )}
      </div>
      ${this.failed ? html`<div class="note"><ha-icon icon="mdi:database-alert-outline"></ha-icon>${this.t("no_records")}</div>` : nothing}
      ${report ? this.body(report, kind) : nothing}
    </ha-card>`;
  }

  private walkTabs(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const all = [...((event.currentTarget as HTMLElement).parentElement?.querySelectorAll<HTMLElement>("[role=tab]") ?? [])];
    const next = all[(all.indexOf(event.currentTarget as HTMLElement) + step + all.length) % all.length];
    next?.focus();
    next?.click();
  }

  private content(report: Report, kind: Kind): NonNullable<HistoryCard["drawn"]> {
    const dark = this.hass.themes?.darkMode ?? false;
    const language = this.hass.locale.language;
    const known = this.drawn;
    if (known?.report === report && known.kind === kind && known.dark === dark && known.language === language) return known;
    const shown = seriesOf(kind, report, this.t);
    this.drawn = { report, kind, dark, language, shown, drawing: drawing(this.hass, report, shown) };
    return this.drawn;
  }

  private body(report: Report, kind: Kind): TemplateResult {
    const content = this.content(report, kind);
    const nothingKnown = !report.bars.some((bar) => bar.recorded || bar.expected_solar !== null);
    return html`<div
        class="area ${this.waiting ? "waiting" : ""}"
        @pointerdown=${(event: PointerEvent) => (this.touched = { x: event.clientX, y: event.clientY, at: event.timeStamp })}
        @pointerup=${this.swiped}
      >
        ${nothingKnown ? html`<div class="note"><ha-icon icon="mdi:calendar-blank-outline"></ha-icon>${this.t("nothing_recorded")}</div>` : nothing}
        <overshot-chart
          .label=${this.t("chart_label", { name: this.t(`kind_${kind}` as TextKey) })}
          .options=${content.drawing.options}
          .data=${content.drawing.data}
          .look=${content}
          .height=${260}
          .at=${this.at}
          @point=${(event: CustomEvent<number | null>) => (this.at = event.detail)}
        ></overshot-chart>
      </div>
      ${this.legend(report, content.shown)} ${this.totals(report)}`;
  }

  private swiped(event: PointerEvent): void {
    const from = this.touched;
    this.touched = undefined;
    if (!from || event.pointerType === "mouse" || event.timeStamp - from.at > QUICK) return;
    const [x, y] = [event.clientX - from.x, event.clientY - from.y];
    if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) this.go(x > 0 ? -1 : 1);
  }

  private when(): string {
    const { hass } = this;
    const start = this.report ? new Date(this.report.totals.start) : new Date();
    if (!this.report) return "";
    if (this.report.period === "day") return date(hass, start);
    if (this.report.period === "month") return month(hass, start);
    if (this.report.period === "year") return localDay(hass, start).slice(0, 4);
    return `${date(hass, start).replace(/[ ,]*\d{4}\.?$/, "")} – ${date(hass, new Date(Date.parse(this.report.totals.end) - 3600_000))}`;
  }

  private legend(report: Report, shown: Shown[]): TemplateResult {
    const { locale } = this.hass;
    const value = (series: Shown): string => {
      const it = this.at === null ? sumOf(series) : (series.values[this.at] ?? null);
      if (it === null) return "–";
      return series.right ? quantity(locale, it, series.right, series.right === "%" ? 0 : 1) : energy(locale, 1000 * Math.abs(it));
    };
    const bar = this.at === null ? undefined : report.bars[this.at];
    const title = bar ? (report.period === "day" ? dayAndClock(this.hass, new Date(bar.start)) : report.period === "year" ? month(this.hass, new Date(bar.start)) : date(this.hass, new Date(bar.start))) : this.t("whole_period");
    return html`<div class="small quiet" role="status">${title}${bar ? html`<span class="hidden">: ${shown.map((series) => `${series.name} ${value(series)}`).join(", ")}</span>` : nothing}</div>
      <ul class="legend figure">
        ${shown.map(
          (series) => html`<li style="--tone: ${color(series.color)}">
            <span class="mark ${series.draw === "bar" ? "" : "line"}" style="opacity: ${1 - (series.fade ?? 0)}"></span>
            <span class="name">${series.name}</span><b>${value(series)}</b>
          </li>`,
        )}
      </ul>`;
  }

  private totals(report: Report): TemplateResult {
    const { hass } = this;
    const { totals, bill, savings } = report;
    const percent = (it: number | null) => (it === null ? null : `${number(hass.locale, it)}\u00a0%`);
    const items: [TextKey, string | null][] = [
      ["total_import", energy(hass.locale, totals.imported)],
      ["total_export", energy(hass.locale, totals.exported)],
      ["total_solar", totals.solar > 0 ? energy(hass.locale, totals.solar) : null],
      ["total_consumed", energy(hass.locale, totals.consumed)],
      ["to_pay", bill ? money(hass, bill.total) : totals.cost || totals.revenue ? money(hass, totals.cost - totals.revenue) : null],
      ["self_consumption", percent(totals.self_consumption)],
      ["autarky", percent(totals.autarky)],
      ["saved_battery", savings && totals.discharged > 0 ? money(hass, savings.by_battery) : null],
      ["saved_control", savings ? money(hass, savings.by_control) : null],
      ["co2", totals.co2 > 0 ? quantity(hass.locale, totals.co2 / 1000, "kg", 1) : null],
    ];
    return html`<dl class="totals figure">
        ${items.map(([key, shown]) => (shown === null ? nothing : html`<div><dt>${this.t(key)}</dt><dd>${shown}</dd></div>`))}
      </dl>
      ${totals.quarters_from_history > 0 ? html`<div class="small quiet">${this.t("from_history")}</div>` : nothing}`;
  }
}
