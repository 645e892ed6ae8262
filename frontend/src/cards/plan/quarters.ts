// A plan, a forecast, prices and the past as one table: a row for each quarter of an hour.

import { localHour } from "../../charts/axes";
import type { Hass } from "../../home-assistant";
import type { PastPowers, Plan, PriceSpan, Spread, Told } from "./ask";

export const QUARTER = 900;

export interface Row {
  /** Start of the quarter (s). */
  at: number;
  importPrice: number | null;
  exportPrice: number | null;
  load: Spread | null;
  solar: Spread | null;
  /** What was or is planned for the devices (W; battery + = discharging). */
  devices: Record<string, number>;
  grid: number | null;
  measured: PastPowers | null;
  /** Of all batteries, planned at the end of the quarter (%). */
  soc: number | null;
  /** Measured at its beginning (%). */
  socMeasured: number | null;
}

export interface Block {
  name: string;
  kind: "car" | "heat_pump" | "load" | "charge" | "discharge";
  /** In s. */
  start: number;
  end: number;
  /** Wh. */
  energy: number;
}

/** Below this a device does nothing worth a block (W). */
const SOME = 60;

/** Return the start (s) of the local day of a moment, so many days further. */
export function dayStart(hass: Hass, now: number, days = 0): number {
  const hour = Math.floor(now / 3600) * 3600;
  let at = midnightNear(hass, hour - localHour(hass, new Date(hour * 1000)) * 3600);
  for (let day = 0; day < days; day++) at = midnightNear(hass, at + 24 * 3600);
  return at;
}

/** Return the local midnight that is nearest: on the days the clocks change a day has 23 or 25 hours. */
function midnightNear(hass: Hass, moment: number): number {
  const hour = localHour(hass, new Date(moment * 1000));
  return moment + (hour < 12 ? -hour : 24 - hour) * 3600;
}

function seconds(moment: string): number {
  return Date.parse(moment) / 1000;
}

/** Return what finds the price of a moment. */
function priceAt(spans: PriceSpan[] | undefined): (at: number) => number | null {
  const list = (spans ?? []).map((span) => ({ start: seconds(span.start), end: seconds(span.end), price: span.price }));
  let next = 0;
  return (at) => {
    while (next < list.length && (list[next]?.end ?? 0) <= at) next++;
    const span = list[next];
    return span && span.start <= at ? span.price : null;
  };
}

/** Return what all batteries hold so far into a step (0 to 1): what they hold at its end is told, between it is a line. */
function storedAt(plan: Plan, index: number, share: number): number {
  return plan.batteries.reduce((sum, { energy }) => {
    const end = energy[index] ?? 0;
    return sum + end + (1 - share) * ((energy[index - 1] ?? end) - end);
  }, 0);
}

function sure(power: number): Spread {
  return { mean: power, low: power, high: power };
}

/** Return the table between two moments (s). */
export function rowsOf(told: Told, from: number, until: number): Row[] {
  const { plan } = told;
  const past = new Map(told.past.map((it) => [seconds(it.start), it]));
  const forecast = new Map((told.forecast?.quarters ?? []).map((it) => [Math.floor(seconds(it.start) / QUARTER) * QUARTER, it]));
  const importAt = priceAt(told.prices?.import);
  const exportAt = priceAt(told.prices?.feed_in);
  const steps = (plan?.steps ?? []).map((step) => ({ ...step, from: seconds(step.start), to: seconds(step.end) }));
  const capacity = (plan?.batteries ?? []).reduce((sum, it) => sum + it.capacity, 0);
  const rows: Row[] = [];
  let index = 0;
  for (let at = from; at < until; at += QUARTER) {
    const middle = at + QUARTER / 2;
    while (index < steps.length && (steps[index]?.to ?? 0) <= middle) index++;
    const here = steps[index];
    const step = here && here.from <= middle ? here : undefined;
    const was = past.get(at);
    const ahead = forecast.get(at);
    const end = at + QUARTER;
    const stored = step && capacity > 0 && plan ? storedAt(plan, index, Math.min(1, (end - step.from) / (step.to - step.from))) : undefined;
    rows.push({
      at,
      importPrice: importAt(middle) ?? step?.import_price ?? null,
      exportPrice: exportAt(middle) ?? step?.export_price ?? null,
      load: ahead?.load ?? (step ? sure(step.load) : was?.planned?.load != null ? sure(was.planned.load) : null),
      solar: ahead?.solar ?? (step ? sure(step.solar) : was?.planned ? sure(was.planned.solar) : null),
      devices: step?.devices ?? was?.planned?.devices ?? {},
      grid: step?.grid ?? was?.planned?.grid ?? null,
      measured: was?.measured ?? null,
      soc: stored === undefined ? null : (100 * stored) / capacity,
      socMeasured: was?.soc ?? null,
    });
  }
  return rows;
}

/** Return what the devices are planned to do, as blocks: a name, a kind, from when until when, how much. */
export function blocksOf(told: Told, rows: Row[]): Block[] {
  const batteries = new Set((told.plan?.batteries ?? []).map((it) => it.name));
  const kinds = new Map((told.plan?.loads ?? []).map((it) => [it.name, it.kind]));
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.devices)))];
  return names.flatMap((name) => {
    const found: Block[] = [];
    for (const row of rows) {
      const power = row.devices[name] ?? 0;
      if (Math.abs(power) < SOME) continue;
      const kind = batteries.has(name) ? (power > 0 ? "discharge" : "charge") : kindOf(kinds.get(name));
      const last = found.at(-1);
      const energy = (Math.abs(power) * QUARTER) / 3600;
      if (last && last.end === row.at && last.kind === kind) {
        last.end = row.at + QUARTER;
        last.energy += energy;
      } else {
        found.push({ name, kind, start: row.at, end: row.at + QUARTER, energy });
      }
    }
    return found;
  });
}

function kindOf(kind: string | undefined): Block["kind"] {
  return kind === "car" || kind === "heat_pump" ? kind : "load";
}

/** Return below and above which prices are cheap and dear: a third of the hours each, where they differ at all. */
export function priceBounds(rows: Row[]): { cheap: number; dear: number } {
  const sorted = rows.map((row) => row.importPrice).filter((price) => price !== null).sort((a, b) => a - b);
  const low = sorted[Math.floor(sorted.length / 3)] ?? Infinity;
  const high = sorted[Math.floor((2 * sorted.length) / 3)] ?? Infinity;
  return high - low < 0.01 ? { cheap: -Infinity, dear: Infinity } : { cheap: low, dear: high };
}
