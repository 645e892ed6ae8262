"""SG-Ready through two contacts: the four states, and how to close both contacts at once.

States by the label's regulation 2.1 (documented), contacts SG1:SG2, 1 = closed: 1 block 1:0, 2 normal 0:0,
3 recommendation 0:1, 4 force 1:1. Hager flow, OpenEMS and Thermia's EVU / COMFORT / BOOST terminals agree (documented,
seen in code).

* Between block 1:0 and recommendation 0:1 both contacts change. In one write the heat pump never sees a third state; where
  a board takes one contact a write only, the closed one is opened first and both rest for 2 s in normal 0:0 (inferred).
* Boards lose their outputs with their supply. Wired to normally open contacts that is 0:0, normal. A contact wired to
  normally closed terminals is told so in the wiring, and fails closed.
* Each order is read back. An order that is in force already is not written again: relays wear.
"""

from abc import ABC, abstractmethod
import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, override

from modbus_connection import IllegalFunctionError, ModbusUnit

from ..core.model import HeatPumpReading
from .blocks import NOT_SERVED
from .driver import Capabilities, DeviceKind, DeviceReadings, HeatPumpDriver, Identity, Role, UnitFor
from .errors import NotTakenError

type Contacts = tuple[bool, bool]
"""Whether SG1 and SG2 are closed."""

BLOCK, NORMAL, RECOMMEND, FORCE = 1, 2, 3, 4

CONTACTS: Final[Mapping[int, Contacts]] = {
    BLOCK: (True, False),
    NORMAL: (False, False),
    RECOMMEND: (False, True),
    FORCE: (True, True),
}
STATES: Final[Mapping[Contacts, int]] = {contacts: state for state, contacts in CONTACTS.items()}

DWELL: Final = 2.0
"""How long both contacts rest open where they cannot change in one write (s)."""

_OPEN: Final = (False, False)


class Outputs(ABC):
    """The two outputs of a board; True is a relay that is drawn."""

    at_once: bool = True
    """Whether both change in one write; may turn out false while writing."""

    @abstractmethod
    async def read(self) -> Contacts:
        """Read both back. Raises `ModbusError`."""

    @abstractmethod
    async def write_both(self, values: Contacts) -> None:
        """Switch both in one write. Raises `ModbusError`."""

    @abstractmethod
    async def write_one(self, number: int, value: bool) -> None:
        """Switch SG1 (0) or SG2 (1). Raises `ModbusError`."""


class Wiring(ABC):
    """Where the two contacts are. What it gives is bound to a unit."""

    sg1_inverted: bool
    sg2_inverted: bool

    @abstractmethod
    def outputs(self, unit: ModbusUnit) -> Outputs:
        """Return the outputs on a unit."""

    def turned(self, values: Contacts) -> Contacts:
        """Return contacts from relays, or relays from contacts."""
        return (values[0] != self.sg1_inverted, values[1] != self.sg2_inverted)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoilWiring(Wiring):
    """Two relays that are coils (FC01, FC05, FC15). Raises `ValueError` where it is none that can be."""

    sg1: int = 0
    """Coil of the relay on SG1, counted from 0."""

    sg2: int = 1
    sg1_inverted: bool = False
    """Whether SG1 is wired to the normally closed terminals."""

    sg2_inverted: bool = False
    writes_many: bool = True
    """Whether the board takes FC15."""

    read_count: int = 1
    """So many coils must be asked for at least: some boards answer 8 or nothing."""

    def __post_init__(self) -> None:
        """Check the wiring."""
        _two_places(self.sg1, self.sg2, 0xFFFF)
        if not 1 <= self.read_count <= 2000:
            raise ValueError(f"{self.read_count} coils cannot be read at once")

    @override
    def outputs(self, unit: ModbusUnit) -> Outputs:
        return _Coils(unit, self)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterBitWiring(Wiring):
    """Two outputs that are bits of one holding register (FC03, FC06 or FC16), always written together.

    Raises `ValueError` where it is none that can be.
    """

    register: int
    """PDU address of the register that is written."""

    sg1: int = 0
    """Bit of the output on SG1, 0 the lowest."""

    sg2: int = 1
    sg1_inverted: bool = False
    sg2_inverted: bool = False
    writes_many: bool = False
    """Whether FC16 is used."""

    read_register: int | None = None
    """Where the outputs are read back, if elsewhere."""

    def __post_init__(self) -> None:
        """Check the wiring."""
        _two_places(self.sg1, self.sg2, 15)
        for register in (self.register, self.read_register or 0):
            if not 0 <= register <= 0xFFFF:
                raise ValueError(f"there is no register {register}")

    @override
    def outputs(self, unit: ModbusUnit) -> Outputs:
        return _RegisterBits(unit, self)


