// Axes as all charts have them.

import type uPlot from "uplot";
import { clock, number, weekday } from "../format";
import type { Hass } from "../home-assistant";
import type { Palette } from "./chart";

const FONT = "11px Roboto, system-ui, sans-serif";

/** Return an axis of values, with so many decimals at least; more where its steps need them. */
export function valueAxis(hass: Hass, palette: Palette, least: number, more: Partial<uPlot.Axis> = {}): uPlot.Axis {
  return {
    stroke: palette.text,
    font: FONT,
    size: 38,
    gap: 4,
    ticks: { show: false },
    grid: { stroke: palette.grid, width: 1 },
    border: { show: false },
    values: (_, splits, __, ___, step) => {
      const decimals = Math.max(least, decimalsOf(step));
      return splits.map((split) => (split === null ? "" : number(hass.locale, split, decimals)));
    },
    ...more,
  };
}

/** Return how many decimals the multiples of a step need: none for 5, one for 2.5, two for 0.05. */
export function decimalsOf(step: number): number {
  for (let decimals = 0; decimals < 4; decimals++) {
    const scaled = step * 10 ** decimals;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6) return decimals;
  }
  return 4;
}

/** Return an axis of time with the hours of the day, and the weekday where a day begins. */
export function timeAxis(hass: Hass, palette: Palette, show = true): uPlot.Axis {
  return {
    stroke: palette.text,
    font: FONT,
    size: show ? 24 : 7,
    gap: 4,
    space: 44,
    ticks: { show: false },
    border: { show: false },
    grid: { stroke: palette.grid, width: 1 },
    incrs: [3600, 7200, 3 * 3600, 4 * 3600, 6 * 3600, 12 * 3600, 24 * 3600],
    splits: (plot, _, min, max, step) => localSplits(hass, min, max, step, plot.width),
    values: (_, splits) =>
      splits.map((split) => {
        if (!show) return "";
        const at = new Date(split * 1000);
        return isMidnight(hass, at) ? weekday(hass, at) : clock(hass, at).replace(/^0(?=\d:)/, "");
      }),
  };
}

/** Return the moments between two (s) at which the local hour is a multiple of the step. */
export function localSplits(hass: Hass, min: number, max: number, step: number, _width = 0): number[] {
  const hours = Math.max(1, Math.round(step / 3600));
  const found: number[] = [];
  for (let at = Math.ceil(min / 3600) * 3600; at <= max; at += 3600) {
    if (localHour(hass, new Date(at * 1000)) % hours === 0) found.push(at);
  }
  return found;
}

const hourFormats = new Map<string, Intl.DateTimeFormat>();

/** Return the local hour of the day. */
export function localHour(hass: Hass, at: Date): number {
  const zone = hass.locale.time_zone === "local" ? "" : hass.config.time_zone;
  let format = hourFormats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", hourCycle: "h23", timeZone: zone || undefined });
    hourFormats.set(zone, format);
  }
  return Number(format.format(at));
}

function isMidnight(hass: Hass, at: Date): boolean {
  return at.getUTCMinutes() === 0 && localHour(hass, at) === 0;
}

/** Return a colour with some transparency, as a canvas takes it. */
export function faded(hex: string, share: number): string {
  const six = /^#[0-9a-f]{6}$/i.test(hex);
  return six ? hex + Math.round(share * 255).toString(16).padStart(2, "0") : `color-mix(in srgb, ${hex} ${share * 100}%, transparent)`;
}

/** Return a colour as it looks before a background, opaque, so that what stands behind it does not show; hex colours only. */
export function blended(hex: string, background: string, share: number): string {
  const [front, back] = [channels(hex), channels(background)];
  if (!front || !back) return hex;
  const mixed = front.map((channel, place) => Math.round(channel * share + (back[place] ?? 255) * (1 - share)));
  return `rgb(${mixed.join(", ")})`;
}

function channels(color: string): number[] | undefined {
  const long = color.trim().replace(/^#([0-9a-f])([0-9a-f])([0-9a-f])$/i, "#$1$1$2$2$3$3");
  if (/^#[0-9a-f]{6}$/i.test(long)) return [1, 3, 5].map((at) => Number.parseInt(long.slice(at, at + 2), 16));
  const parts = /^rgba?\(([^)]+)\)$/.exec(long)?.[1]?.split(/[ ,/]+/).map(Number);
  return parts && parts.length >= 3 ? parts.slice(0, 3) : undefined;
}
