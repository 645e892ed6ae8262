"""How much can flow in a house, by the connection it has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..const import CONF_CONNECTION_TYPE, CONF_FUSE
from ..core.model import NOMINAL_VOLTAGE, ConnectionType
from ..devices.plausible import Bounds

MARGIN = 5.0
"""A value is not believed beyond so many times what the connection carries: a short circuit is no reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Beyond these, whatever is read is not believed."""

    power: float = Bounds.POWER.value[1]
    """W, either way."""

    current: float = Bounds.CURRENT.value[1]
    """A, either way."""

    delta: bool = False
    """Whether the grid is one of 3 x 230 V, where currents have no sign."""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Limits:
        """Return the limits of a site's data."""
        if CONF_FUSE not in data:
            return cls()
        fuse = float(data[CONF_FUSE])
        widest = cls()
        return cls(
            power=min(widest.power, MARGIN * 3 * NOMINAL_VOLTAGE * fuse),
            current=min(widest.current, MARGIN * fuse),
            delta=data.get(CONF_CONNECTION_TYPE) == ConnectionType.THREE_PHASE_DELTA,
        )
