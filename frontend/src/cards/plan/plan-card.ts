// What is planned until the end of known prices, what it is planned from, and what came of it so far.

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import "../../charts/chart";
import { entity, entityId } from "../../data/entities";
import type { Site } from "../../data/sites";
import { clock, dayAndClock, energy, money, power, quantity } from "../../format";
import type { ConfigForm, GridOptions } from "../../home-assistant";
import type { TextKey } from "../../localize";
import { type ColorName, color, shared } from "../../styles";
import { form, SiteCard, type SiteConfig } from "../card";
import { ask, type Told } from "./ask";
import { type Panel, powerPanel, pricePanel, socPanel } from "./panels";
import { type Block, blocksOf, dayStart, QUARTER, type Row, rowsOf } from "./quarters";
import { planStyles } from "./styles";

interface Config extends SiteConfig {
  compact?: boolean;
}

type Range = "today" | "tomorrow" | "both" | "ahead";

const BLOCK_COLORS: Record<Block["kind"], ColorName> = {
  car: "car",
  heat_pump: "heat_pump",
  load: "load",
  charge: "battery",
  discharge: "battery",
};

const AGAIN = 60_000;
const WIDE = 640;

export class PlanCard extends SiteCard<Config> {
  static override styles = [shared, planStyles];

  static getConfigForm(): ConfigForm {
    return form([{ name: "compact", selector: { boolean: {} } }], { compact: "editor_compact" });
  }

  static getStubConfig(): Record<string, unknown> {
    return { compact: false };
  }

  @state() private told?: Told;
  @state() private range?: Range;
  @state() private at: number | null = null;
  private timer?: ReturnType<typeof setInterval>;
  private madeAt: unknown;
  private shown?: { key: string; rows: Row[]; blocks: Block[]; panels: Panel[] };

  override getGridOptions(): GridOptions {
    return { columns: this.config?.compact ? 12 : "full", min_columns: 6, rows: "auto" };
  }

  protected override enter(site: Site): void {
    this.leave();
    void this.load(site);
    this.timer = setInterval(() => {
      if (!document.hidden) void this.load(site);
    }, AGAIN);
  }

  protected override leave(): void {
    clearInterval(this.timer);
  }

  protected override watched(): (string | undefined)[] {
    return [entityId(this.hass, this.site?.device_id, "plan_status")];
  }

  protected override willUpdate(changes: PropertyValues): void {
    super.willUpdate(changes);
    const made = this.site && entity(this.hass, this.site.device_id, "plan_status")?.attributes.made_at;
    if (this.site && made !== this.madeAt) {
      if (this.madeAt !== undefined) void this.load(this.site);
      this.madeAt = made;
    }
  }

  private async load(site: Site): Promise<void> {
    this.told = await ask(this.hass, site.entry_id);
  }

  protected override draw(): TemplateResult {
    const { told } = this;
    const title = this.config.title || this.t("plan");
    if (!told) return html`<ha-card aria-busy="true"><header><h2>${title}</h2></header></ha-card>`;
    const range = this.config.compact ? "ahead" : (this.range ?? (this.clientWidth >= WIDE ? "both" : "ahead"));
    const { rows, blocks, panels } = this.content(told, range);
    const row = this.at === null ? undefined : rows[this.at];
    return html`<ha-card>
      <header><h2>${title}</h2>${this.config.compact ? nothing : this.ranges(range)}</header>
      ${told.plan ? nothing : html`<div class="note"><ha-icon icon="mdi:information-outline"></ha-icon>${this.t("no_plan")}</div>`}
      <div class="values figure" role=${row ? "status" : nothing}>${row ? this.values(row) : this.summary(told)}</div>
      ${panels.map((panel) => this.panel(panel, range))}
      ${blocks.length && !this.config.compact ? this.gantt(blocks, rows) : nothing}
    </ha-card>`;
  }

