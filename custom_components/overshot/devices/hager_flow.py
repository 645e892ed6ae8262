"""Hager flow energy controller XEM470 (EMC) over its Modbus TCP server.

Sources: evcc's hager-flow-modbus template, the integration Winkelhuf/ha-hager-flow, and the excerpt of Hager's table
FR2_2024_03 in openhab-addons issue 18711. Nothing here was verified on hardware. (s) seen in code, (i) inferred here.

Port 502, FC03, PDU addresses, big-endian, high word first (s). The unit says what is read: 0 the house, 1..8 charging
stations, 30..37 power meters, 50..59 SG-Ready outputs (s).

* A station's boost (4631) is the only known register that can be written, with FC06 (s). The controller stays the master:
  it decides with what current it boosts, and may end it. It shows what was written up to 20 s later (s): until then the
  reading shows what was ordered. It knows no watchdog (i): a boost that was given has to be taken back.

* Grid power + is import (s), as in the house. Battery power + is *charging* (s): its sign is turned here. Solar is
  unsigned production, house consumption + (s). Sub-meters are passed on as they count, + taken as consumption (i).
* The scale of the grid currents 4099..4101 is uncertain (evcc: none; an older code: 0.0001). They are unsigned; they are
  used, with the sign of the phase's power, only where they agree with that power (i).
* A station exists where 4613 is 1, a meter where 4098 begins with EC (s), an SG-Ready output where 4098 names it (i).
* The EMC does not tell the state of the control pilot: a station that delivers power charges (state C), otherwise the
  vehicle is not known (i).
* Vendor and product code at 0 and 16 are laid out as in Hager's meters (i).
"""

from collections.abc import Callable
import time
from typing import Final, override

from modbus_connection import ModbusError, ModbusTimeoutError, ModbusUnit
from modbus_connection.model import Device

from ..core.model import NOMINAL_VOLTAGE, BatteryReading, BatteryState, MeterReading, PhaseVector, SolarReading
from .blocks import NOT_SERVED, read_blocks, text
from .driver import BoostOrders, Capabilities, DeviceKind, DeviceReadings, Driver, Identity, Part, Role, UnitFor
from .hager_flow_parts import BOOST_FEEDBACK, EmcParts
from .hager_flow_registers import EmcBattery, EmcGrid, EmcHouse, EmcNameplate, EmcProduct, EmcSolar
from .plausible import Bounds, plausible, plausible_phases, signed_by

MODEL: Final = "XEM470"
BATTERY_IDLE: Final = 25.0
"""Below this the battery stands by (W)."""

CURRENT_AGREEMENT: Final = (0.5, 2.0)
"""A current agrees with power / 230 V within these factors..."""

CURRENT_TOLERANCE: Final = 3.0
"""...and this much (A): whole amperes, reactive power, a voltage off its nominal."""


class _House(Device):
    """The blocks of unit 0, each read by itself."""

    names = ("grid", "solar", "battery", "house")

    def __init__(self, unit: ModbusUnit) -> None:
        super().__init__(unit)
        self.grid = EmcGrid(unit)
        self.solar = EmcSolar(unit)
        self.battery = EmcBattery(unit)
        self.house = EmcHouse(unit)


