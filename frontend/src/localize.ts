// The texts of the cards, in the user's language.

import type { Hass } from "./home-assistant";
import de from "./translations/de.json";
import en from "./translations/en.json";
import fr from "./translations/fr.json";
import nl from "./translations/nl.json";

export type TextKey = keyof typeof en;
type Texts = Record<TextKey, string>;

const LANGUAGES: Record<string, Texts> = { de, en, fr, nl };

/** Return a text with its placeholders filled in. */
export function text(language: string | undefined, key: TextKey, values: Record<string, string | number> = {}): string {
  const texts = LANGUAGES[(language ?? "en").split("-")[0] ?? "en"] ?? en;
  return texts[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

/** Return what translates for a user. */
export function translator(hass: Hass | undefined): Translate {
  return (key, values) => text(hass?.locale?.language ?? hass?.language ?? document.documentElement.lang, key, values);
}

/** Return whether there is such a text. */
export function isText(key: string): key is TextKey {
  return key in en;
}
