import { devicesWith } from "../data/sites";
import { choice, field, type Maker, own, section, tile, type View, WIDE } from "./parts";

/** Return the view of what is planned. */
export function planView(make: Maker): View {
  const { site, t } = make;
  const id = site.device_id;
  const calendar = tile(make, id, "planned_charging", {}, "calendar");
  return {
    title: t("view_plan"),
    path: "plan",
    icon: "mdi:clipboard-text-clock-outline",
    type: "sections",
    show_icon_and_title: true,
    max_columns: 3,
    sections: [
      ...section(undefined, "", [own(make, "plan", { grid_options: { columns: "full" } })], 3),
      ...section(t("prices"), "mdi:currency-eur", [
        tile(make, id, "import_price", { color: "orange" }),
        tile(make, id, "feed_in_price", { color: "green" }),
        tile(make, id, "next_cheap_quarter", { color: "green", ...WIDE }),
        tile(make, id, "next_expensive_quarter", { color: "red", ...WIDE }),
        tile(make, id, "best_hour", { color: "teal", ...WIDE }),
        tile(make, id, "expected_cost_today"),
        tile(make, id, "expected_cost_tomorrow"),
      ]),
      ...section(t("batteries"), "mdi:home-battery", [
        choice(make, id, "battery_strategy"),
        ...devicesWith(site, "battery").map((battery) =>
          tile(make, battery.device_id, "plan_reason", { color: "cyan", name: battery.name, ...WIDE }),
        ),
        field(make, id, "min_soc"),
        field(make, id, "peak_buffer"),
      ]),
      ...section(t("calendar"), "mdi:calendar-clock", [
        calendar && {
          type: "calendar",
          entities: [calendar.entity],
          initial_view: "listWeek",
          grid_options: { columns: 12, rows: 6 },
        },
      ]),
    ],
  };
}
