// What all views are made of: sections, headings, tiles; each only where its entity exists.

import { entityId } from "../data/entities";
import type { Site } from "../data/sites";
import type { Hass } from "../home-assistant";
import type { Translate } from "../localize";

export type Card = Record<string, unknown> & { type: string };
export type Section = Card & { cards: Card[] };

export interface View {
  title: string;
  path: string;
  icon: string;
  type?: string;
  show_icon_and_title?: boolean;
  max_columns?: number;
  sections?: Section[];
  cards?: Card[];
  badges?: Record<string, unknown>[];
  subview?: boolean;
}

/** What a view is made for. */
export interface Maker {
  hass: Hass;
  site: Site;
  t: Translate;
}

export const WIDE = { grid_options: { columns: 12 } };
export const FULL = { grid_options: { columns: "full" } };

/** Return cards under a heading; nothing where there are no cards. */
export function section(title: string | undefined, icon: string, cards: (Card | undefined)[], span = 1): Section[] {
  const shown = cards.filter((card) => card !== undefined);
  if (!shown.length) return [];
  const heading = title ? [{ type: "heading", heading: title, icon } as Card] : [];
  return [{ type: "grid", cards: [...heading, ...shown], ...(span > 1 ? { column_span: span } : {}) }];
}

/** Return one of our cards for the site. */
export function own(make: Maker, name: string, more: Record<string, unknown> = {}): Card {
  return { type: `custom:overshot-${name}-card`, site: make.site.entry_id, ...more };
}

/** Return a tile of an entity of a device; nothing where the device has no such entity. */
export function tile(
  make: Maker,
  deviceId: string,
  key: string,
  more: Record<string, unknown> = {},
  domain?: string,
): Card | undefined {
  const entity = entityId(make.hass, deviceId, key, domain);
  // The name alone: the heading above says which device it belongs to.
  return entity ? { type: "tile", entity, name: { type: "entity" }, ...more } : undefined;
}

/** Return a tile with buttons for the options of a select. */
export function choice(make: Maker, deviceId: string, key: string, more: Record<string, unknown> = {}): Card | undefined {
  return tile(make, deviceId, key, { features: [{ type: "select-options" }], ...WIDE, ...more }, "select");
}

/** Return a tile with a field for a number. */
export function field(make: Maker, deviceId: string, key: string, more: Record<string, unknown> = {}): Card | undefined {
  return tile(make, deviceId, key, { features: [{ type: "numeric-input", style: "buttons" }], ...more }, "number");
}

/** Return a tile that switches. */
export function toggle(make: Maker, deviceId: string, key: string, more: Record<string, unknown> = {}): Card | undefined {
  return tile(make, deviceId, key, { tap_action: { action: "toggle" }, ...more }, "switch");
}
