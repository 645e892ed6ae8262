// What tests stand on: a Home Assistant that knows what it is told.

import type { Hass } from "../src/home-assistant";

export function hassOf(changes: Partial<Hass> = {}): Hass {
  return {
    states: {},
    entities: {},
    devices: {},
    locale: { language: "en", number_format: "language", time_format: "24", time_zone: "server" },
    language: "en",
    config: { time_zone: "Europe/Brussels", currency: "EUR" },
    connection: { subscribeMessage: () => Promise.resolve(() => undefined) },
    localize: () => "",
    formatEntityState: (entity) => entity.state,
    callService: () => Promise.resolve({}),
    callWS: () => Promise.reject(new Error("nobody there")),
    hassUrl: (path) => path ?? "",
    ...changes,
  };
}
