// The house as it is now: one subscription a site, shared by all cards of a page.

import type { Connection } from "../home-assistant";

export interface Reason {
  key: string;
  [detail: string]: string | number;
}

export interface EnergyTarget {
  /** 0 is Monday. */
  weekday: number;
  time: string;
  energy: number;
}

export interface CarWish {
  guaranteed: number;
  targets: EnergyTarget[];
  range: { distance: number; until: string } | null;
  consumption: number;
  stopped: boolean;
}

export interface Consumer {
  id: string;
  kind: "car" | "heat_pump" | "load";
  power: number | null;
  connected?: boolean | null;
  energy?: number | null;
  soc?: number | null;
  status?: string | null;
  reason: Reason | null;
  wish?: CarWish | null;
}

export interface Quarter {
  ends_at: string;
  used: number;
  demand: number;
  forecast: number;
  hold_target: number;
  wished_target: number;
  month_peak: number;
  month_peak_at: string | null;
}

export interface Live {
  loaded: boolean;
  at?: string;
  stale?: boolean;
  on_backup?: boolean;
  grid?: number | null;
  solar?: number | null;
  battery?: number | null;
  soc?: number | null;
  house?: number | null;
  consumers?: Consumer[];
  batteries?: { id: string; power: number | null; soc: number | null; reason: Reason | null }[];
  quarter?: Quarter | null;
  held_back?: (Reason & { id: string })[];
}

type Listener = (live: Live) => void;

interface Channel {
  listeners: Set<Listener>;
  last?: Live;
  stop: Promise<(() => Promise<void> | void) | undefined>;
}

const channels = new WeakMap<Connection, Map<string, Channel>>();

/** Hear of a site until the returned function is called. The last that was told is told at once. */
export function listen(connection: Connection, entryId: string, listener: Listener): () => void {
  let ofConnection = channels.get(connection);
  if (!ofConnection) channels.set(connection, (ofConnection = new Map()));
  const known = ofConnection.get(entryId);
  const channel: Channel = known ?? { listeners: new Set(), stop: Promise.resolve(undefined) };
  channel.listeners.add(listener);
  if (!known) {
    ofConnection.set(entryId, channel);
    channel.stop = connection
      .subscribeMessage<Live>(
        (live) => {
          channel.last = live;
          for (const each of channel.listeners) each(live);
        },
        { type: "overshot/live", config_entry_id: entryId },
      )
      .catch(() => {
        for (const each of channel.listeners) each({ loaded: false });
        return undefined;
      });
  } else if (channel.last) {
    listener(channel.last);
  }
  return () => {
    channel.listeners.delete(listener);
    if (channel.listeners.size > 0) return;
    ofConnection.delete(entryId);
    void channel.stop.then((stop) => stop?.());
  };
}
