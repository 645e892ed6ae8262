"""Decide what each inverter may give: all the sun offers, what the connection may feed in, or what is taken here.

An inverter that regulates on a meter of its own is told what may flow to the grid. Any other is told what it may give:
what it gave when it was read and what the grid gave beside it then, which is what is taken here, and a margin above.
Both must speak of the same output, or a limit that is being obeyed would be taken for a house that draws less. So the
limit is worked out when the inverter was read again, some seconds after it was told; until then it is only raised, for
what the house buys.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from ...model import Inverter, MeterReading, Reason, ReasonKey, Site, Snapshot, SolarSetpoint
from ..planned.follow import SOME, Followed
from ..settings import SiteSettings
from .memory import OutputMemory, SolarMemory
from .takers import offer

MARGIN: Final = 100.0
"""The sun may give so much more than is taken, at the least (W)..."""

MARGIN_SHARE: Final = 0.012
"""...or this share of the rated power (0..1)..."""

COARSE_SHARE: Final = 0.01
"""...and at least this share of it: limits are often whole percents, rounded down (0..1)."""

SILENT_AFTER: Final = 60.0
"""An inverter silent for longer gives nobody knows what (s)."""

SETTLING: Final = 3.0
"""Readings of the first seconds after an order do not count: the output may be on its way (s)."""

_RELEASED: Final = Reason(ReasonKey.AUTOMATIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Why the sun is held back to what is taken here, and who could take more of it."""

    reason: Reason
    takers: Mapping[str, float]
    """How long each needs to begin (s)."""


def held_back(
    settings: SiteSettings, price: float | None, followed: Followed | None, takers: Mapping[str, float]
) -> Held | None:
    """Return why the sun is held back now, None where it is not; `price` is what feeding in earns (EUR/kWh).

    A plan that holds the sun back and feeds in all the same does it for the export limit, which binds by itself.
    """
    if not settings.curtailment:
        return None
    if price is not None and price < 0:
        return Held(reason=Reason(ReasonKey.EXPORT_COSTS, {"price": round(price, 4)}), takers=takers)
    if followed is not None and followed.plan.curtailed[followed.index] >= SOME and followed.grid > -SOME:
        return Held(reason=Reason(ReasonKey.PLAN_CURTAILED), takers=takers)
    return None


def order_solar(
    site: Site, settings: SiteSettings, memory: SolarMemory, snapshot: Snapshot, held: Held | None, now: datetime
) -> tuple[dict[str, SolarSetpoint], SolarMemory]:
    """Return what each inverter is told, and what to remember. The grid meter must have told just now."""
    if not site.inverters:
        return {}, SolarMemory()
    power = grid_power(snapshot.grid.value) if snapshot.grid is not None else None
    if power is None or snapshot.on_backup:
        return without_meter(site, settings, memory, on_backup=snapshot.on_backup)
    shown = None
    if held is None:
        memory = SolarMemory(outputs=memory.outputs)
    else:
        offered, memory = offer(held.takers, memory, power, now)
        if offered:
            shown = Reason(ReasonKey.EXPORT_TAKERS, held.reason.details)
            held = None
    steered = [inverter for inverter in site.inverters if _controlled(settings, inverter)]
    house = _House(site, steered, memory, snapshot, power, now)
    setpoints: dict[str, SolarSetpoint] = {}
    remembered: dict[str, OutputMemory] = {}
    for inverter in site.inverters:
        if inverter not in steered:
            setpoints[inverter.id] = SolarSetpoint(reason=Reason(ReasonKey.READ_ONLY))
            continue
        setpoint, kept = house.order(inverter, held)
        if shown is not None and setpoint.reason == _RELEASED:
            setpoint = replace(setpoint, reason=shown)
        setpoints[inverter.id] = setpoint
        if kept is not None:
            remembered[inverter.id] = kept
    return setpoints, replace(memory, outputs=remembered)


