// Which card suits an entity: Home Assistant asks when somebody adds one to a dashboard.

import type { CardConfig, Hass } from "../home-assistant";

/** Return a card for one of our entities, if it is one that the card is about. */
export function suggestion(hass: Hass, entityId: string, type: string, keys: readonly string[]): { config: CardConfig } | null {
  const entry = hass.entities[entityId];
  if (entry?.platform !== "overshot" || !keys.includes(entry.translation_key ?? "")) return null;
  const device = type === "overshot-charge-point-card" ? { device: entry.device_id } : {};
  return { config: { type: `custom:${type}`, ...device } };
}
