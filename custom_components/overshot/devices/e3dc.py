"""E3/DC S10, S20, Q10 and other HagerEnergy storage systems in Modbus "simple mode"; Hager XEM900 is a candidate.

Sources: the maker's manual "Modbus/TCP-Schnittstelle" V1.90, the e3dc-modbus library, evcc's e3dc-modbus template, openHAB's
e3dc binding. (d) documented, (s) seen in code, (i) inferred here. Nothing here was verified on hardware. That a Hager
XEM900 is such a system is nowhere stated: it is recognised only where it answers as one.

Modbus TCP, port 502, unit 1, FC03 (d). Registers are counted here from the magic word 0xE3DC, which the manual numbers
40001 and whose place "must be tested" (d): 40000, 0, 40001, 39999 or 39998 on the wire (d, s).

* 32-bit values come low word first (d). Where that makes a power of 200 kW or more and the other order does not, the
  firmware has swapped them and all are read the other way (i).
* Grid power + is import (d), as in the house. Battery power + is *charging* (d): its sign is turned here. Solar is
  unsigned; additional producers count negative while they produce (s) and are added to it.
* The meter of type 1 is the one at the grid connection (d). Its phases are used only where they add up to the grid power
  (i); meters of type 2 to 4 are sub-meters, passed on as they count (i).
* There are no energy counters, and nothing of the battery can be written (d). Control of it exists from firmware 2025_06
  on, its layout is not public.
* Emergency power 40084 is 1 while the system carries the house without the grid (d).
* The SG-Ready status is that of the system's own relays: 1 block to 4 force (s).
* A wallbox of the same maker answers the magic word too; its maker calls itself HAGER (s).

The words of the wallboxes, 40088 to 40095, are neither read nor written unless `uses_wallboxes` is set: another energy
manager, the E3/DC itself, steers them. They are written whole with FC06, as openHAB does (s); the numbers of the coils
that the manual means are not documented.
"""

from typing import Final, override

from modbus_connection import ModbusProtocolError

from ..core.model import (
    BatteryReading,
    BatteryState,
    ChargePointReading,
    HeatPumpReading,
    MeterReading,
    PhaseVector,
    SolarReading,
    VehicleState,
)
from .blocks import NOT_SERVED, read_blocks, text
from .driver import Capabilities, DeviceKind, DeviceReadings, Driver, Identity, Part, Role, UnitFor
from .e3dc_registers import E3dcMeter, E3dcNameplate, E3dcPowers, E3dcSystem, E3dcWallboxes
from .plausible import Bounds, plausible, plausible_phases

MAGIC: Final = 0xE3DC
BASES: Final = (40000, 0, 40001, 39999, 39998)
"""Where the magic word may be, in the order of what was seen."""

MAKERS: Final = ("hagerenergy", "e3/dc", "e3dc")
WALLBOX_MODELS: Final = ("xev",)
SWAPPED_POWER: Final = 200_000
"""No system of this maker has so much power (W)."""

BATTERY_IDLE: Final = 25.0
"""Below this the battery stands by (W)."""

AGREEMENT: Final = (200.0, 0.1)
"""Phases add up to a power within so many W, or this share of it: they are not measured at the same moment."""

EMERGENCY_ACTIVE: Final = 1
EMERGENCY_STATES: Final = (1, 2, 3, 4)
"""Active, not active, not available now, motor switch in the wrong place; 0 is not supported."""

ROOT_METER: Final = 1
SUB_METERS: Final = {2: "External production", 3: "Bidirectional meter", 4: "External consumption"}

PRESENT: Final = 1 << 0
SUN_MODE: Final = 1 << 1
STOPPED: Final = 1 << 2
CHARGING: Final = 1 << 3
PLUGGED_IN: Final = 1 << 5
ONE_PHASE: Final = 1 << 12


