"""The steps about the house and its grid connection, for a new site and for one that is changed."""

from abc import abstractmethod
from collections.abc import Mapping
from math import isfinite
from typing import Any, Final, override

from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigFlow, ConfigFlowResult
from homeassistant.const import (
    CONF_COUNTRY,
    CONF_DESCRIPTION,
    CONF_DEVICE,
    CONF_LATITUDE,
    CONF_LOCATION,
    CONF_LONGITUDE,
    CONF_NAME,
)
from homeassistant.helpers.typing import UNDEFINED, UndefinedType

from ..const import (
    CONF_CONNECTION_TYPE,
    CONF_CT_RATIO,
    CONF_DERATING,
    CONF_EXPORT_LIMIT,
    CONF_FUSE,
    CONF_GRID_ROLE,
    CONF_PHASES,
)
from ..core.model import DEFAULT_DERATING, ConnectionType
from ..devices.p1 import P1Telegram
from ..layout import connection_of
from .drafts import can_measure_grid, grid_meter_of, shortfall, stations_of
from .forms import CONF_CONFIRM, CONNECTION_FORM, CT_RATIO_FORM, DERATING_CONFIRM_FORM, choose_one_form, house_form

FUSE_BOUNDS: Final = (6.0, 630.0)
"""A."""

CT_FUSE: Final = 63.0
"""Above this fuse (A) a connection is measured through current transformers."""

CONNECTION_NAMES: Final = {
    ConnectionType.SINGLE_PHASE: "1 x 230 V",
    ConnectionType.THREE_PHASE: "3 x 400 V + N",
    ConnectionType.THREE_PHASE_DELTA: "3 x 230 V",
}
"""The same in every language."""

CT_BOUNDS: Final = (1.0, 1000.0)


