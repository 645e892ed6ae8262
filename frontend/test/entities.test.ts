import { expect, test } from "vitest";
import { entityId, valueOf } from "../src/data/entities";
import { reasonOf, sentence } from "../src/data/reasons";
import { deviceName, type SiteDevice } from "../src/data/sites";
import { suggestion } from "../src/cards/suggestion";
import { nowView } from "../src/dashboard/now";
import { peaksView } from "../src/dashboard/peaks";
import { planView } from "../src/dashboard/plan";
import { text } from "../src/localize";
import { hassOf } from "./house";

const entry = (entity_id: string, device_id: string, translation_key: string, platform = "overshot") => ({ entity_id, device_id, translation_key, platform });
const state = (entity_id: string, told: string, attributes = {}) => ({ entity_id, state: told, attributes, last_changed: "", last_updated: "" });

const hass = hassOf({
  entities: {
    "sensor.a": entry("sensor.a", "battery", "battery_power"),
    "number.a": entry("number.a", "battery", "battery_power"),
    "sensor.b": entry("sensor.b", "battery", "battery_power", "goodwe"),
    "sensor.gone": entry("sensor.gone", "battery", "state_of_charge"),
  },
  states: { "sensor.a": state("sensor.a", "1.5", { unit_of_measurement: "kW" }), "number.a": state("number.a", "unavailable") },
});

test("an entity is found by its device, its key and its domain; those of others never", () => {
  expect(entityId(hass, "battery", "battery_power", "number")).toBe("number.a");
  expect(entityId(hass, "battery", "battery_power", "sensor")).toBe("sensor.a");
  expect(entityId(hass, "battery", "nothing")).toBeUndefined();
  expect(entityId(hass, undefined, "battery_power")).toBeUndefined();
});

test("what an entity does not tell is not known, never 0", () => {
  expect(valueOf(hass, "battery", "battery_power")).toBe(1500);
  expect(valueOf(hass, "battery", "battery_power", "number")).toBeNull();
  expect(valueOf(hass, "battery", "state_of_charge")).toBeNull();
});

test("a reason is told with what it is about, and one without words by its key", () => {
  const known = hassOf({ localize: (key) => (key.endsWith("sensor.reason.state.fuse_paused") ? "Paused by the main fuse" : "") });
  expect(sentence(known, { key: "fuse_paused", phase: "L2", seconds: 43 })).toBe("Paused by the main fuse · L2 · 0:43 left");
  expect(sentence(known, { key: "brand_new_reason" })).toBe("brand new reason");
  expect(sentence(known, null)).toBe("");
});

test("a reason sensor that says nothing gives no reason", () => {
  expect(reasonOf(state("sensor.r", "unavailable"))).toBeNull();
  expect(reasonOf(state("sensor.r", "surplus_hold", { seconds: 12, friendly_name: "x", options: [] }))).toEqual({ key: "surplus_hold", seconds: 12 });
});

const device = (id: string, roles: SiteDevice["roles"]): SiteDevice => ({ id, device_id: id, name: id, type: "x", roles, manufacturer: null, model: null, serial: null, steered: null });

test("a site with a meter alone still has its views, without a tile that has no entity", () => {
  const site = { entry_id: "e", title: "Home", device_id: "site", phases: 1, limit: 20, panels: false, contract: false, may_control: true, devices: [device("meter", ["grid"])] };
  const make = { hass: hassOf(), site, t: (key: Parameters<typeof text>[1]) => text("en", key) };
  for (const view of [nowView(make), planView(make), peaksView(make)]) {
    const cards = view.sections?.flatMap((section) => section.cards) ?? [];
    expect(cards.length).toBeGreaterThan(0);
    expect(cards.filter((card) => card.type === "tile")).toEqual([]);
  }
});

test("a device is called as the user calls it", () => {
  const named = hassOf({ devices: { meter: { id: "meter", name: "P1", name_by_user: "Street" } } });
  expect(deviceName(named, device("meter", []))).toBe("Street");
  expect(deviceName(hassOf(), device("meter", []))).toBe("meter");
});

test("a card is suggested for our own entities it is about, and for no other", () => {
  const keys = ["battery_power"];
  expect(suggestion(hass, "sensor.a", "overshot-flow-card", keys)).toEqual({ config: { type: "custom:overshot-flow-card" } });
  expect(suggestion(hass, "sensor.a", "overshot-charge-point-card", keys)?.config.device).toBe("battery");
  expect(suggestion(hass, "sensor.b", "overshot-flow-card", keys)).toBeNull();
  expect(suggestion(hass, "sensor.gone", "overshot-flow-card", keys)).toBeNull();
  expect(suggestion(hass, "sensor.never", "overshot-flow-card", keys)).toBeNull();
});
