"""A house with an inverter that obeys, second by second: the meter tells each second, the inverter every five."""

from dataclasses import replace
from datetime import datetime

from custom_components.overshot.core.control import BatterySettings, Decision, Memory, SiteSettings, step
from custom_components.overshot.core.model import (
    QUARTER,
    BatteryReading,
    Inverter,
    MeterReading,
    Reading,
    Series,
    Site,
    Snapshot,
    SolarReading,
)
from custom_components.overshot.core.planning.plan import Plan
from tests.core.house import START, at, house

INVERTER = Inverter(id="roof", name="Roof", limits_output=True, max_power=6_000.0)
OBEYS_AFTER = 2.0
READ_EVERY = 5.0


def sold_at(*prices: float | None) -> Series:
    """Return what feeding in earns in the quarters from the start on (EUR/kWh)."""
    return Series.of(START, prices, QUARTER)


def solar_site(*inverters: Inverter, export_limit: float | None = None) -> Site:
    """Return a house without cars."""
    bare = house()
    return replace(
        bare,
        connection=replace(bare.connection, export_limit=export_limit),
        charge_points=(),
        inverters=inverters or (INVERTER,),
    )


def allowed(site: Site, *, curtailment: bool = True, controlled: bool = True) -> SiteSettings:
    """Return wishes in which the sun may be held back."""
    return SiteSettings(
        batteries={inverter.id: BatterySettings(controlled=controlled) for inverter in site.inverters},
        curtailment=curtailment,
    )


class SolarHouse:
    """Load and sun as told, a battery perhaps, and the controller."""

    def __init__(self, site: Site, settings: SiteSettings, prices: Series, *, plan: Plan | None = None) -> None:
        """Begin at `START`, with nothing limited."""
        self.site, self.settings, self.prices, self.plan = site, settings, prices, plan
        self.memory = Memory()
        self.now = 0.0
        self.load = self.sun = self.solar = self.grid = 0.0
        self.takes = 0.0
        """What a battery takes at most, by its own automatic (W); 0: there is none."""

        self.stored = 0.0
        self.soc = 50.0
        self.meter_silent = self.inverter_silent = False
        self.orders: list[tuple[float, float | None]] = []
        """When which limit was ordered."""

        self.export = 0.0
        """Energy fed in (Wh)."""

        self._grid: Reading[MeterReading] | None = None
        self._read: Reading[SolarReading] | None = None
        self._read_at = -READ_EVERY

    @property
    def limit(self) -> float | None:
        """Return the limit that is in force."""
        return next((limit for since, limit in reversed(self.orders) if since + OBEYS_AFTER <= self.now), None)

    def live(self, seconds: float, *, load: float, sun: float) -> Decision:
        """Live for so long; return the last decision."""
        self.load, self.sun = load, sun
        for _ in range(round(seconds)):
            decision = self._second()
        return decision

    def _second(self) -> Decision:
        """Live for a second."""
        self.now += 1
        limit = self.limit
        self.solar = self.sun if limit is None else min(self.sun, limit)
        self.stored = max(0.0, min(self.takes, self.stored - self.grid))
        self.grid = self.load + self.stored - self.solar
        self.export += max(0.0, -self.grid) / 3600
        moment = at(self.now)
        if not self.meter_silent:
            self._grid = Reading(MeterReading(power=self.grid, phase_power=(self.grid, 0.0, 0.0)), moment)
        if not self.inverter_silent and self.now >= self._read_at + READ_EVERY:
            self._read_at = self.now
            self._read = Reading(SolarReading(power=self.solar), moment)
        decision = step(
            self.site, self.settings, self.memory, self._seen(moment), self.plan, moment, export_prices=self.prices
        )
        self.memory = decision.memory
        told = decision.solar[self.site.inverters[0].id].output_limit
        if told != (self.orders[-1][1] if self.orders else None):
            self.orders.append((self.now, told))
        return decision

    def _seen(self, moment: datetime) -> Snapshot:
        """Return what is known."""
        return Snapshot(
            grid=self._grid,
            solar={"roof": self._read} if self._read is not None else {},
            batteries={"store": Reading(BatteryReading(power=-self.stored, soc=self.soc), moment)}
            if self.takes
            else {},
        )
