"""What plain rules make of a home, without plan or forecast: the houses that Overshot is compared with.

They know the mean of a quarter while it runs, which is kinder than life, and every price; a car charges with any power.

* B0: no battery; the car takes all it can from plug-in on.
* B1: the same car; the battery takes what the sun gives over and gives what the house lacks.
* B2: as B1, but the battery is filled in the three cheapest hours of each local day unless the sun does it, and the car
  takes the cheapest quarters of its stay.
* B4: the car takes the cheapest quarters at no more than 3.7 kW, or a tenth more than its stay asks for; the battery
  serves the house, and spends its last 2 kWh only on what exceeds the month's peak.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from .home import HOURS, Home, HomeBattery
from .stays import shares_of

CHEAPEST_HOURS: Final = 3
SLOW: Final = 3.7
"""kW."""

HASTE: Final = 1.1
PEAK_RESERVE: Final = 2.0
"""kWh."""


class Storage:
    """A battery that does what it is told as far as it can (kW, kWh)."""

    def __init__(self, battery: HomeBattery) -> None:
        """Begin with what it holds at first."""
        self.battery = battery
        self.soc = battery.start

    def charge(self, power: float) -> float:
        """Charge for a quarter; return with what power it did."""
        it = self.battery
        done = max(0.0, min(power, it.power, (it.capacity - self.soc) / it.charge_efficiency / HOURS))
        self.soc += done * HOURS * it.charge_efficiency
        return done

    def discharge(self, power: float, keep: float = 0.0) -> float:
        """Discharge for a quarter, down to `keep` (kWh); return with what power it did."""
        it = self.battery
        done = max(0.0, min(power, it.power, (self.soc - keep) * it.discharge_efficiency / HOURS))
        self.soc -= done * HOURS / it.discharge_efficiency
        return done

    def balance(self, net: float) -> float:
        """Take what is over or give what lacks (kW); return what is left for the grid."""
        return net - self.discharge(net) if net > 0 else net + self.charge(-net)


def references(home: Home) -> Mapping[str, tuple[float, ...]]:
    """Return what each of them does at the grid (kW by quarter, + = import)."""
    rules: dict[str, Callable[[Home], Iterable[float]]] = {"B0": _b0, "B1": _b1, "B2": _b2, "B4": _b4}
    return {name: tuple(rule(home)) for name, rule in rules.items()}


def _b0(home: Home) -> Iterable[float]:
    """Let everything take its course."""
    return _net(home, _at_once(home))


def _b1(home: Home) -> Iterable[float]:
    """Use the battery for self-consumption."""
    storage = Storage(home.battery)
    return (storage.balance(net) for net in _net(home, _at_once(home)))


def _b2(home: Home) -> Iterable[float]:
    """Go by the prices alone."""
    storage = Storage(home.battery)
    cheap = _cheapest_hours(home)
    car = _cheapest(home, lambda _energy, _hours: home.charge_power)
    for index, net in enumerate(_net(home, car)):
        house = home.load[index] - home.solar[index]
        if index in cheap:
            yield net + storage.charge(-house if house < 0 else home.battery.power)
        else:
            yield storage.balance(net)


def _b4(home: Home) -> Iterable[float]:
    """Charge slowly, and hold the peak that the month has already."""
    storage = Storage(home.battery)
    car = _cheapest(
        home, lambda energy, hours: SLOW if energy <= SLOW * hours else min(home.charge_power, HASTE * energy / hours)
    )
    peaks: dict[str, float] = {}
    for month, net, load, solar in zip(home.months(), _net(home, car), home.load, home.solar, strict=True):
        grid = net
        if net > 0:
            grid -= storage.discharge(min(net, max(0.0, load - solar)), keep=PEAK_RESERVE)
            grid -= storage.discharge(grid - max(home.tariff.floor, peaks.get(month, 0.0)))
        else:
            grid += storage.charge(-net)
        peaks[month] = max(peaks.get(month, 0.0), grid)
        yield grid


def _net(home: Home, car: Sequence[float]) -> list[float]:
    """Return what a home without battery takes from the grid."""
    return [load - solar + power for load, solar, power in zip(home.load, home.solar, car, strict=True)]


def _at_once(home: Home) -> list[float]:
    """Return what the car takes that charges from plug-in on (kW)."""
    return _given(home, lambda _energy, _hours: home.charge_power, lambda index: (0.0, index))


def _cheapest(home: Home, power: Callable[[float, float], float]) -> list[float]:
    """Return what the car takes that charges in the cheapest quarters (kW), at a power by its energy and hours."""
    return _given(home, power, lambda index: (home.spot[index], index))


def _given(
    home: Home, power: Callable[[float, float], float], order: Callable[[int], tuple[float, int]]
) -> list[float]:
    """Return what the car takes (kW), the first quarters in some order."""
    car = [0.0] * len(home.starts)
    for session in home.sessions:
        shares = shares_of(home, session)
        most = power(session.energy, sum(shares.values()) * HOURS)
        left = session.energy
        for index in sorted(shares, key=order):
            energy = min(left, most * shares[index] * HOURS)
            car[index] += energy / HOURS
            left -= energy
    return car


def _cheapest_hours(home: Home) -> set[int]:
    """Return the quarters of the three cheapest hours of each local day."""
    days: dict[object, dict[int, list[int]]] = {}
    for index, start in enumerate(home.starts):
        hours = days.setdefault(start.astimezone(home.zone).date(), {})
        hours.setdefault(int(start.timestamp()) // 3600, []).append(index)
    found: set[int] = set()
    for hours in days.values():
        ordered = sorted(hours.values(), key=lambda hour: sum(home.spot[index] for index in hour) / len(hour))
        found.update(index for hour in ordered[:CHEAPEST_HOURS] for index in hour)
    return found
