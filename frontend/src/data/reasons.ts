// Why something is as it is, in a sentence.

import { clock, duration, energy, power, quantity } from "../format";
import type { Hass } from "../home-assistant";
import { isText, translator } from "../localize";
import type { Reason } from "./live";

const SENSORS = ["reason", "solar_held_back", "plan_reason"];

/** Return what a reason says, in the words of the integration's own sensors. */
function words(hass: Hass, key: string): string {
  for (const sensor of SENSORS) {
    const found = hass.localize(`component.overshot.entity.sensor.${sensor}.state.${key}`);
    if (found) return found;
  }
  const own = `reason_${key}`;
  return isText(own) ? translator(hass)(own) : key.replaceAll("_", " ");
}

/** Return what there is to say besides: the phase, the circuit, the time left, how much and until when. */
function details(hass: Hass, reason: Reason): string[] {
  const t = translator(hass);
  const { locale } = hass;
  const found: string[] = [];
  if (typeof reason.circuit === "string") found.push(reason.circuit);
  if (reason.phase !== undefined) found.push(String(reason.phase));
  if (typeof reason.seconds === "number" && reason.seconds > 0) {
    found.push(t("time_left", { time: duration(reason.seconds) }));
  }
  if (typeof reason.power === "number") found.push(power(locale, reason.power));
  if (typeof reason.energy === "number" && reason.energy > 0) found.push(energy(locale, reason.energy));
  if (typeof reason.current === "number") found.push(quantity(locale, reason.current, "A"));
  const due = reason.due === undefined ? undefined : new Date(reason.due);
  if (due && !Number.isNaN(due.getTime())) found.push(t("until_time", { time: clock(hass, due) }));
  return found;
}

/** Return a reason as a sentence with its details. */
export function sentence(hass: Hass, reason: Reason | null | undefined): string {
  if (!reason) return "";
  return [words(hass, reason.key), ...details(hass, reason)].join(" · ");
}

/** Return the reason that a reason sensor shows, with the details in its attributes. */
export function reasonOf(state: { state: string; attributes: Record<string, unknown> } | undefined): Reason | null {
  if (!state || state.state === "unavailable" || state.state === "unknown") return null;
  const told = Object.entries(state.attributes).filter(([, it]) => typeof it === "string" || typeof it === "number");
  const { friendly_name: _name, device_class: _class, icon: _icon, ...rest } = Object.fromEntries(told) as Reason;
  return { ...rest, key: state.state };
}
