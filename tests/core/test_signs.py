"""Wrong signs: import while exporting for an hour, and a house that would give power."""

from collections.abc import Callable

import pytest

from custom_components.overshot.core.checks.signs import SignCheck, Suspect
from custom_components.overshot.core.model import BatteryReading, MeterReading, Reading, Snapshot, SolarReading
from custom_components.overshot.core.model.turn import Turn

from .house import at

GRID = Suspect("meter", Turn.GRID)
GRID_POWER = Suspect("meter", Turn.GRID_POWER)
SOLAR = Suspect("pv", Turn.SOLAR)
BATTERY = Suspect("accu", Turn.BATTERY)
BATTERY_POWER = Suspect("accu", Turn.BATTERY_POWER)

EVERY = 10

type Flow = float | Callable[[int], float]


class Home:
    """What the instruments tell: each true power (W) with its own sign, right or wrong."""

    def __init__(self, *, fiscal: bool = False, counters: bool = True) -> None:
        """Start at noon, half full."""
        self.check = SignCheck(grid_id="meter", fiscal=fiscal)
        self.counters = counters
        self.now = 0
        self.energy = dict.fromkeys(("import", "export", "solar", "charged", "discharged"), 1e6)
        self.soc = 50.0

    def live(
        self,
        hours: float,
        *,
        grid: Flow,
        solar: Flow | None = None,
        battery: Flow | None = None,
        turned: frozenset[Turn] = frozenset(),
        age: float = 0.0,
    ) -> tuple[Suspect, ...]:
        """Live for so long with true flows; the devices with a turned sign tell them wrong."""
        for _ in range(int(hours * 3600 / EVERY)):
            self.now += EVERY
            self.check.look(
                self._tell(_at(grid, self.now), _at(solar, self.now), _at(battery, self.now), turned, age), at(self.now)
            )
        return self.check.suspects

    def _tell(
        self, grid: float, solar: float | None, battery: float | None, turned: frozenset[Turn], age: float
    ) -> Snapshot:
        """Return what the instruments tell."""
        hours = EVERY / 3600
        self.energy["import"] += max(0.0, grid) * hours
        self.energy["export"] += max(0.0, -grid) * hours
        self.energy["solar"] += max(0.0, solar or 0.0) * hours
        self.energy["discharged"] += max(0.0, battery or 0.0) * hours
        self.energy["charged"] += max(0.0, -(battery or 0.0)) * hours
        self.soc -= (battery or 0.0) * hours / 200
        counted = self.energy if self.counters else {}
        up, down = counted.get("import"), counted.get("export")
        if Turn.GRID in turned:
            up, down = down, up
        out, in_ = counted.get("discharged"), counted.get("charged")
        if Turn.BATTERY in turned:
            out, in_ = in_, out
        when = at(self.now - age)
        return Snapshot(
            grid=Reading(
                MeterReading(
                    power=-grid if turned & {Turn.GRID, Turn.GRID_POWER} else grid,
                    energy_import=up,
                    energy_export=down,
                ),
                at(self.now),
            ),
            solar={}
            if solar is None
            else {
                "pv": Reading(
                    SolarReading(power=-solar if Turn.SOLAR in turned else solar, energy=counted.get("solar")), when
                )
            },
            batteries={}
            if battery is None
            else {
                "accu": Reading(
                    BatteryReading(
                        power=-battery if turned & {Turn.BATTERY, Turn.BATTERY_POWER} else battery,
                        soc=round(self.soc),
                        energy_discharged=out,
                        energy_charged=in_,
                    ),
                    when,
                )
            },
        )


def _at(flow: Flow | None, second: int) -> float:
    """Return a flow at a moment."""
    return flow(second) if callable(flow) else (flow or 0.0) if flow is not None else None  # type: ignore[return-value]


def turned(*turns: Turn) -> frozenset[Turn]:
    """Return signs that are wrong."""
    return frozenset(turns)


