"""The quarter that has not ended: cut intervals at the quarters of the clock, add to a record, and close it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from ..model import QUARTER, Load, LoadReading, Reading
from ..model.series import quarter_start
from .account import NOTHING, Share, added
from .attribution import Attributed, Rates
from .flows import Flows
from .quarter import QuarterRecord

WATER: Final = 1.163
"""To heat a litre of water by one degree (Wh)."""


def pieces(flows: Flows) -> Iterator[Flows]:
    """Yield the parts of an interval that lie in one clock quarter each, in proportion to time."""
    start, whole = flows.start, (flows.end - flows.start).total_seconds()
    while (end := quarter_start(start) + QUARTER) < flows.end:
        yield _part(flows, start, end, (end - start).total_seconds() / whole)
        start = end
    if start == flows.start:
        yield flows
    else:
        yield _part(flows, start, flows.end, (flows.end - start).total_seconds() / whole)


def accrued(
    record: QuarterRecord,
    flows: Flows,
    attributed: Attributed,
    rates: Rates,
    stored: Mapping[str, Share],
    lost: Share,
    found: float,
    register: int | None,
) -> QuarterRecord:
    """Return a record with an interval added to it."""
    price, paid = rates.import_price, rates.export_price
    seconds = 0.0 if flows.estimated else (flows.end - flows.start).total_seconds()
    return QuarterRecord(
        start=record.start,
        imported=record.imported + flows.imported,
        exported=record.exported + flows.exported,
        solar=record.solar + flows.solar,
        unmeasured=record.unmeasured + flows.unmeasured,
        discharged=_summed(record.discharged, flows.discharged),
        charged=added(record.charged, attributed.charged),
        shares=added(record.shares, attributed.shares),
        export=record.export + attributed.export,
        lost=record.lost + lost,
        found=record.found + found,
        stored=stored,
        import_cost=record.import_cost + flows.imported * (price or 0.0) / 1000,
        revenue=record.revenue + flows.exported * (paid or 0.0) / 1000,
        import_price=price if price is not None else record.import_price,
        export_price=paid if paid is not None else record.export_price,
        co2=record.co2 + flows.imported * (rates.co2 or 0.0) / 1000,
        co2_intensity=rates.co2 if rates.co2 is not None else record.co2_intensity,
        register=register if register is not None else record.register,
        known=record.known + seconds,
        estimated=record.estimated or flows.estimated,
    )


def heat_stored(
    record: QuarterRecord,
    loads: Mapping[str, Load],
    readings: Mapping[str, Reading[LoadReading]],
    before: Mapping[str, float],
) -> dict[str, float]:
    """Return the heat that loads stored in a quarter (Wh): by the water's temperature, else what they drew.

    What cooled down meanwhile stored nothing. A load that tells no temperature heats no water, as far as anybody knows.
    """
    heat = {}
    for id_, reading in readings.items():
        temperature = reading.value.temperature
        if temperature is None:
            continue
        load = loads.get(id_)
        if load is not None and load.volume is not None and id_ in before:
            heat[id_] = max(0.0, WATER * load.volume * (temperature - before[id_]))
        else:
            heat[id_] = record.shares.get(id_, NOTHING).total
    return heat


def temperatures(readings: Mapping[str, Reading[LoadReading]]) -> dict[str, float]:
    """Return how warm the water of each load is (degrees Celsius)."""
    return {id_: it.value.temperature for id_, it in readings.items() if it.value.temperature is not None}


def _part(flows: Flows, start: datetime, end: datetime, factor: float) -> Flows:
    """Return a part of an interval."""
    return Flows(
        start=start,
        end=end,
        imported=factor * flows.imported,
        exported=factor * flows.exported,
        solar=factor * flows.solar,
        unmeasured=factor * flows.unmeasured,
        charged={id_: factor * amount for id_, amount in flows.charged.items()},
        discharged={id_: factor * amount for id_, amount in flows.discharged.items()},
        consumed={id_: factor * amount for id_, amount in flows.consumed.items()},
        estimated=flows.estimated,
    )


def _summed(sums: Mapping[str, float], more: Mapping[str, float]) -> Mapping[str, float]:
    """Return amounts by name with others added."""
    if not more:
        return sums
    together = dict(sums)
    for name, amount in more.items():
        together[name] = together.get(name, 0.0) + amount
    return together
