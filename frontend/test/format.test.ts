import { expect, test } from "vitest";
import { clock, duration, energy, hours, money, power } from "../src/format";
import { hassOf } from "./house";

const english = { language: "en", number_format: "language" };
const flemish = { language: "nl", number_format: "decimal_comma" };

test.each([
  [0, "0\u00a0W"],
  [-3, "0\u00a0W"],
  [644, "640\u00a0W"],
  [999.6, "1.0\u00a0kW"],
  [-5278, "-5.3\u00a0kW"],
  [123_456, "123\u00a0kW"],
  [null, "–"],
  [Number.NaN, "–"],
])("a power of %s W is told as %s", (watts, told) => expect(power(english, watts)).toBe(told));

test.each([
  [0, "0.00\u00a0kWh"],
  [9_870, "9.87\u00a0kWh"],
  [12_345, "12.3\u00a0kWh"],
  [1_234_567, "1,235\u00a0kWh"],
  [12_345_678, "12.3\u00a0MWh"],
  [null, "–"],
])("an energy of %s Wh is told as %s", (wattHours, told) => expect(energy(english, wattHours)).toBe(told));

test("numbers look as the user wants them, whatever the language", () => {
  expect(power(flemish, 5278)).toBe("5,3\u00a0kW");
  expect(power({ language: "nl", number_format: "comma_decimal" }, 5278)).toBe("5.3\u00a0kW");
  expect(money(hassOf({ locale: flemish }), -0.001)).toMatch(/0,00/);
  expect(money(hassOf({ locale: flemish }), -0.001)).not.toMatch(/-/);
});

test("moments are those of the house, not of the browser", () => {
  expect(clock(hassOf(), new Date("2026-07-01T10:05:00Z"))).toBe("12:05");
  expect(clock(hassOf({ locale: { language: "en", time_format: "12" } }), new Date("2026-01-01T23:05:00Z"))).toMatch(/12:05\sAM/);
});

test("times are told short", () => {
  expect(duration(43)).toBe("0:43");
  expect(duration(3730)).toBe("1:02:10");
  expect(duration(-4)).toBe("0:00");
  expect(hours(5400)).toBe("1:30");
});
