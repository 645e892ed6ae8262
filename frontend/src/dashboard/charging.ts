import { devicesWith, type SiteDevice } from "../data/sites";
import { type Card, choice, field, type Maker, own, section, tile, toggle, type View } from "./parts";

/** Return the view of the charge points; nothing where there are none. */
export function chargingView(make: Maker): View | undefined {
  const { site, t } = make;
  const points = devicesWith(site, "charge_point");
  if (!points.length && !devicesWith(site, "controller").length) return undefined;
  return {
    title: t("view_charging"),
    path: "charging",
    icon: "mdi:ev-station",
    type: "sections",
    show_icon_and_title: true,
    max_columns: 3,
    sections: [
      ...points.flatMap((point) =>
        section(undefined, "", [
          own(make, "charge-point", { device: point.device_id }),
          ...(points.length === 1 ? [heading(t("settings")), ...settings(make, point)] : []),
        ]),
      ),
      // Beside a single charge point, below several.
      ...section(
        undefined,
        "",
        [own(make, "sessions", { grid_options: { columns: "full" } })],
        points.length === 1 ? 2 : 3,
      ),
      ...(points.length > 1
        ? points.flatMap((point) => section(point.name, "mdi:tune-variant", settings(make, point)))
        : []),
      ...section(t("all_charging"), "mdi:car-multiple", [
        choice(make, site.device_id, "surplus_priority"),
        choice(make, site.device_id, "tie_break"),
        field(make, site.device_id, "charging_limit"),
        toggle(make, site.device_id, "lock_battery"),
      ]),
    ],
  };
}

function heading(title: string): Card {
  return { type: "heading", heading: title, icon: "mdi:tune-variant" };
}

/** Return what the user sets for a charge point and leaves as it is. */
function settings(make: Maker, point: SiteDevice): (Card | undefined)[] {
  const id = point.device_id;
  const slider = { features: [{ type: "numeric-input", style: "slider" }], grid_options: { columns: 12 } };
  return [
    tile(make, id, "max_current", slider, "number"),
    choice(make, id, "phase_management"),
    choice(make, id, "access"),
    field(make, id, "hold_time"),
    field(make, id, "priority"),
    toggle(make, id, "blocked"),
    toggle(make, id, "control"),
  ];
}
