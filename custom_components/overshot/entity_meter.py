"""A grid meter made of Home Assistant entities, for whatever meter Home Assistant already knows."""

from collections.abc import Sequence
from datetime import datetime
from typing import override

from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import (
    ATTR_UNIT_OF_MEASUREMENT,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
    UnitOfElectricCurrent,
    UnitOfPower,
)
from homeassistant.core import Event, EventStateChangedData, EventStateReportedData, HomeAssistant, State, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_track_state_change_event, async_track_state_report_event
from homeassistant.util.unit_conversion import ElectricCurrentConverter, PowerConverter

from .const import CONF_CT_RATIO, CONF_CURRENT_ENTITIES, CONF_EXPORT_ENTITIES, CONF_POWER_ENTITIES
from .coordinator import OvershotConfigEntry, PushCoordinator
from .core.model import MeterReading, PhaseVector
from .devices.driver import DeviceReadings

ASSUMED_INTERVAL = 10.0
"""How often entities are taken to report (s): most meters' integrations report every 1 to 10 s."""


class EntityMeterCoordinator(PushCoordinator):
    """Reads power and current from entities, as old as the oldest of them."""

    def __init__(self, hass: HomeAssistant, entry: OvershotConfigEntry, subentry: ConfigSubentry) -> None:
        """Initialize the coordinator."""
        super().__init__(hass, entry, subentry, interval=None)
        data = subentry.data
        self._power: Sequence[str] = data[CONF_POWER_ENTITIES]
        self._export: Sequence[str] = data.get(CONF_EXPORT_ENTITIES) or ()
        self._currents: Sequence[str] = data.get(CONF_CURRENT_ENTITIES) or ()
        self._ratio = float(entry.data.get(CONF_CT_RATIO, 1.0))

    @property
    @override
    def interval(self) -> float:
        return ASSUMED_INTERVAL

    @property
    @override
    def paired(self) -> bool:
        """Entities need no pairing."""
        return True

    @override
    async def async_start(self) -> None:
        entities = [*self._power, *self._export, *self._currents]
        on_unload = self.config_entry.async_on_unload
        on_unload(async_track_state_change_event(self.hass, entities, self._async_changed))
        on_unload(async_track_state_report_event(self.hass, entities, self._async_reported))
        self._async_read()

    @callback
    def _async_changed(self, event: Event[EventStateChangedData]) -> None:
        """Take a new state."""
        self._async_read()

    @callback
    def _async_reported(self, event: Event[EventStateReportedData]) -> None:
        """Take note that a state was measured again and is the same."""
        self._async_read()

    @callback
    def _async_read(self) -> None:
        """Read all entities; one that is missing makes the reading incomplete, and it ages."""
        power = self._values(self._power, UnitOfPower.WATT)
        export = self._values(self._export, UnitOfPower.WATT)
        currents = self._values(self._currents, UnitOfElectricCurrent.AMPERE)
        if power is None or export is None or currents is None:
            self.async_lose("an entity of the grid meter is unavailable")
            return
        values, ats = power
        if self._export:
            values = [value - given for value, given in zip(values, export[0], strict=True)]
            ats = [*ats, *export[1]]
        phases = _vector(values) if len(values) == 3 else None
        amps = _vector(currents[0]) if len(currents[0]) == 3 else None
        self.async_take(
            DeviceReadings(grid=MeterReading(power=sum(values), phase_power=phases, currents=amps)), min(ats)
        )

    def _values(self, entities: Sequence[str], unit: str) -> tuple[list[float], list[datetime]] | None:
        """Return values in W or A and when they were measured, or None where one is missing."""
        values: list[float] = []
        ats: list[datetime] = []
        for entity in entities:
            state = self.hass.states.get(entity)
            value = _value(state, unit)
            if state is None or value is None:
                return None
            values.append(value * self._ratio)
            ats.append(state.last_reported)
        return values, ats


def _value(state: State | None, unit: str) -> float | None:
    """Return a state in W or A, or None where it has none."""
    if state is None or state.state in (STATE_UNAVAILABLE, STATE_UNKNOWN):
        return None
    try:
        value = float(state.state)
        measured = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT, unit)
        converter = PowerConverter if unit == UnitOfPower.WATT else ElectricCurrentConverter
        return converter.convert(value, measured, unit)
    except ValueError, HomeAssistantError:
        return None


def _vector(values: Sequence[float]) -> PhaseVector:
    """Return three values as a phase vector."""
    return (values[0], values[1], values[2])
