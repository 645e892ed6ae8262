"""Who tells day-ahead prices: integrations that the user already has, through their actions or their entities."""

from abc import ABC, abstractmethod
import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT
from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
import voluptuous as vol

from ..const import DOMAIN
from ..core.tariff import PriceUnit, RawPrice
from .listed import attribute_prices, has_prices, listed_prices

SOURCE_ENTITY: Final = "entity"

_TIMEOUT: Final = 60.0
"""An action that takes longer has failed (s)."""


class SourceError(HomeAssistantError):
    """A source did not give prices; the text says why, in the words of whoever it came from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a source told."""

    prices: tuple[RawPrice, ...]
    unit: str | None
    """As it says; None where it does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """An integration with an action that returns prices."""

    domain: str
    name: str
    actions: tuple[str, ...]
    """The first that exists is called."""

    data: Callable[[str, str, date], dict[str, Any]]
    """What an action is called with, by its name, the config entry and a local day."""

    read: Callable[[Mapping[str, Any], ConfigEntry], tuple[RawPrice, ...]]
    unit: Callable[[ConfigEntry], str | None]
    all_in: bool = False
    """Whether its prices are what the customer pays, taxes included, rather than those of the market."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A source the user can choose."""

    key: str
    label: str


def _day_before_and_after(day: date) -> tuple[str, str]:
    """Return the local midnights a day lies between (ISO 8601)."""
    start = dt_util.start_of_local_day(day)
    return start.isoformat(), dt_util.start_of_local_day(day + timedelta(days=1)).isoformat()


def _nordpool_data(action: str, entry_id: str, day: date) -> dict[str, Any]:
    """Ask for a market day, in quarters where they are not the default."""
    data: dict[str, Any] = {"config_entry": entry_id, "date": day.isoformat()}
    return data | ({"resolution": 15} if action == "get_price_indices_for_date" else {})


def _nordpool_prices(response: Mapping[str, Any], entry: ConfigEntry) -> tuple[RawPrice, ...]:
    """Return the prices of the first area: the user has chosen them, and one house has one."""
    areas = entry.data.get("areas") or list(response)
    return listed_prices(response.get(areas[0])) if areas else ()


def _in_list(response: Mapping[str, Any], entry: ConfigEntry) -> tuple[RawPrice, ...]:
    """Return the prices of a plain response."""
    return listed_prices(response.get("prices"))


def _tibber_prices(response: Mapping[str, Any], entry: ConfigEntry) -> tuple[RawPrice, ...]:
    """Return the prices of the first home that has some."""
    homes = response.get("prices")
    found = (listed_prices(prices) for prices in homes.values()) if isinstance(homes, Mapping) else ()
    return next((prices for prices in found if prices), ())


def _per_kwh(entry: ConfigEntry) -> str:
    return PriceUnit.PER_KWH.value


PROVIDERS: Final[dict[str, Provider]] = {
    provider.domain: provider
    for provider in (
        # Seen in code: a list by area of start, end and price, per MWh in the currency of the config entry.
        Provider(
            domain="nordpool",
            name="Nord Pool",
            actions=("get_prices_for_date", "get_price_indices_for_date"),
            data=_nordpool_data,
            read=_nordpool_prices,
            unit=lambda entry: f"{entry.data.get('currency', 'EUR')}/MWh",
        ),
        # Seen in code: `prices`, a list of start, end and price; a day without prices is an error.
        Provider(
            domain="energyzero",
            name="EnergyZero",
            actions=("get_energy_prices",),
            data=lambda action, entry_id, day: {
                "config_entry": entry_id,
                "incl_vat": False,
                "start": day.isoformat(),
                "end": day.isoformat(),
                "price_type": "market",
                "interval": "quarter",
            },
            read=_in_list,
            unit=_per_kwh,
        ),
        # Seen in code: `prices`, a list of timestamp and price.
        Provider(
            domain="easyenergy",
            name="easyEnergy",
            actions=("get_energy_usage_prices",),
            data=lambda action, entry_id, day: {
                "config_entry": entry_id,
                "incl_vat": False,
                "start": day.isoformat(),
                "end": day.isoformat(),
                "granularity": "quarter",
                "price_type": "market",
            },
            read=_in_list,
            unit=_per_kwh,
        ),
        # Seen in code: `prices`, by home a list of start_time and price, which is Tibber's total with taxes.
        Provider(
            domain="tibber",
            name="Tibber",
            actions=("get_prices",),
            data=lambda action, entry_id, day: dict(zip(("start", "end"), _day_before_and_after(day), strict=True)),
            read=_tibber_prices,
            unit=lambda entry: None,
            all_in=True,
        ),
        # Seen in code of the custom integration: `prices`, a list of timestamp and price, in the unit the user chose there.
        Provider(
            domain="entsoe",
            name="ENTSO-e",
            actions=("get_energy_prices",),
            data=lambda action, entry_id, day: {
                "config_entry": entry_id,
                **dict(zip(("start", "end"), _day_before_and_after(day), strict=True)),
            },
            read=_in_list,
            unit=lambda entry: None,
        ),
    )
}