  /** Return what is drawn; made anew only when something changed, since a chart is dear. */
  private content(told: Told, range: Range): NonNullable<PlanCard["shown"]> {
    const now = Date.now() / 1000;
    const quarter = Math.floor(now / QUARTER) * QUARTER;
    const dark = this.hass.themes?.darkMode ? "dark" : "light";
    const key = [range, dark, quarter, this.hass.locale.language, this.serial(told)].join();
    if (this.shown?.key === key) return this.shown;
    const [today, tomorrow, after] = [0, 1, 2].map((day) => dayStart(this.hass, now, day)) as [number, number, number];
    const [from, until] = {
      today: [today, tomorrow],
      tomorrow: [tomorrow, after],
      both: [today, after],
      ahead: [quarter - 8 * QUARTER, quarter + 88 * QUARTER],
    }[range] as [number, number];
    const rows = rowsOf(told, from, until);
    const compact = this.config.compact ?? false;
    const hasSoc = !compact && rows.some((row) => row.soc !== null || row.socMeasured !== null);
    const hasPrice = rows.some((row) => row.importPrice !== null);
    const panels = [powerPanel(this.hass, rows, compact ? 130 : 190, !hasPrice && !hasSoc)];
    if (hasPrice) panels.push(pricePanel(this.hass, rows, compact ? 110 : 130, !hasSoc));
    if (hasSoc) panels.push(socPanel(this.hass, rows, 110, true));
    this.shown = { key, rows, blocks: blocksOf(told, rows), panels };
    return this.shown;
  }

  private serials = new WeakMap<Told, number>();
  private count = 0;

  private serial(told: Told): number {
    let known = this.serials.get(told);
    if (known === undefined) this.serials.set(told, (known = ++this.count));
    return known;
  }

  private ranges(range: Range): TemplateResult {
    const all: Range[] = ["ahead", "today", "tomorrow", "both"];
    return html`<div class="ranges" role="group" aria-label=${this.t("range")}>
      ${all.map(
        (it) => html`<button
          aria-pressed=${it === range}
          @click=${() => {
            this.range = it;
            this.at = null;
          }}
        >${this.t(`range_${it}` as TextKey)}</button>`,
      )}
    </div>`;
  }

  private panel(panel: Panel, range: Range): TemplateResult {
    const titles: Record<Panel["name"], TextKey> = { power: "panel_power", price: "panel_price", soc: "panel_soc" };
    const unit = { power: "kW", price: `${this.hass.config.currency}/kWh`, soc: "%" }[panel.name];
    return html`<div class="panel">
      <h3>${this.t(titles[panel.name])} (${unit})</h3>
      <overshot-chart
        .label=${this.t("chart_label", { name: this.t(titles[panel.name]) })}
        .options=${panel.options}
        .data=${panel.data}
        .height=${panel.height}
        .look=${`${range}${this.shown?.key}`}
        .at=${this.at}
        @point=${(event: CustomEvent<number | null>) => (this.at = event.detail)}
      ></overshot-chart>
    </div>`;
  }

  private summary(told: Told): unknown {
    const { plan, prices } = told;
    const { hass } = this;
    const status = entity(hass, this.site?.device_id, "plan_status");
    const known = prices?.known_until ? new Date(prices.known_until) : undefined;
    return html`${this.legend()}
    ${
      plan && !this.config.compact
        ? html`<span class="quiet">${[
            status ? hass.formatEntityState(status) : plan.status,
            this.t("made_at", { time: clock(hass, new Date(plan.made_at)) }),
            plan.cost === undefined ? "" : this.t("plan_cost", { cost: money(hass, plan.cost), until: dayAndClock(hass, new Date(plan.until)) }),
            known ? this.t("prices_until", { time: dayAndClock(hass, known) }) : "",
          ]
            .filter(Boolean)
            .join(" · ")}</span>`
        : nothing
    }`;
  }