class SiteSteps(ConfigFlow):
    """Ask for the house and its grid connection."""

    def __init__(self) -> None:
        """Start with an empty site."""
        super().__init__()
        self.site: dict[str, Any] = {}
        """Data of the entry to be, or of the entry that is changed."""

    @abstractmethod
    async def async_site_ready(self) -> ConfigFlowResult:
        """Go on with a new site whose connection is known."""

    # The house

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the house."""
        errors = self._take_house(user_input)
        if user_input is not None and not errors:
            return await self.async_step_connection()
        here = {CONF_LATITUDE: self.hass.config.latitude, CONF_LONGITUDE: self.hass.config.longitude}
        form = house_form(self.hass.config.location_name, here, self.hass.config.country)
        return self.async_show_form(
            step_id="user", data_schema=self.add_suggested_values_to_schema(form, user_input), errors=errors
        )

    async def async_step_site(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Change the house."""
        entry = self._get_reconfigure_entry()
        errors = self._take_house(user_input)
        if user_input is not None and not errors:
            return self.async_update_site(title=self.site[CONF_NAME])
        here = {key: entry.data[key] for key in (CONF_LATITUDE, CONF_LONGITUDE)}
        form = house_form(entry.title, here, entry.data.get(CONF_COUNTRY))
        shown = user_input or {CONF_DESCRIPTION: entry.data.get(CONF_DESCRIPTION, "")}
        return self.async_show_form(
            step_id="site", data_schema=self.add_suggested_values_to_schema(form, shown), errors=errors
        )

    def _take_house(self, entered: Mapping[str, Any] | None) -> dict[str, str]:
        """Take what was entered of the house; return errors by field."""
        if entered is None:
            return {}
        name = entered[CONF_NAME].strip()
        if not name:
            return {CONF_NAME: "name_missing"}
        own = self._get_reconfigure_entry() if self.source == SOURCE_RECONFIGURE else None
        if any(
            entry.title.casefold() == name.casefold() for entry in self._async_current_entries() if entry is not own
        ):
            return {CONF_NAME: "name_taken"}
        self.site |= {
            CONF_NAME: name,
            CONF_LATITUDE: entered[CONF_LOCATION][CONF_LATITUDE],
            CONF_LONGITUDE: entered[CONF_LOCATION][CONF_LONGITUDE],
            CONF_COUNTRY: entered[CONF_COUNTRY],
        }
        self.site.pop(CONF_DESCRIPTION, None)
        if description := entered.get(CONF_DESCRIPTION, "").strip():
            self.site[CONF_DESCRIPTION] = description
        return {}

    # The grid connection

    async def async_step_connection(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for connection type, main fuse and derating."""
        errors: dict[str, str] = {}
        placeholders: dict[str, str] = {}
        if user_input is not None:
            errors, placeholders = self._check_connection(user_input)
            if not errors:
                self.site.pop(CONF_EXPORT_LIMIT, None)
                self.site |= user_input
                if self.site[CONF_DERATING] > DEFAULT_DERATING * 100:
                    return await self.async_step_derating_confirm()
                return await self._async_after_derating()
        return self.async_show_form(
            step_id="connection",
            data_schema=self.add_suggested_values_to_schema(CONNECTION_FORM, user_input or self.site),
            errors=errors,
            description_placeholders=placeholders,
        )

    def _check_connection(self, entered: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        """Return errors by field, and what their texts say."""
        fuse = entered[CONF_FUSE]
        if not isfinite(fuse) or not FUSE_BOUNDS[0] <= fuse <= FUSE_BOUNDS[1]:
            return {CONF_FUSE: "invalid_fuse"}, {}
        if self.source != SOURCE_RECONFIGURE:
            return {}, {}
        connection = connection_of(entered)
        stations = stations_of(self._get_reconfigure_entry())
        for station in stations:
            if station.data[CONF_PHASES] > connection.type.phases:
                return {CONF_CONNECTION_TYPE: "charge_point_phases"}, {"device": station.title}
        missing = shortfall(connection, [station.data for station in stations])
        if missing > 0:
            return {CONF_FUSE: "fuse_too_small"}, {"limit": f"{connection.limit:g}", "shortfall": f"{missing:g}"}
        return {}, {}

    async def async_step_derating_confirm(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Make sure that more than 80 % is meant; otherwise go back."""
        if user_input is not None:
            return await (self._async_after_derating() if user_input[CONF_CONFIRM] else self.async_step_connection())
        return self.async_show_form(
            step_id="derating_confirm",
            data_schema=DERATING_CONFIRM_FORM,
            description_placeholders={
                "derating": f"{self.site[CONF_DERATING]:g}",
                "fuse": f"{self.site[CONF_FUSE]:g}",
                "limit": f"{connection_of(self.site).limit:g}",
            },
        )

    async def _async_after_derating(self) -> ConfigFlowResult:
        """Ask for the CT ratio where there are current transformers."""
        if self.site[CONF_FUSE] > CT_FUSE:
            return await self.async_step_ct_ratio()
        self.site[CONF_CT_RATIO] = 1.0
        return await self._async_connection_ready()

    async def async_step_ct_ratio(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the ratio of the current transformers."""
        errors: dict[str, str] = {}
        if user_input is not None:
            ratio = user_input[CONF_CT_RATIO]
            if isfinite(ratio) and CT_BOUNDS[0] <= ratio <= CT_BOUNDS[1]:
                self.site[CONF_CT_RATIO] = ratio
                return await self._async_connection_ready()
            errors[CONF_CT_RATIO] = "invalid_ratio"
        return self.async_show_form(
            step_id="ct_ratio",
            data_schema=self.add_suggested_values_to_schema(CT_RATIO_FORM, user_input or self.site),
            errors=errors,
        )

    async def _async_connection_ready(self) -> ConfigFlowResult:
        """Go on with a new site, or change the one there is."""
        if self.source != SOURCE_RECONFIGURE:
            return await self.async_site_ready()
        return self.async_update_site()

    # A site that is changed

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask what to change; devices are changed on their own."""
        self.site = dict(self._get_reconfigure_entry().data)
        return self.async_show_menu(
            step_id="reconfigure", menu_options=["site", "connection", "grid_role", "forecast", "emissions", "search"]
        )

    def async_update_site(self, title: str | UndefinedType = UNDEFINED) -> ConfigFlowResult:
        """Store what was changed. A loaded site hears of it and loads again; one that failed to load is tried again."""
        entry = self._get_reconfigure_entry()
        if entry.update_listeners:
            return self.async_update_and_abort(entry, title=title, data=self.site)
        return self.async_update_reload_and_abort(entry, title=title, data=self.site)

    async def async_step_grid_role(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Let another device measure the grid."""
        entry = self._get_reconfigure_entry()
        able = {id_: device for id_, device in entry.subentries.items() if can_measure_grid(device.data)}
        current = grid_meter_of(entry)
        if not any(device is not current for device in able.values()):
            return self.async_abort(reason="no_grid_candidates")
        if user_input is not None:
            # The role is taken away before it is given: two grid meters would both be believed.
            chosen = user_input[CONF_DEVICE]
            for id_, device in sorted(entry.subentries.items(), key=lambda item: item[0] == chosen):
                if bool(device.data.get(CONF_GRID_ROLE)) != (id_ == chosen):
                    data = {**device.data, CONF_GRID_ROLE: id_ == chosen}
                    self.hass.config_entries.async_update_subentry(entry, device, data=data)
            return self.async_update_site()
        options = {id_: device.title for id_, device in able.items()}
        default = current.subentry_id if current is not None else next(iter(options))
        return self.async_show_form(step_id="grid_role", data_schema=choose_one_form(options, default))


def told_connection(telegram: P1Telegram) -> ConnectionType | None:
    """Return how the house is connected by a telegram, or None where it does not speak of phases at all."""
    reading = telegram.reading
    if reading.phase_power is None and reading.currents is None and reading.voltages is None:
        return None
    return telegram.connection
