// Charging sessions: found by filters, added up, drawn, listed, and taken along as a file.

import { html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import "../../charts/chart";
import { devicesWith, type Site } from "../../data/sites";
import { clock, dayAndClock, hours, money, number, quantity } from "../../format";
import type { ConfigForm, GridOptions } from "../../home-assistant";
import type { TextKey } from "../../localize";
import { type ColorName, color, shared } from "../../styles";
import { form, SiteCard, type SiteConfig } from "../card";
import { type Answer, askFile, askSessions, type By, type Filter, type Format, MOST, PERIODS, type Session, type SortKey, STATUSES } from "./ask";
import { groupLabel, sessionsChart } from "./chart";
import { groups, occurring, split } from "./sums";
import { sessionsStyles } from "./styles";

interface Config extends SiteConfig {
  period?: Filter["period"];
}

const AGAIN = 60_000;
const PAGE = 10;
const PARTS: readonly [keyof ReturnType<typeof split>, ColorName, TextKey][] = [
  ["sun", "solar", "part_solar"],
  ["battery", "battery", "part_battery"],
  ["grid", "import", "part_grid"],
];
const FILES: readonly [By, Format, TextKey][] = [
  ["address", "csv", "file_address"],
  ["location", "csv", "file_location"],
  ["owner", "csv", "file_owner"],
  ["owner", "monthly_csv", "file_monthly"],
  ["owner", "html", "file_report"],
];

export class SessionsCard extends SiteCard<Config> {
  static override styles = [shared, sessionsStyles];

  static getConfigForm(): ConfigForm {
    return form([{ name: "period", selector: { select: { options: [...PERIODS], mode: "dropdown" } } }], {
      period: "editor_period",
    });
  }

  static getStubConfig(): Record<string, unknown> {
    return {};
  }

  @state() private filter?: Filter;
  @state() private sort: SortKey = "started";
  @state() private descending = true;
  @state() private answer?: Answer;
  @state() private failed = false;
  @state() private pages = 1;
  @state() private unfolded?: string;
  @state() private at: number | null = null;
  @state() private file = 0;
  @state() private fileFailed = false;
  private names: { person: [string, string][]; vehicle: [string, string][] } = { person: [], vehicle: [] };
  private timer?: ReturnType<typeof setInterval>;
  private asked = 0;
  private drawn?: { answer: Answer; dark: boolean; chart: ReturnType<typeof sessionsChart>; list: ReturnType<typeof groups> };

  override getGridOptions(): GridOptions {
    return { columns: "full", min_columns: 6, rows: "auto" };
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

  private get wanted(): Filter {
    return this.filter ?? { period: this.config.period ?? "this_month" };
  }

  private async load(site: Site): Promise<void> {
    const number = ++this.asked;
    const filter = this.wanted;
    try {
      const answer = await askSessions(this.hass, site.entry_id, filter, this.sort, this.descending);
      if (number !== this.asked) return;
      this.answer = answer;
      this.failed = false;
      // Whom one can filter by is whom was found before one filtered.
      for (const kind of ["person", "vehicle"] as const) {
        if (!filter.person && !filter.vehicle) this.names[kind] = occurring(answer.sessions, kind);
      }
    } catch {
      if (number === this.asked) this.failed = true;
    }
  }

  private choose(changes: Partial<Filter>): void {
    this.filter = { ...this.wanted, ...changes };
    this.pages = 1;
    this.at = null;
    this.unfolded = undefined;
    if (this.site) void this.load(this.site);
  }

  private sortBy(key: SortKey): void {
    this.descending = this.sort === key ? !this.descending : true;
    this.sort = key;
    if (this.site) void this.load(this.site);
  }

  protected override draw(site: Site): TemplateResult {
    const { answer } = this;
    return html`<ha-card>
      <header><h2>${this.config.title || this.t("sessions")}</h2></header>
      ${this.filters(site)}
      ${this.failed ? html`<div class="note"><ha-icon icon="mdi:database-alert-outline"></ha-icon>${this.t("no_records")}</div>` : nothing}
      ${answer ? html`${this.totals(answer)} ${answer.sessions.length ? html`${this.chart(answer)} ${this.table(answer)}` : html`<div class="note"><ha-icon icon="mdi:ev-plug-type2"></ha-icon>${this.t("no_sessions")}</div>`}` : nothing}
      ${answer ? this.bottom(site, answer) : nothing}
    </ha-card>`;
  }

  private filters(site: Site): TemplateResult {
    const { wanted } = this;
    const points = devicesWith(site, "charge_point");
    const select = (label: TextKey, field: keyof Filter, options: [string, string][], any?: TextKey) => html`<select
      aria-label=${this.t(label)}
      @change=${(event: Event) => this.choose({ [field]: (event.target as HTMLSelectElement).value || undefined })}
    >
      ${any ? html`<option value="" ?selected=${!wanted[field]}>${this.t(any)}</option>` : nothing}
      ${options.map(([value, name]) => html`<option value=${value} ?selected=${wanted[field] === value}>${name}</option>`)}
    </select>`;
    return html`<div class="filters" role="group" aria-label=${this.t("filter")}>
      ${select("period", "period", PERIODS.map((it) => [it, this.t(`sessions_${it}`)]))}
      ${points.length > 1 ? select("filter_point", "charge_point", points.map((it) => [it.id, it.name]), "every_point") : nothing}
      ${this.names.person.length ? select("filter_person", "person", [...this.names.person, ["unknown", this.t("nobody_known")]], "everybody") : nothing}
      ${this.names.vehicle.length ? select("filter_vehicle", "vehicle", this.names.vehicle, "every_vehicle") : nothing}
      ${select("filter_status", "status", STATUSES.map((it) => [it, this.t(`session_${it}`)]), "every_status")}
    </div>`;
  }

  private totals({ totals }: Answer): TemplateResult {
    const { hass } = this;
    const { locale } = hass;
    const items: [TextKey, string | null][] = [
      ["sessions_count", number(locale, totals.count)],
      ["energy", quantity(locale, totals.energy, "kWh", totals.energy < 100 ? 1 : 0)],
      ["from_sun", totals.solar_share === null ? null : quantity(locale, totals.solar_share, "%")],
      ["cost", totals.cost === null || totals.count === totals.sessions_without_cost ? null : money(hass, totals.cost)],
      ["duration", `${hours(totals.duration * 3600)} h`],
      ["reimbursement", totals.reimbursement ? money(hass, totals.reimbursement) : null],
      ["distance", totals.distance >= 1 ? quantity(locale, totals.distance, "km") : null],
    ];
    return html`<div role="status"><dl class="totals figure">
      ${items.map(([key, shown]) => (shown === null ? nothing : html`<div><dt>${this.t(key)}</dt><dd>${shown}</dd></div>`))}
    </dl></div>`;
  }

  private chart(answer: Answer): TemplateResult {
    const dark = this.hass.themes?.darkMode ?? false;
    if (this.drawn?.answer !== answer || this.drawn.dark !== dark) {
      const list = groups(this.hass, answer.sessions);
      this.drawn = { answer, dark, list, chart: sessionsChart(this.hass, list) };
    }
    const { chart, list } = this.drawn;
    const group = this.at === null ? undefined : list[this.at];
    const values = group?.sum ?? split(answer.totals.sources, answer.totals.energy);
    return html`<div class="legend figure" role=${group ? "status" : nothing}>
        ${group ? html`<b>${groupLabel(this.hass, group.key, true)}</b>` : nothing}
        ${PARTS.filter(([part]) => values[part] > 0.05).map(
          ([part, tone, name]) => html`<span><span class="mark" style="--tone: ${color(tone)}"></span>${this.t(name)} ${quantity(this.hass.locale, values[part], "kWh", 1)}</span>`,
        )}
      </div>
      <overshot-chart
        .label=${this.t("chart_label", { name: this.t("sessions") })}
        .options=${chart.options}
        .data=${chart.data}
        .look=${this.drawn}
        .height=${160}
        .at=${this.at}
        @point=${(event: CustomEvent<number | null>) => (this.at = event.detail)}
      ></overshot-chart>
      ${answer.totals.count > MOST ? html`<div class="small quiet">${this.t("sessions_most", { count: MOST })}</div>` : nothing}`;
  }

  private table(answer: Answer): TemplateResult {
    const head = (key: SortKey, name: TextKey, kind = "number") => html`<th class=${kind} scope="col" aria-sort=${
      this.sort === key ? (this.descending ? "descending" : "ascending") : "none"
    }><button aria-pressed=${this.sort === key} @click=${() => this.sortBy(key)}>${this.t(name)}${this.sort === key ? (this.descending ? " ↓" : " ↑") : ""}</button></th>`;
    const shown = answer.sessions.slice(0, PAGE * this.pages);
    return html`<div class="scroll">
        <table class="figure">
          <caption class="hidden">${this.t("sessions")}</caption>
          <thead><tr>
            ${head("started", "session_start", "")}
            <th class="wide" scope="col">${this.t("filter_point")}</th>
            <th class="wide" scope="col">${this.t("who")}</th>
            ${head("duration", "duration", "number wide")}
            ${head("energy", "energy")}
            ${head("solar_share", "from_sun", "number wide")}
            ${head("cost", "cost")}
          </tr></thead>
          <tbody>${shown.map((session) => this.row(session))}</tbody>
        </table>
      </div>
      ${
        shown.length < answer.sessions.length
          ? html`<button class="button" @click=${() => this.pages++}>${this.t("show_more", { count: answer.sessions.length - shown.length })}</button>`
          : nothing
      }`;
  }

  private row(session: Session): TemplateResult {
    const { hass } = this;
    const { locale } = hass;
    const open = this.unfolded === session.id;
    return html`<tr>
        <td>
          <button class="unfold" aria-expanded=${open} @click=${() => (this.unfolded = open ? undefined : session.id)}>
            ${dayAndClock(hass, new Date(session.started))}
          </button>
          ${session.status === "finished" ? nothing : html`<span class="chip" style=${session.status === "running" ? "--tone: var(--success-color, #43a047)" : ""}><span class="dot"></span>${this.t(`session_${session.status}`)}</span>`}
        </td>
        <td class="wide">${session.charge_point_name}</td>
        <td class="wide">${[session.person ?? session.card, session.vehicle].filter(Boolean).join(" · ") || "–"}</td>
        <td class="number wide">${hours(session.duration * 3600)} h</td>
        <td class="number">${quantity(locale, session.energy, "kWh", 1)}</td>
        <td class="number wide">${this.share(session)}<span class="percent">${session.solar_share === null ? "–" : quantity(locale, session.solar_share, "%")}</span></td>
        <td class="number">${money(hass, session.cost)}</td>
      </tr>
      ${open ? html`<tr class="open"><td colspan="7">${this.details(session)}</td></tr>` : nothing}`;
  }

  private share(session: Session): TemplateResult {
    const parts = split(session.sources, session.energy);
    return html`<span class="share" aria-hidden="true">
      ${PARTS.map(([part, tone]) => html`<i style="--tone: ${color(tone)}; width: ${session.energy > 0 ? (100 * parts[part]) / session.energy : 0}%"></i>`)}
    </span>`;
  }

  private details(session: Session): TemplateResult {
    const { hass } = this;
    const { locale } = hass;
    const parts = split(session.sources, session.energy);
    const end = session.ended ? new Date(session.ended) : undefined;
    const about = (shown: string, estimated: boolean) => (estimated ? this.t("about", { value: shown }) : shown);
    const items: [TextKey, string | null][] = [
      ["session_start", about(dayAndClock(hass, new Date(session.started)), session.start_estimated)],
      ["session_end", end ? about(clock(hass, end), session.end_estimated) : this.t("session_running")],
      ["charging_time", session.charging_time > 0 ? `${hours(session.charging_time * 3600)} h` : null],
      ["filter_point", session.charge_point_name || null],
      ["who", session.person ?? session.card],
      ["filter_vehicle", session.vehicle],
      ...PARTS.map(([part, , name]) => [name, parts[part] > 0.005 ? quantity(locale, parts[part], "kWh", 2) : null] as [TextKey, string | null]),
      ["estimated", session.estimated > 0.005 ? quantity(locale, session.estimated, "kWh", 2) : null],
      ["price", session.price === null ? null : `${money(hass, session.price, 3)}/kWh`],
      ["reimbursement", session.reimbursement === null ? null : money(hass, session.reimbursement)],
      ["average_power", session.average_power === null ? null : quantity(locale, session.average_power, "kW", 1)],
      ["max_power", session.max_power === null ? null : quantity(locale, session.max_power, "kW", 1)],
      ["distance", session.distance === null ? null : quantity(locale, session.distance, "km")],
      ["co2", session.co2 === null ? null : quantity(locale, session.co2, "kg", 2)],
    ];
    return html`<dl class="details">
      ${items.map(([key, shown]) => (shown === null ? nothing : html`<div><dt>${this.t(key)}</dt><dd>${shown}</dd></div>`))}
    </dl>`;
  }

  private bottom(site: Site, answer: Answer): TemplateResult | typeof nothing {
    if (!this.hass.user?.is_admin || !answer.totals.count) return nothing;
    return html`<div class="bottom">
      <select class="push" aria-label=${this.t("file_kind")} @change=${(event: Event) => (this.file = (event.target as HTMLSelectElement).selectedIndex)}>
        ${FILES.map(([, , name], place) => html`<option ?selected=${place === this.file}>${this.t(name)}</option>`)}
      </select>
      <button class="button" @click=${() => this.take(site)}><ha-icon icon="mdi:download"></ha-icon>${this.t("download")}</button>
      ${this.fileFailed ? html`<span class="small" role="alert">${this.t("download_failed")}</span>` : nothing}
    </div>`;
  }

  private async take(site: Site): Promise<void> {
    const [by, format] = FILES[this.file] ?? ["address", "csv"];
    try {
      const url = await askFile(this.hass, site.entry_id, this.wanted, by, format);
      const link = document.createElement("a");
      link.href = url;
      if (format === "html") link.target = "_blank";
      else link.download = "";
      link.rel = "noopener";
      link.click();
      this.fileFailed = false;
    } catch {
      this.fileFailed = true;
    }
  }
}
