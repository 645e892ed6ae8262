import { expect, test } from "vitest";
import type { Told } from "../src/cards/plan/ask";
import { blocksOf, dayStart, priceBounds, QUARTER, rowsOf } from "../src/cards/plan/quarters";
import { decimalsOf, localSplits } from "../src/charts/axes";
import { hassOf } from "./house";

const at = (moment: string) => Date.parse(moment) / 1000;
const step = (start: string, end: string, changes = {}) => ({
  start, end, import_price: 0.3, export_price: 0.05, load: 400, solar: 1000, curtailed: 0, grid: -600, cost: 0, devices: { Battery: -500, Car: 0 }, ...changes,
});
const plan = (steps: ReturnType<typeof step>[], energy: number[]): Told["plan"] => ({
  status: "optimal", lacks: [], trigger: "quarter", made_at: "", until: "", cost: 0, peak: null, steps,
  batteries: [{ name: "Battery", energy, capacity: 10_000 }],
  loads: [{ name: "Car", kind: "car", demands: [] }],
});

test("each quarter finds its step, though steps are a quarter or an hour long and the first began late", () => {
  const told: Told = {
    past: [],
    plan: plan([step("2026-11-21T10:07:00Z", "2026-11-21T10:15:00Z"), step("2026-11-21T10:15:00Z", "2026-11-21T11:15:00Z", { load: 800 })], [2000, 4000]),
  };
  const rows = rowsOf(told, at("2026-11-21T10:00:00Z"), at("2026-11-21T11:30:00Z"));
  expect(rows.map((row) => row.load?.mean ?? null)).toEqual([400, 800, 800, 800, 800, null]);
  expect(rows.map((row) => row.soc)).toEqual([20, 25, 30, 35, 40, null]);
});

test("the past shows what was planned and what was measured, and the future what is expected", () => {
  const told: Told = {
    past: [
      { start: "2026-11-21T10:00:00Z", planned: { load: 300, solar: 900, grid: 0, devices: { Car: 2000 } }, measured: { load: 350, solar: 700, grid: 0, devices: { Car: 1900 } }, soc: 40 },
      { start: "2026-11-21T10:15:00Z", planned: null, measured: { load: 360, solar: 710, grid: 0, devices: {} }, soc: null },
    ],
    forecast: { made_at: "", quarters: [{ start: "2026-11-21T10:31:00Z", load: { mean: 500, low: 400, high: 600 }, solar: { mean: 0, low: 0, high: 0 }, import_price: null, export_price: null }] },
  };
  const rows = rowsOf(told, at("2026-11-21T10:00:00Z"), at("2026-11-21T10:45:00Z"));
  expect(rows.map((row) => [row.load?.mean ?? null, row.measured?.load ?? null])).toEqual([[300, 350], [null, 360], [500, null]]);
  expect(rows[0]?.socMeasured).toBe(40);
  expect(rows[2]?.load?.high).toBe(600);
});

test("prices fill the quarters they hold for, and no other", () => {
  const prices = { contract: null, known_until: null, feed_in: [], import: [{ start: "2026-11-21T10:15:00Z", end: "2026-11-21T10:45:00Z", price: 0.2 }] };
  const rows = rowsOf({ past: [], prices }, at("2026-11-21T10:00:00Z"), at("2026-11-21T11:00:00Z"));
  expect(rows.map((row) => row.importPrice)).toEqual([null, 0.2, 0.2, null]);
});

test("quarters that follow on each other are one block; charging and giving are two", () => {
  const told: Told = {
    past: [],
    plan: plan(
      [
        step("2026-11-21T10:00:00Z", "2026-11-21T10:30:00Z", { devices: { Battery: -1000, Car: 4000 } }),
        step("2026-11-21T10:30:00Z", "2026-11-21T10:45:00Z", { devices: { Battery: 20, Car: 0 } }),
        step("2026-11-21T10:45:00Z", "2026-11-21T11:00:00Z", { devices: { Battery: 2000, Car: 4000 } }),
      ],
      [0, 0, 0],
    ),
  };
  const blocks = blocksOf(told, rowsOf(told, at("2026-11-21T10:00:00Z"), at("2026-11-21T11:00:00Z")));
  expect(blocks.map((block) => [block.name, block.kind, (block.end - block.start) / QUARTER, block.energy])).toEqual([
    ["Battery", "charge", 2, 500],
    ["Battery", "discharge", 1, 500],
    ["Car", "car", 2, 2000],
    ["Car", "car", 1, 1000],
  ]);
});

test("one price all day is neither cheap nor dear", () => {
  const rows = rowsOf({ past: [], prices: { contract: null, known_until: null, feed_in: [], import: [{ start: "2026-11-21T00:00:00Z", end: "2026-11-22T00:00:00Z", price: 0.3 }] } }, at("2026-11-21T00:00:00Z"), at("2026-11-22T00:00:00Z"));
  expect(priceBounds(rows)).toEqual({ cheap: -Infinity, dear: Infinity });
});

test.each([
  ["2026-03-29T08:00:00Z", 23],
  ["2026-10-25T08:00:00Z", 25],
  ["2026-11-21T23:30:00Z", 24],
])("the local day of %s has %s hours", (moment, hours) => {
  const hass = hassOf();
  const [start, end] = [dayStart(hass, at(moment)), dayStart(hass, at(moment), 1)];
  expect((end - start) / 3600).toBe(hours);
  expect(start).toBeLessThanOrEqual(at(moment));
  expect(end).toBeGreaterThan(at(moment));
});

test("marks stand at local hours, on the day the clocks change too", () => {
  const hass = hassOf();
  const start = dayStart(hass, at("2026-10-25T08:00:00Z"));
  const marks = localSplits(hass, start, start + 25 * 3600, 6 * 3600).map((mark) => (mark - start) / 3600);
  expect(marks).toEqual([0, 7, 13, 19, 25]);
});

test.each([[5, 0], [2.5, 1], [0.05, 2], [0.1, 1], [0.25, 2], [100, 0]])("steps of %s are told with %s decimals", (step, decimals) =>
  expect(decimalsOf(step)).toBe(decimals),
);
