"""What must survive a restart: the wishes, the controller's memory and the learnt base load."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store

from .const import DOMAIN, LOGGER
from .core.control import ChargePointSettings, Memory
from .core.control.persistence import memory_from_dict, memory_to_dict
from .core.model import ChargingMode
from .core.model.load_percentile import LoadPercentile
from .screen import Totals

STORAGE_VERSION = 1
SAVE_DELAY = 10
"""Changes are written together after this long (s)."""


@dataclass(kw_only=True)
class SiteState:
    """The state of a site that outlives a restart."""

    charge_points: dict[str, ChargePointSettings] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    base_load: LoadPercentile = field(default_factory=LoadPercentile)
    totals: dict[str, Totals] = field(default_factory=dict)
    """High-water marks of the counters."""

    def as_dict(self) -> dict[str, Any]:
        """Return the state for storage."""
        return {
            "charge_points": {id_: asdict(settings) for id_, settings in self.charge_points.items()},
            "memory": memory_to_dict(self.memory),
            "base_load": self.base_load.to_dict(),
            "totals": {id_: totals.to_dict() for id_, totals in self.totals.items()},
        }


class SiteStore:
    """Loads and saves the state of one site."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Name the file after the config entry."""
        self._store: Store[dict[str, Any]] = Store(hass, STORAGE_VERSION, f"{DOMAIN}.{entry_id}")

    async def async_load(self) -> SiteState:
        """Return the stored state; what cannot be read falls back to its default."""
        stored = await self._store.async_load() or {}
        return SiteState(
            charge_points={
                id_: settings
                for id_, data in stored.get("charge_points", {}).items()
                if (settings := _settings(data)) is not None
            },
            memory=memory_from_dict(stored.get("memory", {})),
            base_load=LoadPercentile.from_dict(stored.get("base_load", {})),
            totals={id_: Totals.from_dict(data) for id_, data in stored.get("totals", {}).items()},
        )

    def async_delay_save(self, state: SiteState) -> None:
        """Save soon."""
        self._store.async_delay_save(state.as_dict, SAVE_DELAY)

    async def async_save(self, state: SiteState) -> None:
        """Save now."""
        await self._store.async_save(state.as_dict())

    async def async_remove(self) -> None:
        """Forget the site."""
        await self._store.async_remove()


def _settings(data: Mapping[str, Any]) -> ChargePointSettings | None:
    """Return stored wishes, or None where they make no sense."""
    try:
        return ChargePointSettings(
            mode=ChargingMode(data["mode"]),
            max_current=float(data["max_current"]),
            controlled=bool(data["controlled"]),
            hold_time=float(data["hold_time"]),
        )
    except (KeyError, TypeError, ValueError) as err:
        LOGGER.warning("Stored settings of a charge point could not be read (%s); it starts read-only", err)
        return None
