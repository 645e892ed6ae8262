"""The ledger of a scenario: the production ledger follows the house cycle by cycle, and is held to what really flowed."""

from collections.abc import Mapping
import json
from typing import Any, Final

from custom_components.overshot.core.control.persistence import from_plain, to_plain
from custom_components.overshot.core.ledger.account import Share, total
from custom_components.overshot.core.ledger.flows import HOUSE
from custom_components.overshot.core.ledger.memory import LedgerMemory
from custom_components.overshot.core.ledger.quarter import QuarterRecord
from custom_components.overshot.core.ledger.reports.totals import Totals, add_up
from custom_components.overshot.core.ledger.step import Prices, step
from custom_components.overshot.core.model import QUARTER, Series
from custom_components.overshot.core.model.series import quarter_start
from custom_components.overshot.core.tariff import export_series, import_series

from .loop import Loop

OFF: Final = 1e-3
"""What may be missing in a quarter for the rounding of floats (Wh, EUR)."""


class Books:
    """Follows a loop step by step."""

    def __init__(self, loop: Loop) -> None:
        """Begin before the first step."""
        self._loop = loop
        self._told = told = loop.scenario.tariff
        self.memory = LedgerMemory()
        self.closed: list[QuarterRecord] = []
        self._was_down = False
        start, end = (
            loop.world.start,
            loop.world.start + QUARTER * (2 + loop.scenario.duration // QUARTER.total_seconds()),
        )
        self._imports = import_series(told.tariff, told.market, start, end) if told.tariff else Series()
        self._exports = export_series(told.tariff, told.market, start, end) if told.tariff else loop.scenario.feed_in
        self._prices = Prices(imports=self._imports, exports=self._exports)
        self._priced_until = start

    def add(self) -> None:
        """Account for the step just lived; while nobody controls the house, nobody keeps books either."""
        loop = self._loop
        if loop.down:
            self._was_down = True
            return
        if self._was_down:
            self._was_down = False
            self.memory = from_plain(LedgerMemory, json.loads(json.dumps(to_plain(self.memory))))
        now = loop.world.now
        if now >= self._priced_until:
            self._priced_until = quarter_start(now) + QUARTER
            self._prices = Prices(
                import_price=self._imports.at(now),
                export_price=self._exports.at(now),
                imports=self._imports,
                exports=self._exports,
            )
        done = step(loop.scenario.house.site, self.memory, loop.snapshot, self._prices, self._told.co2, now)
        self.memory = done.memory
        self.closed += done.closed

    @property
    def records(self) -> list[QuarterRecord]:
        """Return all quarters, the running one last."""
        running = self.memory.running
        return [*self.closed, *([running] if running is not None else [])]

    def totals(self) -> Totals:
        """Return the sums of all quarters."""
        return add_up(self.records, self._loop.world.start - QUARTER, self._loop.world.now + QUARTER)

    def imbalances(self) -> list[dict[str, Any]]:
        """Return every quarter in which energy or money is not accounted for; there are none."""
        found: list[dict[str, Any]] = []
        held: Mapping[str, Share] = {}
        for record in self.records:
            used, charged = total(record.shares.values()), total(record.charged.values())
            discharged = sum(record.discharged.values())
            before, after = total(held.values()), total(record.stored.values())
            given = record.imported + record.solar + record.unmeasured + discharged
            off = {
                "energy": given - used.total - charged.total - record.exported,
                "stored": charged.total + record.found - discharged - record.lost.total - after.total + before.total,
                "money": record.import_cost
                + before.cost
                - (used.cost + record.export.cost + record.lost.cost + after.cost),
            }
            found += [
                {
                    "kind": "ledger_off",
                    "what": what,
                    "start": (record.start - self._loop.world.start).total_seconds(),
                    "by": by,
                }
                for what, by in off.items()
                if abs(by) > OFF
            ]
            held = record.stored
        return found

    def summary(self) -> dict[str, Any]:
        """Return the ledger as plain values: Wh, EUR and g."""
        totals = self.totals()
        parts = {**totals.shares}
        money = self._told.tariff is not None
        return {
            "energy": {
                "imported": round(totals.imported, 1),
                "exported": round(totals.exported, 1),
                "solar": round(totals.solar, 1),
                "unmeasured": round(totals.unmeasured, 1),
                "charged": round(sum(share.total for share in totals.charged.values()), 1),
                "discharged": round(sum(totals.discharged.values()), 1),
                "lost": round(totals.lost.total, 1),
                "consumed": round(totals.consumed, 1),
            },
            "consumers": {
                id_: _account(parts[id_], money) for id_ in sorted(parts, key=lambda id_: (id_ == HOUSE, id_))
            },
            "export": _account(totals.export, money),
            "batteries": {
                id_: {
                    "charged": _account(totals.charged.get(id_, Share()), money),
                    "discharged": round(totals.discharged.get(id_, 0.0), 1),
                    "holds": _account(share, money),
                }
                for id_, share in totals.stored.items()
            },
            "import_cost": round(totals.import_cost, 4) if money else None,
            "revenue": round(totals.revenue, 4),
            "battery_worth": round(totals.battery_worth, 4) if money else None,
            "co2": round(totals.co2, 1) if self._told.co2 is not None else None,
            "self_consumption": _rounded(totals.self_consumption),
            "autarky": _rounded(totals.autarky),
            "quarters": totals.quarters,
            "estimated": totals.estimated,
        }


def table(ledger: Mapping[str, Any]) -> list[str]:
    """Return the ledger of a summary for people: who took what, from where, for how much."""
    names = ("solar", "battery_solar", "battery_grid", "battery_unknown", "unmeasured", "grid")
    lines = [f"ledger (kWh): {'':14} {'total':>8} " + " ".join(f"{name:>15}" for name in names) + f" {'EUR':>9}"]
    rows = [
        *ledger["consumers"].items(),
        *((f"into {id_}", it["charged"]) for id_, it in ledger["batteries"].items()),
        ("exported", ledger["export"]),
        *((f"{id_} holds", it["holds"]) for id_, it in ledger["batteries"].items()),
    ]
    for name, account in rows:
        amounts = " ".join(f"{account['energy'].get(source, 0.0) / 1000:15.3f}" for source in names)
        cost = "" if account["cost"] is None else f"{account['cost']:9.2f}"
        lines.append(f"  {name:26} {account['total'] / 1000:8.3f} {amounts} {cost}".rstrip())
    if ledger["import_cost"] is not None:
        lines.append(
            f"import {ledger['import_cost']:.2f} EUR, feed-in {ledger['revenue']:.2f} EUR, "
            f"battery at offtake price {ledger['battery_worth']:.2f} EUR"
        )
    return lines


def _account(share: Share, money: bool) -> dict[str, Any]:
    """Return an account as plain values."""
    return {
        "total": round(share.total, 1),
        "energy": {str(source): round(amount, 1) for source, amount in share.energy.items()},
        "cost": round(share.cost, 4) if money else None,
        "co2": round(share.co2, 1),
    }


def _rounded(share: float | None) -> float | None:
    """Return a share as it is printed."""
    return None if share is None else round(share, 4)
