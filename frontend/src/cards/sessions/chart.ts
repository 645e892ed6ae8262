// The chart of sessions: bars of a day or a month each, by where the energy came from.

import uPlot from "uplot";
import { blended, valueAxis } from "../../charts/axes";
import { type ChartOptions, type OvershotChart, paletteOf } from "../../charts/chart";
import { date, month } from "../../format";
import type { Hass } from "../../home-assistant";
import { resolved } from "../../styles";
import type { Group } from "./sums";

/** Return what stands below a bar, or what it is called in full. */
export function groupLabel(hass: Hass, key: string, full = false): string {
  if (key.length === 7) {
    const at = new Date(`${key}-15T12:00:00Z`);
    return full ? month(hass, at) : month(hass, at, "short").slice(0, 3);
  }
  return full ? date(hass, new Date(`${key}T12:00:00Z`)) : String(Number(key.slice(8)));
}

/** Return the chart of groups. */
export function sessionsChart(hass: Hass, groups: Group[]): { data: uPlot.AlignedData; options: (element: OvershotChart) => ChartOptions } {
  const total = groups.map(({ sum }) => sum.sun + sum.battery + sum.grid);
  const data = [
    groups.map((_, place) => place),
    total,
    groups.map(({ sum }) => sum.sun + sum.battery),
    groups.map(({ sum }) => sum.sun),
  ] as uPlot.AlignedData;
  return {
    data,
    options: (element) => {
      const palette = paletteOf(element);
      const every = Math.ceil(groups.length / Math.max(4, Math.floor(element.clientWidth / 34)));
      const bar = (fill: string): uPlot.Series => ({
        fill: blended(fill, palette.background, 0.92),
        stroke: fill,
        width: 0,
        paths: uPlot.paths.bars?.({ size: [0.7, 40], radius: 0.12 }),
        points: { show: false },
      });
      return {
        padding: [8, 8, 0, 0],
        scales: {
          x: { time: false, range: [-0.5, Math.max(groups.length - 0.5, 6.5)] },
          y: { range: (_, __, max) => [0, Math.max(1, max * 1.1)] },
        },
        axes: [
          {
            stroke: palette.text,
            font: "11px Roboto, system-ui, sans-serif",
            size: 24,
            gap: 4,
            ticks: { show: false },
            grid: { show: false },
            splits: () => groups.map((_, place) => place).filter((place) => place % every === 0),
            values: (_, splits) => splits.map((place) => groupLabel(hass, groups[place]?.key ?? "")),
          },
          valueAxis(hass, palette, 0),
        ],
        series: [{}, bar(resolved(element, "import")), bar(resolved(element, "battery")), bar(resolved(element, "solar"))],
      };
    },
  };
}
