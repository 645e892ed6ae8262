import { expect, test } from "vitest";
import { goalOf, rangeOf, stepped, targetsOf } from "../src/cards/charge-point/goal";
import { standing, thirteen } from "../src/cards/peak/levels";
import { groups, occurring, split } from "../src/cards/sessions/sums";
import type { Session } from "../src/cards/sessions/ask";
import { hassOf } from "./house";

const target = (weekday: number, time = "07:00", energy = 20_000) => ({ weekday, time, energy });

test("a goal is what all days have alike; a list that says more is told as such", () => {
  expect(goalOf([target(4), target(0)])).toEqual({ energy: 20_000, time: "07:00", days: [0, 4], mixed: false });
  expect(goalOf([target(0), target(4, "18:00")]).mixed).toBe(true);
  expect(goalOf([]).days).toEqual([]);
});

test("a goal goes back as the action wants it, in kWh", () => {
  expect(targetsOf({ energy: 12_000, time: "06:30", days: [0, 6], mixed: false })).toEqual([
    { weekday: "mon", time: "06:30", energy: 12 },
    { weekday: "sun", time: "06:30", energy: 12 },
  ]);
});

test.each([[0, 1, 0, 1000], [1000, -1, 0, 0], [1000, -1, 1000, 1000], [19_000, 1, 0, 20_000], [22_500, 1, 0, 30_000], [200_000, 1, 0, 200_000]])(
  "%s Wh and a step of %s, at least %s, makes %s",
  (energy, steps, least, expected) => expect(stepped(energy, steps, least)).toBe(expected),
);

test("a range needs a consumption", () => {
  const wish = { guaranteed: 0, targets: [], range: null, consumption: 250, stopped: false };
  expect(rangeOf(10_000, wish)).toBe(40);
  expect(rangeOf(10_000, { ...wish, consumption: 0 })).toBeNull();
  expect(rangeOf(null, wish)).toBeNull();
});

const quarter = (demand: number, forecast: number) => ({
  ends_at: "2026-11-21T10:15:00Z", used: 0, demand, forecast, hold_target: 3000, wished_target: 2500, month_peak: 3000, month_peak_at: null,
});

test("a quarter is near its target before it is over it", () => {
  const now = Date.parse("2026-11-21T10:07:00Z") / 1000;
  expect([standing(quarter(500, 1000), now).level, standing(quarter(500, 2800), now).level, standing(quarter(500, 3200), now).level]).toEqual(["good", "near", "over"]);
  expect(standing(quarter(500, 1000), now).left).toBe(480);
  expect(standing(quarter(3100, 0), now).level).toBe("over");
});

test("nothing in the bar goes beyond it", () => {
  for (const forecast of [0, 2999, 30_000]) {
    const { filled, forecast: ahead, target } = standing(quarter(100, forecast), 0);
    expect(Math.max(filled, ahead, target)).toBeLessThan(1);
  }
});

test("thirteen months end with this one, those nobody knows stay empty", () => {
  const months = thirteen([{ month: "2026-01", demand: 4000, at: null, source: "meter" }], new Date("2026-01-31T12:00:00Z"));
  expect(months).toHaveLength(13);
  expect(months[0]).toEqual({ month: "2025-01", peak: undefined });
  expect(months[12]?.peak?.demand).toBe(4000);
});

const session = (started: string, energy: number, more: Partial<Session> = {}): Session =>
  ({ started, energy, sources: { solar: energy / 2 }, person: null, person_id: null, vehicle: null, vehicle_id: null, ...more }) as Session;

test("what is not known of a session's sources counts as grid; together they are its energy", () => {
  expect(split({ solar: 2, battery_solar: 1, battery_grid: 1 }, 10)).toEqual({ sun: 3, battery: 1, grid: 6 });
});

test("some weeks are shown by local day, with the days between; longer by month", () => {
  const days = groups(hassOf(), [session("2026-11-03T23:30:00Z", 4), session("2026-11-01T10:00:00Z", 2)]);
  expect(days.map((it) => [it.key, it.sum.sun + it.sum.grid])).toEqual([["2026-11-01", 2], ["2026-11-02", 0], ["2026-11-03", 0], ["2026-11-04", 4]]);
  expect(groups(hassOf(), [session("2026-11-03T10:00:00Z", 4), session("2026-08-31T23:00:00Z", 2)]).map((it) => it.key)).toEqual(["2026-09", "2026-10", "2026-11"]);
  expect(groups(hassOf(), [])).toEqual([]);
});

test("one filters by whom there is, by name", () => {
  const list = [session("2026-11-01T10:00:00Z", 1, { person: "Bert", person_id: "b" }), session("2026-11-01T10:00:00Z", 1, { person: "An", person_id: "a" }), session("2026-11-01T10:00:00Z", 1)];
  expect(occurring(list, "person")).toEqual([["a", "An"], ["b", "Bert"]]);
});