def without_meter(
    site: Site, settings: SiteSettings, memory: SolarMemory, *, on_backup: bool = False
) -> tuple[dict[str, SolarSetpoint], SolarMemory]:
    """Return what inverters are told while nobody knows what flows to the grid.

    A limit of the connection stays: an inverter keeps the limit it has, or gives no more than may be fed in. Nothing
    else
    holds the sun back. Without a grid there is nothing to limit.
    """
    allowed = None if on_backup else site.connection.export_limit
    setpoints: dict[str, SolarSetpoint] = {}
    remembered: dict[str, OutputMemory] = {}
    for inverter in site.inverters:
        if not _controlled(settings, inverter):
            setpoints[inverter.id] = SolarSetpoint(reason=Reason(ReasonKey.READ_ONLY))
        elif allowed is None:
            key = ReasonKey.ON_BACKUP if on_backup else ReasonKey.METER_STALE
            setpoints[inverter.id] = SolarSetpoint(reason=Reason(key))
        else:
            before = memory.outputs.get(inverter.id)
            setpoints[inverter.id] = _by_law(inverter, allowed, before)
            if before is not None:
                remembered[inverter.id] = before
    return setpoints, SolarMemory(outputs=remembered)


def grid_power(reading: MeterReading) -> float | None:
    """Return what flows at the connection (W, + = import), None where the meter is mute."""
    if reading.power is None and reading.phase_power is not None:
        return sum(reading.phase_power)
    return reading.power


def margin_of(inverter: Inverter) -> float:
    """Return how much more than is taken an inverter may give (W)."""
    return max(MARGIN, MARGIN_SHARE * (inverter.max_power or 0.0))


