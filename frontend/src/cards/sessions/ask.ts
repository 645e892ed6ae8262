// Asks for charging sessions, and for the address of a file with them.

import type { Hass } from "../../home-assistant";

export type Status = "running" | "finished" | "interrupted" | "imported";
export const STATUSES: readonly Status[] = ["running", "finished", "interrupted", "imported"];

export const PERIODS = ["this_month", "last_month", "this_year", "last_year", "all"] as const;
export type Period = (typeof PERIODS)[number];

export type SortKey = "started" | "energy" | "cost" | "duration" | "solar_share";

/** Energies in kWh, powers in kW, times in hours, money in EUR. */
export interface Session {
  id: string;
  charge_point: string;
  charge_point_name: string;
  started: string;
  ended: string | null;
  status: Status;
  start_estimated: boolean;
  end_estimated: boolean;
  duration: number;
  charging_time: number;
  energy: number;
  estimated: number;
  sources: Record<string, number>;
  solar_share: number | null;
  cost: number | null;
  price: number | null;
  reimbursement: number | null;
  co2: number | null;
  distance: number | null;
  average_power: number | null;
  max_power: number | null;
  person: string | null;
  person_id: string | null;
  card: string | null;
  vehicle: string | null;
  vehicle_id: string | null;
}

export interface Totals {
  count: number;
  energy: number;
  sources: Record<string, number>;
  solar_share: number | null;
  cost: number | null;
  sessions_without_cost: number;
  reimbursement: number | null;
  co2: number | null;
  distance: number;
  duration: number;
  charging_time: number;
}

export interface Answer {
  sessions: Session[];
  totals: Totals;
  occupancy?: Record<string, number>;
}

export interface Filter {
  period: Period;
  charge_point?: string;
  person?: string;
  vehicle?: string;
  status?: Status;
}

/** So many sessions are asked for at most: what the chart shows, and the table can be unfolded to. */
export const MOST = 500;

/** Return the filter without what was left open. */
export function chosen(filter: Filter): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value)) as Record<string, string>;
}

export function askSessions(hass: Hass, entryId: string, filter: Filter, sort: SortKey, descending: boolean): Promise<Answer> {
  return hass.callWS<Answer>({
    type: "overshot/sessions/list",
    config_entry_id: entryId,
    ...chosen(filter),
    sort,
    descending,
    limit: MOST,
  });
}

export type By = "address" | "location" | "owner";
export type Format = "csv" | "monthly_csv" | "html";

/** Return the address from which the browser can take a file along. */
export async function askFile(hass: Hass, entryId: string, filter: Filter, by: By, format: Format): Promise<string> {
  const { url } = await hass.callWS<{ url: string }>({
    type: "overshot/sessions/export",
    config_entry_id: entryId,
    ...chosen(filter),
    by,
    format,
    language: hass.locale.language.split("-")[0],
  });
  return hass.hassUrl(url);
}
