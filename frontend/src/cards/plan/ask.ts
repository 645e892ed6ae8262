// Asks for the plan, the forecast, the prices, and what came of today's plans so far.

import type { Hass } from "../../home-assistant";

export interface PlanStep {
  start: string;
  end: string;
  import_price: number;
  export_price: number;
  load: number;
  solar: number;
  curtailed: number;
  grid: number;
  cost: number;
  devices: Record<string, number>;
}

export interface Plan {
  status: string;
  lacks: string[];
  trigger: string;
  made_at: string;
  until: string;
  cost: number;
  peak: number | null;
  steps: PlanStep[];
  batteries: { name: string; energy: number[]; capacity: number }[];
  loads: {
    name: string;
    kind: string;
    demands: { energy: number; from: string; until: string; missing: number }[];
  }[];
}

export interface Spread {
  mean: number;
  low: number;
  high: number;
}

export interface Forecast {
  made_at: string;
  quarters: { start: string; load: Spread; solar: Spread; import_price: number | null; export_price: number | null }[];
}

export interface PriceSpan {
  start: string;
  end: string;
  price: number;
}

export interface Prices {
  contract: string | null;
  import: PriceSpan[];
  feed_in: PriceSpan[];
  known_until: string | null;
}

export interface PastPowers {
  load: number | null;
  solar: number;
  grid: number;
  devices: Record<string, number>;
}

export interface Past {
  start: string;
  planned: PastPowers | null;
  measured: PastPowers | null;
  soc: number | null;
}

export interface Told {
  plan?: Plan;
  forecast?: Forecast;
  prices?: Prices;
  past: Past[];
}

/** Return what an action answers; nothing where there is nothing to tell yet. */
async function answer<T>(hass: Hass, service: string, entryId: string): Promise<T | undefined> {
  try {
    const told = await hass.callWS<{ response: T }>({
      type: "call_service",
      domain: "overshot",
      service,
      service_data: { config_entry_id: entryId },
      return_response: true,
    });
    return told.response;
  } catch {
    return undefined;
  }
}

/** Ask for all there is to show of a site's plan. */
export async function ask(hass: Hass, entryId: string): Promise<Told> {
  const [plan, forecast, prices, past] = await Promise.all([
    answer<Plan>(hass, "get_plan", entryId),
    answer<Forecast>(hass, "get_forecast", entryId),
    answer<Prices>(hass, "get_prices", entryId),
    hass
      .callWS<{ quarters: Past[] }>({ type: "overshot/plan/past", config_entry_id: entryId })
      .then((told) => told.quarters)
      .catch(() => [] as Past[]),
  ]);
  return { plan, forecast, prices, past };
}
