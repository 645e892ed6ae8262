"""What must survive a restart: the wishes, the controller's memory and the learnt base load."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, override

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store

from .const import DOMAIN, LOGGER
from .core.access.visits import AccessState
from .core.control import BatterySettings, ChargePointSettings, HeatPumpSettings, LoadSettings, Memory, SiteSettings
from .core.control.appliances.settings import SurplusSwitch
from .core.control.persistence import from_plain, memory_from_dict, memory_to_dict, to_plain
from .core.model.load_percentile import LoadPercentile
from .screen import Totals
from .wishes.places import DEVICE_PLACES, Place, wishes_at, with_device, with_wishes

STORAGE_VERSION = 1
STORAGE_MINOR_VERSION = 2
SAVE_DELAY = 10
"""Changes are written together after this long (s)."""

KINDS: Final[Mapping[Place, Any]] = {
    Place.CHARGE_POINTS: ChargePointSettings,
    Place.BATTERIES: BatterySettings,
    Place.HEAT_PUMPS: HeatPumpSettings,
    Place.LOADS: LoadSettings,
}
"""The wishes for one device, by place."""

_SETTINGS: Final = "settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitSettings:
    """The limits the user sets for an inverter (W); None is no limit."""

    export: float | None = None
    output: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ControllerSettings:
    """The wishes for a controller that steers its stations itself."""

    controlled: bool = False
    """Whether Overshot may tell it to boost."""

    boosted: tuple[int, ...] = ()
    """Charge points that boost because Overshot said so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplianceParameters:
    """What a heat pump or load is switched by, kept while that is switched off."""

    surplus: SurplusSwitch = field(default_factory=SurplusSwitch)
    block_above: float = 5000.0
    """Import from which the load manager blocks a heat pump (W)."""


@dataclass(kw_only=True)
class SiteState:
    """The state of a site that outlives a restart; by subentry id."""

    settings: SiteSettings = field(default_factory=SiteSettings)
    """All that the controller is asked for, replaced on every change."""

    limits: dict[str, LimitSettings] = field(default_factory=dict)
    controllers: dict[str, ControllerSettings] = field(default_factory=dict)
    parameters: dict[str, ApplianceParameters] = field(default_factory=dict)
    unreleased: set[str] = field(default_factory=set)
    """Devices that could not be let go of."""

    access: AccessState = field(default_factory=AccessState)
    """What was said of the sessions that are under way."""

    memory: Memory = field(default_factory=Memory)
    base_load: LoadPercentile = field(default_factory=LoadPercentile)
    totals: dict[str, Totals] = field(default_factory=dict)
    """High-water marks of the counters."""

    def wishes(self, place: Place, id_: str | None = None) -> Any:
        """Return the wishes of a place, or of one of its devices."""
        return wishes_at(self.settings, place, id_)

    def wish(self, place: Place, id_: str | None = None, **changes: Any) -> None:
        """Change the wishes of a place, or of one of its devices."""
        self.settings = with_wishes(self.settings, place, id_, **changes)

    def admit(self, place: Place, id_: str, wishes: Any) -> None:
        """Give a device wishes to start with, unless it has some."""
        self.settings = with_device(self.settings, place, id_, wishes)

    def controlled(self, id_: str) -> bool:
        """Return whether Overshot may write to a device."""
        groups = (*(getattr(self.settings, place) for place in DEVICE_PLACES), self.controllers)
        return any(group[id_].controlled for group in groups if id_ in group)

    def control(self, id_: str, active: bool) -> None:
        """Let Overshot write to a device, or not."""
        for place in DEVICE_PLACES:
            if id_ in getattr(self.settings, place):
                self.wish(place, id_, controlled=active)
        if id_ in self.controllers:
            self.controllers[id_] = replace(self.controllers[id_], controlled=active)

    def as_dict(self) -> dict[str, Any]:
        """Return the state for storage: plain values, times in ISO 8601."""
        return {
            _SETTINGS: to_plain(self.settings),
            "limits": to_plain(self.limits),
            "controllers": to_plain(self.controllers),
            "parameters": to_plain(self.parameters),
            "unreleased": sorted(self.unreleased),
            "access": to_plain(self.access),
            "memory": memory_to_dict(self.memory),
            "base_load": self.base_load.to_dict(),
            "totals": {id_: totals.to_dict() for id_, totals in self.totals.items()},
        }


class SiteStore:
    """Loads and saves the state of one site."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Name the file after the config entry."""
        self._store = _Store(hass, STORAGE_VERSION, f"{DOMAIN}.{entry_id}", minor_version=STORAGE_MINOR_VERSION)

    async def async_load(self) -> SiteState:
        """Return the stored state; what cannot be read falls back to its default."""
        stored = await self._store.async_load() or {}
        return SiteState(
            settings=_read_settings(stored.get(_SETTINGS)),
            limits=_read(stored, "limits", LimitSettings),
            controllers=_read(stored, "controllers", ControllerSettings),
            parameters=_read(stored, "parameters", ApplianceParameters),
            unreleased={id_ for id_ in stored.get("unreleased", ()) if isinstance(id_, str)},
            access=from_plain(AccessState, stored.get("access")),
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


class _Store(Store[dict[str, Any]]):
    """The file of one site."""

    @override
    async def _async_migrate_func(
        self, old_major_version: int, old_minor_version: int, old_data: dict[str, Any]
    ) -> dict[str, Any]:
        """Put the wishes for the devices, which stood beside everything else before 1.2, together."""
        if old_minor_version >= STORAGE_MINOR_VERSION:
            return old_data
        settings = {place.value: old_data[place] for place in DEVICE_PLACES if place in old_data}
        return {**{key: value for key, value in old_data.items() if key not in settings}, _SETTINGS: settings}


def _read_settings(stored: object) -> SiteSettings:
    """Return the stored wishes; a device whose own make no sense has none, and starts read-only."""
    plain = stored if isinstance(stored, Mapping) else {}
    settings = from_plain(SiteSettings, {key: value for key, value in plain.items() if key not in DEVICE_PLACES})
    changes: dict[str, Any] = {place: _read(plain, place, kind) for place, kind in KINDS.items()}
    return replace(settings, **changes)


def _read[S](stored: Mapping[str, Any], key: str, kind: type[S]) -> dict[str, S]:
    """Return the stored wishes of one kind without those that make no sense."""
    known: dict[str, S] = {}
    found = stored.get(key)
    for id_, data in found.items() if isinstance(found, Mapping) else ():
        try:
            known[id_] = from_plain(kind, data, strict=True)
        except ValueError as err:
            LOGGER.warning("Stored settings (%s) could not be read (%s); the device starts read-only", key, err)
    return known
