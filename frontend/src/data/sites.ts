// Which sites there are and what belongs to them, as the integration tells it.

import type { Hass } from "../home-assistant";

export type Role = "grid" | "solar" | "battery" | "charge_point" | "heat_pump" | "load" | "controller";

export interface SiteDevice {
  id: string;
  device_id: string;
  name: string;
  type: string;
  roles: Role[];
  manufacturer: string | null;
  model: string | null;
  serial: string | null;
  steered: boolean | null;
}

export interface Site {
  entry_id: string;
  title: string;
  device_id: string;
  phases: number;
  limit: number;
  panels: boolean;
  contract: boolean;
  devices: SiteDevice[];
  /** Whether this user may steer it. */
  may_control: boolean;
}

const FRESH = 15_000;

let asked: { at: number; by: unknown; sites: Promise<Site[]> } | undefined;

/** Ask for all sites; the answer serves all cards of a page for some seconds. */
export function loadSites(hass: Hass, again = false): Promise<Site[]> {
  if (again || !asked || asked.by !== hass.connection || Date.now() - asked.at > FRESH) {
    const sites = hass
      .callWS<{ sites: Site[] }>({ type: "overshot/dashboard" })
      .then((told) => told.sites)
      .catch((error: unknown) => {
        asked = undefined;
        throw error;
      });
    asked = { at: Date.now(), by: hass.connection, sites };
  }
  return asked.sites;
}

/** Return the site that is meant: the one that is named by its entry, else the first. */
export function chooseSite(sites: Site[], entryId?: unknown): Site | undefined {
  return entryId ? sites.find((site) => site.entry_id === entryId) : sites[0];
}

/** Return the devices of a site with a role. */
export function devicesWith(site: Site, role: Role): SiteDevice[] {
  return site.devices.filter((device) => device.roles.includes(role));
}

/** Return how the user calls a device. */
export function deviceName(hass: Hass, device: SiteDevice): string {
  const known = hass.devices[device.device_id];
  return known?.name_by_user || known?.name || device.name;
}