class _House:
    """The grid and all that gives power beside it, at one moment."""

    def __init__(
        self,
        site: Site,
        steered: list[Inverter],
        memory: SolarMemory,
        snapshot: Snapshot,
        power: float,
        now: datetime,
    ) -> None:
        """Look at the house; `power` is that of the grid (W, + = import)."""
        assert snapshot.grid is not None
        self._allowed = site.connection.export_limit
        self._snapshot = snapshot
        self._grid_at = snapshot.grid.at
        self._power = power
        self._now = now
        limited = [it.id for it in steered if it.limits_output and not it.limits_export]
        # What a battery behind an inverter that is held back gives is part of that inverter's output.
        self._discharging = sum(
            max(0.0, battery.value.power or 0.0)
            for id_, battery in snapshot.batteries.items()
            if id_ not in limited and abs(battery.age(now)) <= SILENT_AFTER
        )
        self._new: set[str] = set()
        looked = {id_: self._look(id_, memory.outputs.get(id_)) for id_ in limited}
        self._outputs = {id_: seen for id_, seen in looked.items() if seen is not None}
        self._silent = {id_: memory.outputs.get(id_) for id_, seen in looked.items() if seen is None}

    def order(self, inverter: Inverter, held: Held | None) -> tuple[SolarSetpoint, OutputMemory | None]:
        """Return what an inverter is told, and what to remember of it."""
        allowed = self._allowed
        if inverter.limits_export:
            return (SolarSetpoint(export_limit=0.0, reason=held.reason) if held is not None else _free(allowed)), None
        seen = self._outputs.get(inverter.id)
        if seen is None:
            if allowed is not None:
                before = self._silent.get(inverter.id)
                return _by_law(inverter, allowed, before), before
            reason = Reason(ReasonKey.INVERTER_SILENT) if held is not None else _RELEASED
            return SolarSetpoint(reason=reason), None
        margin = margin_of(inverter)
        spare = max(0.0, allowed - margin) if allowed is not None else 0.0
        law = self._share(seen, seen.power + spare)
        if held is None:
            if allowed is None or (inverter.max_power is not None and law >= inverter.max_power):
                return self._release(seen)
            return self._hold(inverter, seen, _export_limit(allowed), (law - min(margin, spare), law, law))
        taken = self._share(seen, seen.power + seen.discharging)
        least = max(MARGIN / 2, COARSE_SHARE * (inverter.max_power or 0.0))
        bounds = (taken + least, taken + margin, taken + 2 * margin)
        if allowed is not None:
            bounds = (min(bounds[0], law), min(bounds[1], law), min(bounds[2], law))
        return self._hold(inverter, seen, held.reason, bounds)

    def _look(self, id_: str, before: OutputMemory | None) -> OutputMemory | None:
        """Return an inverter as it was read last together with the grid; None where nobody knows what it gives.

        A reading from before its limit was obeyed is left out, and the one before it stands.
        """
        solar, battery = self._snapshot.solar.get(id_), self._snapshot.batteries.get(id_)
        if solar is None or solar.value.power is None or abs(solar.age(self._now)) > SILENT_AFTER:
            return None
        if before is not None:
            changed_at = before.changed_at
            settled = (
                changed_at is None
                or changed_at > self._now  # the clock was set back
                or min(solar.at, self._grid_at) >= changed_at + timedelta(seconds=SETTLING)
            )
            if solar.at == before.read_at or not settled:
                return before
        self._new.add(id_)
        output = solar.value.power + ((battery.value.power or 0.0) if battery is not None else 0.0)
        seen = before or OutputMemory(output=0.0, power=0.0, discharging=0.0, read_at=solar.at)
        return replace(
            seen,
            output=max(0.0, output),
            power=self._power,
            discharging=self._discharging,
            read_at=solar.at,
        )

    def _share(self, seen: OutputMemory, more: float) -> float:
        """Return what an inverter may give where all of them may give so much more than they gave (W).

        What is too much is taken from each by what it gives. What is missing may come from any: which of them could
        give
        more does not show.
        """
        if more >= 0:
            return seen.output + more
        total = sum(other.output for other in self._outputs.values())
        return max(0.0, seen.output + more * (seen.output / total if total > 0 else 1 / len(self._outputs)))

    def _release(self, seen: OutputMemory) -> tuple[SolarSetpoint, OutputMemory]:
        """Return that an inverter gives what the sun offers."""
        if seen.why is not None:
            seen = replace(seen, why=None, limit=None, raised=None, changed_at=self._now)
        return SolarSetpoint(reason=_RELEASED), seen

    def _hold(
        self, inverter: Inverter, seen: OutputMemory, reason: Reason, bounds: tuple[float, float, float]
    ) -> tuple[SolarSetpoint, OutputMemory]:
        """Return the limit (W): the wanted one, or what is in force while it lies within the lowest and the highest."""
        lowest, wanted, highest = bounds
        kept = seen
        if seen.why is not reason.key or seen.limit is None or seen.raised is None:
            kept = replace(seen, limit=wanted, raised=wanted, why=reason.key, changed_at=self._now)
        elif inverter.id not in self._new:
            # What was not read since may have changed: only what the house buys shows.
            kept = replace(seen, raised=max(seen.raised, seen.limit + max(0.0, self._power)))
        elif lowest <= seen.raised <= highest:
            kept = replace(seen, limit=seen.raised)
        else:
            kept = replace(seen, limit=wanted, raised=wanted, changed_at=self._now)
        limit = kept.raised if kept.raised is not None else wanted
        details = reason.details
        if reason.key is not ReasonKey.EXPORT_LIMIT:
            details = {**details, "power": round(limit)}
        return SolarSetpoint(output_limit=limit, reason=Reason(reason.key, details)), kept


def _free(allowed: float | None) -> SolarSetpoint:
    """Return what an inverter is told that regulates its export by itself."""
    if allowed is None:
        return SolarSetpoint(reason=_RELEASED)
    return SolarSetpoint(export_limit=allowed, reason=_export_limit(allowed))


def _by_law(inverter: Inverter, allowed: float, before: OutputMemory | None) -> SolarSetpoint:
    """Return what an inverter is told that must not feed in more than this (W), nobody knowing what the house draws."""
    if inverter.limits_export:
        return _free(allowed)
    limit = before.raised if before is not None and before.raised is not None else allowed
    return SolarSetpoint(output_limit=limit, reason=_export_limit(allowed))


def _export_limit(allowed: float) -> Reason:
    """Return that the connection may feed in so much (W)."""
    return Reason(ReasonKey.EXPORT_LIMIT, {"power": round(allowed)})


def _controlled(settings: SiteSettings, inverter: Inverter) -> bool:
    """Whether Overshot may write to an inverter; its wishes stand among those of the batteries."""
    wishes = settings.batteries.get(inverter.id)
    return wishes is not None and wishes.controlled
