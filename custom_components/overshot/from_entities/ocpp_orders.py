"""Orders to a charging station through the custom `ocpp` integration: limits that expire, above a fallback that stays.

Documented and seen in code, tried on no station: which profiles are sent, and why, is in `ocpp_profiles`. On OCPP 1.6 the
integration tells nobody that a station rejected a profile; what counts is the current the station says it offers.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import floor, isfinite
from typing import Any, Final, override

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ..const import CONF_FALLBACK_CURRENT
from ..core.model import EV_MIN_CURRENT
from ..devices.driver import Capabilities, Role
from . import keys
from .actions import async_act, async_ask
from .charge_point_orders import EntityChargePointOrders
from .ocpp_profiles import LIFETIME, LIMIT_LEVEL, REFRESH, OcppVersion, fallback_profile, limit_profile

DOMAIN: Final = "ocpp"
SET_RATE: Final = "ocpp.set_charge_rate"
GET_CONFIGURATION: Final = "ocpp.get_configuration"
LEVEL_KEYS: Final[Mapping[OcppVersion, str]] = {
    OcppVersion.V16: "ChargeProfileMaxStackLevel",
    OcppVersion.V201: "SmartChargingCtrlr/ProfileStackLevel",
}

STEP: Final = 0.1
"""Limits are given in tenths of an ampere (A)."""

WRITE_INTERVAL: Final = 10.0
"""Stations digest profiles slowly (s)."""

EXPIRED: Final = timedelta(seconds=LIFETIME + 5)
"""So long after it was sent a limit has expired."""

PATIENCE: Final = timedelta(seconds=LIFETIME + 150)
"""So long after the limit was sent the station has reported what it offers, or never does."""

TRY_AGAIN: Final = timedelta(hours=1)
"""A trial that showed nothing is repeated after this."""

CLEAR: Final = 1.0
"""A limit so far above the fallback shows whether the station fell back (A)."""

SAME: Final = 0.5
"""A station that offers the fallback within this has fallen back (A)."""


class OcppSetCurrent(EntityChargePointOrders):
    """Through profiles. The first limit that can show it is not refreshed once, to see whether the station falls back."""

    def __init__(self, hass: HomeAssistant, data: Mapping[str, Any]) -> None:
        """Prepare orders; nothing is called. `data` has the configured fallback current besides the orders' own."""
        super().__init__(hass, data)
        self.capabilities = Capabilities(
            roles=frozenset({Role.CHARGE_POINT}),
            sets_current=True,
            current_step=STEP,
            has_fallback=False,
            heartbeat=2 * REFRESH,
            min_write_interval=WRITE_INTERVAL,
        )
        self.verified: bool | None = None
        """Whether the station was seen to fall back when limits stopped coming; None where that was not seen yet."""

        self._version = OcppVersion(data[keys.OCPP_VERSION])
        self._fallback = float(data[CONF_FALLBACK_CURRENT])
        self._level: int | None = None
        self._limit: float | None = None
        self._sent_at: datetime | None = None
        self._on_trial = False
        self._not_before: datetime | None = None

    @property
    @override
    def step(self) -> float:
        return STEP

    @property
    @override
    def switches_phases(self) -> bool:
        return False

    @override
    async def set_current(self, current: float) -> None:
        """Send a limit, after the fallback where that was not sent yet."""
        if not isfinite(current) or (current != 0 and current < EV_MIN_CURRENT):
            raise ValueError(f"{current} A is neither 0 nor at least {EV_MIN_CURRENT:g} A")
        current = floor(current / STEP + 1e-6) * STEP
        now = dt_util.utcnow()
        if self._level is None:
            level = await self._highest_level()
            await self._send(fallback_profile(self._version, self._fallback, now))
            self._level = level
        elif current == self._limit and self._tries(now):
            return
        await self._send(limit_profile(self._version, current, self._level, now))
        self._limit, self._sent_at, self._on_trial = current, now, False

    @override
    async def set_phases(self, phases: int) -> None:
        """Raise `NotImplementedError`: a profile may ask for one phase, and few stations listen."""
        raise NotImplementedError("switches no phases")

    def look(self, now: datetime) -> None:
        """Look at what the station offers while a limit is not refreshed."""
        if not self._on_trial or self._sent_at is None or self._limit is None or self._read_back is None:
            return
        age = now - self._sent_at
        measured = self._read_back.read(self._hass)
        if measured is not None and measured.at >= self._sent_at + EXPIRED:
            fell_back = abs(measured.value - self._fallback) <= SAME
            if fell_back or abs(measured.value - self._limit) <= SAME:
                self.verified = fell_back
            self._end_trial(now)
        elif age > PATIENCE:
            self._end_trial(now)

    def _tries(self, now: datetime) -> bool:
        """Whether the limit in force is not refreshed now, to see the station fall back."""
        if self._on_trial:
            return True
        due = self._not_before is None or now >= self._not_before
        shows = self._read_back is not None and self._limit is not None and self._limit >= self._fallback + CLEAR
        self._on_trial = self.verified is None and due and shows and self.setpoint() is not None
        return self._on_trial

    def _end_trial(self, now: datetime) -> None:
        """Refresh limits again."""
        self._on_trial = False
        self._not_before = now + TRY_AGAIN

    async def _highest_level(self) -> int:
        """Return the highest stack level of the station, where it tells."""
        asked = {keys.DEVID: self._data[keys.DEVID], "ocpp_key": LEVEL_KEYS[self._version]}
        try:
            answer = await async_ask(self._hass, GET_CONFIGURATION, asked)
            return max(int(str(answer.get("value"))), LIMIT_LEVEL)
        except HomeAssistantError, ValueError:
            return LIMIT_LEVEL

    async def _send(self, profile: Mapping[str, Any]) -> None:
        """Hand a profile to the integration. Raises `HomeAssistantError`."""
        await async_act(
            self._hass,
            SET_RATE,
            {
                keys.DEVID: self._data[keys.DEVID],
                "conn_id": int(self._data[keys.CONNECTOR]),
                "custom_profile": dict(profile),
            },
        )