class E3dc(Driver):
    """An E3/DC storage system."""

    family = "e3dc"
    kind = DeviceKind.INVERTER
    manufacturer = "E3/DC"
    capabilities = Capabilities(
        roles=frozenset({Role.SOLAR, Role.BATTERY, Role.GRID_METER, Role.METER, Role.HEAT_PUMP}), per_phase=True
    )
    default_unit = 1
    poll_interval = 5.0

    uses_wallboxes: bool = False
    """Whether the wallboxes behind the system are read, and may be written with `set_wallbox`."""

    def __init__(self, unit_for: UnitFor, unit_id: int) -> None:
        """Hold the link; nothing is read or written."""
        super().__init__(unit_for, unit_id)
        self._system: E3dcSystem | None = None
        self._parts: dict[str, Part] = {}

    @property
    @override
    def parts(self) -> tuple[Part, ...]:
        """Return the sub-meters, heat pump and wallboxes found so far."""
        return tuple(self._parts.values())

    @override
    async def identify(self) -> Identity | None:
        """Read who answers here: the magic word, a maker of these systems, and a serial number."""
        base = await self._find()
        if base is None:
            return None
        nameplate = E3dcNameplate(self.unit, base_offset=base)
        try:
            await nameplate.async_update()
        except NOT_SERVED:
            return None
        maker, model, serial = (
            text(value) for value in (nameplate.manufacturer, nameplate.device_model, nameplate.serial)
        )
        if not serial or not maker.lower().startswith(MAKERS) or model.lower().startswith(WALLBOX_MODELS):
            return None
        self._system = E3dcSystem(self.unit, base)
        self.identity = Identity(
            family=self.family,
            serial=serial,
            manufacturer=maker,
            model=model or "S10",
            sw_version=text(nameplate.release) or None,
        )
        return self.identity

    @override
    async def poll(self) -> DeviceReadings:
        """Read the system. Raises `ModbusError` where no block could be read, or where there is no magic word."""
        system = await self._found()
        names = ["powers", "meters", "sg_ready", *(["wallboxes"] if self.uses_wallboxes else [])]
        report = await read_blocks(system, names, system.end)
        told = report.updated
        powers = _right_way_round(system.powers) if "powers" in told else {}
        meters = system.meters.meters if "meters" in told else []
        sub_meters = {
            number: MeterReading(power=sum(phases), phase_power=phases)
            for number, meter in enumerate(meters, start=1)
            if meter.kind in SUB_METERS and (phases := _phases(meter)) is not None
        }
        heat_pumps: dict[int, HeatPumpReading] = {}
        if "sg_ready" in told and system.sg_ready.state in (1, 2, 3, 4):
            heat_pumps[1] = HeatPumpReading(state=system.sg_ready.state)
        stations = _wallboxes(system.wallboxes, powers.get("wallboxes")) if "wallboxes" in told else {}
        for number in sub_meters:
            self._note(Role.METER, number, SUB_METERS[meters[number - 1].kind or 0])
        for number in heat_pumps:
            self._note(Role.HEAT_PUMP, number)
        for number in stations:
            self._note(Role.CHARGE_POINT, number)
        return DeviceReadings(
            grid=_grid(powers.get("grid"), meters),
            solar=_solar(powers),
            battery=_battery(powers.get("battery"), system.powers.soc) if "powers" in told else None,
            house_power=powers.get("house"),
            on_backup=_on_backup(system.powers.emergency) if "powers" in told else None,
            charge_points=stations,
            meters=sub_meters,
            heat_pumps=heat_pumps,
            part_names={key: part.name for key, part in self._parts.items()},
            failed=frozenset(report.failed),
        )

    async def set_wallbox(
        self, number: int, *, sun_mode: bool | None = None, stopped: bool | None = None, phases: int | None = None
    ) -> None:
        """Set the mode of a wallbox (1 to 8), stop it or let it charge, and on how many phases it charges (1 or 3).

        None leaves a setting as it is. Raises `NotImplementedError` unless `uses_wallboxes`, `ValueError` for a wallbox
        that is not there or a number of phases that cannot be, `ModbusError` where it could not be written.
        """
        if not self.uses_wallboxes:
            raise NotImplementedError("the wallboxes of this system are not used")
        if phases not in (None, 1, 3):
            raise ValueError(f"a wallbox charges on 1 or 3 phases, not {phases}")
        system = await self._found()
        boxes = system.wallboxes.boxes
        await system.wallboxes.async_update(notify=False)
        word = boxes[number - 1].word if 1 <= number <= len(boxes) else None
        if word is None or not word & PRESENT:
            raise ValueError(f"there is no wallbox {number}")
        wanted = word
        for bit, on in ((SUN_MODE, sun_mode), (STOPPED, stopped), (ONE_PHASE, None if phases is None else phases == 1)):
            if on is not None:
                wanted = wanted | bit if on else wanted & ~bit
        if wanted != word:
            await self.unit.write_register(system.base + 86 + number, wanted)

    async def _find(self) -> int | None:
        """Return where the magic word is, or None where there is none."""
        for base in BASES:
            try:
                words = await self.unit.read_holding_registers(base, 1)
            except NOT_SERVED:
                continue
            if words == [MAGIC]:
                return base
        return None

    async def _found(self) -> E3dcSystem:
        """Return the system's blocks at the place of the magic word."""
        if self._system is None:
            base = await self._find()
            if base is None:
                raise ModbusProtocolError("there is no magic word")
            self._system = E3dcSystem(self.unit, base)
        return self._system

    def _note(self, role: Role, number: int, name: str = "") -> None:
        """Remember a part."""
        part = Part(role=role, number=number, name=name)
        self._parts.setdefault(part.key, part)


