import { deviceName, type SiteDevice } from "../data/sites";
import { type Maker, own, section, tile, toggle, type View } from "./parts";

const SHOWN: readonly [string, string?][] = [
  ["grid_power", "sensor"],
  ["solar_power", "sensor"],
  ["battery_power", "sensor"],
  ["state_of_charge", "sensor"],
  ["charging_power", "sensor"],
  ["sg_ready", "sensor"],
  ["power", "sensor"],
];

/** Return the view of the devices: how they are, and whether Overshot steers them. */
export function devicesView(make: Maker): View {
  return {
    title: make.t("view_devices"),
    path: "devices",
    icon: "mdi:devices",
    type: "sections",
    show_icon_and_title: true,
    max_columns: 3,
    sections: [
      ...section(undefined, "", [own(make, "devices", { grid_options: { columns: "full" } })], 3),
      ...make.site.devices.flatMap((device) => deviceSection(make, device)),
    ],
  };
}

function deviceSection(make: Maker, device: SiteDevice) {
  const id = device.device_id;
  return section(deviceName(make.hass, device), "mdi:chip", [
    tile(make, id, "connection_status"),
    toggle(make, id, "control"),
    tile(make, id, "reason", { grid_options: { columns: 12 } }, "sensor"),
    ...SHOWN.map(([key, domain]) => tile(make, id, key, {}, domain)),
  ]);
}
