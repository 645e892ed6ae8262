"""The clicks of docs/first-evening.md, one after the other: what is pressed, typed and chosen, by the labels a user reads."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What is done with a label."""

    LINK = "link"
    BUTTON = "button"
    ITEM = "item"
    """A line of a menu in a dialogue."""

    CHOICE = "choice"
    """A line of a list that a button unfolded."""

    FILL = "fill"
    TICK = "tick"
    TAB = "tab"
    RADIO = "radio"
    TILE = "tile"
    KEY = "key"
    AWAIT = "await"
    """Nothing is done: the page or dialogue with this title comes by itself."""


@dataclass(frozen=True, slots=True)
class Click:
    """One thing a user does."""

    kind: Kind
    label: str
    """As it stands on the screen, and in docs/first-evening.md."""

    value: str = ""
    """What is typed; `{p1}` and `{ports}` are told by the demo when it starts."""


CLICKS: Final = (
    Click(Kind.LINK, "Settings"),
    Click(Kind.LINK, "Devices & services"),
    Click(Kind.BUTTON, "Add integration"),
    Click(Kind.AWAIT, "Set up a new integration"),
    Click(Kind.FILL, "Search for a brand name", "Overshot"),
    Click(Kind.BUTTON, "Overshot"),
    Click(Kind.AWAIT, "The house"),
    Click(Kind.BUTTON, "Submit"),
    Click(Kind.AWAIT, "Grid connection"),
    Click(Kind.BUTTON, "Connection type"),
    Click(Kind.CHOICE, "Three-phase, 3 x 400 V with neutral"),
    Click(Kind.FILL, "Main fuse", "25"),
    Click(Kind.BUTTON, "Submit"),
    Click(Kind.AWAIT, "Grid meter"),
    Click(Kind.ITEM, "P1 over the network"),
    Click(Kind.AWAIT, "P1 over the network"),
    Click(Kind.FILL, "Host", "127.0.0.1"),
    Click(Kind.FILL, "Port", "{p1}"),
    Click(Kind.BUTTON, "Submit"),
    Click(Kind.AWAIT, "Search the network"),
    Click(Kind.FILL, "Where to search", "127.0.0.1/32"),
    Click(Kind.BUTTON, "More options"),
    Click(Kind.FILL, "Modbus ports", "{ports}"),
    Click(Kind.BUTTON, "Submit"),
    Click(Kind.AWAIT, "Found devices"),
    Click(Kind.BUTTON, "Submit"),
    Click(Kind.AWAIT, "One master for each station"),
    Click(Kind.ITEM, "Understood, go on"),
    Click(Kind.AWAIT, "Charge point Hager XVP122SIM"),
    Click(Kind.BUTTON, "Submit"),
    Click(Kind.AWAIT, "Check the installation"),
    Click(Kind.ITEM, "Go on"),
    Click(Kind.AWAIT, "Observe or control"),
    Click(Kind.TICK, "Hager XVP122SIM"),
    Click(Kind.BUTTON, "Submit"),
    Click(Kind.BUTTON, "Finish"),
    # A page that was open before does not know the new dashboard.
    Click(Kind.KEY, "F5"),
    Click(Kind.LINK, "Settings"),
    Click(Kind.LINK, "Dashboards"),
    Click(Kind.BUTTON, "Add dashboard"),
    Click(Kind.BUTTON, "Overshot"),
    Click(Kind.BUTTON, "Create"),
    Click(Kind.LINK, "Overshot"),
    Click(Kind.TAB, "Charging"),
    Click(Kind.RADIO, "PV surplus"),
    Click(Kind.TILE, "Hold time"),
    Click(Kind.FILL, "Hold time", "0.5"),
    Click(Kind.BUTTON, "Close"),
)
"""From Home Assistant's first page to a car that waits for the sun."""
