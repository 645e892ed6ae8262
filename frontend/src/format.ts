// Numbers, energies, money and moments as the user reads them: their language, their number format, their clock.

import type { Hass, Locale } from "./home-assistant";

const NUMBER_LOCALES: Record<string, string | undefined> = {
  comma_decimal: "en-US",
  decimal_comma: "de",
  space_comma: "fr",
  quote_decimal: "de-CH",
  system: undefined,
};

/** Return the language whose numbers look as the user wants them. */
export function numberLocale(locale: Locale): string | undefined {
  const format = locale.number_format ?? "language";
  return format === "language" || format === "none" ? locale.language : NUMBER_LOCALES[format];
}

/** Return a number with so many decimals. */
export function number(locale: Locale, value: number, decimals = 0): string {
  return new Intl.NumberFormat(numberLocale(locale), {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: locale.number_format !== "none",
  }).format(Math.abs(value) < 0.5 * 10 ** -decimals ? 0 : value);
}

/** Return a number with its unit, or a dash where it is not known. */
export function quantity(locale: Locale, value: number | null | undefined, unit: string, decimals = 0): string {
  return value === null || value === undefined || !Number.isFinite(value)
    ? "–"
    : `${number(locale, value, decimals)}\u00a0${unit}`;
}

/** Return a power given in W, as people speak of it. */
export function power(locale: Locale, watts: number | null | undefined): string {
  if (watts === null || watts === undefined || !Number.isFinite(watts)) return "–";
  return Math.abs(watts) < 999.5
    ? quantity(locale, Math.round(watts / 10) * 10, "W")
    : quantity(locale, watts / 1000, "kW", Math.abs(watts) < 99_500 ? 1 : 0);
}

/** Return an energy given in Wh. */
export function energy(locale: Locale, wattHours: number | null | undefined): string {
  if (wattHours === null || wattHours === undefined) return "–";
  const size = Math.abs(wattHours);
  if (size >= 9_999_500) return quantity(locale, wattHours / 1e6, "MWh", 1);
  return quantity(locale, wattHours / 1000, "kWh", size < 9_950 ? 2 : size < 99_950 ? 1 : 0);
}

/** Return an amount of money. */
export function money(hass: Hass, amount: number | null | undefined, decimals = 2): string {
  if (amount === null || amount === undefined) return "–";
  return new Intl.NumberFormat(numberLocale(hass.locale), {
    style: "currency",
    currency: hass.config.currency || "EUR",
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(Math.abs(amount) < 0.5 * 10 ** -decimals ? 0 : amount);
}

/** Return the time zone that the user wants moments in. */
export function zone(hass: Hass): string | undefined {
  return hass.locale.time_zone === "local" ? undefined : hass.config.time_zone;
}

function twelveHours(locale: Locale): boolean | undefined {
  return locale.time_format === "12" ? true : locale.time_format === "24" ? false : undefined;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Return a moment in a given form; what makes the form is kept, since making it is dear. */
function moment(hass: Hass, at: Date, options: Intl.DateTimeFormatOptions): string {
  const all = { ...options, timeZone: zone(hass), ...(options.hour ? { hour12: twelveHours(hass.locale) } : {}) };
  const key = hass.locale.language + JSON.stringify(all);
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat(hass.locale.language, all)));
  return format.format(at);
}

/** Return the time of day. */
export function clock(hass: Hass, at: Date): string {
  return moment(hass, at, { hour: "numeric", minute: "2-digit" });
}

/** Return the day: its weekday and date. */
export function day(hass: Hass, at: Date): string {
  return moment(hass, at, { weekday: "short", day: "numeric", month: "short" });
}

/** Return the day with its year. */
export function date(hass: Hass, at: Date): string {
  return moment(hass, at, { day: "numeric", month: "short", year: "numeric" });
}

/** Return the month, long or short. */
export function month(hass: Hass, at: Date, length: "short" | "long" = "long"): string {
  return moment(hass, at, length === "short" ? { month: "short" } : { month: "long", year: "numeric" });
}

/** Return the weekday alone. */
export function weekday(hass: Hass, at: Date): string {
  return moment(hass, at, { weekday: "short" });
}

/** Return day and time. */
export function dayAndClock(hass: Hass, at: Date): string {
  return `${day(hass, at)} ${clock(hass, at)}`;
}

/** Return how long something takes (s): 0:43, 1:02:10. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${String(minutes).padStart(hours ? 2 : 1, "0")}:${String(rest).padStart(2, "0")}`;
  return hours ? `${hours}:${tail}` : tail;
}

/** Return how long something takes (s), without its seconds: 0:43 h. */
export function hours(seconds: number): string {
  const minutes = Math.max(0, Math.round(seconds / 60));
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}
