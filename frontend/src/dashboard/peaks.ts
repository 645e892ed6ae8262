import { choice, field, type Maker, own, section, tile, toggle, type View, WIDE } from "./parts";

/** Return the view of the quarter-hour peaks. */
export function peaksView(make: Maker): View {
  const { site, t } = make;
  const id = site.device_id;
  return {
    title: t("view_peaks"),
    path: "peaks",
    icon: "mdi:summit",
    type: "sections",
    show_icon_and_title: true,
    max_columns: 3,
    sections: [
      ...section(undefined, "", [
        own(make, "peak", { grid_options: { columns: "full" } }),
        { type: "heading", heading: t("phases"), icon: "mdi:sine-wave" },
        ...[1, 2, 3].map((phase) => tile(make, id, `headroom_l${phase}`, { grid_options: { columns: 4 }, name: `L${phase}` })),
        tile(make, id, "unbalance", { grid_options: { columns: 6 } }),
        tile(make, id, "expected_peak", { grid_options: { columns: 6 } }),
      ], 2),
      ...section(t("settings"), "mdi:tune-variant", [
        toggle(make, id, "peak_control", WIDE),
        toggle(make, id, "capacity_tariff", WIDE),
        field(make, id, "wished_peak", WIDE),
        field(make, id, "peak_buffer", WIDE),
        toggle(make, id, "boost_obeys_peak", WIDE),
        tile(make, id, "peak_order", { features: [{ type: "select-options" }], ...WIDE }, "select"),
        choice(make, id, "peak_limit"),
      ]),
    ],
  };
}
