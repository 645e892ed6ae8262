"""When the sun is held back, and to what, each case named after what it guards against."""

from dataclasses import replace

import pytest

from custom_components.overshot.core.control import Memory, step
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
from tests.core.planned.plans import planned

from .solar_house import INVERTER, SolarHouse, allowed, solar_site, sold_at

COSTS, EARNS = sold_at(*([-0.04] * 8)), sold_at(*([0.05] * 8))


def test_feeding_in_that_costs_money_is_avoided_and_nothing_is_bought_for_it() -> None:
    site = solar_site()
    lived = SolarHouse(site, allowed(site), COSTS)
    decision = lived.live(60, load=800, sun=5_000)
    assert decision.solar["roof"].reason.key is ReasonKey.EXPORT_COSTS
    assert decision.solar["roof"].reason.details["price"] == -0.04
    assert -250 <= lived.grid <= 0, "about the margin is fed in, nothing is bought"


@pytest.mark.parametrize(
    ("prices", "curtailment", "why"),
    [
        pytest.param(EARNS, True, ReasonKey.AUTOMATIC, id="feeding in earns money"),
        pytest.param(sold_at(*([0.0] * 8)), True, ReasonKey.AUTOMATIC, id="for nothing is not at a cost"),
        pytest.param(Series(), True, ReasonKey.AUTOMATIC, id="nobody knows the price"),
        pytest.param(sold_at(None, None), True, ReasonKey.AUTOMATIC, id="the price of this quarter is missing"),
        pytest.param(COSTS, False, ReasonKey.AUTOMATIC, id="the user did not allow it"),
    ],
)
def test_the_sun_is_not_held_back_where(prices: Series, curtailment: bool, why: ReasonKey) -> None:
    site = solar_site()
    lived = SolarHouse(site, allowed(site, curtailment=curtailment), prices)
    decision = lived.live(60, load=800, sun=5_000)
    assert (decision.solar["roof"].output_limit, decision.solar["roof"].reason.key) == (None, why)
    assert not lived.orders


def test_an_inverter_that_is_only_read_is_told_nothing() -> None:
    site = solar_site(export_limit=1_000)
    lived = SolarHouse(site, allowed(site, controlled=False), COSTS)
    decision = lived.live(30, load=800, sun=5_000)
    assert decision.solar["roof"].reason.key is ReasonKey.READ_ONLY
    assert not lived.orders


def test_the_limit_follows_what_is_switched_on_at_once() -> None:
    site = solar_site()
    lived = SolarHouse(site, allowed(site), COSTS)
    lived.live(60, load=800, sun=5_000)
    lived.live(4, load=3_000, sun=5_000)
    assert lived.grid <= 0, "an oven of 2.2 kW is fed by the sun within seconds, read again or not"


def test_and_what_is_switched_off_within_some_seconds() -> None:
    site = solar_site()
    lived = SolarHouse(site, allowed(site), COSTS)
    lived.live(60, load=3_000, sun=5_000)
    lived.live(20, load=500, sun=5_000)
    assert -250 <= lived.grid <= 0


def test_a_limit_that_is_still_being_obeyed_is_no_house_that_draws_less() -> None:
    site = solar_site()
    lived = SolarHouse(site, allowed(site), COSTS)
    lived.live(120, load=1_000, sun=5_000)
    assert len(lived.orders) <= 2, lived.orders


def test_a_steady_house_is_told_once() -> None:
    site = solar_site()
    lived = SolarHouse(site, allowed(site), COSTS)
    lived.live(60, load=800, sun=5_000)
    told = len(lived.orders)
    for wobble in (30, -20, 10, -40, 0):
        lived.live(30, load=800 + wobble, sun=5_000)
    assert len(lived.orders) == told


def test_it_is_let_go_when_the_price_rises() -> None:
    site = solar_site()
    lived = SolarHouse(site, allowed(site), sold_at(-0.04, 0.03))
    lived.live(890, load=800, sun=5_000)
    assert lived.limit is not None
    decision = lived.live(15, load=800, sun=5_000)
    assert decision.solar["roof"].output_limit is None
    assert lived.grid == -4_200


