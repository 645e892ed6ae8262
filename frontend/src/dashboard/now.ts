import { devicesWith } from "../data/sites";
import { type Maker, own, section, tile, type View } from "./parts";

/** Return the view of the house as it is. */
export function nowView(make: Maker): View {
  const { site, t } = make;
  const cars = devicesWith(site, "charge_point");
  return {
    title: t("view_now"),
    path: "now",
    icon: "mdi:home-lightning-bolt-outline",
    type: "sections",
    show_icon_and_title: true,
    max_columns: 3,
    sections: [
      ...section(undefined, "", [
        own(make, "flow", { grid_options: { columns: 12 } }),
        tile(make, site.device_id, "import_price", { color: "orange" }),
        tile(make, site.device_id, "feed_in_price", { color: "green" }),
        tile(make, site.device_id, "cost_today", { color: "orange" }),
        tile(make, site.device_id, "revenue_today", { color: "green" }),
        tile(make, site.device_id, "co2_saved_now", { color: "teal" }),
        tile(make, site.device_id, "autarky", { color: "amber" }),
        tile(make, site.device_id, "expected_solar_remaining", { color: "amber", name: t("sun_left") }),
        tile(make, site.device_id, "plan_status", { color: "teal" }),
      ]),
      ...section(
        undefined,
        "",
        cars.slice(0, 3).map((car) => own(make, "charge-point", { device: car.device_id })),
      ),
      ...section(undefined, "", [own(make, "peak", { compact: true }), own(make, "plan", { compact: true })]),
    ],
  };
}
