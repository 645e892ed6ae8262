// What a car is to have by when: a few numbers that people change with a thumb, and what the integration keeps of them.

import type { CarWish, EnergyTarget } from "../../data/live";

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

export interface Goal {
  /** Wh. */
  energy: number;
  /** Local time of day, hh:mm. */
  time: string;
  /** Days it is for, 0 is Monday. */
  days: number[];
  /** Whether the list in force says more than these three: it is replaced as a whole then. */
  mixed: boolean;
}

export const USUAL: Goal = { energy: 20_000, time: "07:00", days: [], mixed: false };

/** Return the goal that a list of targets amounts to; that of its first target where they differ. */
export function goalOf(targets: EnergyTarget[]): Goal {
  const first = targets[0];
  if (!first) return USUAL;
  const same = targets.every((it) => it.energy === first.energy && it.time === first.time);
  return {
    energy: first.energy,
    time: first.time,
    days: [...new Set(targets.map((it) => it.weekday))].sort((a, b) => a - b),
    mixed: !same,
  };
}

/** Return the list that the action takes (kWh). */
export function targetsOf(goal: Goal): { weekday: string; time: string; energy: number }[] {
  return goal.days.map((day) => ({ weekday: WEEKDAYS[day] ?? "mon", time: goal.time, energy: goal.energy / 1000 }));
}

/** Return an energy some steps further, never below the least (Wh). */
export function stepped(energy: number, steps: number, least: number): number {
  const size = energy + steps >= 20_000 ? 5000 : 1000;
  const next = Math.round((energy + steps * size) / size) * size;
  return Math.min(200_000, Math.max(least, next));
}

/** Return how far the energy of a session takes a car (km). */
export function rangeOf(energy: number | null | undefined, wish: CarWish | null | undefined): number | null {
  return energy == null || !wish?.consumption ? null : energy / wish.consumption;
}
