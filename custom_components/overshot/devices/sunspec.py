"""Any inverter, battery or meter that speaks SunSpec Modbus; GoodWe UT among them.

Sources: the model definitions at github.com/sunspec/models, pysunspec2, evcc's sunspec-inverter, sunspec-hybrid and
sunspec-battery-control templates, mbmd. (d) documented by SunSpec, (s) seen in code, (i) inferred here. Nothing here was
verified on hardware.

The map begins with `SunS` at 40000, 0 or 50000 (d). Models are read where they are found and where they are as long as
defined today: E3/DC's own 801 and 802 are of an older draft and left out (d). Scale factors are read together with their
values; what is not implemented or carries no scale factor is not known (d).

* An inverter's power + is output (d), a solar production. With a battery behind the same inverter its AC power is both:
  then solar is the sum of the DC inputs of model 160 or 714, else AC power less the battery's (i). Asleep without a power
  is 0 W (i); what an inverter draws at night is not counted as production.
* A meter's power + is import (d), but makers differ: `invert_meter` turns power and counters. The first meter is taken for
  the grid connection, others are sub-meters (i). Phases of split-phase and delta meters are not power per phase (d).
* State of charge from model 802, 713 or 124, in this order. Battery power from 802, whose sign is taken from the charge
  status where that is told (i); else from the inputs of 160 that are called StCha and StDisCha, or, nameless in a Fronius,
  the third (charging) and the fourth (discharging) (s); else from the storage ports of 714, + giving (i).

Orders:

* Model 124: automatic is StorCtl_Mod 0. Hold is bit 1 with OutWRte 0 %: it may take solar power (s). Charge is bit 1 with
  a negative OutWRte and ChaGriSet 1 (s); ChaGriSet is set again as found on the next other order. Discharge is both bits
  with OutWRte and the same as a negative InWRte (i). InWRte is in percent of WChaMax (d), OutWRte of the nameplate's
  MaxDisChaRte, or WChaMax where that is not told (i).
* InOutWRte_RvrtTms is set to 60 s: the device then goes back to its automatic when nobody writes (d). 0 would never. Not
  every maker has it: what is not there or not kept is no watchdog, and `capabilities.heartbeat` says so. ChaGriSet does
  not revert.
* Models 704 and 123 limit the AC output in percent of WMax, with the same timer: percentage first, then enabled (d).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, override

from modbus_connection import ModbusProtocolError
from modbus_connection.model.sunspec import SunSpecError

from ..core.model import BatteryMode
from .blocks import read_blocks, text
from .driver import (
    BatteryDriver,
    Capabilities,
    DeviceKind,
    DeviceReadings,
    Identity,
    Part,
    Role,
    SerialSettings,
    UnitFor,
)
from .sunspec_map import SunSpecMap, find_models
from .sunspec_models import DELTA_METERS, SPLIT_PHASE_METERS
from .sunspec_orders import REVERT_AFTER, OutputLimit, StorageOrders
from .sunspec_readings import read_battery, read_meter, read_solar

HEARTBEAT: Final = REVERT_AFTER / 3


class SunSpec(BatteryDriver):
    """A device with a SunSpec map. Its capabilities are those of its models once it has been identified or polled."""

    family = "sunspec"
    kind = DeviceKind.INVERTER
    manufacturer = "SunSpec"
    capabilities = Capabilities(
        roles=frozenset({Role.SOLAR, Role.BATTERY, Role.GRID_METER, Role.METER}),
        per_phase=True,
        heartbeat=HEARTBEAT,
        controls_battery=True,
        limits_output=True,
        turns_meter=True,
    )
    default_unit = 1
    # Gateways count from 2; SMA's SunSpec profile is on 126 (s); 247 is GoodWe's (d).
    other_units = (2, 3, 126, 247)
    default_serial = SerialSettings(baudrate=9600)
    poll_interval = 5.0

    def __init__(self, unit_for: UnitFor, unit_id: int) -> None:
        """Hold the link; nothing is read or written."""
        super().__init__(unit_for, unit_id)
        self._map: SunSpecMap | None = None
        self._storage: StorageOrders | None = None
        self._output: OutputLimit | None = None

    @property
    @override
    def parts(self) -> tuple[Part, ...]:
        """Return the meters besides the first one."""
        found = self._map
        return tuple(
            Part(role=Role.METER, number=number, name=found.meter_name(number))
            for number in range(1, len(found.meters) if found else 0)
            if found is not None
        )

    @override
    async def identify(self) -> Identity | None:
        """Read who answers here: a SunSpec map with a serial number and a model that Overshot can use."""
        if not await self._look():
            return None
        assert self._map is not None
        common = self._map.common
        serial = text(common.serial) if common else ""
        if common is None or not serial or not self.is_mine(text(common.manufacturer)):
            return None
        self.identity = Identity(
            family=self.family,
            serial=serial,
            manufacturer=text(common.manufacturer) or self.manufacturer,
            model=text(common.device_model) or "SunSpec",
            sw_version=text(common.version) or None,
        )
        return self.identity

    def is_mine(self, manufacturer: str) -> bool:
        """Whether devices of a maker belong to this family."""
        return True

    @override
    async def poll(self) -> DeviceReadings:
        """Read all models. Raises `ModbusError` where none could be read, or where the map has moved."""
        if self._map is None and not await self._look():
            raise ModbusProtocolError("there is no SunSpec map")
        found = self._map
        assert found is not None
        with self._steady():
            report = await read_blocks(found, found.names)
        self._settle(found)
        told = report.updated
        turned = self.invert_meter
        meters = {
            number: read_meter(meter, turned=turned)
            for number, meter in enumerate(found.meters)
            if f"meter_{number}" in told
        }
        battery = read_battery(found, told)
        return DeviceReadings(
            grid=meters.pop(0, None),
            solar=read_solar(found, told, battery),
            battery=battery,
            meters={number: reading for number, reading in meters.items() if reading is not None},
            part_names={part.key: part.name for part in self.parts},
            failed=frozenset(report.failed),
        )

    @override
    async def set_battery(self, mode: BatteryMode, power: float = 0.0) -> None:
        """Command the battery (W); repeat the order within `capabilities.heartbeat`, else it reverts."""
        await self._ensure()
        if self._storage is None:
            raise NotImplementedError("there is no storage model")
        with self._steady():
            await self._storage.set(mode, power)
        assert self._map is not None
        self._settle(self._map)

    @override
    async def release_battery(self) -> None:
        """Give the battery back to its own automatic."""
        await self.set_battery(BatteryMode.AUTO)

    @override
    async def set_output_limit(self, limit: float | None) -> None:
        """Limit the AC output (W); repeat the order within `capabilities.heartbeat`, else it reverts."""
        await self._ensure()
        if self._output is None:
            raise NotImplementedError("there is no model to limit the output with")
        assert self._map is not None
        with self._steady():
            await self._output.set(limit, self._map.rated_power)
        self._settle(self._map)

    @contextmanager
    def _steady(self) -> Iterator[None]:
        """Look for the models again next time where one is no longer at its place: new firmware, or another option."""
        try:
            yield
        except SunSpecError as err:
            self._map = None
            raise ModbusProtocolError(str(err)) from err

    async def _ensure(self) -> None:
        """Look for the models where they are not known yet."""
        if self._map is None and not await self._look():
            raise ModbusProtocolError("there is no SunSpec map")

    async def _look(self) -> bool:
        """Look for the models, and tell whether there is one of use."""
        models = await find_models(self.unit)
        found = SunSpecMap(self.unit, models) if models else None
        if found is None or not found.has_something:
            return False
        with self._steady():
            await found.async_poll(("storage",))
        self._map = found
        before = self._storage.grid_charging_before if self._storage else None
        self._storage = StorageOrders(found.storage, found.nameplate, before) if found.storage else None
        self._output = OutputLimit(found.controls) if found.controls else None
        self._settle(found)
        return True

    def _settle(self, found: SunSpecMap) -> None:
        """Narrow the capabilities to what is there."""
        roles = {
            Role.SOLAR: found.inverter is not None,
            Role.BATTERY: found.has_battery,
            Role.GRID_METER: bool(found.meters),
            Role.METER: len(found.meters) > 1,
        }
        phases = bool(found.meters) and found.meters[0].model_id not in (*SPLIT_PHASE_METERS, *DELTA_METERS)
        storage = self._storage
        commands = storage is not None and storage.possible
        self.rated_charge = storage.highest_charge if storage is not None and commands else None
        self.rated_discharge = storage.highest_discharge if storage is not None and commands else None
        limits = self._output is not None and found.rated_power is not None
        self.rated_output = found.rated_power
        reverts = storage.reverts if storage is not None and commands else limits
        # A limit may have a timer where the orders to the battery have none.
        reverts |= limits and self._output is not None and self._output.reverts
        self.capabilities = Capabilities(
            roles=frozenset(role for role, there in roles.items() if there),
            per_phase=phases,
            heartbeat=HEARTBEAT if reverts else None,
            controls_battery=commands,
            limits_output=limits,
            turns_meter=bool(found.meters),
        )


class GoodweUt(SunSpec):
    """A GoodWe inverter without a register table of its own, read as SunSpec: the UT, and others that answer so.

    RTU at 9600 8N1, unit 247 (the Jullix manual: "Generic SunSpec RTU"; mbmd issue 320). Which models it has is not
    documented.
    """

    family = "goodwe_ut"
    manufacturer = "GoodWe"
    default_unit = 247

    @override
    def is_mine(self, manufacturer: str) -> bool:
        """Whether devices of a maker belong to this family."""
        return self.manufacturer.lower() in manufacturer.lower()
