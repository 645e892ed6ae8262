// How the running quarter stands against its target.

import type { Quarter } from "../../data/live";

export type Level = "good" | "near" | "over";

export interface Standing {
  /** Shares of the bar (0 to 1). */
  filled: number;
  forecast: number;
  target: number;
  level: Level;
  /** In s. */
  left: number;
}

/** Return how the quarter stands; the bar goes a little beyond the greatest of what it shows. */
export function standing(quarter: Quarter, now: number): Standing {
  const most = Math.max(quarter.hold_target, quarter.forecast, quarter.demand, 500) * 1.15;
  const reached = Math.max(quarter.forecast, quarter.demand);
  return {
    filled: quarter.demand / most,
    forecast: quarter.forecast / most,
    target: quarter.hold_target / most,
    level: reached > quarter.hold_target * 1.005 ? "over" : reached > quarter.hold_target * 0.85 ? "near" : "good",
    left: Math.max(0, Date.parse(quarter.ends_at) / 1000 - now),
  };
}

export interface MonthPeak {
  month: string;
  demand: number;
  at: string | null;
  source: string;
}

export interface Peaks {
  quarter: unknown;
  months: MonthPeak[];
  mean: number | null;
  mean_of: number;
  cost_per_year: number | null;
  at_maximum: boolean;
}

/** Return the last thirteen months, oldest first; those of which nothing is known stay empty. */
export function thirteen(months: MonthPeak[], now: Date): { month: string; peak?: MonthPeak }[] {
  const known = new Map(months.map((peak) => [peak.month, peak]));
  return Array.from({ length: 13 }, (_, place) => {
    const at = new Date(Date.UTC(now.getFullYear(), now.getMonth() - 12 + place, 15));
    const month = at.toISOString().slice(0, 7);
    return { month, peak: known.get(month) };
  });
}