class HagerFlow(Driver, BoostOrders):
    """A Hager flow energy controller and everything it knows of the house."""

    family = "hager_flow"
    kind = DeviceKind.CONTROLLER
    manufacturer = "Hager"
    capabilities = Capabilities(
        roles=frozenset({Role.GRID_METER, Role.SOLAR, Role.BATTERY, Role.CHARGE_POINT, Role.METER, Role.HEAT_PUMP}),
        per_phase=True,
        boosts=True,
        min_write_interval=BOOST_FEEDBACK,
    )
    default_unit = 0
    poll_interval = 5.0

    def __init__(self, unit_for: UnitFor, unit_id: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Hold the link; nothing is read or written. `clock` counts seconds and never jumps."""
        super().__init__(unit_for, unit_id)
        self._house = _House(self.unit)
        self._parts = EmcParts(unit_for, clock)

    @property
    @override
    def parts(self) -> tuple[Part, ...]:
        """Return the stations, meters and heat pumps found so far."""
        return self._parts.parts

    @override
    async def identify(self) -> Identity | None:
        """Read who answers here: a serial number in print, no foreign vendor, and a grid connection to report on."""
        nameplate, product = EmcNameplate(self.unit), EmcProduct(self.unit)
        try:
            await nameplate.async_update()
        except NOT_SERVED:
            return None
        serial = text(nameplate.serial)
        if not serial:
            return None
        try:
            await product.async_update()
        except ModbusTimeoutError:
            raise
        except ModbusError:
            vendor = code = ""
        else:
            vendor, code = text(product.vendor), text(product.product_code)
        if vendor and self.manufacturer.lower() not in vendor.lower():
            return None
        try:
            await self._house.grid.async_update()
        except NOT_SERVED:
            return None
        self.identity = Identity(
            family=self.family,
            serial=serial,
            manufacturer=self.manufacturer,
            model=code if code.upper().startswith("XEM") else MODEL,
            sw_version=text(nameplate.software) or None,
        )
        return self.identity

    @override
    async def poll(self) -> DeviceReadings:
        """Read the house and every known part. Raises `ModbusError` where unit 0 tells nothing."""
        report = await read_blocks(self._house, self._house.names)
        await self._parts.look()
        parts = await self._parts.read()
        told = report.updated
        house = self._house
        return DeviceReadings(
            grid=_grid(house.grid) if "grid" in told else None,
            solar=_solar(house.solar) if "solar" in told else None,
            battery=_battery(house.battery) if "battery" in told else None,
            house_power=plausible(Bounds.POWER, house.house.power) if "house" in told else None,
            charge_points=parts.charge_points,
            meters=parts.meters,
            heat_pumps=parts.heat_pumps,
            part_names={part.key: part.name for part in self.parts},
            failed=parts.failed | report.failed.keys(),
        )

    @override
    async def set_boost(self, number: int, active: bool) -> None:
        """Let the charge point with this number boost, or charge as the controller decides."""
        await self._parts.set_boost(number, active)


def _grid(grid: EmcGrid) -> MeterReading | None:
    """Return the grid connection's reading; + is import already."""
    power = plausible(Bounds.POWER, grid.power)
    if power is None:
        return None
    phase_power = plausible_phases(Bounds.PHASE_POWER, (grid.power_l1, grid.power_l2, grid.power_l3))
    currents = plausible_phases(Bounds.CURRENT, (grid.current_l1, grid.current_l2, grid.current_l3))
    return MeterReading(power=power, phase_power=phase_power, currents=_believed(currents, phase_power))


def _believed(currents: PhaseVector | None, power: PhaseVector | None) -> PhaseVector | None:
    """Return the currents signed by the power, or None where they cannot be amperes of that power."""
    if currents is None or power is None:
        return None
    least, most = CURRENT_AGREEMENT
    for amps, watts in zip(currents, power, strict=True):
        expected = abs(watts) / NOMINAL_VOLTAGE
        if not least * expected - CURRENT_TOLERANCE <= amps <= most * expected + CURRENT_TOLERANCE:
            return None
    return signed_by(currents, power)


def _solar(solar: EmcSolar) -> SolarReading | None:
    """Return the production, or None where there is none to report."""
    power = plausible(Bounds.POWER, solar.power)
    return None if power is None else SolarReading(power=power)


def _battery(battery: EmcBattery) -> BatteryReading | None:
    """Return the battery's reading with + as discharging, or None where it has no state of charge."""
    soc = plausible(Bounds.STATE_OF_CHARGE, battery.soc)
    charging = plausible(Bounds.POWER, battery.power)
    if soc is None or charging is None:
        return None
    power = -charging
    state = BatteryState.STANDBY
    if abs(power) >= BATTERY_IDLE:
        state = BatteryState.DISCHARGING if power > 0 else BatteryState.CHARGING
    return BatteryReading(power=power, soc=soc, state=state)
