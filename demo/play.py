"""A house of the demo as data: its scenario, the answers to the config flow, and what is done and expected then.

`demo/houses/NAME.json`; docs/scenarios.md says what stands in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
import json
from pathlib import Path
from typing import Any, Final, Self

from simulator.scenario import Scenario, parse_scenario

from .verdict import Finding

HOUSES: Final = Path(__file__).with_name("houses")
PATIENCE: Final = 15.0
"""How long something expected may take where the play does not say (s)."""

AT_ONCE: Final = 2.0
"""The same once Home Assistant has stopped (s)."""

type Answers = Mapping[str, Any]


class PlayError(ValueError):
    """A play that cannot be performed."""


def houses() -> list[str]:
    """Return the names of the houses there are."""
    return sorted(path.stem.replace("_", "-") for path in HOUSES.glob("*.json"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """One thing that has to be so, within some time: a state of Home Assistant, or the truth of the house."""

    what: str
    """A name that `Truth` knows, or with `state` an entity as `device.key`."""

    state: bool
    equal: str | float | None = None
    between: tuple[float, float] | None = None
    like: str | None = None
    """The true value that a state has to agree with."""

    by: float = 0.0
    """How much numbers may differ."""

    per: float = 1.0
    """The truth is divided by this before it is compared: 1000 where Home Assistant shows kWh."""

    within: float = PATIENCE
    """By when it has to be so (s)."""

    during: float = 0.0
    """How long it has to stay so (s)."""

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Read one. Raises PlayError where it does not say what it expects."""
        known = {"state", "truth", "is", "near", "by", "between", "like", "per", "within", "for"}
        if not data.keys() <= known or len({"state", "truth"} & data.keys()) != 1:
            raise PlayError(f"no expectation: {dict(data)}")
        if len({"is", "near", "between", "like"} & data.keys()) != 1 or ("like" in data and "state" not in data):
            raise PlayError(f"expects nothing, or two things: {dict(data)}")
        low_high = data.get("between")
        return cls(
            what=data.get("state", data.get("truth")),
            state="state" in data,
            equal=data.get("is", data.get("near")),
            between=None if low_high is None else (float(low_high[0]), float(low_high[1])),
            like=data.get("like"),
            by=float(data.get("by", 0)),
            per=float(data.get("per", 1)),
            within=float(data.get("within", PATIENCE)),
            during=float(data.get("for", 0)),
        )

    def holds(self, found: str | float, truth: float | None) -> bool:
        """Whether it is so; `found` is the state or the true value, `truth` what it has to be like."""
        if isinstance(self.equal, str):
            return found == self.equal
        try:
            number = float(found)
        except ValueError:
            return False
        if self.between is not None:
            return self.between[0] <= number <= self.between[1]
        wanted = float(self.equal) if self.equal is not None else (truth or 0.0) / self.per
        return abs(number - wanted) <= self.by + 1e-9

    def wanted(self, truth: float | None) -> str:
        """Return in words what is expected."""
        margin = f" +-{self.by:g}" if self.by else ""
        if self.between is not None:
            return f"{self.between[0]:g} to {self.between[1]:g}"
        if self.like is not None:
            return f"{self.like} {(truth or 0.0) / self.per:.4g}{margin}"
        return f"{self.equal}{margin}" if isinstance(self.equal, str) else f"{self.equal:g}{margin}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What happens, and what is to come of it."""

    say: str
    do: Sequence[Mapping[str, Any]] = ()
    """`{"call": service, "on": "device.key", "data": {...}}`, or `{"event": {...}}` as in a scenario."""

    expect: Sequence[Expectation] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What an entity shows of the house."""

    truth: str
    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """Entities of Home Assistant that show the house, and others through which it is steered."""

    shows: Mapping[str, Shown] = field(default_factory=dict)
    """By entity id."""

    obeys: Mapping[str, str] = field(default_factory=dict)
    """What of the house follows each entity."""

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Read one."""
        shows = {entity: Shown(**shown) for entity, shown in data.get("shows", {}).items()}
        return cls(shows=shows, obeys=data.get("obeys", {}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """A house and its acts."""

    name: str
    scenario: Scenario
    answers: Answers
    """What to answer to each form and menu of the config flow; a list where a form comes more than once."""

    found: Sequence[str]
    """The devices of the house that the search has to find."""

    add: Sequence[Mapping[str, Any]]
    """Devices to be added afterwards: `type`, `as`, `answers`."""

    acts: Sequence[Act]
    left: Sequence[Expectation]
    """What has to be true once Home Assistant has stopped."""

    bridge: Bridge
    configuration: str
    """What is added to Home Assistant's configuration.yaml."""

    def entities(self) -> set[str]:
        """Return the entities that the play speaks of, as `device.key`."""
        expected = {one.what for act in self.acts for one in act.expect if one.state}
        return expected | {order["on"] for act in self.acts for order in act.do if "on" in order}

    @classmethod
    def load(cls, name: str) -> Self:
        """Read a house. Raises PlayError where there is none, or something in it means nothing."""
        path = HOUSES / f"{name.replace('-', '_')}.json"
        if name not in houses():
            raise PlayError(f"no house is called {name!r}, only {', '.join(houses())}")
        data = json.loads(path.read_text(encoding="utf-8"))
        extra = path.with_suffix(".yaml")
        return cls(
            name=name,
            scenario=parse_scenario(data["scenario"], HOUSES, name),
            answers=data.get("answers", {}),
            found=data.get("found", []),
            add=data.get("add", []),
            acts=[
                Act(say=act["say"], do=act.get("do", ()), expect=[Expectation.read(one) for one in act["expect"]])
                for act in data["acts"]
            ],
            left=[Expectation.read({"within": AT_ONCE, **one}) for one in data["left"]],
            bridge=Bridge.read(data.get("bridge", {})),
            configuration=extra.read_text(encoding="utf-8") if extra.exists() else "",
        )


def judged(expectation: Expectation, *, since: float | None, found: str | float, truth: float | None) -> Finding:
    """Return the finding on an expectation: `since` is how long it took to become so (s), None where it never did."""
    shown = f"{found:.4g}" if isinstance(found, float) else found
    if since is None:
        return Finding(
            False,
            f"{expectation.what} is {shown}, expected {expectation.wanted(truth)} within {expectation.within:g} s",
        )
    stays = f" and stays for {expectation.during:g} s" if expectation.during else ""
    return Finding(True, f"{expectation.what} is {shown} ({expectation.wanted(truth)}) after {since:.0f} s{stays}")