def test_a_battery_gets_the_sun_before_it_is_held_back() -> None:
    site = solar_site()
    lived = SolarHouse(site, allowed(site), COSTS)
    lived.takes = 6_000
    decision = lived.live(120, load=800, sun=5_000)
    assert decision.solar["roof"].reason.key is ReasonKey.EXPORT_TAKERS
    assert lived.stored == pytest.approx(4_200)
    assert lived.grid == pytest.approx(0)


def test_a_battery_that_takes_no_more_is_not_waited_for() -> None:
    site = solar_site()
    lived = SolarHouse(site, allowed(site), COSTS)
    lived.takes = 1_000
    decision = lived.live(120, load=800, sun=5_000)
    assert decision.solar["roof"].reason.key is ReasonKey.EXPORT_COSTS
    assert lived.stored == pytest.approx(1_000), "and goes on charging"
    assert -250 <= lived.grid <= 0


def test_a_full_battery_is_no_taker() -> None:
    site = solar_site()
    lived = SolarHouse(site, allowed(site), COSTS)
    lived.takes, lived.soc = 0.001, 100.0
    decision = lived.live(10, load=800, sun=5_000)
    assert decision.solar["roof"].reason.key is ReasonKey.EXPORT_COSTS


def test_what_the_plan_holds_back_is_held_back() -> None:
    site = solar_site()
    plan = replace(planned(START, [0.0] * 4), curtailed=(3_000.0, 0.0, 0.0, 0.0))
    lived = SolarHouse(site, allowed(site), Series(), plan=plan)
    decision = lived.live(60, load=800, sun=5_000)
    assert decision.solar["roof"].reason.key is ReasonKey.PLAN_CURTAILED
    assert -250 <= lived.grid <= 0


def test_a_plan_that_feeds_in_up_to_the_export_limit_does_not_forbid_feeding_in() -> None:
    site = solar_site(export_limit=2_000)
    plan = replace(planned(START, [-2_000.0] * 4), curtailed=(2_000.0,) * 4)
    lived = SolarHouse(site, allowed(site), EARNS, plan=plan)
    decision = lived.live(60, load=800, sun=5_000)
    assert decision.solar["roof"].reason.key is ReasonKey.EXPORT_LIMIT
    assert -2_000 <= lived.grid <= -1_700


@pytest.mark.parametrize("curtailment", [False, True])
def test_the_export_limit_is_kept_whoever_allowed_what(curtailment: bool) -> None:
    site = solar_site(export_limit=1_500)
    lived = SolarHouse(site, allowed(site, curtailment=curtailment), EARNS)
    lived.live(60, load=800, sun=5_000)
    assert -1_500 <= lived.grid <= -1_200
    lived.live(30, load=200, sun=5_000)
    assert -1_500 <= lived.grid <= -1_200


def test_who_may_feed_in_nothing_buys_nothing_for_it() -> None:
    site = solar_site(export_limit=0)
    lived = SolarHouse(site, allowed(site), EARNS)
    lived.live(60, load=800, sun=5_000)
    assert lived.grid == pytest.approx(0)


def test_an_export_limit_above_what_there_is_writes_nothing() -> None:
    site = solar_site(export_limit=5_500)
    lived = SolarHouse(site, allowed(site), EARNS)
    decision = lived.live(60, load=800, sun=5_000)
    assert decision.solar["roof"].reason.key is ReasonKey.AUTOMATIC
    assert not lived.orders


def test_a_silent_meter_lets_go_of_the_sun() -> None:
    site = solar_site()
    lived = SolarHouse(site, allowed(site), COSTS)
    lived.live(60, load=800, sun=5_000)
    lived.meter_silent = True
    decision = lived.live(15, load=800, sun=5_000)
    assert (decision.solar["roof"].output_limit, decision.solar["roof"].reason.key) == (None, ReasonKey.METER_STALE)