  private legend(): unknown {
    const marks: [ColorName, TextKey, string][] = [
      ["solar", "solar", ""],
      ["house", "house_load", "line"],
    ];
    return html`${marks.map(
      ([tone, key, kind]) => html`<span><span class="mark ${kind}" style="--tone: ${color(tone)}"></span>${this.t(key)}</span>`,
    )}<span class="quiet">${this.t("legend_lines")}</span>`;
  }

  private values(row: Row): unknown {
    const { hass } = this;
    const { locale } = hass;
    const both = (planned: number | null | undefined, measured: number | null | undefined): string =>
      measured == null ? power(locale, planned) : `${power(locale, measured)} (${this.t("planned_value", { value: power(locale, planned) })})`;
    const price = (it: number | null) => (it === null ? "–" : money(hass, it, 3));
    const items: [ColorName | undefined, string, string][] = [
      [undefined, "", dayAndClock(hass, new Date(row.at * 1000))],
      ["price", this.t("import_price"), price(row.importPrice)],
      ["export", this.t("export_price"), price(row.exportPrice)],
      ["solar", this.t("solar"), both(row.solar?.mean, row.measured?.solar)],
      ["house", this.t("house"), both(row.load?.mean, row.measured?.load)],
      ...(row.soc !== null || row.socMeasured !== null
        ? [["battery", this.t("battery"), quantity(locale, row.socMeasured ?? row.soc, "%")] as [ColorName, string, string]]
        : []),
      ...Object.entries(row.devices)
        .filter(([name, planned]) => Math.abs(planned) >= 60 || Math.abs(row.measured?.devices[name] ?? 0) >= 60)
        .map(([name, planned]) => [this.toneOf(name), name, both(planned, row.measured?.devices[name])] as [ColorName, string, string]),
      ...(row.grid === null ? [] : [["import", this.t("grid"), both(row.grid, row.measured?.grid)] as [ColorName, string, string]]),
    ];
    return items.map(
      ([tone, name, shown]) => html`<span>
        ${tone ? html`<span class="mark" style="--tone: ${color(tone)}"></span>` : nothing}${name} <b>${shown}</b>
      </span>`,
    );
  }

  private toneOf(name: string): ColorName {
    const block = this.shown?.blocks.find((it) => it.name === name);
    return block ? BLOCK_COLORS[block.kind] : "load";
  }

  private gantt(blocks: Block[], rows: Row[]): TemplateResult {
    const from = rows[0]?.at ?? 0;
    const until = (rows.at(-1)?.at ?? 0) + QUARTER;
    const span = until - from;
    const at = (moment: number) => `${(100 * (moment - from)) / span}%`;
    const now = Date.now() / 1000;
    const names = [...new Set(blocks.map((block) => block.name))];
    const { hass } = this;
    return html`<div class="blocks" role="list" aria-label=${this.t("planned_blocks")}>
      ${names.map(
        (name) => html`<span class="row-name">${name}</span>
          <div class="row">
            ${blocks
              .filter((block) => block.name === name)
              .map((block) => {
                const told = `${this.t(`block_${block.kind}` as TextKey)} ${clock(hass, new Date(block.start * 1000))}–${clock(hass, new Date(block.end * 1000))}, ${energy(hass.locale, block.energy)}`;
                return html`<span
                  class="block ${block.kind === "discharge" ? "give" : ""}"
                  role="listitem"
                  title=${told}
                  aria-label="${name}: ${told}"
                  style="--tone: ${color(BLOCK_COLORS[block.kind])}; left: ${at(block.start)}; width: ${at(from + block.end - block.start)}"
                >${(block.end - block.start) / span > 0.07 ? energy(hass.locale, block.energy) : ""}</span>`;
              })}
            ${now > from && now < until ? html`<span class="line-now" style="left: ${at(now)}"></span>` : nothing}
          </div>`,
      )}
    </div>`;
  }
}
