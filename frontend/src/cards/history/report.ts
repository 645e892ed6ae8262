// The report of a day, week, month or year, as the integration tells it.

import type { Hass } from "../../home-assistant";

export type Period = "day" | "week" | "month" | "year";
export const PERIODS: readonly Period[] = ["day", "week", "month", "year"];

export interface Amounts {
  start: string;
  end: string;
  imported: number;
  exported: number;
  solar: number;
  charged: number;
  discharged: number;
  consumed: number;
  cost: number;
  revenue: number;
  co2: number;
}

export interface Charts {
  solar_to: Record<string, number>;
  sources: Record<string, number>;
  consumers: Record<string, number>;
}

export interface Bar extends Amounts, Charts {
  recorded: boolean;
  expected_solar: number | null;
  expected_load: number | null;
  soc: number | null;
  temperatures: Record<string, number | null>;
}

export interface Report {
  period: Period;
  currency: string;
  totals: Amounts & {
    self_consumption: number | null;
    autarky: number | null;
    stored: number;
    heat: Record<string, number>;
    battery_worth: number;
    quarters: number;
    estimated_quarters: number;
    quarters_from_history: number;
  };
  charts: Charts;
  bars: Bar[];
  bill: { total: number } | null;
  savings: { by_battery: number; by_control: number; complete: boolean } | null;
  consumers: { id: string; name: string | null; use: string; energy: number; cost: number }[];
}

/** Ask for the report of the period that a local day (yyyy-mm-dd) lies in. */
export function askReport(hass: Hass, entryId: string, period: Period, day: string): Promise<Report> {
  return hass.callWS<Report>({ type: "overshot/energy/report", config_entry_id: entryId, period, at: day });
}

/** Return the local day of a moment, as yyyy-mm-dd. */
export function localDay(hass: Hass, at: Date): string {
  const zone = hass.locale.time_zone === "local" ? undefined : hass.config.time_zone;
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
}

/** Return a day so many periods further; days of a month that has fewer become its last. */
export function moved(day: string, period: Period, steps: number): string {
  const at = new Date(`${day}T12:00:00Z`);
  if (period === "day") at.setUTCDate(at.getUTCDate() + steps);
  else if (period === "week") at.setUTCDate(at.getUTCDate() + 7 * steps);
  else {
    const date = at.getUTCDate();
    at.setUTCDate(1);
    at.setUTCMonth(at.getUTCMonth() + (period === "month" ? steps : 12 * steps));
    const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
    at.setUTCDate(Math.min(date, last));
  }
  return at.toISOString().slice(0, 10);
}