class SgReadyDriver(HeatPumpDriver):
    """A heat pump behind two contacts of a board.

    A board tells no name and no serial number: it is what the user says it is, and is never looked for.
    """

    kind = DeviceKind.HEAT_PUMP
    capabilities = Capabilities(
        roles=frozenset({Role.HEAT_PUMP}), sets_sg_ready=True, has_fallback=False, min_write_interval=10.0
    )
    tells_serial = False
    model: ClassVar[str]
    wiring: ClassVar[Wiring]
    dwell: ClassVar[float] = DWELL

    def __init__(self, unit_for: UnitFor, unit_id: int) -> None:
        """Hold the link; nothing is read or written."""
        super().__init__(unit_for, unit_id)
        self._outputs = self.wiring.outputs(self.unit)

    @override
    async def identify(self) -> Identity | None:
        """Read whether there are such outputs; whose they are, the board does not tell."""
        try:
            await self._outputs.read()
        except NOT_SERVED:
            return None
        self.identity = Identity(
            family=self.family, serial=str(self.unit_id), manufacturer=self.manufacturer, model=self.model
        )
        return self.identity

    @override
    async def poll(self) -> DeviceReadings:
        """Read which state the contacts make. Raises `ModbusError`."""
        return DeviceReadings(heat_pumps={1: HeatPumpReading(state=STATES[await self._contacts()])})

    @override
    async def set_sg_ready(self, state: int) -> None:
        """Order a state, both contacts in one write where the board can, and read it back."""
        if state not in CONTACTS:
            raise ValueError(f"an SG-Ready state is 1 to 4, not {state}")
        wanted = CONTACTS[state]
        before = await self._contacts()
        if before == wanted:
            return
        if self._outputs.at_once:
            try:
                await self._outputs.write_both(self.wiring.turned(wanted))
            except IllegalFunctionError:
                # The board takes one a write; it need not be asked again.
                self._outputs.at_once = False
        if not self._outputs.at_once:
            await self._one_by_one(before, wanted)
        if (now := await self._contacts()) != wanted:
            raise NotTakenError(f"SG-Ready state {state} was ordered, but the contacts make {STATES[now]}")

    async def _one_by_one(self, before: Contacts, wanted: Contacts) -> None:
        """Switch what differs, one by one, by way of normal or recommendation, never of block or force."""
        relays, now = self.wiring.turned(wanted), list(before)
        # SG1 alone is a block: it opens first and closes last.
        for number in (1, 0) if wanted[0] else (0, 1):
            if now[number] == wanted[number]:
                continue
            await self._outputs.write_one(number, relays[number])
            now[number] = wanted[number]
            if tuple(now) == _OPEN and wanted != _OPEN:
                await asyncio.sleep(self.dwell)

    async def _contacts(self) -> Contacts:
        """Return which contacts are closed."""
        return self.wiring.turned(await self._outputs.read())


class _Coils(Outputs):
    """Two coils. They change in one write where they lie side by side and the board takes FC15."""

    def __init__(self, unit: ModbusUnit, wiring: CoilWiring) -> None:
        self._unit = unit
        self._wiring = wiring
        self.at_once = wiring.writes_many and abs(wiring.sg1 - wiring.sg2) == 1

    @override
    async def read(self) -> Contacts:
        wiring = self._wiring
        first = min(wiring.sg1, wiring.sg2)
        count = max(wiring.sg1, wiring.sg2) - first + 1
        if count < wiring.read_count:
            # Boards that answer whole bytes only begin them at a multiple of 8.
            first -= first % 8
            count = max(wiring.read_count, max(wiring.sg1, wiring.sg2) - first + 1)
        coils = await self._unit.read_coils(first, count)
        return (coils[wiring.sg1 - first], coils[wiring.sg2 - first])

    @override
    async def write_both(self, values: Contacts) -> None:
        wiring = self._wiring
        in_order = values if wiring.sg1 < wiring.sg2 else values[::-1]
        await self._unit.write_coils(min(wiring.sg1, wiring.sg2), list(in_order))

    @override
    async def write_one(self, number: int, value: bool) -> None:
        await self._unit.write_coil((self._wiring.sg1, self._wiring.sg2)[number], value)


class _RegisterBits(Outputs):
    """Two bits of a register; the other bits stay as they are."""

    def __init__(self, unit: ModbusUnit, wiring: RegisterBitWiring) -> None:
        self._unit = unit
        self._wiring = wiring

    @override
    async def read(self) -> Contacts:
        wiring = self._wiring
        register = wiring.register if wiring.read_register is None else wiring.read_register
        (word,) = await self._unit.read_holding_registers(register, 1)
        return (bool(word >> wiring.sg1 & 1), bool(word >> wiring.sg2 & 1))

    @override
    async def write_both(self, values: Contacts) -> None:
        await self._write({self._wiring.sg1: values[0], self._wiring.sg2: values[1]})

    @override
    async def write_one(self, number: int, value: bool) -> None:
        await self._write({(self._wiring.sg1, self._wiring.sg2)[number]: value})

    async def _write(self, bits: Mapping[int, bool]) -> None:
        """Change some bits."""
        wiring = self._wiring
        (word,) = await self._unit.read_holding_registers(wiring.register, 1)
        for bit, value in bits.items():
            word = word | 1 << bit if value else word & ~(1 << bit)
        if wiring.writes_many:
            await self._unit.write_registers(wiring.register, [word])
        else:
            await self._unit.write_register(wiring.register, word)


def _two_places(sg1: int, sg2: int, highest: int) -> None:
    """Raise `ValueError` unless these are two places that exist."""
    if sg1 == sg2:
        raise ValueError(f"both contacts cannot be on output {sg1}")
    for place in (sg1, sg2):
        if not 0 <= place <= highest:
            raise ValueError(f"there is no output {place}; they go from 0 to {highest}")
