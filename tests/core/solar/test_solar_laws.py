"""Whatever is measured: nobody buys for what is held back, no more than allowed is fed in, and the same gives the same."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings as hypothesis_settings, strategies as st
import pytest

from custom_components.overshot.core.control import Memory, step
from custom_components.overshot.core.control.persistence import memory_from_dict, memory_to_dict
from custom_components.overshot.core.model import (
    BatteryReading,
    Inverter,
    MeterReading,
    Reading,
    ReasonKey,
    Series,
    Snapshot,
    SolarReading,
)
from tests.core.house import START, at

from .solar_house import INVERTER, SolarHouse, allowed, solar_site, sold_at

COSTS = sold_at(*([-0.05] * 16))
LIMITS = st.none() | st.floats(0, 8_000)
POWERS = st.floats(-8_000, 12_000)
GIVEN = st.floats(0, 9_000)


@st.composite
def looks(draw: st.DrawFn) -> tuple[list[Inverter], Snapshot]:
    """Return inverters and what is known of their house at the start."""
    count = draw(st.integers(1, 3))
    inverters = [
        replace(INVERTER, id=f"roof_{number}", max_power=draw(st.none() | st.floats(1_000, 10_000)))
        for number in range(count)
    ]
    solar = {it.id: draw(GIVEN) for it in inverters}
    battery = draw(st.none() | st.floats(-5_000, 5_000))
    # What is measured at one moment tells of a house that draws something.
    grid = max(draw(POWERS), -sum(solar.values()) - (battery or 0.0))
    return inverters, Snapshot(
        grid=Reading(MeterReading(power=grid, phase_power=(grid, 0.0, 0.0)), START),
        solar={id_: Reading(SolarReading(power=power), START) for id_, power in solar.items()},
        batteries={"store": Reading(BatteryReading(power=battery), START)} if battery is not None else {},
    )


@given(looks())
def test_never_less_than_is_consumed(look: tuple[list[Inverter], Snapshot]) -> None:
    inverters, seen = look
    site = solar_site(*inverters)
    decision = step(site, allowed(site), Memory(), seen, None, START, export_prices=COSTS)
    limits = [order.output_limit for order in decision.solar.values()]
    assert all(limit is not None for limit in limits)
    assert seen.grid is not None
    assert seen.grid.value.power is not None
    given_now = sum(reading.value.power or 0.0 for reading in seen.solar.values())
    stored = seen.batteries["store"].value.power if "store" in seen.batteries else 0.0
    consumed = seen.grid.value.power + given_now + max(0.0, stored or 0.0)
    assert sum(limit or 0.0 for limit in limits) >= consumed - 1e-6


@given(looks(), st.floats(0, 8_000), st.booleans())
def test_never_more_than_may_be_fed_in(look: tuple[list[Inverter], Snapshot], limit: float, curtailment: bool) -> None:
    inverters, seen = look
    inverters = inverters[:1]
    seen = replace(seen, solar={id_: seen.solar[id_] for id_ in [inverters[0].id]})
    site = solar_site(*inverters, export_limit=limit)
    wishes = allowed(site, curtailment=curtailment)
    decision = step(site, wishes, Memory(), seen, None, START, export_prices=COSTS)
    order = decision.solar[inverters[0].id]
    assert seen.grid is not None
    grid, now = seen.grid.value.power or 0.0, seen.solar[inverters[0].id].value.power or 0.0
    # What the inverter could add to what it gives now flows to the grid.
    most = order.output_limit if order.output_limit is not None else inverters[0].max_power
    assert most is not None
    if grid + now + limit >= 0:
        assert -(grid - (most - now)) <= limit + 1e-6


@given(looks(), LIMITS, st.booleans(), st.booleans())
def test_the_same_inputs_give_the_same_decision(
    look: tuple[list[Inverter], Snapshot], limit: float | None, curtailment: bool, controlled: bool
) -> None:
    inverters, seen = look
    site = solar_site(*inverters, export_limit=limit)
    wishes = allowed(site, curtailment=curtailment, controlled=controlled)
    first = step(site, wishes, Memory(), seen, None, START, export_prices=COSTS)
    assert first == step(site, wishes, Memory(), seen, None, START, export_prices=COSTS)
    later, known = START + timedelta(seconds=1), first.memory
    assert step(site, wishes, known, seen, None, later, export_prices=COSTS) == step(
        site, wishes, known, seen, None, later, export_prices=COSTS
    )
    if not controlled:
        assert all(order.output_limit is None and order.export_limit is None for order in first.solar.values())


@given(looks(), LIMITS)
def test_a_restart_forgets_what_was_held_back(look: tuple[list[Inverter], Snapshot], limit: float | None) -> None:
    inverters, seen = look
    site = solar_site(*inverters, export_limit=limit)
    decision = step(site, allowed(site), Memory(), seen, None, START, export_prices=COSTS)
    assert memory_from_dict(memory_to_dict(decision.memory)).solar == Memory().solar


@hypothesis_settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.floats(200, 7_000), st.floats(0, 6_000)), min_size=1, max_size=4),
    st.sampled_from([0.0, 1_500.0, 5_000.0]),
)
def test_a_house_that_keeps_still_settles(changes: list[tuple[float, float]], takes: float) -> None:
    site = solar_site()
    lived = SolarHouse(site, allowed(site), COSTS)
    lived.takes = takes
    for load, sun in changes:
        lived.live(100, load=load, sun=sun)
        lacking = max(0.0, load + lived.stored - sun)
        assert lived.grid <= lacking + 1, "nothing is bought while the sun is held back"
        assert lived.grid >= -2 * 120 - 10, "nor is much sold"


@given(looks(), st.integers(0, 3_000), st.booleans())
def test_a_limit_ends_with_its_cause(look: tuple[list[Inverter], Snapshot], seconds: int, silent: bool) -> None:
    inverters, seen = look
    site = solar_site(*inverters)
    held = step(site, allowed(site), Memory(), seen, None, START, export_prices=COSTS).memory
    later = at(seconds)
    grid = None if silent else Reading(MeterReading(power=0.0), later)
    decision = step(site, allowed(site), held, replace(seen, grid=grid), None, later, export_prices=Series())
    assert all(order.output_limit is None for order in decision.solar.values())
    keys = {order.reason.key for order in decision.solar.values()}
    assert keys <= {ReasonKey.AUTOMATIC, ReasonKey.METER_STALE}


def test_the_margin_covers_a_limit_in_whole_percent() -> None:
    site = solar_site(replace(INVERTER, max_power=10_000.0))
    seen = Snapshot(
        grid=Reading(MeterReading(power=-3_000.0), START), solar={"roof": Reading(SolarReading(power=4_050.0), START)}
    )
    order = step(site, allowed(site), Memory(), seen, None, START, export_prices=COSTS).solar["roof"]
    assert order.output_limit is not None
    assert order.output_limit == pytest.approx(1_170)
    assert int(order.output_limit / 100) * 100 >= 1_050