def choices(hass: HomeAssistant) -> list[Choice]:
    """Return the sources that are there, the easiest first; the last is an entity of the user's choice."""
    found = [
        Choice(key=f"{provider.domain}:{entry.entry_id}", label=f"{provider.name} ({entry.title})")
        for provider in PROVIDERS.values()
        if _action(hass, provider) is not None
        for entry in hass.config_entries.async_entries(provider.domain, include_ignore=False, include_disabled=False)
    ]
    found += [Choice(key=f"{SOURCE_ENTITY}:{state.entity_id}", label=state.name) for state in _telling(hass)]
    return found


def source_of(hass: HomeAssistant, key: str, unit: str | None) -> Source:
    """Return the source with a key; `unit` is what the user said of its prices."""
    kind, _, which = key.partition(":")
    if kind == SOURCE_ENTITY:
        return EntitySource(hass, key, which, unit)
    return ActionSource(hass, key, PROVIDERS[kind], which, unit)


def is_all_in(key: str) -> bool:
    """Return whether the prices of a source contain taxes already."""
    kind = key.partition(":")[0]
    return kind in PROVIDERS and PROVIDERS[kind].all_in


class Source(ABC):
    """Tells prices."""

    entity_id: str | None = None
    """Where its prices can change by themselves."""

    def __init__(self, hass: HomeAssistant, key: str, unit: str | None) -> None:
        """Keep what it is asked with."""
        self.hass = hass
        self.key = key
        self.told_unit = unit

    @property
    @abstractmethod
    def name(self) -> str:
        """Return what the user knows it as."""

    @abstractmethod
    async def async_prices(self, day: date) -> Told:
        """Return the prices of a local day, maybe of others too; empty where there are none yet.

        Raises:
            SourceError: it cannot be asked, or did not answer as it should.
        """


class ActionSource(Source):
    """An integration that answers an action."""

    def __init__(self, hass: HomeAssistant, key: str, provider: Provider, entry_id: str, unit: str | None) -> None:
        """Keep the integration and its config entry."""
        super().__init__(hass, key, unit)
        self.provider = provider
        self.config_entry_id = entry_id

    @property
    @override
    def name(self) -> str:
        entry = self.hass.config_entries.async_get_entry(self.config_entry_id)
        return f"{self.provider.name} ({entry.title})" if entry is not None else self.provider.name

    @override
    async def async_prices(self, day: date) -> Told:
        entry = self.hass.config_entries.async_get_entry(self.config_entry_id)
        action = _action(self.hass, self.provider)
        if entry is None or action is None:
            raise SourceError("the integration is not set up, or not loaded yet")
        data = self.provider.data(action, self.config_entry_id, day)
        try:
            async with asyncio.timeout(_TIMEOUT):
                response = await self.hass.services.async_call(
                    self.provider.domain, action, data, blocking=True, return_response=True
                )
            prices = self.provider.read(response, entry) if isinstance(response, Mapping) else ()
        except TimeoutError as err:
            raise SourceError(f"no answer within {_TIMEOUT:g} s") from err
        except (HomeAssistantError, vol.Invalid) as err:
            raise SourceError(str(err) or type(err).__name__) from err
        except Exception as err:
            raise SourceError(f"{type(err).__name__}: {err}") from err
        return Told(prices=prices, unit=self.told_unit or self.provider.unit(entry))


class EntitySource(Source):
    """An entity with a list of prices in its attributes."""

    def __init__(self, hass: HomeAssistant, key: str, entity_id: str, unit: str | None) -> None:
        """Keep the entity."""
        super().__init__(hass, key, unit)
        self.entity_id = entity_id

    @property
    @override
    def name(self) -> str:
        assert self.entity_id is not None
        state = self.hass.states.get(self.entity_id)
        return state.name if state is not None else self.entity_id

    @override
    async def async_prices(self, day: date) -> Told:
        assert self.entity_id is not None
        state = self.hass.states.get(self.entity_id)
        if state is None:
            raise SourceError(f"{self.entity_id} does not exist, or not yet")
        prices = attribute_prices(state.attributes, dt_util.now().date(), str(self.hass.config.time_zone))
        return Told(prices=prices, unit=self.told_unit or unit_of(state))


def unit_of(state: State) -> str | None:
    """Return in which unit an entity says its prices are; None where it does not say so."""
    unit = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT)
    return str(unit) if isinstance(unit, str) and "/" in unit else None


def _action(hass: HomeAssistant, provider: Provider) -> str | None:
    """Return the action that can be called, if any."""
    return next((action for action in provider.actions if hass.services.has_service(provider.domain, action)), None)


def _telling(hass: HomeAssistant) -> Iterator[State]:
    """Yield the entities of others that tell a list of prices."""
    registry = er.async_get(hass)
    for state in hass.states.async_all():
        if "/" not in str(state.attributes.get(ATTR_UNIT_OF_MEASUREMENT, "")) or not has_prices(state.attributes):
            continue
        entry = registry.async_get(state.entity_id)
        if entry is None or entry.platform != DOMAIN:
            yield state
