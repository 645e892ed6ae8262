// What sessions come to: by day or by month for the chart, by source for a bar.

import type { Hass } from "../../home-assistant";
import { localDay } from "../history/report";
import type { Session } from "./ask";

/** From sun, battery and grid, in kWh. */
export interface Split {
  sun: number;
  battery: number;
  grid: number;
}

/** Return where energy came from, in three parts; what is not known counts as grid. */
export function split(sources: Record<string, number>, energy: number): Split {
  const sun = (sources.solar ?? 0) + (sources.battery_solar ?? 0);
  const battery = (sources.battery_grid ?? 0) + (sources.battery_unknown ?? 0);
  return { sun, battery, grid: Math.max(0, energy - sun - battery) };
}

export interface Group {
  /** yyyy-mm-dd, or yyyy-mm. */
  key: string;
  sum: Split;
  count: number;
}

/** Days up to which bars stand for days. */
const DAYS = 45;

/** Return the sums by local day, by month where they span more than some weeks; without gaps, oldest first. */
export function groups(hass: Hass, sessions: Session[]): Group[] {
  if (!sessions.length) return [];
  const days = sessions.map((session) => localDay(hass, new Date(session.started)));
  const [first, last] = [days.reduce((a, b) => (a < b ? a : b)), days.reduce((a, b) => (a > b ? a : b))];
  const byMonth = (Date.parse(last) - Date.parse(first)) / 86_400_000 > DAYS;
  const size = byMonth ? 7 : 10;
  const found = new Map<string, Group>();
  for (const at = new Date(`${first.slice(0, size)}${byMonth ? "-01" : ""}T12:00:00Z`); ; ) {
    const key = at.toISOString().slice(0, size);
    if (key > last.slice(0, size)) break;
    found.set(key, { key, sum: { sun: 0, battery: 0, grid: 0 }, count: 0 });
    if (byMonth) at.setUTCMonth(at.getUTCMonth() + 1);
    else at.setUTCDate(at.getUTCDate() + 1);
  }
  sessions.forEach((session, place) => {
    const group = found.get((days[place] ?? "").slice(0, size));
    if (!group) return;
    const parts = split(session.sources, session.energy);
    group.count += 1;
    group.sum.sun += parts.sun;
    group.sum.battery += parts.battery;
    group.sum.grid += parts.grid;
  });
  return [...found.values()];
}

/** Return who or what occurs in sessions, by id, with its name; in the order of names. */
export function occurring(sessions: Session[], kind: "person" | "vehicle"): [string, string][] {
  const found = new Map<string, string>();
  for (const session of sessions) {
    const [id, name] = kind === "person" ? [session.person_id, session.person] : [session.vehicle_id, session.vehicle];
    if (id && name) found.set(id, name);
  }
  return [...found].sort(([, a], [, b]) => a.localeCompare(b));
}
