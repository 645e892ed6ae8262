// The dashboard: made from the sites and devices there are, each time it is opened.

import { chooseSite, loadSites, type Site } from "../data/sites";
import type { Hass } from "../home-assistant";
import { text, translator } from "../localize";
import { chargingView } from "./charging";
import { devicesView } from "./devices";
import { historyView } from "./history";
import { nowView } from "./now";
import { peaksView } from "./peaks";
import { planView } from "./plan";
import type { Maker, View } from "./parts";
import { StrategyEditor } from "./strategy-editor";

export interface StrategyConfig {
  type: string;
  site?: string;
  /** Views that are left out, by their path. */
  hide?: string[];
}

const VIEWS: Record<string, (make: Maker) => View | undefined> = {
  now: nowView,
  charging: chargingView,
  plan: planView,
  history: historyView,
  peaks: peaksView,
  devices: devicesView,
};

export class DashboardStrategy extends HTMLElement {
  static async generate(config: StrategyConfig, hass: Hass): Promise<{ title: string; views: View[] }> {
    const sites = await loadSites(hass, true).catch(() => [] as Site[]);
    const chosen = chooseSite(sites, config.site);
    if (!chosen) return { title: "Overshot", views: [empty(hass)] };
    // Without a choice all sites have their views; those of the others are reached by the links on top.
    const shown = config.site ? [chosen] : sites;
    const views = shown.flatMap((site, place) => viewsOf(hass, site, shown, place, config.hide ?? []));
    return { title: "Overshot", views };
  }

  static getConfigElement(): HTMLElement {
    return document.createElement("overshot-dashboard-editor");
  }

  static getCreateSuggestions(): { title: string; icon: string } {
    return { title: "Overshot", icon: "mdi:water-outline" };
  }
}

/** Return the path of a view of a site: the first has the plain ones. */
export function pathOf(view: string, place: number): string {
  return place === 0 ? view : `${view}-${place + 1}`;
}

function viewsOf(hass: Hass, site: Site, sites: Site[], place: number, hide: string[]): View[] {
  const make: Maker = { hass, site, t: translator(hass) };
  return Object.entries(VIEWS).flatMap(([name, view]) => {
    const made = hide.includes(name) ? undefined : view(make);
    if (!made) return [];
    const badges = sites.length > 1 ? sites.map((other, at) => link(other, pathOf(name, at), other === site)) : undefined;
    return [{ ...made, path: pathOf(name, place), ...(place > 0 ? { subview: true } : {}), ...(badges ? { badges } : {}) }];
  });
}

/** Return a link to the same view of a site. */
function link(site: Site, path: string, here: boolean): Record<string, unknown> {
  return {
    type: "custom:overshot-site-badge",
    name: site.title,
    path,
    here,
  };
}

function empty(hass: Hass): View {
  const t = translator(hass);
  return {
    title: t("view_now"),
    path: "now",
    icon: "mdi:home-lightning-bolt-outline",
    cards: [{ type: "markdown", content: `${t("no_site")}\n\n[${t("add_site")}](/config/integrations/dashboard/add?domain=overshot)` }],
  };
}

/** Make the dashboard known, so that it is offered where dashboards are added. */
export function offerDashboard(): void {
  if (customElements.get("ll-strategy-dashboard-overshot")) return;
  customElements.define("ll-strategy-dashboard-overshot", DashboardStrategy);
  customElements.define("overshot-dashboard-editor", StrategyEditor);
  const list = ((window as unknown as { customStrategies?: Record<string, string>[] }).customStrategies ??= []);
  list.push({
    type: "overshot",
    strategyType: "dashboard",
    name: "Overshot",
    // Asked when the list is shown: the page knows its language then.
    get description() {
      return text(document.documentElement.lang || navigator.language, "dashboard_description");
    },
    documentationURL: "https://github.com/overshot-hems/overshot/blob/main/docs/dashboard.md",
  });
}
