import { expect, test } from "vitest";
import { kindsOf, seriesOf, stacked, sumOf } from "../src/cards/history/kinds";
import { type Bar, localDay, moved, type Report } from "../src/cards/history/report";
import { text, type Translate } from "../src/localize";
import { hassOf } from "./house";

const t: Translate = (key, values) => text("en", key, values);
const bar = (changes: Partial<Bar>): Bar => ({
  start: "", end: "", imported: 0, exported: 0, solar: 0, charged: 0, discharged: 0, consumed: 0, cost: 0, revenue: 0, co2: 0,
  solar_to: {}, sources: {}, consumers: {}, recorded: true, expected_solar: null, expected_load: null, soc: null, temperatures: {}, ...changes,
});
const report = (bars: Bar[], changes = {}): Report =>
  ({ period: "day", currency: "EUR", bars, totals: {}, charts: { solar_to: {}, sources: {}, consumers: {} }, bill: null, savings: null, consumers: [], ...changes }) as unknown as Report;

test("an hour is red by what was bought more than fed in, else green, never both", () => {
  const shown = seriesOf("net", report([bar({ imported: 900, exported: 400 }), bar({ imported: 100, exported: 2100 }), bar({ recorded: false })]), t);
  expect(shown.map((it) => it.values)).toEqual([[0.5, 0, null], [0, -2, null], [0, 0, null]]);
});

test("bars stand on each other, and those that go down hang below each other", () => {
  const series = (id: string, values: (number | null)[]) => ({ id, name: id, color: "house" as const, draw: "bar" as const, values });
  expect(stacked([series("a", [1, -1, 0]), series("b", [2, -2, 3]), series("c", [null, 1, 1])])).toEqual([
    [1, -1, null],
    [3, -3, 3],
    [null, 1, 4],
  ]);
});

test("the sources are those that gave something, and their sums are the period's", () => {
  const shown = seriesOf("sources", report([bar({ sources: { solar: 1000, grid: 500 } }), bar({ sources: { solar: 250, grid: 0 } })], { charts: { sources: { solar: 1250, battery: 0, grid: 500 }, solar_to: {}, consumers: {} } }), t);
  expect(shown.map((it) => [it.id, sumOf(it)])).toEqual([["solar", 1.25], ["grid", 0.5]]);
});

test("two cars keep one colour but do not look alike", () => {
  const consumers = [{ id: "a", name: "One", use: "car", energy: 9, cost: 0 }, { id: "b", name: "Two", use: "car", energy: 5, cost: 0 }, { id: "house", name: null, use: "house", energy: 4, cost: 0 }];
  const shown = seriesOf("consumers", report([bar({ consumers: { a: 9, b: 5, house: 4 } })], { consumers }), t);
  expect(shown.map((it) => [it.name, it.color, it.fade])).toEqual([["One", "car", 0], ["Two", "car", 0.3], ["House", "house", 0]]);
});

test("battery and boiler are offered where there are any", () => {
  expect(kindsOf(report([bar({})]))).not.toContain("battery");
  expect(kindsOf(report([bar({ soc: 50, temperatures: { x: 55 } })])).slice(-2)).toEqual(["battery", "heat"]);
});

test.each([
  ["2026-03-31", "month", -1, "2026-02-28"],
  ["2028-02-29", "year", -1, "2027-02-28"],
  ["2026-03-29", "day", 1, "2026-03-30"],
  ["2026-01-01", "week", -1, "2025-12-25"],
  ["2026-01-31", "month", 1, "2026-02-28"],
] as const)("%s, one %s moved by %s, is %s", (day, period, steps, expected) => expect(moved(day, period, steps)).toBe(expected));

test("the day is that of the house", () => {
  expect(localDay(hassOf(), new Date("2026-11-21T23:30:00Z"))).toBe("2026-11-22");
});
