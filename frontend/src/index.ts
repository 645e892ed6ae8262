// Makes the cards and the dashboard known to Home Assistant.

import { offer } from "./cards/card";
import { ChargePointCard } from "./cards/charge-point/charge-point-card";
import { DevicesCard } from "./cards/devices/devices-card";
import { FlowCard } from "./cards/flow/flow-card";
import { HistoryCard } from "./cards/history/history-card";
import { PeakCard } from "./cards/peak/peak-card";
import { PlanCard } from "./cards/plan/plan-card";
import { SessionsCard } from "./cards/sessions/sessions-card";
import { SiteBadge } from "./dashboard/site-badge";
import { offerDashboard } from "./dashboard/strategy";

offer("overshot-flow-card", FlowCard, "flow_name", "flow_description", ["house_power", "grid_power", "surplus"]);
offer("overshot-charge-point-card", ChargePointCard, "charge_point_name", "charge_point_description", ["charging_mode", "status", "charging_power"]);
offer("overshot-plan-card", PlanCard, "plan_name", "plan_description", ["plan_status", "import_price", "planned_battery_power"]);
offer("overshot-peak-card", PeakCard, "peak_name", "peak_description", ["quarter_demand", "quarter_forecast", "month_peak", "peak_hold_target"]);
offer("overshot-history-card", HistoryCard, "history_name", "history_description", ["cost_today", "autarky", "self_consumption"]);
offer("overshot-devices-card", DevicesCard, "devices_name", "devices_description", ["connection_status"]);
offer("overshot-sessions-card", SessionsCard, "sessions_name", "sessions_description", ["session_energy", "last_session_energy"]);
if (!customElements.get("overshot-site-badge")) customElements.define("overshot-site-badge", SiteBadge);
offerDashboard();
