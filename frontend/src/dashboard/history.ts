import { type Maker, own, section, type View } from "./parts";

/** Return the view of what was. */
export function historyView(make: Maker): View {
  const { t } = make;
  return {
    title: t("view_history"),
    path: "history",
    icon: "mdi:chart-bar",
    type: "sections",
    show_icon_and_title: true,
    max_columns: 3,
    sections: section(undefined, "", [own(make, "history", { grid_options: { columns: "full" } })], 3),
  };
}
