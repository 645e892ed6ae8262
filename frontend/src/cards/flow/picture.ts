// Where things stand in the picture of the flows, and what flows between them.

import type { Consumer, Live } from "../../data/live";
import type { ColorName } from "../../styles";

/** Less than this is nothing (W). */
export const NOTHING = 15;

export type NodeKind = "grid" | "solar" | "battery" | "house" | Consumer["kind"] | "more";

export interface Node {
  kind: NodeKind;
  id: string;
  x: number;
  y: number;
  power: number | null;
  consumer?: Consumer;
}

export interface Flow {
  id: string;
  color: ColorName;
  path: string;
  power: number;
  /** Whether it flows towards the end of the path. */
  forward: boolean;
}

export interface Picture {
  width: number;
  height: number;
  nodes: Node[];
  flows: Flow[];
  /** How much of what the house uses comes from where (0 to 1), in this order. */
  mix: { color: ColorName; share: number }[];
}

const WIDTH = 400;
const MIDDLE = { x: 200, y: 172 };
const MOST = 4;

/** Return the consumers that are drawn: all, or the greatest and one node for the others together. */
function shownConsumers(consumers: Consumer[]): { consumer?: Consumer; power: number | null; id: string }[] {
  if (consumers.length <= MOST) return consumers.map((it) => ({ consumer: it, power: it.power, id: it.id }));
  const order = [...consumers].sort((a, b) => (b.power ?? 0) - (a.power ?? 0));
  const rest = order.slice(MOST - 1);
  const together = rest.some((it) => it.power !== null) ? rest.reduce((sum, it) => sum + (it.power ?? 0), 0) : null;
  return [
    ...order.slice(0, MOST - 1).map((it) => ({ consumer: it, power: it.power, id: it.id })),
    { power: together, id: "more" },
  ];
}

/** Return the shares of sun, battery and grid in what comes into the house. */
export function mixOf(live: Live): Picture["mix"] {
  const parts: [ColorName, number][] = [
    ["solar", Math.max(0, live.solar ?? 0)],
    ["battery", Math.max(0, live.battery ?? 0)],
    ["import", Math.max(0, live.grid ?? 0)],
  ];
  const total = parts.reduce((sum, [, power]) => sum + power, 0);
  return total < NOTHING ? [] : parts.map(([color, power]) => ({ color, share: power / total }));
}

/** Return the picture of a house: sun above, grid left, battery right, what takes below. */
export function pictureOf(live: Live, has: { solar: boolean; battery: boolean }): Picture {
  const consumers = shownConsumers(live.consumers ?? []);
  const top = has.solar ? 0 : 96;
  const middle = { x: MIDDLE.x, y: MIDDLE.y - top };
  const below = middle.y + 128;
  const nodes: Node[] = [
    { kind: "grid", id: "grid", x: 52, y: middle.y, power: live.grid ?? null },
    { kind: "house", id: "house", ...middle, power: live.house ?? null },
  ];
  const flows: Flow[] = [];
  const flow = (id: string, color: ColorName, path: string, power: number | null | undefined): void => {
    if (power === null || power === undefined || Math.abs(power) < NOTHING) return;
    flows.push({ id, color, path, power: Math.abs(power), forward: power > 0 });
  };
  const grid = live.grid ?? 0;
  flow("grid", grid > 0 ? "import" : "export", `M52 ${middle.y} H${middle.x}`, live.grid);
  if (has.solar) {
    nodes.push({ kind: "solar", id: "solar", x: middle.x, y: 48, power: live.solar ?? null });
    flow("solar", "solar", `M${middle.x} 48 V${middle.y}`, live.solar);
  }
  if (has.battery) {
    nodes.push({ kind: "battery", id: "battery", x: WIDTH - 52, y: middle.y, power: live.battery ?? null });
    flow("battery", "battery", `M${WIDTH - 52} ${middle.y} H${middle.x}`, live.battery);
  }
  consumers.forEach(({ consumer, power, id }, place) => {
    const x = (WIDTH / (consumers.length + 1)) * (place + 1);
    const spread = consumers.length === 1 ? middle.x : 52 + ((WIDTH - 104) / (consumers.length - 1)) * place;
    const at = consumers.length > 2 ? spread : x;
    nodes.push({ kind: consumer?.kind ?? "more", id, x: at, y: below, power, consumer });
    const path =
      Math.abs(at - middle.x) < 1
        ? `M${middle.x} ${middle.y} V${below}`
        : `M${middle.x} ${middle.y} C${middle.x} ${below - 40} ${at} ${middle.y + 40} ${at} ${below}`;
    flow(`to-${id}`, consumer?.kind ?? "load", path, power === null ? null : Math.max(0, power));
  });
  return {
    width: WIDTH,
    height: consumers.length ? below + 62 : middle.y + 62,
    nodes,
    flows,
    mix: mixOf(live),
  };
}

/** Return how long a dot takes for its way (s), in few steps so that it does not start anew all the time. */
export function pace(power: number): number {
  const steps = [4.5, 3.2, 2.3, 1.7, 1.2];
  return steps[power < 300 ? 0 : power < 1000 ? 1 : power < 3000 ? 2 : power < 7000 ? 3 : 4] ?? 2.3;
}