def test_but_the_export_limit_stays() -> None:
    site = solar_site(export_limit=1_500)
    lived = SolarHouse(site, allowed(site), EARNS)
    before = lived.live(60, load=800, sun=5_000).solar["roof"]
    lived.meter_silent = True
    decision = lived.live(300, load=800, sun=5_000)
    assert decision.solar["roof"] == before


def test_a_meter_that_never_told_leaves_what_may_be_fed_in() -> None:
    site = solar_site(export_limit=1_500)
    lived = SolarHouse(site, allowed(site), EARNS)
    lived.meter_silent = True
    assert lived.live(20, load=800, sun=5_000).solar["roof"].output_limit == 1_500


def test_an_inverter_nobody_hears_is_let_go_of() -> None:
    site = solar_site()
    lived = SolarHouse(site, allowed(site), COSTS)
    lived.live(60, load=800, sun=5_000)
    lived.inverter_silent = True
    decision = lived.live(70, load=800, sun=5_000)
    assert decision.solar["roof"].reason.key is ReasonKey.INVERTER_SILENT
    assert decision.solar["roof"].output_limit is None


def test_on_backup_power_there_is_nothing_to_limit() -> None:
    site = solar_site(export_limit=0)
    seen = Snapshot(
        grid=Reading(MeterReading(power=0.0, phase_power=(0.0, 0.0, 0.0)), START),
        solar={"roof": Reading(SolarReading(power=900.0), START)},
        on_backup=True,
    )
    decision = step(site, allowed(site), Memory(), seen, None, START, export_prices=COSTS)
    assert decision.solar["roof"].output_limit is None
    assert decision.solar["roof"].reason.key is ReasonKey.ON_BACKUP


def _at_once(
    *inverters: Inverter,
    grid: float,
    solar: dict[str, float],
    batteries: dict[str, float] | None = None,
    export_limit: float | None = None,
) -> dict[str, tuple[float | None, float | None]]:
    """Return the limits of export and output that a first look at a house leads to."""
    site = solar_site(*inverters, export_limit=export_limit)
    seen = Snapshot(
        grid=Reading(MeterReading(power=grid, phase_power=(grid, 0.0, 0.0)), at(0)),
        solar={id_: Reading(SolarReading(power=power), at(0)) for id_, power in solar.items()},
        batteries={id_: Reading(BatteryReading(power=power), at(0)) for id_, power in (batteries or {}).items()},
    )
    decision = step(site, allowed(site), Memory(), seen, None, at(0), export_prices=COSTS)
    return {id_: (order.export_limit, order.output_limit) for id_, order in decision.solar.items()}


def test_an_inverter_with_a_meter_of_its_own_regulates_by_itself() -> None:
    own = Inverter(id="roof", name="Roof", limits_export=True)
    assert _at_once(own, grid=-3_000, solar={"roof": 4_000}) == {"roof": (0.0, None)}


def test_two_inverters_share_what_is_too_much_by_what_they_give() -> None:
    other = replace(INVERTER, id="barn")
    limits = _at_once(INVERTER, other, grid=-3_100, solar={"roof": 4_000, "barn": 2_000})
    roof, barn = limits["roof"][1], limits["barn"][1]
    assert roof == pytest.approx(4_000 - 3_100 * 2 / 3 + 100)
    assert barn == pytest.approx(2_000 - 3_100 / 3 + 100)


def test_the_sun_takes_the_place_of_a_battery_that_gives() -> None:
    limits = _at_once(INVERTER, grid=0, solar={"roof": 1_000}, batteries={"store": 700.0})
    assert limits == {"roof": (None, 1_700 + 100)}


def test_what_the_battery_behind_the_same_inverter_gives_is_its_output() -> None:
    limits = _at_once(INVERTER, grid=-200, solar={"roof": 1_000}, batteries={"roof": 700.0})
    assert limits == {"roof": (None, 1_500 + 100)}
