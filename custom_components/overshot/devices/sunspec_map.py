"""Find the SunSpec models of a device, and hold those that Overshot knows, each read by itself."""

from dataclasses import dataclass
from typing import Final, override

from modbus_connection import ModbusUnit
from modbus_connection.model import Device
from modbus_connection.model.sunspec import SunSpecError, SunSpecModel, SunSpecModels

from .blocks import NOT_SERVED, text
from .sunspec_models import (
    COMMON,
    DER,
    FLOAT_INVERTERS,
    FLOAT_METERS,
    INVERTERS,
    METERS,
    BatteryBank,
    Common,
    Controls,
    DcPorts,
    DerCapacity,
    DerControls,
    DerMeasurement,
    FloatInverter,
    FloatMeter,
    Inverter,
    Meter,
    Mppt,
    Nameplate,
    Settings,
    Storage,
    StorageCapacity,
    SunSpecBlock,
)

BASES: Final = (40000, 0, 50000)
"""Where the map may begin, in the order of pysunspec2."""

MARKER: Final = [0x5375, 0x6E53]
"""`SunS`."""

END_MODELS: Final = (0xFFFF, 0)
MOST_MODELS: Final = 60
LAST_ADDRESS: Final = 0xFFFF


async def find_models(unit: ModbusUnit) -> SunSpecModels | None:
    """Return the models of a device, or None where it has no SunSpec map. Raises `ModbusError` where none answers."""
    for base in BASES:
        try:
            words = await unit.read_holding_registers(base, len(MARKER))
        except NOT_SERVED:
            continue
        if words == MARKER:
            return await _walk(unit, base + len(MARKER))
    return None


async def _walk(unit: ModbusUnit, address: int) -> SunSpecModels:
    """Return the models from an address on.

    The library's own walk wants the end model to have a length, and the chain to have an end model: not every device
    has them.
    """
    models = SunSpecModels()
    for _ in range(MOST_MODELS):
        if address >= LAST_ADDRESS:
            break
        try:
            model_id, length = await unit.read_holding_registers(address, 2)
        except NOT_SERVED:
            break
        if model_id in END_MODELS:
            break
        model = SunSpecModel(model_id=model_id, address=address, length=length)
        models.setdefault(model_id, []).append(model)
        address += model.span
    return models


@dataclass(frozen=True, slots=True)
class MeterModel:
    """A meter of the device."""

    model_id: int
    block: Meter | FloatMeter
    common: Common | None
    """Who the meter is, where it is told apart from the device."""


class SunSpecMap(Device):
    """The models that a device has, the first one where it has several of a kind, and all its meters."""

    def __init__(self, unit: ModbusUnit, models: SunSpecModels) -> None:
        """Lay the models out; nothing is read."""
        super().__init__(unit)
        self.common = self._one(Common, models, COMMON)
        self.inverter: Inverter | FloatInverter | DerMeasurement | None = (
            self._one(Inverter, models, *INVERTERS)
            or self._one(FloatInverter, models, *FLOAT_INVERTERS)
            or self._one(DerMeasurement, models, DER)
        )
        self.nameplate = self._one(Nameplate, models, 120)
        self.settings = self._one(Settings, models, 121)
        self.capacity = self._one(DerCapacity, models, 702)
        self.controls: Controls | DerControls | None = self._one(DerControls, models, 704) or self._one(
            Controls, models, 123
        )
        self.storage = self._one(Storage, models, 124)
        self.mppt = self._one(Mppt, models, 160)
        self.storage_capacity = self._one(StorageCapacity, models, 713)
        self.ports = self._one(DcPorts, models, 714)
        self.bank = self._one(BatteryBank, models, 802)
        self.meters = self._all_meters(models)
        for number, meter in enumerate(self.meters):
            setattr(self, f"meter_{number}", meter.block)
        self.names = (
            "inverter",
            "storage",
            "mppt",
            "storage_capacity",
            "ports",
            "bank",
            *(f"meter_{number}" for number in range(len(self.meters))),
        )
        """What is polled."""

    @override
    async def _async_setup(self) -> None:
        """Read what does not change. A device that refuses it is read without."""
        for name in ("common", "nameplate", "settings", "capacity"):
            if (block := getattr(self, name)) is not None and not await _read(block):
                setattr(self, name, None)
        for meter in self.meters:
            if meter.common is not None and meter.common is not self.common:
                await _read(meter.common)

    @property
    def has_something(self) -> bool:
        """Whether there is a model to read at all."""
        return bool(self.meters) or any(getattr(self, name) is not None for name in self.names)

    @property
    def has_battery(self) -> bool:
        """Whether a model speaks of a battery. A storage model without any power is a hybrid inverter without one."""
        storage = self.storage is not None and self.storage.charge_max != 0
        return storage or self.storage_capacity is not None or self.bank is not None

    @property
    def rated_power(self) -> float | None:
        """Return what percentages of the output refer to (W)."""
        known = (
            self.capacity.power if self.capacity else None,
            self.capacity.rated_power if self.capacity else None,
            self.settings.power if self.settings else None,
            self.nameplate.power if self.nameplate else None,
        )
        if isinstance(self.controls, Controls):
            known = (*known[2:], *known[:2])
        return next((power for power in known if power), None)

    def meter_name(self, number: int) -> str:
        """Return what a meter calls itself."""
        common = self.meters[number].common
        return text(common.device_model) if common is not None and common is not self.common else ""

    def _one[B: SunSpecBlock](self, block: type[B], models: SunSpecModels, *ids: int) -> B | None:
        """Return the first model of these, or None where there is none as it is defined today."""
        model = models.first(*ids)
        return self._at(block, model) if model is not None else None

    def _at[B: SunSpecBlock](self, block: type[B], model: SunSpecModel) -> B | None:
        """Return a model at its place, or None where it is shorter than defined."""
        if model.span < block.least_span:
            return None
        try:
            return block(self.modbus_unit, model)
        except SunSpecError:
            return None

    def _all_meters(self, models: SunSpecModels) -> tuple[MeterModel, ...]:
        """Return the meters in the order of the map, each with the common model in front of it."""
        found: list[MeterModel] = []
        common = self.common
        first = True
        for model in models.chain:
            if model.model_id == COMMON:
                common = self.common if first else self._at(Common, model)
                first = False
            block: Meter | FloatMeter | None = None
            if model.model_id in METERS:
                block = self._at(Meter, model)
            elif model.model_id in FLOAT_METERS:
                block = self._at(FloatMeter, model)
            if block is not None:
                found.append(MeterModel(model.model_id, block, common))
        return tuple(found)


async def _read(block: SunSpecBlock) -> bool:
    """Read a model and tell whether the device serves it."""
    try:
        await block.async_update(notify=False)
    except NOT_SERVED:
        return False
    return True
