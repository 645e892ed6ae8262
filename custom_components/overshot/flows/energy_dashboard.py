"""What the user told Home Assistant's energy dashboard already: it fills forms in, and is theirs to change there."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from homeassistant.core import HomeAssistant

from ..const import CONF_EXPORT_ENTITIES, CONF_POWER_ENTITIES
from ..from_entities import keys
from .found import subentries_of_all_sites

ENERGY: Final = "energy"


async def async_dashboard_meter(hass: HomeAssistant) -> dict[str, Any]:
    """Return the first grid connection whose power the dashboard knows, as the form of a meter asks for it."""
    for source in await _sources(hass, "grid"):
        match _powers(hass, source):
            case [power], factor:
                return {CONF_POWER_ENTITIES: [power], keys.POWER_FACTOR: factor}
            case [power, export], factor:
                return {CONF_POWER_ENTITIES: [power], CONF_EXPORT_ENTITIES: [export], keys.POWER_FACTOR: factor}
    return {}


async def async_dashboard_steps(hass: HomeAssistant) -> dict[str, dict[str, Any]]:
    """Return the fields of the steps that ask for solar panels and a battery, where the dashboard knows some."""
    steps: dict[str, dict[str, Any]] = {}
    solar = await _sources(hass, "solar")
    if powers := [power for source in solar for power in _powers(hass, source)[0]]:
        steps["solar_entities"] = {keys.POWER_ENTITIES: powers}
        energies = _present(hass, [source.get("stat_energy_from") for source in solar])
        if len(solar) == len(energies) == 1:
            steps["solar_entities"][keys.ENERGY_ENTITY] = energies[0]
    for source in await _sources(hass, "battery"):
        powers, factor = _powers(hass, source)
        if powers:
            steps["battery_entities"] = {keys.POWER_ENTITIES: powers, keys.POWER_FACTOR: factor}
            if soc := _present(hass, [source.get("stat_soc")]):
                steps["battery_entities"][keys.SOC_ENTITY] = soc[0]
            break
    return steps


async def _sources(hass: HomeAssistant, kind: str) -> list[Mapping[str, Any]]:
    """Return the sources of a kind, none where the dashboard is not used."""
    if ENERGY not in hass.config.components:
        return []
    from homeassistant.components.energy.data import async_get_manager  # noqa: PLC0415

    data = (await async_get_manager(hass)).data
    return [] if data is None else [source for source in data["energy_sources"] if source["type"] == kind]


def _powers(hass: HomeAssistant, source: Mapping[str, Any]) -> tuple[list[str], float]:
    """Return the entities of a source's power, one or those of both directions, and what to multiply them by.

    The signs are Home Assistant's, as ours: + is import, production, discharging.
    """
    config: Mapping[str, Any] = source.get("power_config") or {}
    for power in (source.get("stat_rate"), config.get("stat_rate")):
        if found := _present(hass, [power]):
            return found, 1.0
    if found := _present(hass, [config.get("stat_rate_inverted")]):
        return found, -1.0
    both = _present(hass, [config.get("stat_rate_from"), config.get("stat_rate_to")])
    return (both, 1.0) if len(both) == 2 else ([], 1.0)


def _present(hass: HomeAssistant, statistics: list[str | None]) -> list[str]:
    """Return those statistics that are entities Home Assistant has now, and no device is made of yet."""
    used = {value for _, subentry in subentries_of_all_sites(hass) for value in _texts(subentry.data)}
    return [
        entity
        for entity in statistics
        if entity is not None and hass.states.get(entity) is not None and entity not in used
    ]


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in nested data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
