"""The four charts of the history: energy, where the sun's energy went, what the consumption came from, and who consumed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ..flows import HOUSE, Source
from .totals import BATTERY, Totals


class Use(StrEnum):
    """What a kind of consumer is, for charts that do not tell single ones apart."""

    HOUSE = "house"
    CAR = "car"
    HEAT_PUMP = "heat_pump"
    LOAD = "load"
    BATTERY = "battery"
    EXPORT = "export"


class Origin(StrEnum):
    """What the consumption came from, as people tell it apart."""

    SOLAR = "solar"
    BATTERY = "battery"
    GRID = "grid"
    UNMEASURED = "unmeasured"


@dataclass(frozen=True, slots=True, kw_only=True)
class Charts:
    """What the four charts show of a time (Wh, and EUR for `cost`)."""

    energy: Mapping[str, float]
    """`imported`, `exported`, `solar`, `charged`, `discharged`, `consumed`, and `cost`: what there is to pay for it."""

    solar_to: Mapping[Use, float]
    """Where the production went as it was made; together all of it."""

    sources: Mapping[Origin, float]
    """What the consumption came from; together all of it. A battery gives what it once took from sun or grid."""

    consumers: Mapping[str, float]
    """Who consumed, by id; `HOUSE` is the rest."""


def charts(totals: Totals, uses: Mapping[str, Use]) -> Charts:
    """Return the charts of a time; `uses` tells what each consumer is, by its id."""
    solar_to: dict[Use, float] = {}
    sources = dict.fromkeys(Origin, 0.0)
    for id_, share in totals.shares.items():
        use = Use.HOUSE if id_ == HOUSE else uses.get(id_, Use.LOAD)
        solar_to[use] = solar_to.get(use, 0.0) + share.energy.get(Source.SOLAR, 0.0)
        for source, amount in share.energy.items():
            sources[_ORIGINS[source]] += amount
    solar_to[Use.BATTERY] = sum(share.energy.get(Source.SOLAR, 0.0) for share in totals.charged.values())
    solar_to[Use.EXPORT] = totals.export.energy.get(Source.SOLAR, 0.0)
    return Charts(
        energy={
            "imported": totals.imported,
            "exported": totals.exported,
            "solar": totals.solar,
            "charged": sum(share.total for share in totals.charged.values()),
            "discharged": sum(totals.discharged.values()),
            "consumed": totals.consumed,
            "cost": totals.to_pay,
        },
        solar_to=solar_to,
        sources=sources,
        consumers={id_: share.total for id_, share in totals.shares.items()},
    )


_ORIGINS: Mapping[Source, Origin] = {
    Source.SOLAR: Origin.SOLAR,
    Source.GRID: Origin.GRID,
    Source.UNMEASURED: Origin.UNMEASURED,
    **dict.fromkeys(BATTERY, Origin.BATTERY),
}
