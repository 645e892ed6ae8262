"""What the check of an installation found, device by device."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ..core.checks.phase_mapping import Wiring
from ..core.checks.sign_steps import SignVerdict
from ..core.model import Rotation


class Outcome(StrEnum):
    """How far the test of a charge point came."""

    DONE = "done"
    NO_CAR = "no_car"
    SILENT = "silent"
    """The station does not answer."""

    NOT_MEASURED = "not_measured"
    """The station tells neither currents nor power."""

    NO_CURRENT = "no_current"
    """The car takes nothing: full, asleep, or not released."""

    RESTLESS = "restless"
    """It never drew the same for long enough, or was not given enough."""

    METER_SILENT = "meter_silent"
    INTERRUPTED = "interrupted"


class Fallback(StrEnum):
    """What the test of a station's own watchdog found."""

    CONFIRMED = "confirmed"
    """Left alone, it fell back to its fallback current."""

    NOT_SEEN = "not_seen"
    """Left alone, it went on as before."""

    ENDED = "ended"
    """A limit had to be lowered meanwhile, so it was not left alone long enough."""

    NONE = "none"
    """It has no watchdog that Overshot can use."""

    HELD = "held"
    """Not tested; it reads back the fallback current that was told."""

    OTHER = "other"
    """Not tested; it reads back another one although it is steered."""

    UNSET = "unset"
    """Not tested; it holds one of its own, nobody having steered it yet."""

    UNTOLD = "untold"
    """Not tested, and not read back."""

    SMALL = "small"
    """Its highest current is too near to its fallback current to see a difference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FallbackResult:
    """What is known of a station's own watchdog."""

    verdict: Fallback
    current: float | None = None
    """What it fell back to, or reads back (A)."""

    seconds: float | None = None
    """How long it was left alone until then (s)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StationResult:
    """What the test of one charge point found."""

    id: str
    outcome: Outcome
    wiring: Wiring | None = None
    """None where the meter does not tell the phases apart."""

    signs: Mapping[str, SignVerdict] = field(default_factory=dict)
    """Of the grid meter (`sign_steps.GRID`) and of batteries, by id."""

    fallback: FallbackResult | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandResult:
    """What was seen of something the user switched by hand."""

    name: str
    power: float | None
    """By how much the import rose (W); None where the meter told nothing."""

    phases: tuple[int, ...] = ()
    """Those that moved (0..2)."""

    expected: tuple[int, ...] | None = None
    """Those it was told to hang on; None where nobody told."""

    noisy: bool = False
    """Whether the house changed too much by itself."""

    id: str | None = None
    """Of the device, where it is one of the site."""

    @property
    def misplaced(self) -> bool:
        """Return whether import clearly rose, on other phases than was told."""
        if self.noisy or self.power is None or self.power < 0 or not self.phases or self.expected is None:
            return False
        return set(self.expected) != set(self.phases)


class SolarSign(StrEnum):
    """What the power of panels tells of their sign."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    DARK = "dark"
    """They give nothing now: nothing can be said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A change of a device's settings that would explain what was seen."""

    id: str
    """Of the subentry."""

    rotation: Rotation | None = None
    turn: str | None = None
    """A `core.model.turn.Turn` value: what counts the other way round."""

    @property
    def key(self) -> str:
        """Return what the correction is known by in a form."""
        return f"{self.id}:{self.rotation or self.turn}"


@dataclass(kw_only=True)
class Report:
    """Everything that was found so far."""

    stations: dict[str, StationResult] = field(default_factory=dict)
    hands: dict[str, HandResult] = field(default_factory=dict)
    solar: dict[str, SolarSign] = field(default_factory=dict)
