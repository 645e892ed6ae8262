"""What sensors tell of the ledger, as tables: one entry a sensor."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from homeassistant.components.sensor import SensorDeviceClass, SensorEntityDescription, SensorStateClass
from homeassistant.const import PERCENTAGE, UnitOfEnergy, UnitOfMass, UnitOfPower
from homeassistant.helpers.typing import StateType

from ..core.ledger.reports.savings import Savings
from ..core.ledger.reports.totals import Totals
from ..site_measures import house_power
from .beats import Pace
from .emissions import intensity_of
from .figures import Figures, is_priced
from .keeper import LedgerKeeper

EUR: Final = "EUR"
GRAMS_PER_HOUR: Final = "g/h"

type Value = Callable[[LedgerKeeper, datetime], StateType]


class Needs(Enum):
    """What a site must have for a sensor to say anything."""

    NOTHING = "nothing"
    BATTERY = "battery"
    CAPACITY = "capacity"
    CONTRACT = "contract"
    CONTROL = "control"
    INTENSITY = "intensity"
    SOLAR = "solar"


@dataclass(frozen=True, kw_only=True)
class LedgerMeasure(SensorEntityDescription):
    """Something of the whole site."""

    value_fn: Value
    pace: Pace = Pace.QUARTER
    needs: frozenset[Needs] = frozenset()
    since_fn: Callable[[Figures], datetime] | None = None
    """Returns from when something is summed up."""


def _told(read: Callable[[Figures], float | None]) -> Value:
    """Return a function giving one of the figures."""

    def value(keeper: LedgerKeeper, now: datetime) -> StateType:
        return None if keeper.figures is None else read(keeper.figures)

    return value


def _yesterday(read: Callable[[Totals], float]) -> Value:
    """Return a function giving something of yesterday; nothing where nothing of it was recorded."""
    return _told(lambda figures: round(read(figures.yesterday)) if figures.yesterday.quarters else None)


def _cents(amount: float | None) -> float | None:
    """Return an amount as it is shown (EUR)."""
    return None if amount is None else round(amount, 2)


def _if_priced(totals: Totals, amount: float) -> float | None:
    """Return an amount, unless prices are missing (EUR)."""
    return round(amount, 2) if is_priced(totals) else None


def _saved(of: Callable[[Figures], Savings | None], by: Callable[[Savings], float]) -> Value:
    """Return a function giving what was saved (EUR)."""
    return _told(lambda figures: None if (savings := of(figures)) is None else round(by(savings), 2))


def _percent(share: float | None) -> float | None:
    """Return a share in %."""
    return None if share is None else round(100 * share, 1)


def _charged(figures: Figures) -> float:
    """Return what went into the batteries today (Wh)."""
    return round(sum(share.total for share in figures.today.charged.values()))


def _from_today(figures: Figures) -> datetime:
    """Return when the day began."""
    return figures.today.start


def _from_this_month(figures: Figures) -> datetime:
    """Return when the month began."""
    return figures.month.start


def _co2_now(keeper: LedgerKeeper, now: datetime) -> StateType:
    """Return what the import causes (g/h)."""
    imported, intensity = _import_power(keeper), intensity_of(keeper.hass, keeper.entry.data)
    return None if imported is None or intensity is None else round(imported * intensity / 1000)


def _co2_saved_now(keeper: LedgerKeeper, now: datetime) -> StateType:
    """Return what the import would cause beyond that, did the house make and store nothing (g/h)."""
    imported, intensity = _import_power(keeper), intensity_of(keeper.hass, keeper.entry.data)
    house = house_power(keeper.site)
    if imported is None or intensity is None or not isinstance(house, int | float):
        return None
    return round(max(0.0, house - imported) * intensity / 1000)


def _import_power(keeper: LedgerKeeper) -> float | None:
    """Return what is imported now (W); None while the meter is silent."""
    decision, grid = keeper.site.data, keeper.site.snapshot.grid
    if decision is None or decision.state.meter_stale or grid is None or grid.value.power is None:
        return None
    return max(0.0, grid.value.power)


def _stored(keeper: LedgerKeeper, now: datetime) -> StateType:
    """Return what the batteries hold (Wh)."""
    held = keeper.memory.stored
    # A battery's own meter is finer than what anybody reads of it.
    return round(sum(share.total for share in held.values()), -1) if held else None


def energy(key: str, value: Value, **traits: object) -> LedgerMeasure:
    """Return an energy in kWh that is counted in Wh."""
    return LedgerMeasure(
        key=key,
        device_class=SensorDeviceClass.ENERGY,
        native_unit_of_measurement=UnitOfEnergy.WATT_HOUR,
        suggested_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=1,
        value_fn=value,
        **traits,  # type: ignore[arg-type]
    )


def money(key: str, value: Value, *needs: Needs, **traits: object) -> LedgerMeasure:
    """Return an amount that is summed up."""
    return LedgerMeasure(
        key=key,
        device_class=SensorDeviceClass.MONETARY,
        state_class=SensorStateClass.TOTAL,
        native_unit_of_measurement=EUR,
        suggested_display_precision=2,
        value_fn=value,
        needs=frozenset({Needs.CONTRACT, *needs}),
        **traits,  # type: ignore[arg-type]
    )


def _share(key: str, value: Value) -> LedgerMeasure:
    """Return a share of today's energy."""
    return LedgerMeasure(
        key=key,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=PERCENTAGE,
        suggested_display_precision=0,
        value_fn=value,
        needs=frozenset({Needs.SOLAR}),
    )


