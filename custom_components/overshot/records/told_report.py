"""A report as plain data, for cards, actions and exports. Energies in Wh, money in EUR, CO2 in g, moments in local time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from homeassistant.util import dt as dt_util

from ..core.ledger.account import Share
from ..core.ledger.reports.charts import Charts
from ..core.ledger.reports.report import Bar
from ..core.ledger.reports.savings import Savings
from ..core.ledger.reports.totals import Totals
from ..core.tariff import Bill
from .consumers import Consumer


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What is told beside energies, each by the start of its bar."""

    solar: Mapping[datetime, float] = field(default_factory=dict)
    """Expected production (Wh)."""

    load: Mapping[datetime, float] = field(default_factory=dict)
    """Expected consumption of the house (Wh)."""

    soc: Mapping[datetime, float] = field(default_factory=dict)
    """State of charge (%)."""

    temperatures: Mapping[str, Mapping[datetime, float]] = field(default_factory=dict)
    """Of what loads heat (degrees Celsius), by load."""


def told_bars(bars: Sequence[Bar], series: Series) -> list[dict[str, Any]]:
    """Return the bars of a report."""
    return [
        {
            **_when(bar.totals),
            **_amounts(bar.totals),
            **told_charts(bar.charts),
            "recorded": bar.totals.quarters > 0,
            "expected_solar": _watt_hours(series.solar.get(bar.totals.start)),
            "expected_load": _watt_hours(series.load.get(bar.totals.start)),
            "soc": _rounded(series.soc.get(bar.totals.start)),
            "temperatures": {
                id_: _rounded(values[bar.totals.start])
                for id_, values in series.temperatures.items()
                if bar.totals.start in values
            },
        }
        for bar in bars
    ]


def told_totals(totals: Totals) -> dict[str, Any]:
    """Return the sums of a report."""
    return {
        **_when(totals),
        **_amounts(totals),
        "self_consumption": _percent(totals.self_consumption),
        "autarky": _percent(totals.autarky),
        "lost": _watt_hours(totals.lost.total),
        "stored": _watt_hours(sum(share.total for share in totals.stored.values())),
        "heat": {id_: _watt_hours(heat) for id_, heat in totals.heat.items()},
        "battery_worth": round(totals.battery_worth, 4),
        "unpriced": _watt_hours(totals.unpriced),
        "quarters": totals.quarters,
        "estimated_quarters": totals.estimated,
        "quarters_from_history": totals.from_history,
    }


def told_charts(charts: Charts) -> dict[str, Any]:
    """Return where the production went, what the consumption came from, and who consumed."""
    return {
        "solar_to": {use.value: _watt_hours(energy) for use, energy in charts.solar_to.items()},
        "sources": {origin.value: _watt_hours(energy) for origin, energy in charts.sources.items()},
        "consumers": {id_: _watt_hours(energy) for id_, energy in charts.consumers.items()},
    }


def told_consumers(totals: Totals, consumers: Mapping[str, Consumer]) -> list[dict[str, Any]]:
    """Return who consumed, with what it came from and what it cost, the biggest first."""
    shares = sorted(totals.shares.items(), key=lambda item: -item[1].total)
    return [{**consumers[id_].told(), **_account(share)} for id_, share in shares]


def told_bill(bill: Bill | None) -> dict[str, Any] | None:
    """Return a bill."""
    if bill is None:
        return None
    return {
        "total": round(bill.total, 2),
        "vat": round(bill.vat, 2),
        "items": [
            {
                "key": item.key.value,
                "name": item.name,
                "quantity": round(item.quantity, 3),
                "unit": item.unit.value,
                "amount": round(item.amount, 4),
                "vat": round(item.vat, 4),
            }
            for item in bill.items
        ],
        "remarks": sorted(remark.value for remark in bill.remarks),
        "unmeasured_quarters": bill.unmeasured,
    }


def told_savings(saved: Savings | None) -> dict[str, Any] | None:
    """Return what was saved."""
    if saved is None:
        return None
    return {
        "paid": round(saved.paid, 2),
        "without_battery": round(saved.without_battery, 2),
        "without_control": round(saved.without_control, 2),
        "by_battery": round(saved.by_battery, 2),
        "by_control": round(saved.by_control, 2),
        "battery_at_import_price": round(saved.battery_at_offtake_price, 2),
        "held": _watt_hours(saved.held),
        "peak": round(saved.peak),
        "peak_without_control": round(saved.peak_without_control),
        "complete": saved.complete,
    }


def _account(share: Share) -> dict[str, Any]:
    """Return an account."""
    return {
        "energy": _watt_hours(share.total),
        "sources": {str(source): _watt_hours(energy) for source, energy in share.energy.items() if energy},
        "cost": round(share.cost, 4),
        "missed_revenue": round(share.missed, 4),
        "co2": round(share.co2, 1),
        "unpriced": _watt_hours(share.unpriced),
    }


def _when(totals: Totals) -> dict[str, Any]:
    """Return when it began and ended."""
    return {"start": dt_util.as_local(totals.start).isoformat(), "end": dt_util.as_local(totals.end).isoformat()}


def _amounts(totals: Totals) -> dict[str, Any]:
    """Return the amounts that bars and sums have alike."""
    return {
        "imported": _watt_hours(totals.imported),
        "exported": _watt_hours(totals.exported),
        "solar": _watt_hours(totals.solar),
        "charged": _watt_hours(sum(share.total for share in totals.charged.values())),
        "discharged": _watt_hours(sum(totals.discharged.values())),
        "consumed": _watt_hours(totals.consumed),
        "unmeasured": _watt_hours(totals.unmeasured),
        "cost": round(totals.import_cost, 4),
        "revenue": round(totals.revenue, 4),
        "co2": round(totals.co2, 1),
    }


def _watt_hours(energy: float | None) -> float | None:
    """Return an energy as it is told (Wh)."""
    return None if energy is None else round(energy, 1)


def _rounded(value: float | None) -> float | None:
    """Return a measurement as it is told."""
    return None if value is None else round(value, 1)


def _percent(share: float | None) -> float | None:
    """Return a share in %."""
    return None if share is None else round(100 * share, 1)
