import { expect, test } from "vitest";
import { text } from "../src/localize";
import de from "../src/translations/de.json";
import en from "../src/translations/en.json";
import fr from "../src/translations/fr.json";
import nl from "../src/translations/nl.json";

const placeholders = (told: string) => (told.match(/\{\w+\}/g) ?? []).sort();

test.each(Object.entries({ de, fr, nl }))("%s says everything English says, with the same placeholders", (_, texts) => {
  expect(Object.keys(texts)).toEqual(Object.keys(en));
  for (const [key, told] of Object.entries(en)) {
    expect(placeholders(texts[key as keyof typeof en]), key).toEqual(placeholders(told));
    expect(texts[key as keyof typeof en].trim(), key).not.toBe("");
  }
});

test.each(Object.entries({ de, fr, nl }))("%s is no copy of the English texts", (_, texts) => {
  const same = Object.entries(en).filter(([key, told]) => texts[key as keyof typeof en] === told);
  expect(same.length / Object.keys(en).length).toBeLessThan(0.15);
});

test("a language nobody wrote is answered in English, a dialect in its language", () => {
  expect(text("xx", "time_left", { time: "0:43" })).toBe("0:43 left");
  expect(text("nl-BE", "time_left", { time: "0:43" })).toBe("nog 0:43");
});