LEDGER_MEASURES: Final = (
    # Money.
    money("cost_today", _told(lambda it: _if_priced(it.today, it.today.import_cost)), since_fn=_from_today),
    money("cost_month", _told(lambda it: _if_priced(it.month, it.month.import_cost)), since_fn=_from_this_month),
    money("revenue_today", _told(lambda it: _cents(it.today.revenue)), Needs.SOLAR, since_fn=_from_today),
    energy(
        "net_import_month",
        _told(lambda it: round(it.month.net)),
        state_class=SensorStateClass.TOTAL,
        since_fn=_from_this_month,
    ),
    money("net_cost_month", _told(lambda it: _if_priced(it.month, it.month.to_pay)), since_fn=_from_this_month),
    money("to_pay", _told(lambda it: _cents(it.to_pay)), since_fn=_from_this_month),
    money(
        "saved_today",
        _saved(lambda it: it.saved_today, lambda saved: saved.by_control),
        Needs.CONTROL,
        since_fn=_from_today,
    ),
    money(
        "saved_month",
        _saved(lambda it: it.saved_month, lambda saved: saved.by_control),
        Needs.CONTROL,
        since_fn=_from_this_month,
    ),
    # How much of it was the house's own.
    _share("self_consumption", _told(lambda it: _percent(it.today.self_consumption))),
    _share("autarky", _told(lambda it: _percent(it.today.autarky))),
    # Yesterday.
    energy("import_yesterday", _yesterday(lambda totals: totals.imported)),
    energy("export_yesterday", _yesterday(lambda totals: totals.exported), needs=frozenset({Needs.SOLAR})),
    energy("solar_yesterday", _yesterday(lambda totals: totals.solar), needs=frozenset({Needs.SOLAR})),
    # The battery.
    LedgerMeasure(
        key="battery_stored",
        device_class=SensorDeviceClass.ENERGY_STORAGE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfEnergy.WATT_HOUR,
        suggested_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=1,
        value_fn=_stored,
        pace=Pace.MINUTE,
        needs=frozenset({Needs.BATTERY}),
    ),
    energy(
        "battery_charged_today",
        _told(_charged),
        state_class=SensorStateClass.TOTAL,
        since_fn=_from_today,
        needs=frozenset({Needs.BATTERY}),
    ),
    money(
        "battery_worth_today",
        _told(lambda it: _if_priced(it.today, it.today.battery_worth)),
        Needs.BATTERY,
        since_fn=_from_today,
    ),
    money(
        "battery_saved_today",
        _saved(lambda it: it.saved_today, lambda saved: saved.by_battery),
        Needs.BATTERY,
        since_fn=_from_today,
    ),
    money(
        "battery_saved_month",
        _saved(lambda it: it.saved_month, lambda saved: saved.by_battery),
        Needs.BATTERY,
        since_fn=_from_this_month,
    ),
    # CO2.
    LedgerMeasure(
        key="co2_now",
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=GRAMS_PER_HOUR,
        suggested_display_precision=0,
        value_fn=_co2_now,
        pace=Pace.LIVE,
        needs=frozenset({Needs.INTENSITY}),
    ),
    LedgerMeasure(
        key="co2_saved_now",
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=GRAMS_PER_HOUR,
        suggested_display_precision=0,
        value_fn=_co2_saved_now,
        pace=Pace.LIVE,
        needs=frozenset({Needs.INTENSITY, Needs.SOLAR}),
    ),
    LedgerMeasure(
        key="co2_saved_today",
        state_class=SensorStateClass.TOTAL,
        native_unit_of_measurement=UnitOfMass.KILOGRAMS,
        suggested_display_precision=1,
        value_fn=_told(lambda it: None if it.co2_saved is None else round(it.co2_saved / 1000, 2)),
        since_fn=_from_today,
        needs=frozenset({Needs.INTENSITY}),
    ),
    # Peaks.
    LedgerMeasure(
        key="mean_peak",
        device_class=SensorDeviceClass.POWER,
        native_unit_of_measurement=UnitOfPower.WATT,
        suggested_unit_of_measurement=UnitOfPower.KILO_WATT,
        suggested_display_precision=2,
        value_fn=lambda keeper, now: keeper.page().mean,
    ),
    LedgerMeasure(
        key="capacity_cost",
        device_class=SensorDeviceClass.MONETARY,
        native_unit_of_measurement=EUR,
        suggested_display_precision=2,
        value_fn=lambda keeper, now: keeper.page().cost,
        needs=frozenset({Needs.CONTRACT, Needs.CAPACITY}),
    ),
)
