"""What the house draws besides cars and heat pump: a base load per phase, and appliances somebody switches on."""

from collections.abc import Iterable
from dataclasses import dataclass

from .phase_share import PhaseShare
from .series import NOTHING, PhaseSeries


@dataclass(frozen=True, slots=True)
class Appliance:
    """Something switched on (W), until a scenario time (s) where that is known."""

    power: float
    phases: PhaseShare
    until: float | None
    circuit: str | None = None


class Loads:
    """The loads of the house on each phase (W)."""

    __slots__ = ("_a1", "_a2", "_a3", "_appliances", "_base", "_next_end", "l1", "l2", "l3")

    def __init__(self, base: PhaseSeries = NOTHING) -> None:
        """Start with the base load alone."""
        self._base = base
        self._appliances: dict[str, Appliance] = {}
        self._a1 = self._a2 = self._a3 = 0.0
        self._next_end = float("inf")
        self.l1 = self.l2 = self.l3 = 0.0

    @property
    def power(self) -> float:
        """Return the total (W)."""
        return self.l1 + self.l2 + self.l3

    @property
    def running(self) -> tuple[str, ...]:
        """Return the names of the appliances that are on."""
        return tuple(self._appliances)

    def switch_on(
        self, name: str, power: float, phases: PhaseShare, until: float | None = None, circuit: str | None = None
    ) -> None:
        """Switch an appliance on, or change one that runs. `until` is a scenario time (s)."""
        self._appliances[name] = Appliance(power, phases, until, circuit)
        self._add_up()

    def switch_off(self, name: str) -> None:
        """Switch an appliance off; one that is off stays off."""
        self._appliances.pop(name, None)
        self._add_up()

    def step(self, scenario_time: float) -> None:
        """Draw what is due in the step that ends at `scenario_time` (s)."""
        if scenario_time > self._next_end:
            for name in [n for n, a in self._appliances.items() if a.until is not None and a.until < scenario_time]:
                del self._appliances[name]
            self._add_up()
        base = self._base
        self.l1 = base[0].at(scenario_time) + self._a1
        self.l2 = base[1].at(scenario_time) + self._a2
        self.l3 = base[2].at(scenario_time) + self._a3

    def on_circuits(self) -> Iterable[Appliance]:
        """Return the appliances that hang on a circuit; they are part of the total too."""
        return [appliance for appliance in self._appliances.values() if appliance.circuit is not None]

    def off(self) -> None:
        """Draw nothing: the fuse is open. Appliances keep their switch positions."""
        self.l1 = self.l2 = self.l3 = 0.0

    def _add_up(self) -> None:
        """Sum the appliances per phase and find out when the next one ends."""
        running = self._appliances.values()
        self._a1 = sum(a.power * a.phases[0] for a in running)
        self._a2 = sum(a.power * a.phases[1] for a in running)
        self._a3 = sum(a.power * a.phases[2] for a in running)
        self._next_end = min((a.until for a in running if a.until is not None), default=float("inf"))