@pytest.mark.parametrize(
    ("problem", "flows", "wrong", "found"),
    [
        ("all is well by day", {"grid": -2000, "solar": 3000, "battery": -500}, turned(), ()),
        ("all is well by night", {"grid": 300, "solar": 0, "battery": 400}, turned(), ()),
        ("import while exporting for an hour", {"grid": -2000, "solar": 3000}, turned(Turn.GRID_POWER), (GRID_POWER,)),
        ("export while importing", {"grid": 800}, turned(Turn.GRID_POWER), (GRID_POWER,)),
        ("transformers the other way round, at night", {"grid": 800}, turned(Turn.GRID), (GRID,)),
        ("...beside a battery that covers a part", {"grid": 900, "battery": 500}, turned(Turn.GRID), (GRID,)),
        ("an inverter that takes at noon", {"grid": -2000, "solar": 3000}, turned(Turn.SOLAR), (SOLAR,)),
        ("battery power alone", {"grid": 100, "battery": 900}, turned(Turn.BATTERY_POWER), (BATTERY_POWER,)),
        ("the whole battery, told by its state of charge", {"grid": 100, "battery": 900}, turned(Turn.BATTERY), (BATTERY,)),
        ("solar at night is no evidence", {"grid": 500, "solar": 0}, turned(Turn.SOLAR), ()),
        ("an inverter that takes 40 W at night", {"grid": 500, "solar": -40}, turned(), ()),
        ("a lot of solar and a lot of import is no proof", {"grid": 3000, "solar": 3000}, turned(), ()),
    ],
)  # fmt: skip
def test_who_counts_the_other_way_round(
    problem: str, flows: dict[str, float], wrong: frozenset[Turn], found: tuple[Suspect, ...]
) -> None:
    home = Home()
    assert home.live(0.9, **flows, turned=wrong) == (), f"{problem}: not before an hour"
    assert home.live(0.4, **flows, turned=wrong) == found, problem


def test_without_counters_the_house_itself_tells() -> None:
    """Export by night, of nothing."""
    assert Home(counters=False).live(1.1, grid=800, turned=turned(Turn.GRID_POWER)) == (GRID,)


def test_without_counters_a_battery_or_the_grid() -> None:
    """Turning either would make the house one that takes: the user is asked which."""
    home = Home(counters=False)
    # In truth the grid gives 1 kW, of which the battery takes 400 W.
    assert home.live(1.05, grid=1000, battery=-400, turned=turned(Turn.GRID)) == (GRID,)
    home = Home(counters=False)
    assert home.live(1.05, grid=700, battery=700, turned=turned(Turn.GRID, Turn.BATTERY)) == (BATTERY, GRID)


def test_the_state_of_charge_settles_it() -> None:
    """It sinks while the battery is said to charge."""
    home = Home(counters=False)
    assert home.live(2, grid=700, battery=700, turned=turned(Turn.GRID, Turn.BATTERY)) == (BATTERY,)


def test_the_grid_operators_meter_is_never_suspected() -> None:
    """A source that nobody measures: solar panels that Overshot was not told of."""
    assert Home(fiscal=True).live(3, grid=-2000) == ()


def test_beside_the_operators_meter_the_others_are() -> None:
    assert Home(fiscal=True).live(1.2, grid=-2000, solar=3000, turned=turned(Turn.SOLAR)) == (SOLAR,)


def test_a_cloud_does_not_let_it_escape() -> None:
    """The contradiction pauses for a minute now and then."""

    def sun(second: int) -> float:
        return 100.0 if second % 1200 < 60 else 3000.0

    home = Home(counters=False)
    assert home.live(1.3, grid=lambda t: 1000 - sun(t), solar=sun, turned=turned(Turn.SOLAR)) == (SOLAR,)


def test_half_an_hour_each_day_is_no_hour() -> None:
    home = Home(counters=False)
    for _ in range(5):
        home.live(0.5, grid=-2000, solar=3000, turned=turned(Turn.SOLAR))
        assert home.live(2.0, grid=600, solar=0, turned=turned(Turn.SOLAR)) == ()


def test_old_readings_prove_nothing() -> None:
    """An inverter that fell silent says nothing about the signs."""
    assert Home(counters=False).live(2, grid=-2000, solar=0, battery=-100, age=120) == ()


def test_what_was_found_stays_found() -> None:
    """The sun sets before the user looks."""
    home = Home()
    assert home.live(1.2, grid=-2000, solar=3000, turned=turned(Turn.SOLAR)) == (SOLAR,)
    assert home.live(10, grid=500, solar=0, turned=turned(Turn.SOLAR)) == (SOLAR,)


def test_a_battery_at_the_grids_zero_is_not_accused() -> None:
    """Power swings round zero and the counters are coarse: what they show late belongs to the swing before."""

    def swing(second: int) -> float:
        return 400.0 if second // 90 % 2 else -400.0

    home = Home()
    assert home.live(6, grid=swing, battery=lambda t: 600 - swing(t)) == ()