def _right_way_round(powers: E3dcPowers) -> dict[str, float]:
    """Return the powers that are known (W), whichever word comes first."""
    raw = {
        name: value
        for name in ("solar", "battery", "house", "grid", "external", "wallboxes")
        if (value := getattr(powers, name)) is not None
    }
    turned = {name: _swapped(value) for name, value in raw.items()}
    if _beyond(raw) and not _beyond(turned):
        raw = turned
    return {name: float(value) for name, value in raw.items() if abs(value) < SWAPPED_POWER}


def _swapped(value: int) -> int:
    """Return a signed number with its two words exchanged."""
    word = (value & 0xFFFF) << 16 | (value >> 16 & 0xFFFF)
    return word - (1 << 32) if word & 1 << 31 else word


def _beyond(powers: dict[str, int]) -> bool:
    """Return whether a power is larger than any that can be."""
    return any(abs(value) >= SWAPPED_POWER for value in powers.values())


def _solar(powers: dict[str, float]) -> SolarReading | None:
    """Return the production of the system and of additional producers, which count negative."""
    own = powers.get("solar")
    if own is None:
        return None
    return SolarReading(power=max(0.0, own) + max(0.0, -powers.get("external", 0.0)))


def _battery(charging: float | None, soc: float | None) -> BatteryReading | None:
    """Return the battery's reading with + as discharging, or None where nothing is known of it."""
    level = plausible(Bounds.STATE_OF_CHARGE, soc)
    if charging is None and level is None:
        return None
    power = None if charging is None else -charging
    state = None
    if power is not None:
        state = BatteryState.STANDBY
        if abs(power) >= BATTERY_IDLE:
            state = BatteryState.DISCHARGING if power > 0 else BatteryState.CHARGING
    return BatteryReading(power=power, soc=level, state=state)


def _on_backup(emergency: int | None) -> bool | None:
    """Return whether the system carries the house without the grid; None where it cannot, or does not say."""
    return emergency == EMERGENCY_ACTIVE if emergency in EMERGENCY_STATES else None


def _grid(power: float | None, meters: list[E3dcMeter]) -> MeterReading | None:
    """Return the reading at the grid connection, with its phases where they can be believed."""
    if power is None:
        return None
    root = next((meter for meter in meters if meter.kind == ROOT_METER), None)
    phases = _phases(root) if root is not None else None
    least, share = AGREEMENT
    if phases is not None and abs(sum(phases) - power) > max(least, share * abs(power)):
        phases = None
    return MeterReading(power=power, phase_power=phases)


def _phases(meter: E3dcMeter) -> PhaseVector | None:
    """Return what a power meter tells of the phases (W)."""
    return plausible_phases(Bounds.PHASE_POWER, (meter.power_l1, meter.power_l2, meter.power_l3))


def _wallboxes(words: E3dcWallboxes, power: float | None) -> dict[int, ChargePointReading]:
    """Return the wallboxes that are there. The system tells the power of all together: that of one is known alone."""
    present = {number: box.word for number, box in enumerate(words.boxes, start=1) if box.word and box.word & PRESENT}
    alone = len(present) == 1
    return {
        number: ChargePointReading(
            vehicle=VehicleState.C if word & CHARGING else VehicleState.B if word & PLUGGED_IN else VehicleState.A,
            power=plausible(Bounds.STATION_POWER, power) if alone else None,
            phases=1 if word & ONE_PHASE else 3,
        )
        for number, word in present.items()
    }
