// The panels of the plan: powers, prices, what the batteries hold. All share one axis of time.

import uPlot from "uplot";
import { faded, timeAxis, valueAxis } from "../../charts/axes";
import { type ChartOptions, type OvershotChart, paletteOf } from "../../charts/chart";
import type { Hass } from "../../home-assistant";
import { resolved } from "../../styles";
import { priceBounds, QUARTER, type Row } from "./quarters";

export const PADDING: [number, number, number, number] = [8, 14, 0, 0];
export const AXIS = 38;

export interface Panel {
  name: "power" | "price" | "soc";
  height: number;
  data: uPlot.AlignedData;
  options: (element: OvershotChart) => ChartOptions;
}

type Values = (number | null)[];
const kilo = (power: number | null | undefined): number | null => (power == null ? null : power / 1000);

function common(hass: Hass, element: OvershotChart, decimals: number, last: boolean): ChartOptions {
  const palette = paletteOf(element);
  return {
    padding: PADDING,
    series: [{}],
    scales: { x: { time: true, range: (_, min, max) => [min, max + QUARTER] } },
    axes: [timeAxis(hass, palette, last), valueAxis(hass, palette, decimals)],
    tzDate: (at) => new Date(at * 1000),
    hooks: { draw: [(plot) => drawNow(plot, palette.text)] },
  };
}

/** Draw where now is. */
function drawNow(plot: uPlot, color: string): void {
  const now = Date.now() / 1000;
  const [min, max] = [plot.scales.x?.min ?? 0, plot.scales.x?.max ?? 0];
  if (now < min || now > max) return;
  const x = Math.round(plot.valToPos(now, "x", true));
  const { ctx } = plot;
  ctx.save();
  ctx.strokeStyle = color;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(x, plot.bbox.top);
  ctx.lineTo(x, plot.bbox.top + plot.bbox.height);
  ctx.stroke();
  ctx.restore();
}

/** Return the panel of sun and house: what is expected with its band, and what was measured. */
export function powerPanel(hass: Hass, rows: Row[], height: number, last: boolean): Panel {
  const stepped = uPlot.paths.spline?.();
  const columns: Values[] = [
    rows.map((row) => kilo(row.solar?.high)),
    rows.map((row) => kilo(row.solar?.low)),
    rows.map((row) => kilo(row.solar?.mean)),
    rows.map((row) => kilo(row.load?.high)),
    rows.map((row) => kilo(row.load?.low)),
    rows.map((row) => kilo(row.load?.mean)),
    rows.map((row) => kilo(row.measured?.solar)),
    rows.map((row) => kilo(row.measured?.load)),
  ];
  return {
    name: "power",
    height,
    data: [rows.map((row) => row.at), ...columns] as uPlot.AlignedData,
    options: (element) => {
      const [sun, house] = [resolved(element, "solar"), resolved(element, "house")];
      const edge = (): uPlot.Series => ({ stroke: "transparent", width: 0, paths: stepped, points: { show: false } });
      const line = (stroke: string, more: Partial<uPlot.Series> = {}): uPlot.Series => ({
        stroke,
        width: 1.5,
        paths: stepped,
        points: { show: false },
        ...more,
      });
      return {
        ...common(hass, element, 0, last),
        scales: {
          ...common(hass, element, 0, last).scales,
          y: { range: (_, __, max) => [0, Math.max(1, max * 1.08)] },
        },
        series: [
          {},
          edge(),
          edge(),
          line(sun, { fill: faded(sun, 0.12) }),
          edge(),
          edge(),
          line(house, { dash: [5, 4] }),
          line(sun, { width: 2.5 }),
          line(house, { width: 2.5 }),
        ],
        bands: [
          { series: [1, 2], fill: faded(sun, 0.16) },
          { series: [4, 5], fill: faded(house, 0.14) },
        ],
      };
    },
  };
}

/** Return the panel of prices: bars for import in three colours, a line for feeding in. */
export function pricePanel(hass: Hass, rows: Row[], height: number, last: boolean): Panel {
  const { cheap, dear } = priceBounds(rows);
  const where = (fits: (price: number) => boolean): Values =>
    rows.map((row) => (row.importPrice !== null && fits(row.importPrice) ? row.importPrice : null));
  const columns: Values[] = [
    where((price) => price <= cheap),
    where((price) => price > cheap && price < dear),
    where((price) => price >= dear),
    rows.map((row) => row.exportPrice),
  ];
  const prices = rows.flatMap((row) => [row.importPrice, row.exportPrice]).filter((price) => price !== null);
  const [least, most] = [Math.min(0, ...prices), Math.max(0.05, ...prices)];
  return {
    name: "price",
    height,
    data: [rows.map((row) => row.at), ...columns] as uPlot.AlignedData,
    options: (element) => {
      const bars = uPlot.paths.bars?.({ size: [0.92, 40], align: 1 });
      const bar = (fill: string): uPlot.Series => ({ fill, stroke: fill, width: 0, paths: bars, points: { show: false } });
      return {
        ...common(hass, element, 2, last),
        scales: { ...common(hass, element, 2, last).scales, y: { range: [least * 1.1, most * 1.1] } },
        series: [
          {},
          bar(faded(resolved(element, "export"), 0.75)),
          bar(faded(resolved(element, "price"), 0.55)),
          bar(faded(resolved(element, "import"), 0.8)),
          {
            stroke: resolved(element, "export"),
            width: 1.5,
            paths: uPlot.paths.stepped?.({ align: 1 }),
            points: { show: false },
          },
        ],
      };
    },
  };
}

/** Return the panel of what the batteries hold: planned, and measured so far. */
export function socPanel(hass: Hass, rows: Row[], height: number, last: boolean): Panel {
  return {
    name: "soc",
    height,
    data: [rows.map((row) => row.at), rows.map((row) => row.soc), rows.map((row) => row.socMeasured)] as uPlot.AlignedData,
    options: (element) => {
      const stroke = resolved(element, "battery");
      return {
        ...common(hass, element, 0, last),
        axes: [
          timeAxis(hass, paletteOf(element), last),
          valueAxis(hass, paletteOf(element), 0, { splits: () => [0, 50, 100] }),
        ],
        scales: { ...common(hass, element, 0, last).scales, y: { range: [0, 104] } },
        series: [
          {},
          { stroke, width: 1.5, dash: [5, 4], fill: faded(stroke, 0.12), points: { show: false } },
          { stroke, width: 2.5, points: { show: false } },
        ],
      };
    },
  };
}
