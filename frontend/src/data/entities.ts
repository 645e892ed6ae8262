// Finds the entities of a device by what they are. Any of them may be missing: disabled, not yet there, or never.

import { type EntityEntry, type Hass, type HassEntity, speaks } from "../home-assistant";

type ByDevice = Map<string, EntityEntry[]>;

// The registry is replaced when it changes, and stays the same object until then.
const indexes = new WeakMap<object, ByDevice>();

function index(hass: Hass): ByDevice {
  let found = indexes.get(hass.entities);
  if (!found) {
    found = new Map();
    for (const entry of Object.values(hass.entities)) {
      if (!entry?.device_id || entry.platform !== "overshot") continue;
      const list = found.get(entry.device_id);
      if (list) list.push(entry);
      else found.set(entry.device_id, [entry]);
    }
    indexes.set(hass.entities, found);
  }
  return found;
}

/** Return all our entities of a device. */
export function entitiesOf(hass: Hass, deviceId: string | undefined): EntityEntry[] {
  return (deviceId && index(hass).get(deviceId)) || [];
}

/** Return the id of the entity of a device with a key, of one domain where several have it. */
export function entityId(hass: Hass, deviceId: string | undefined, key: string, domain?: string): string | undefined {
  return entitiesOf(hass, deviceId).find(
    (entry) => entry.translation_key === key && (!domain || entry.entity_id.startsWith(`${domain}.`)),
  )?.entity_id;
}

/** Return the state of such an entity. */
export function entity(
  hass: Hass,
  deviceId: string | undefined,
  key: string,
  domain?: string,
): HassEntity | undefined {
  const id = entityId(hass, deviceId, key, domain);
  return id ? hass.states[id] : undefined;
}

const SCALES: Record<string, number> = { kW: 1000, MW: 1e6, kWh: 1000, MWh: 1e6 };

/** Return the number an entity shows, in W, Wh or its own unit; null where it shows none. */
export function value(state: HassEntity | undefined): number | null {
  if (!speaks(state)) return null;
  const shown = Number(state.state);
  return Number.isFinite(shown) ? shown * (SCALES[String(state.attributes.unit_of_measurement)] ?? 1) : null;
}

/** Return the number that the entity of a device with a key shows. */
export function valueOf(hass: Hass, deviceId: string | undefined, key: string, domain = "sensor"): number | null {
  return value(entity(hass, deviceId, key, domain));
}
