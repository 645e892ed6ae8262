"""A home energy management system that lives inside Home Assistant."""

import asyncio

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.typing import ConfigType

from .access.secret import async_forget_secret, async_secret
from .const import DOMAIN, NO_DEVICES, PLATFORMS
from .coordinator import OvershotConfigEntry, OvershotData
from .entity import register_devices
from .frontend import async_setup_frontend
from .links import create_coordinator
from .plans.coordinator import PlanCoordinator
from .plans.forecasts import ForecastCoordinator
from .plans.learnt import LearntStore
from .records.database import Database, database_path
from .records.history_import import HistoryImport
from .records.keeper import LedgerKeeper
from .records.session_access import async_setup_session_access
from .records.sessions import SessionKeeper
from .records.trouble import async_forget_trouble
from .screen import Totals
from .services import async_setup_services
from .site import SiteCoordinator
from .storage import SiteStore
from .tariffs import PriceCoordinator, forget
from .websocket_api import async_setup_websocket_api

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register the services, and what the cards of the dashboard need."""
    async_setup_services(hass)
    async_setup_websocket_api(hass)
    async_setup_session_access(hass)
    await async_setup_frontend(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: OvershotConfigEntry) -> bool:
    """Set up a site: its devices, its control loop and its entities.

    A device that does not answer never fails the site: it is tried again by its own coordinator.
    """
    store = SiteStore(hass, entry.entry_id)
    state = await store.async_load()
    learnt = LearntStore(hass, entry.entry_id)
    known = await learnt.async_load()
    secret = await async_secret(hass)
    devices = {
        subentry.subentry_id: create_coordinator(hass, entry, subentry)
        for subentry in entry.subentries.values()
        if subentry.subentry_type not in NO_DEVICES
    }
    state.totals = {id_: state.totals.get(id_, Totals()) for id_ in devices}
    for id_, device in devices.items():
        device.screen.totals = state.totals[id_]
    site = SiteCoordinator(hass, entry, devices, store, state, secret)
    prices = PriceCoordinator(hass, entry)
    database = Database(database_path(hass.config.config_dir, entry.entry_id))
    ledger = LedgerKeeper(hass, entry, site, prices, database)
    sessions = SessionKeeper(hass, entry, site)
    ledger.add_follower(sessions)
    entry.runtime_data = OvershotData(
        site=site,
        devices=devices,
        forecasts=ForecastCoordinator(hass, entry, site, learnt, known),
        prices=prices,
        plans=PlanCoordinator(hass, entry, site),
        ledger=ledger,
        history=HistoryImport(hass, ledger),
        sessions=sessions,
    )

    # From here on, while everything starts as well: a change that came meanwhile would be lost.
    entry.async_on_unload(entry.add_update_listener(_async_reload))
    register_devices(entry)

    await prices.async_start()
    entry.async_on_unload(ledger.async_stop)
    await ledger.async_load()
    await asyncio.gather(*(device.async_start() for device in devices.values()))
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    ledger.async_start()
    await site.async_start()
    entry.runtime_data.forecasts.async_start()
    entry.runtime_data.plans.async_start()
    entry.runtime_data.history.async_start()
    return True


async def async_unload_entry(hass: HomeAssistant, entry: OvershotConfigEntry) -> bool:
    """Unload a site, leaving every station safe."""
    if not await hass.config_entries.async_unload_platforms(entry, PLATFORMS):
        return False
    await entry.runtime_data.site.async_stop()
    await entry.runtime_data.forecasts.async_stop()
    await entry.runtime_data.ledger.async_stop()
    return True


async def async_remove_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Forget what was learnt about a removed site."""
    await SiteStore(hass, entry.entry_id).async_remove()
    await LearntStore(hass, entry.entry_id).async_remove()
    await forget(hass, entry.entry_id)
    if not hass.config_entries.async_entries(DOMAIN):
        await async_forget_secret(hass)
    await Database(database_path(hass.config.config_dir, entry.entry_id)).async_remove()
    async_forget_trouble(hass, entry.entry_id)


async def async_remove_config_entry_device(
    hass: HomeAssistant, entry: OvershotConfigEntry, device: dr.DeviceEntry
) -> bool:
    """Let the user delete a device that no subentry stands for any more."""
    present = {(DOMAIN, entry.entry_id)}
    for coordinator in entry.runtime_data.devices.values():
        present.add((DOMAIN, coordinator.device_key))
        present.update((DOMAIN, f"{coordinator.device_key}_{part}") for part in coordinator.data.part_names)
    return not present & device.identifiers


async def _async_reload(hass: HomeAssistant, entry: OvershotConfigEntry) -> None:
    """Load the site again when its settings or devices change: once for several changes made together."""
    if entry.runtime_data.outdated:
        # It is about to load again, with all that has changed until then.
        return
    access = entry.runtime_data.site.access
    if access.async_take():
        return
    if entry.runtime_data.prices.async_take_contracts():
        return
    entry.runtime_data.outdated = True
    await hass.config_entries.async_reload(entry.entry_id)
