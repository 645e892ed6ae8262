"""What was learnt of a house, in a file of its own: it is large, changes every quarter, and can be learnt again."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store

from ..const import DOMAIN, LOGGER
from ..core.control.persistence import from_plain, to_plain
from ..core.control.stored import checked, within
from ..core.forecast.home import HomeForecastState
from ..core.forecast.kinds import SLOTS

STORAGE_VERSION: Final = 1
SAVE_DELAY: Final = 60
"""A quarter is written so long after it is over (s): what else changes then goes with it."""

_DAY_QUARTERS: Final = SLOTS + 4
"""Of a day on which the clock is put back."""

_ENERGY: Final = within(0, 1e7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What has come of the local day so far, so that a restart does not forget the morning."""

    ordinal: int = 0
    """The proleptic day number of `date.toordinal`."""

    load: float = field(default=0.0, metadata=_ENERGY)
    solar: float = field(default=0.0, metadata=_ENERGY)
    """Energy of the quarters that are over (Wh): as measured, where that is not known as forecast."""

    counted: int = field(default=0, metadata=within(0, _DAY_QUARTERS))
    """So many quarters from midnight on are in them."""

    told: tuple[float, ...] = field(default=(), metadata=checked(lambda told: len(told) <= _DAY_QUARTERS))
    """What was forecast of the sun in each quarter of the day until now (W), each before it began."""

    def on(self, day: date) -> Today:
        """Return the same on its own day, a new one on any other."""
        return self if day.toordinal() == self.ordinal else Today(ordinal=day.toordinal())


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What outlives a restart."""

    home: HomeForecastState = field(default_factory=HomeForecastState)
    today: Today = field(default_factory=Today)
    imported: bool = False
    """Whether the recorder's history was looked through, whatever it told."""


class LearntStore:
    """Loads and saves what was learnt of one site."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Name the file after the config entry."""
        self._store: Store[dict[str, Any]] = Store(
            hass, STORAGE_VERSION, f"{DOMAIN}.{entry_id}.forecast", serialize_in_event_loop=False
        )

    async def async_load(self) -> Learnt:
        """Return what is stored. What cannot be read is learnt anew."""
        try:
            stored = await self._store.async_load()
        except HomeAssistantError, NotImplementedError, ValueError:
            LOGGER.warning("What was learnt of the house could not be read; it is learnt anew", exc_info=True)
            return Learnt()
        if stored is None:
            return Learnt()
        try:
            return _read(stored)
        except ValueError as err:
            LOGGER.warning("What was learnt of the house could not be read (%s); it is learnt anew", err)
            return Learnt()

    def async_delay_save(self, learnt: Learnt) -> None:
        """Save soon."""
        self._store.async_delay_save(lambda: to_plain(learnt), SAVE_DELAY)

    async def async_save(self, learnt: Learnt) -> None:
        """Save now."""
        await self._store.async_save(to_plain(learnt))

    async def async_remove(self) -> None:
        """Forget the site."""
        await self._store.async_remove()


def _read(stored: dict[str, Any]) -> Learnt:
    """Return what is stored. Raises `ValueError` where a part of it makes no sense."""
    learnt = from_plain(Learnt, stored, strict=True)
    # What cannot be read inside its parts starts anew by itself, without a word.
    from_plain(HomeForecastState, stored.get("home"), strict=True)
    return learnt
