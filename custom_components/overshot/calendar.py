"""A calendar of what is planned: when cars and batteries charge, and appliances run."""

from datetime import datetime
from typing import override

from homeassistant.components.calendar import CalendarEntity, CalendarEvent
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.translation import async_get_translations
from homeassistant.helpers.update_coordinator import CoordinatorEntity
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .coordinator import OvershotConfigEntry
from .plans.blocks import Block, blocks_of
from .plans.coordinator import PlanCoordinator

PARALLEL_UPDATES = 0

WORDS = "planned_block"
"""Where the words for the events stand among the translations of selectors: nobody else translates an event."""


async def async_setup_entry(
    hass: HomeAssistant, entry: OvershotConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up the calendar of the site, in the language of the house."""
    path = f"component.{DOMAIN}.selector.{WORDS}.options."
    known = await async_get_translations(hass, hass.config.language, "selector", {DOMAIN})
    words = {key.removeprefix(path): text for key, text in known.items() if key.startswith(path)}
    async_add_entities([PlanCalendar(entry.runtime_data.plans, words)])


class PlanCalendar(CoordinatorEntity[PlanCoordinator], CalendarEntity):
    """What is planned for each device, as far as the plan goes."""

    _attr_has_entity_name = True
    _attr_translation_key = "planned_charging"

    def __init__(self, plans: PlanCoordinator, words: dict[str, str]) -> None:
        """Name the calendar after its site."""
        super().__init__(plans)
        entry_id = plans.config_entry.entry_id
        self._attr_unique_id = f"{entry_id}_planned_charging"
        self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, entry_id)})
        self._words = words

    @property
    @override
    def event(self) -> CalendarEvent | None:
        """Return what runs now, else what comes next."""
        now = dt_util.utcnow()
        return next((self._event(block) for block in self._blocks() if block.end > now), None)

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """Return what is planned between two moments."""
        return [self._event(it) for it in self._blocks() if it.start < end_date and it.end > start_date]

    def _blocks(self) -> list[Block]:
        """Return what is planned, in order."""
        planned = self.coordinator.data
        return [] if planned is None else blocks_of(planned)

    def _event(self, block: Block) -> CalendarEvent:
        """Return a block in the words of the house."""
        device = self.coordinator.site.devices.get(block.device)
        said = {
            "device": device.name if device is not None else block.device,
            "energy": f"{block.energy / 1000:.1f}",
            "price": f"{block.price:.3f}",
            "power": f"{block.energy / block.hours / 1000:.1f}",
        }
        return CalendarEvent(
            start=dt_util.as_local(block.start),
            end=dt_util.as_local(block.end),
            summary=self._words.get(block.kind.value, "{device}").format(**said),
            description=self._words.get("details", "{energy} kWh").format(**said),
            uid=f"{block.device}_{block.start.isoformat()}",
        )
