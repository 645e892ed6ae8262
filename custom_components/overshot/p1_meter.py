"""A grid meter on its P1 port: every telegram is a reading, and a reading is a control cycle."""

from typing import override

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.device_registry import async_get as async_get_device_registry
from homeassistant.util import dt as dt_util

from .const import CONF_CONNECTION_TYPE
from .coordinator import OvershotConfigEntry, PushCoordinator
from .core.model import ConnectionType, MeterReading, Reading
from .devices.driver import DeviceReadings
from .devices.errors import DeviceError
from .devices.p1_source import P1Source
from .devices.p1_stream import P1Stream


class P1Coordinator(PushCoordinator):
    """Takes every telegram of a P1 port."""

    def __init__(
        self, hass: HomeAssistant, entry: OvershotConfigEntry, subentry: ConfigSubentry, source: P1Source
    ) -> None:
        """Initialize the coordinator for a TCP bridge or a serial port."""
        super().__init__(hass, entry, subentry, interval=None)
        self.stream = P1Stream(
            source,
            self._async_take_telegram,
            now=dt_util.utcnow,
            on_lost=self._async_lost,
            connection=ConnectionType(entry.data[CONF_CONNECTION_TYPE]),
        )

    @property
    @override
    def interval(self) -> float:
        """Return the interval of the meter's specification (s): 1 for DSMR 5 and e-MUCS, 10 before."""
        return self.stream.last.interval if self.stream.last is not None else 1.0

    @property
    @override
    def gateway(self) -> str:
        return str(self.stream.source)

    @override
    async def async_start(self) -> None:
        self.config_entry.async_create_background_task(
            self.hass, self.stream.run(), f"{self.name} telegrams", eager_start=False
        )

    @callback
    def _async_take_telegram(self, reading: Reading[MeterReading]) -> None:
        """Take a telegram."""
        first = self.readings_at is None
        self.async_take(DeviceReadings(grid=reading.value), reading.at)
        if first and self.stream.last is not None:
            async_get_device_registry(self.hass).async_update_device(
                self.device_id, sw_version=self.stream.last.version
            )

    @callback
    def _async_lost(self, err: DeviceError) -> None:
        """Note that the line is dead; the stream connects again by itself."""
        self.async_lose(str(err))
