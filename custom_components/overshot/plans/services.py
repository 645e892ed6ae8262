"""Actions about the plan: what is planned, what is expected, plan again, and what another house would cost."""

from dataclasses import asdict, replace
from typing import Any, Final

from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
import voluptuous as vol

from ..const import DOMAIN
from ..site_services import SITE, SITE_SCHEMA, async_site_to_read, async_site_to_steer
from .coordinator import PlanCoordinator
from .other_contract import prices_under
from .planned import Planned
from .told import told_forecast, told_plan
from .what_if import Bill, Scenario

SERVICE_GET_PLAN: Final = "get_plan"
SERVICE_GET_FORECAST: Final = "get_forecast"
SERVICE_REPLAN: Final = "replan"
SERVICE_WHAT_IF: Final = "what_if"
ATTR_BATTERY_CAPACITY: Final = "battery_capacity"
ATTR_BATTERY_POWER: Final = "battery_power"
ATTR_CONTRACT: Final = "contract"
ATTR_EXPORT_PRICE: Final = "export_price"
ATTR_IMPORT_PRICE: Final = "import_price"
ATTR_PEAK_PRICE: Final = "peak_price"
ATTR_SOLAR: Final = "solar"
CHANGES: Final = (
    ATTR_BATTERY_CAPACITY,
    ATTR_BATTERY_POWER,
    ATTR_EXPORT_PRICE,
    ATTR_IMPORT_PRICE,
    ATTR_PEAK_PRICE,
    ATTR_SOLAR,
)


def _number(lowest: float, highest: float) -> Any:
    """Return the validator of a number."""
    return vol.All(vol.Coerce(float), vol.Range(min=lowest, max=highest))


# Home Assistant runs voluptuous on an engine of its own, whose types the voluptuous package does not know.
WHAT_IF_SCHEMA: Any = vol.Schema(
    {
        **SITE,
        vol.Optional(ATTR_BATTERY_CAPACITY): _number(0, 1000),
        vol.Optional(ATTR_BATTERY_POWER): _number(100, 1_000_000),
        vol.Optional(ATTR_CONTRACT): cv.string,
        vol.Optional(ATTR_EXPORT_PRICE): _number(-5, 5),
        vol.Optional(ATTR_IMPORT_PRICE): _number(-5, 5),
        vol.Optional(ATTR_PEAK_PRICE): _number(0, 1000),
        vol.Optional(ATTR_SOLAR): _number(0, 1000),
    }
)


@callback
def async_setup_plan_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    for name, action, schema, response in (
        (SERVICE_GET_PLAN, _async_get_plan, SITE_SCHEMA, SupportsResponse.ONLY),
        (SERVICE_GET_FORECAST, _async_get_forecast, SITE_SCHEMA, SupportsResponse.ONLY),
        (SERVICE_REPLAN, _async_replan, SITE_SCHEMA, SupportsResponse.OPTIONAL),
        (SERVICE_WHAT_IF, _async_what_if, WHAT_IF_SCHEMA, SupportsResponse.ONLY),
    ):
        hass.services.async_register(DOMAIN, name, action, schema=schema, supports_response=response)


async def _async_plans_of(call: ServiceCall) -> PlanCoordinator:
    """Return the planner of the site that is meant. Raises `ServiceValidationError`, `Unauthorized`."""
    plans: PlanCoordinator = (await async_site_to_read(call)).config_entry.runtime_data.plans
    return plans


def _planned(plans: PlanCoordinator) -> Planned:
    """Return the newest plan. Raises `ServiceValidationError` where there is none that counts: no fault of ours."""
    if (planned := plans.planned) is None:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_plan")
    return planned


def _told(plans: PlanCoordinator, planned: Planned) -> dict[str, Any]:
    """Return a plan with the names of its devices."""
    return told_plan(planned, {id_: device.name for id_, device in plans.site.devices.items()})


async def _async_get_plan(call: ServiceCall) -> ServiceResponse:
    """Return the newest plan."""
    plans = await _async_plans_of(call)
    return _told(plans, _planned(plans))


async def _async_get_forecast(call: ServiceCall) -> ServiceResponse:
    """Return what is expected of house and sun."""
    made = (await _async_plans_of(call)).made
    if made is None:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_forecast")
    return told_forecast(made.outlook, made.prices)


async def _async_replan(call: ServiceCall) -> ServiceResponse:
    """Plan again now."""
    plans: PlanCoordinator = (await async_site_to_steer(call)).config_entry.runtime_data.plans
    planned = await plans.async_replan()
    return _told(plans, planned) if call.return_response else None


async def _async_what_if(call: ServiceCall) -> ServiceResponse:
    """Return what the hours ahead would cost in another house."""
    changes = {name: float(call.data[name]) for name in CHANGES if name in call.data}
    contract = call.data.get(ATTR_CONTRACT)
    if not changes and contract is None:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="nothing_to_compare")
    plans = await _async_plans_of(call)
    planned = _planned(plans)
    if ATTR_SOLAR in changes and not any(any(outlook.solar) for outlook in planned.problem.outlooks):
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_sun_to_scale")
    if ATTR_BATTERY_POWER in changes and not planned.problem.batteries and ATTR_BATTERY_CAPACITY not in changes:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_battery_to_change")
    scenario = Scenario(
        month_peak=plans.site.state.memory.quarter.month_peak, peak_billed=planned.prices.capacity is not None
    )
    if contract is not None:
        other = prices_under(plans.config_entry.runtime_data.prices, contract, dt_util.utcnow())
        scenario = replace(
            scenario,
            import_prices=other.expected_import,
            export_prices=other.expected_export,
            peak_price=other.capacity.per_kw_year if other.capacity is not None else 0.0,
        )
    capacity, solar = changes.get(ATTR_BATTERY_CAPACITY), changes.get(ATTR_SOLAR)
    found = await plans.async_compare(
        planned,
        replace(
            scenario,
            import_price=changes.get(ATTR_IMPORT_PRICE),
            export_price=changes.get(ATTR_EXPORT_PRICE),
            peak_price=changes.get(ATTR_PEAK_PRICE, scenario.peak_price),
            battery_capacity=None if capacity is None else 1000 * capacity,
            battery_power=changes.get(ATTR_BATTERY_POWER),
            solar=None if solar is None else solar / 100,
        ),
    )
    return {
        "from": dt_util.as_local(found.start).isoformat(),
        "until": dt_util.as_local(found.end).isoformat(),
        "today": _bill(found.today),
        "scenario": _bill(found.scenario),
        "saving": round(found.saving, 3),
    }


def _bill(bill: Bill) -> dict[str, Any]:
    """Return a bill in EUR, what is missed in Wh."""
    told = {name: round(float(value), 3) for name, value in asdict(bill).items() if name != "status"}
    return {"status": bill.status.value, **told, "total": round(bill.total, 3)}
