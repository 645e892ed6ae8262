// The charts of the history: which series each has, in which colour, and what is up and down.

import type { Translate, TextKey } from "../../localize";
import type { ColorName } from "../../styles";
import type { Bar, Report } from "./report";

export type Kind = "net" | "energy" | "solar_to" | "sources" | "consumers" | "battery" | "heat";

export interface Shown {
  id: string;
  name: string;
  color: ColorName;
  /** A colour that is lighter by so much, where several things of one kind stand beside each other (0 to 1). */
  fade?: number;
  draw: "bar" | "line" | "dashed";
  /** In kWh, or in the unit of the right axis; null where it is not known. */
  values: (number | null)[];
  /** Whether it stands on the right axis: % or degrees. */
  right?: string;
}

const kilo = (energy: number | null | undefined): number | null => (energy == null ? null : energy / 1000);

const USES: readonly [string, ColorName][] = [
  ["house", "house"],
  ["car", "car"],
  ["heat_pump", "heat_pump"],
  ["load", "load"],
  ["battery", "battery"],
  ["export", "export"],
];

const SOURCES: readonly [string, ColorName][] = [
  ["solar", "solar"],
  ["battery", "battery"],
  ["grid", "import"],
  ["unmeasured", "price"],
];

/** Return the charts there is something to show in. */
export function kindsOf(report: Report): Kind[] {
  const battery = report.bars.some((bar) => bar.charged > 0 || bar.discharged > 0 || bar.soc !== null);
  const heat = report.bars.some((bar) => Object.keys(bar.temperatures).length > 0);
  return ["net", "energy", "solar_to", "sources", "consumers", ...(battery ? ["battery" as const] : []), ...(heat ? ["heat" as const] : [])];
}

/** Return the series of a chart, bars from below upwards. */
export function seriesOf(kind: Kind, report: Report, t: Translate): Shown[] {
  const { bars } = report;
  const each = (read: (bar: Bar) => number | null): (number | null)[] => bars.map((bar) => (bar.recorded ? read(bar) : null));
  const always = (read: (bar: Bar) => number | null): (number | null)[] => bars.map(read);
  switch (kind) {
    case "net":
      return [
        { id: "import", name: t("net_import"), color: "import", draw: "bar", values: each((it) => kilo(Math.max(0, it.imported - it.exported))) },
        { id: "export", name: t("net_export"), color: "export", draw: "bar", values: each((it) => kilo(Math.min(0, it.imported - it.exported))) },
        { id: "solar", name: t("solar"), color: "solar", draw: "line", values: each((it) => kilo(it.solar)) },
      ];
    case "energy":
      return [
        { id: "solar", name: t("solar"), color: "solar", draw: "line", values: each((it) => kilo(it.solar)) },
        { id: "consumed", name: t("consumption"), color: "house", draw: "line", values: each((it) => kilo(it.consumed)) },
        { id: "expected_solar", name: t("expected_solar"), color: "solar", draw: "dashed", values: always((it) => kilo(it.expected_solar)) },
        { id: "expected_load", name: t("expected_load"), color: "house", draw: "dashed", values: always((it) => kilo(it.expected_load)) },
      ].filter((series) => series.draw !== "dashed" || series.values.some((value) => value !== null)) as Shown[];
    case "solar_to":
      return parts(USES, report.charts.solar_to, (bar) => bar.solar_to, each, t);
    case "sources":
      return parts(SOURCES, report.charts.sources, (bar) => bar.sources, each, t);
    case "consumers":
      return consumers(report, each, t);
    case "battery":
      return [
        { id: "charged", name: t("charged"), color: "battery", draw: "bar", values: each((it) => kilo(it.charged)) },
        { id: "discharged", name: t("discharged"), color: "battery", fade: 0.45, draw: "bar", values: each((it) => kilo(-it.discharged)) },
        { id: "soc", name: t("soc"), color: "price", draw: "line", values: always((it) => it.soc), right: "%" },
      ];
    case "heat":
      return Object.keys(report.bars.find((bar) => Object.keys(bar.temperatures).length)?.temperatures ?? {}).flatMap((id) => [
        { id, name: nameOf(report, id, t), color: "load" as const, draw: "bar" as const, values: each((it) => kilo(it.consumers[id] ?? 0)) },
        { id: `${id}-temperature`, name: t("temperature"), color: "heat_pump" as const, draw: "line" as const, values: always((it) => it.temperatures[id] ?? null), right: "°C" },
      ]);
  }
}

type Each = (read: (bar: Bar) => number | null) => (number | null)[];

function parts(
  all: readonly [string, ColorName][],
  totals: Record<string, number>,
  read: (bar: Bar) => Record<string, number>,
  each: Each,
  t: Translate,
): Shown[] {
  return all
    .filter(([id]) => (totals[id] ?? 0) > 0)
    .map(([id, color]) => ({
      id,
      name: t(`part_${id}` as TextKey),
      color,
      draw: "bar",
      values: each((bar) => kilo(read(bar)[id] ?? 0)),
    }));
}

function nameOf(report: Report, id: string, t: Translate): string {
  const known = report.consumers.find((it) => it.id === id);
  return known?.name ?? (id === "house" ? t("part_house") : t("part_load"));
}

function consumers(report: Report, each: Each, t: Translate): Shown[] {
  const seen = new Map<string, number>();
  return report.consumers
    .filter((it) => it.energy > 0)
    .map((it) => {
      const color = (USES.find(([use]) => use === it.use)?.[1] ?? "load") as ColorName;
      const place = seen.get(color) ?? 0;
      seen.set(color, place + 1);
      return {
        id: it.id,
        name: nameOf(report, it.id, t),
        color,
        fade: Math.min(0.6, place * 0.3),
        draw: "bar" as const,
        values: each((bar) => kilo(bar.consumers[it.id] ?? 0)),
      };
    });
}

/** Return the heights of stacked bars: each reaches as far as it and all below it; downwards for what is negative. */
export function stacked(shown: Shown[]): (number | null)[][] {
  const up: number[] = [];
  const down: number[] = [];
  return shown.map((series) =>
    series.values.map((value, place) => {
      if (series.draw !== "bar" || value === null) return value;
      if (value === 0) return null;
      const sums = value < 0 ? down : up;
      sums[place] = (sums[place] ?? 0) + value;
      return sums[place] as number;
    }),
  );
}

/** Return the sum of a series over the whole time; the mean of what has another unit. */
export function sumOf(series: Shown): number | null {
  const known = series.values.filter((value) => value !== null);
  if (!known.length) return null;
  const sum = known.reduce((total, value) => total + value, 0);
  return series.right ? sum / known.length : sum;
}
