import { expect, test } from "vitest";
import { mixOf, pace, pictureOf } from "../src/cards/flow/picture";
import type { Consumer, Live } from "../src/data/live";

const both = { solar: true, battery: true };
const car = (id: string, power: number | null): Consumer => ({ id, kind: "car", power, reason: null });
const live = (changes: Partial<Live>): Live => ({ loaded: true, ...changes });

test("what flows out of the house runs the other way", () => {
  const { flows } = pictureOf(live({ grid: -760, solar: 6600, battery: 0, house: 5840, consumers: [car("a", 5000)] }), both);
  expect(Object.fromEntries(flows.map((it) => [it.id, it.forward]))).toEqual({ grid: false, solar: true, "to-a": true });
  expect(flows.find((it) => it.id === "grid")?.color).toBe("export");
});

test("a trickle is nothing, and what is not known is not drawn as if it flowed", () => {
  expect(pictureOf(live({ grid: 9, solar: null, battery: undefined }), both).flows).toEqual([]);
  expect(pictureOf(live({}), both).nodes.every((node) => node.power === null)).toBe(true);
});

test("a house without panels and battery has no place for them", () => {
  const picture = pictureOf(live({ grid: 500, house: 500 }), { solar: false, battery: false });
  expect(picture.nodes.map((node) => node.kind)).toEqual(["grid", "house"]);
  expect(picture.nodes.every((node) => node.y > 40 && node.y < picture.height)).toBe(true);
});

test("a garage with many cars shows the strongest three, and the others together", () => {
  const consumers = [1, 2, 3, 4, 5, 6].map((place) => car(`c${place}`, place * 100));
  const below = pictureOf(live({ consumers }), both).nodes.filter((node) => node.kind === "car" || node.kind === "more");
  expect(below.map((node) => [node.id, node.power])).toEqual([["c6", 600], ["c5", 500], ["c4", 400], ["more", 600]]);
  expect(new Set(below.map((node) => node.x)).size).toBe(4);
});

test("the ring shares out what comes in, and nothing where nothing comes in", () => {
  expect(mixOf(live({ solar: 3000, battery: 1000, grid: -500 })).map((it) => it.share)).toEqual([0.75, 0.25, 0]);
  expect(mixOf(live({ solar: 0, battery: -900, grid: 0 }))).toEqual([]);
});

test("more power flows faster, in few steps", () => {
  const paces = [50, 400, 2000, 5000, 11_000].map(pace);
  expect([...paces].sort((a, b) => b - a)).toEqual(paces);
  expect(pace(1100)).toBe(pace(2900));
});
