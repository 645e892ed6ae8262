// Draws a chart of the history: stacked bars, lines over them, and what has another unit on the right.

import uPlot from "uplot";
import { blended, valueAxis } from "../../charts/axes";
import { type ChartOptions, type OvershotChart, paletteOf } from "../../charts/chart";
import { clock, month, weekday } from "../../format";
import type { Hass } from "../../home-assistant";
import { resolved } from "../../styles";
import { type Shown, stacked } from "./kinds";
import type { Report } from "./report";

/** Return what stands below a bar. */
export function barLabel(hass: Hass, report: Report, place: number): string {
  const bar = report.bars[place];
  if (!bar) return "";
  const at = new Date(bar.start);
  if (report.period === "day") return clock(hass, at).replace(/^0(?=\d:)/, "");
  if (report.period === "week") return weekday(hass, at);
  if (report.period === "year") return month(hass, at, "short").slice(0, 3);
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", timeZone: hass.config.time_zone }).format(at);
}

export interface Drawing {
  data: uPlot.AlignedData;
  options: (element: OvershotChart) => ChartOptions;
}

/** Return the chart of some series. */
export function drawing(hass: Hass, report: Report, shown: Shown[]): Drawing {
  const heights = stacked(shown);
  // What reaches furthest is drawn first: the rest stands before it.
  const order = shown.map((_, place) => place).sort((a, b) => rank(shown[a], a) - rank(shown[b], b));
  const right = shown.find((series) => series.right)?.right;
  const count = report.bars.length;
  return {
    data: [report.bars.map((_, place) => place), ...order.map((place) => heights[place])] as uPlot.AlignedData,
    options: (element) => {
      const palette = paletteOf(element);
      const every = Math.ceil(count / Math.max(4, Math.floor(element.clientWidth / 44)));
      return {
        padding: [8, right ? 0 : 8, 0, 0],
        scales: {
          x: { time: false, range: [-0.5, count - 0.5] },
          y: { range: (_, min, max) => extent(min, max) },
          ...(right ? { right: { range: right === "%" ? [0, 104] : (_: uPlot, min: number, max: number) => [Math.min(0, min), max * 1.08] as [number, number] } } : {}),
        },
        axes: [
          {
            stroke: palette.text,
            font: "11px Roboto, system-ui, sans-serif",
            size: 24,
            gap: 4,
            ticks: { show: false },
            grid: { show: false },
            splits: () => report.bars.map((_, place) => place).filter((place) => place % every === 0),
            values: (_, splits) => splits.map((split) => barLabel(hass, report, split)),
          },
          valueAxis(hass, palette, 0),
          ...(right ? [valueAxis(hass, palette, 0, { scale: "right", side: 1, grid: { show: false } })] : []),
        ],
        series: [{}, ...order.map((place) => lineOf(element, shown[place] as Shown))],
      };
    },
  };
}

function rank(series: Shown | undefined, place: number): number {
  return series?.draw === "bar" ? -place - 1 : place;
}

/** Return a scale that has room above, and below where something goes down. */
function extent(min: number, max: number): [number, number] {
  const top = Math.max(max, min < 0 ? 0 : 0.5) * 1.08;
  return [Math.min(0, min) * 1.08, Math.max(top, 0.1)];
}

function lineOf(element: OvershotChart, series: Shown): uPlot.Series {
  const stroke = resolved(element, series.color);
  if (series.draw === "bar") {
    const fill = blended(stroke, paletteOf(element).background, 0.92 * (1 - (series.fade ?? 0)));
    return { fill, stroke: fill, width: 0, paths: uPlot.paths.bars?.({ size: [0.72, 48], radius: 0.12 }), points: { show: false } };
  }
  return {
    stroke,
    width: 2,
    scale: series.right ? "right" : "y",
    dash: series.draw === "dashed" ? [5, 4] : undefined,
    paths: uPlot.paths.spline?.(),
    spanGaps: true,
    points: { show: false },
  };
}
