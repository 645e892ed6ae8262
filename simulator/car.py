"""An electric car and its on-board charger: what it makes of the current it is offered."""

from collections import deque
from dataclasses import dataclass

EV_MIN_CURRENT = 6.0
"""Below 6 A a phase no car charges (IEC 61851-1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarSpec:
    """A car as it arrives."""

    name: str = "car"
    capacity: float = 60_000.0
    """Of its battery (Wh)."""

    soc: float = 40.0
    """At arrival (%)."""

    target_soc: float = 80.0
    """Where it ends charging by itself (%)."""

    energy: float | None = None
    """What it wishes (Wh at the plug), instead of a target state of charge."""

    phases: int = 3
    """Of its on-board charger: 1, 2 or 3."""

    max_current: float = 16.0
    """Of its on-board charger, each phase (A)."""

    min_current: float = EV_MIN_CURRENT
    """Its own minimum (A): some cars stop at what others take."""

    delay: float = 3.0
    """Time until it reacts to another offer (s); real ones take 2 to 6."""

    ramp: float = 4.0
    """How fast its current then moves (A/s)."""

    tells_soc: bool = False
    """Whether anything tells the controller its state of charge."""

    negotiation: float = 0.0
    """What it needs besides before it starts or resumes (s)."""

    sleep_after: float | None = None
    """It falls asleep when it is offered nothing for so long (s); None: never."""

    wakes_at: int = 2
    """Once asleep, it wakes when an offer has returned so many times."""

    efficiency: float = 0.9
    """From plug to battery (0..1]."""

    taper_soc: float = 97.0
    """From here on it takes less and less (%)."""


class Car:
    """Draws `current` on each phase it uses (A); its station turns that into power."""

    __slots__ = (
        "_clock",
        "_heard",
        "_idle",
        "_last_offer",
        "_pending",
        "_per_wh",
        "_returns",
        "_target_soc",
        "asleep",
        "current",
        "soc",
        "spec",
    )

    def __init__(self, spec: CarSpec) -> None:
        """Arrive with nothing offered yet."""
        self.spec = spec
        self.soc = spec.soc
        self.current = 0.0
        self._per_wh = spec.efficiency / spec.capacity * 100
        wished = spec.target_soc if spec.energy is None else spec.soc + spec.energy * self._per_wh
        self._target_soc = min(100.0, wished)
        self._clock = 0.0
        self._last_offer = 0.0
        self._heard = 0.0
        self._pending: deque[tuple[float, float]] = deque()
        self.asleep = False
        """Whether it hears nothing."""
        self._idle = 0.0
        self._returns = 0

    @property
    def asks(self) -> bool:
        """Whether it still wants energy."""
        return self.soc < self._target_soc

    @property
    def ready(self) -> bool:
        """Whether it asks for current now: it heard an offer it can use, or it still draws (state C)."""
        return self.current > 0 or (
            self.asks and not self.asleep and self._heard >= max(EV_MIN_CURRENT, self.spec.min_current)
        )

    def step(self, dt: float, offered: float) -> None:
        """React for `dt` seconds to what the station offers on each phase (A, 0 for none)."""
        if offered != self._last_offer:
            returns = self._last_offer <= 0 < offered
            wait = self.spec.delay + (self.spec.negotiation if returns and self.current <= 0 else 0.0)
            self._last_offer = offered
            self._pending.append((self._clock + wait, offered))
            self._returns += returns
        self._clock += dt
        if self.spec.sleep_after is not None:
            self._doze(dt, offered, self.spec.sleep_after)
        pending = self._pending
        while pending and pending[0][0] < self._clock:
            self._heard = pending.popleft()[1]

        spec = self.spec
        heard = 0.0 if self.asleep else self._heard
        target = 0.0
        if self.soc < self._target_soc and heard >= EV_MIN_CURRENT and heard >= spec.min_current:
            target = min(spec.max_current, heard)
            if self.soc > spec.taper_soc:
                tapered = spec.max_current * (100 - self.soc) / (100 - spec.taper_soc)
                target = min(target, max(spec.min_current, tapered))
        current = self.current
        if current < target:
            # The charger starts at the least it can do, not at a trickle.
            current = max(spec.min_current, current + spec.ramp * dt)
            self.current = min(current, target)
        elif current > target:
            current -= spec.ramp * dt
            self.current = current if current > target and current >= spec.min_current else target

    def _doze(self, dt: float, offered: float, after: float) -> None:
        """Fall asleep after a long time without an offer, and wake when one has returned often enough."""
        if self.asleep:
            self.asleep = self._returns < self.spec.wakes_at
        elif offered > 0 or self.current > 0:
            self._idle = 0.0
        else:
            self._idle += dt
            if self._idle >= after:
                self.asleep, self._idle, self._returns = True, 0.0, 0

    def charge(self, energy: float) -> None:
        """Take energy at the plug (Wh)."""
        self.soc = min(100.0, self.soc + energy * self._per_wh)

    def interrupt(self) -> None:
        """Lose the supply at once: the contactor opened or the cable was pulled."""
        self.current = 0.0
        self._heard = 0.0
        self._last_offer = 0.0
        self._pending.clear()
