// Makes the cards and the dashboard known to Home Assistant.

import { offer } from "./cards/card";
import { ChargePointCard } from "./cards/charge-point/charge-point-card";
import { FlowCard } from "./cards/flow/flow-card";
import { PeakCard } from "./cards/peak/peak-card";
import { PlanCard } from "./cards/plan/plan-card";
import { SiteBadge } from "./dashboard/site-badge";
import { offerDashboard } from "./dashboard/strategy";

offer("overshot-flow-card", FlowCard, "flow_name", "flow_description");
offer("overshot-charge-point-card", ChargePointCard, "charge_point_name", "charge_point_description");
offer("overshot-plan-card", PlanCard, "plan_name", "plan_description");
offer("overshot-peak-card", PeakCard, "peak_name", "peak_description");
if (!customElements.get("overshot-site-badge")) customElements.define("overshot-site-badge", SiteBadge);
offerDashboard();
