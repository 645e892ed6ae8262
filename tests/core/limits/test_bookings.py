"""Batteries, heat pumps and loads on circuits: what they draw or are about to draw is not there for cars, nor the other way round."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from custom_components.overshot.core.control.appliances.settings import HeatPumpSettings
from custom_components.overshot.core.control.batteries.settings import BatterySettings
from custom_components.overshot.core.control.limits.booking import appliances_draw
from custom_components.overshot.core.model import (
    NO_PHASES,
    Battery,
    BatteryMode,
    BatteryReading,
    HeatPump,
    HeatPumpReading,
    Load,
    LoadReading,
    PhaseVector,
    Reading,
    Rotation,
    Site,
    Snapshot,
)
from tests.core.house import V, at

from .garage import Garage, charge_point, circuit, site_of

SHED = (circuit("shed", 20),)
BATTERY = Battery(id="battery", name="Battery", phases=1, circuit="shed", max_charge=5000)
PUMP = HeatPump(id="pump", name="Pump", power=1380.0, phases=1, rotation=Rotation.L2, circuit="shed")
BOILER = Load(id="boiler", name="Boiler", levels=(0.0, 2300.0), rotation=Rotation.L3, circuit="shed")


def shed(**devices: Any) -> Site:
    """Return a car and other things on a shed of 20 A that no meter watches."""
    return site_of(charge_point("car", "shed"), circuits=SHED, **devices)


class Shed(Garage):
    """The garage with what the other things tell."""

    known: Mapping[str, object] = {}

    def measure(self) -> Snapshot:
        """Return what the instruments tell now."""
        return replace(super().measure(), **self.known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("problem", "devices", "known", "room"),
    [
        ("a battery that charges", {"batteries": (BATTERY,)}, {"batteries": BatteryReading(power=-2300)}, (10, 10, 10)),
        (
            "one that discharges gives nothing",
            {"batteries": (BATTERY,)},
            {"batteries": BatteryReading(power=2300)},
            None,
        ),
        ("one that tells nothing may charge", {"batteries": (BATTERY,)}, {}, (5000 / V,) * 3),
        ("a heat pump, on its phase", {"heat_pumps": (PUMP,)}, {"heat_pumps": HeatPumpReading(power=920)}, (0, 4, 0)),
        ("one that is not metered may run", {"heat_pumps": (PUMP,)}, {}, (0, 6, 0)),
        ("a boiler", {"loads": (BOILER,)}, {"loads": LoadReading(power=460)}, (0, 0, 2)),
        (
            "a boiler that tells its order alone",
            {"loads": (BOILER,)},
            {"loads": LoadReading(setpoint=2300)},
            (0, 0, 10),
        ),
        ("a boiler that tells nothing", {"loads": (BOILER,)}, {}, (0, 0, 10)),
        ("on the connection its meter sees it", {"loads": (replace(BOILER, circuit=None),)}, {}, None),
    ],
)
def test_what_things_on_a_circuit_draw(
    problem: str, devices: dict[str, object], known: dict[str, object], room: PhaseVector | None
) -> None:
    """As they tell, else all they can."""
    site = shed(**devices)
    ids = {"batteries": "battery", "heat_pumps": "pump", "loads": "boiler"}
    snapshot = Snapshot(**{kind: {ids[kind]: Reading(value, at(0))} for kind, value in known.items()})  # type: ignore[arg-type]
    drawn = [booking.currents for booking in appliances_draw(site, snapshot)]
    assert drawn == ([pytest.approx(room)] if room is not None else drawn and [NO_PHASES]), problem


def test_a_circuit_does_not_ignore_the_battery_that_charges_on_it() -> None:
    """Kilowatts go into the battery: the car is lowered by them, on the circuit of both."""
    garage = Shed(shed(batteries=(BATTERY,)))
    garage.known = {"batteries": {"battery": Reading(BatteryReading(power=-1840), at(0))}}
    told = []
    for second in range(30):
        garage.known = {"batteries": {"battery": Reading(BatteryReading(power=-1840), at(second))}}
        told.append(garage.run(1)["car"])
    assert told[-1] == 12
    assert garage.reason("car")[0] == "circuit_limited"


def test_charging_a_battery_by_order_obeys_its_circuit() -> None:
    """5 kW were ordered on a circuit that leaves 20 A beside a car: the car yields to no battery, the battery to the car."""
    site = shed(batteries=(BATTERY,))
    garage = Shed(
        site,
        each={"car": {"max_current": 12}},
        batteries={"battery": BatterySettings(controlled=True, mode=BatteryMode.CHARGE, power=5000)},
    )
    power = 0.0
    for second in range(120):
        garage.known = {"batteries": {"battery": Reading(BatteryReading(power=-power, soc=50), at(second))}}
        decision = garage.second()
        power = decision.batteries["battery"].power
        flows = [amps + power / V for amps in garage.flows()[3:6]]
        assert max(flows) <= 20 + 0.5, second
    assert garage.run(1)["car"] == 12
    assert 8 * V - 100 <= power <= 8 * V


def test_room_is_made_on_its_circuit_before_a_heat_pump_starts() -> None:
    """Cars are lowered first; then it starts."""
    site = shed(heat_pumps=(replace(PUMP, start_current=4.0),))
    garage = Shed(site, heat_pumps={"pump": HeatPumpSettings(controlled=True)})
    garage.known = {"heat_pumps": {"pump": Reading(HeatPumpReading(power=0.0, state=2), at(0))}}
    assert garage.run(30)["car"] == 20
    # It runs by itself now; its circuit has no meter, but it is metered.
    garage.known = {"heat_pumps": {"pump": Reading(HeatPumpReading(power=1380.0, state=2), at(30))}}
    assert garage.run(5)["car"] == 14
    assert garage.reason("car")[1]["phase"] == "L2"
