"""How a session grows: by the energy its meter tells, with the sources and the money that the ledger tells of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from ...access import Identity
from ...control.charging.status import CHARGING_POWER
from ...model.series import QUARTER, quarter_start
from ..account import Share
from ..flows import Source
from .memory import Circumstances
from .metering import Gain
from .session import Metering, Session

WATCHED: Final = 60.0
"""Between two readings that are no further apart nothing is missed (s)."""

MOST_SCALED: Final = 1.1
"""Where the meter tells more than this multiple of what the ledger saw, the rest is of unknown source."""

_RANK: Final = tuple(Metering)


def grown(session: Session, gained: Gain, before: datetime, at: datetime, power: float | None) -> Session:
    """Return a session with what was given between two readings; `power` is what it draws by the newer one (W)."""
    seconds = max(0.0, (at - before).total_seconds())
    highest = session.max_power if power is None else max(session.max_power or 0.0, power)
    if seconds <= WATCHED:
        charged = seconds if power is not None and power >= CHARGING_POWER else 0.0
    else:
        charged = min(seconds, gained.energy * 3600 / highest) if highest and gained.energy > 0 else 0.0
    by = session.metering
    if gained.energy > 0 and by is not Metering.IMPORTED:
        by = max(by, gained.by, key=_RANK.index) if session.energy > 0 else gained.by
    return replace(
        session,
        energy=max(0.0, session.energy + gained.energy),
        estimated=max(0.0, session.estimated + gained.estimated),
        metering=by,
        meter_end=gained.meter.counter,
        charging_time=session.charging_time + charged,
        max_power=highest,
        profile=spread(session.profile, gained.energy, at - timedelta(seconds=seconds), at),
    )


def accounted(session: Session, share: Share) -> Session:
    """Return a session with its sources and its money: those of the ledger, scaled to the energy of the meter.

    The ledger sees every cycle, the meter is what counts: they differ by rounding, and by what each measures. What the
    meter tells beyond that, the ledger did not see, and its source and price stay unknown.
    """
    seen = share.total
    if session.energy <= 0:
        return replace(session, sources={}, cost=0.0, co2=0.0, missed=0.0, unpriced=0.0)
    if seen <= 0:
        return replace(session, sources={}, cost=None, co2=None, missed=0.0, unpriced=0.0)
    scaled = share.part(min(MOST_SCALED, session.energy / seen))
    known = scaled.energy.get(Source.GRID, 0.0) + scaled.energy.get(Source.BATTERY_GRID, 0.0) - scaled.unpriced
    nothing_priced = scaled.unpriced > 0 and known <= 0
    return replace(
        session,
        sources={source: energy for source, energy in scaled.energy.items() if energy > 0},
        cost=None if nothing_priced else scaled.cost,
        co2=scaled.co2,
        missed=scaled.missed,
        unpriced=scaled.unpriced,
    )


def rescaled(session: Session, energy: float, estimated: float) -> Session:
    """Return an ended session whose meter told some more afterwards (Wh; less than 0: it was estimated too high)."""
    total = max(0.0, session.energy + energy)
    factor = total / session.energy if session.energy > 0 else 0.0
    return replace(
        session,
        energy=total,
        estimated=max(0.0, session.estimated + estimated),
        sources={source: factor * amount for source, amount in session.sources.items()},
        cost=session.cost if session.cost is None else factor * session.cost,
        co2=session.co2 if session.co2 is None else factor * session.co2,
        missed=factor * session.missed,
        unpriced=factor * session.unpriced,
        profile={quarter: factor * amount for quarter, amount in session.profile.items()}
        or ({} if session.ended is None else spread({}, total, session.started, session.ended)),
    )


def of_somebody(session: Session, around: Circumstances) -> Session:
    """Return a session with who it is, as far as it is known now; who is known once stays known."""
    who: Identity = around.identity
    consumption = who.consumption or around.consumption or session.consumption
    if who.known_by is None and (who.tag is None or who.tag == session.tag):
        return session if consumption == session.consumption else replace(session, consumption=consumption)
    if who.known_by is None:
        return replace(session, tag=who.tag, consumption=consumption)
    return replace(
        session,
        tag=who.tag or session.tag,
        card=who.card,
        card_name=who.card_name,
        person=who.person,
        person_name=who.person_name,
        group=who.group,
        group_name=who.group_name,
        cost_centre=who.cost_centre,
        vehicle=who.vehicle,
        vehicle_name=who.vehicle_name,
        consumption=consumption,
    )


def spread(profile: Mapping[str, float], energy: float, start: datetime, end: datetime) -> Mapping[str, float]:
    """Return the energy by quarter with what was given between two moments, evenly."""
    if energy == 0:
        return profile
    together = dict(profile)
    whole = (end - start).total_seconds()
    quarter = quarter_start(start)
    while True:
        upto = min(end, quarter + QUARTER)
        part = (upto - max(start, quarter)).total_seconds() / whole if whole > 0 else 1.0
        if part > 0:
            key = f"{quarter.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
            together[key] = max(0.0, together.get(key, 0.0) + energy * part)
        quarter += QUARTER
        if quarter >= end:
            return together
