"""The steps that make a device of the installer's own register map: take it, check it, reach it, and show what it reads."""

from collections.abc import Mapping
import json
from typing import Any, Final, override

from homeassistant.components.file_upload import process_uploaded_file
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowContext, FlowResult
from homeassistant.helpers.selector import FileSelector, FileSelectorConfig, TextSelector, TextSelectorConfig
import voluptuous as vol

from ..const import CONF_FAMILY, CONF_REGISTER_MAP
from ..devices.driver import DeviceKind, DeviceReadings
from ..devices.register_map import QUANTITIES, RegisterMap
from ..devices.register_map_check import RegisterMapError
from ..devices.register_map_driver import FAMILY as FAMILY_OWN_MAP, RegisterMapDriver, driver_class as map_driver
from ..devices.register_map_parse import read_register_map
from .described import DescribedDevice, DescribedSteps
from .search import NONE

CONF_FILE: Final = "file"
CONF_TEXT: Final = "text"

LARGEST: Final = 256 * 1024
"""A map of some hundred values has a tenth of it (bytes)."""

SHOWN_PROBLEMS: Final = 8
"""So many mistakes are told at once; the rest is told when they are mended."""

_FORM: Final[Any] = vol.Schema(
    {
        vol.Optional(CONF_FILE): FileSelector(FileSelectorConfig(accept=".json,application/json")),
        vol.Optional(CONF_TEXT): TextSelector(TextSelectorConfig(multiline=True)),
    }
)

_UNITS: Final = {
    "power": "W",
    "phase_power": "W",
    "currents": "A",
    "setpoint": "A",
    "fallback_current": "A",
    "voltages": "V",
    "soc": "%",
}
"""By field; counters are Wh, codes have none."""


class RegisterMapSteps[C: FlowContext, R: FlowResult[Any, Any], H](DescribedSteps[C, R, H]):
    """Take a register map, and go on with the device it describes."""

    map_kind: DeviceKind
    """What the map has to describe."""

    mapped: DescribedDevice | None = None
    """The device, while the user looks at what it reads."""

    async def async_map_back(self) -> R:
        """Go back from an empty form."""
        raise NotImplementedError

    async def async_map_accepted(self, device: DescribedDevice) -> R:
        """Go on with a device whose readings are right."""
        raise NotImplementedError

    async def async_step_own_map(self, user_input: dict[str, Any] | None = None) -> R:
        """Ask for a register map, as a file or as text."""
        errors: dict[str, str] = {}
        words: dict[str, str] = {"problems": NONE, "kind": NONE}
        own = self.described
        if user_input is not None:
            file_id, text = user_input.get(CONF_FILE), user_input.get(CONF_TEXT, "").strip()
            if file_id is None and not text:
                return await self.async_map_back()
            try:
                if file_id is not None:
                    text = await self.hass.async_add_executor_job(_read_file, self.hass, file_id)
                    # A file can be taken once: whatever is wrong with it is mended in the text.
                    user_input = {CONF_TEXT: text}
                known = read_register_map(text)
            except RegisterMapError as err:
                errors["base"], words["problems"] = "bad_register_map", _listed(err)
            else:
                kind = map_driver(known).kind
                if kind is self.map_kind:
                    self.description = {CONF_FAMILY: FAMILY_OWN_MAP, CONF_REGISTER_MAP: json.loads(text)}
                    return await self.async_description_taken()
                errors["base"], words["kind"] = "map_of_another_kind", kind.value
        stored = own.data.get(CONF_REGISTER_MAP) if own is not None else None
        shown = {CONF_TEXT: json.dumps(stored, indent=2, ensure_ascii=False)} if stored is not None else {}
        return self.async_show_form(
            step_id="own_map",
            data_schema=self.add_suggested_values_to_schema(_FORM, user_input or shown),
            errors=errors,
            description_placeholders=words,
        )

    @override
    async def async_described(self, device: DescribedDevice) -> R:
        self.mapped = device
        return await self.async_step_map_check()

    @override
    async def async_reach_back(self) -> R:
        return await self.async_step_own_map()

    async def async_step_map_check(self, user_input: dict[str, Any] | None = None) -> R:
        """Show what the device reads by the map, and ask whether that is right."""
        assert self.mapped is not None
        made = self.mapped.driver
        assert issubclass(made, RegisterMapDriver)
        return self.async_show_menu(
            step_id="map_check",
            menu_options=["map_right", "own_map", "reach"],
            description_placeholders={
                "device": self.mapped.label,
                "values": told(made.map, self.mapped.readings),
            },
        )

    async def async_step_map_right(self, user_input: dict[str, Any] | None = None) -> R:
        """Go on."""
        assert self.mapped is not None
        return await self.async_map_accepted(self.mapped)


def _read_file(hass: HomeAssistant, file_id: str) -> str:
    """Return the text of an uploaded file, which is gone then. Raises `RegisterMapError`."""
    try:
        with process_uploaded_file(hass, file_id) as path:
            if path.stat().st_size > LARGEST:
                raise RegisterMapError([f"$: the file is larger than {LARGEST // 1024} kB"])
            return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as err:
        raise RegisterMapError([f"$: the file cannot be read: {err}"]) from err


def _listed(err: RegisterMapError) -> str:
    """Return the mistakes, each with its place, a line each."""
    lines = [f"- `{place}`: {what}" for place, _, what in (each.partition(": ") for each in err.problems)]
    more = len(lines) - SHOWN_PROBLEMS
    return "\n".join([*lines[:SHOWN_PROBLEMS], *([f"- + {more}"] if more > 0 else [])])


def told(known: RegisterMap, readings: DeviceReadings) -> str:
    """Return what was read by a map, a line each, in the map's own words."""
    parts: Mapping[str, Any] = {
        "grid_meter": readings.grid,
        "meter": readings.meters.get(1),
        "solar": readings.solar,
        "battery": readings.battery,
        "charge_point": readings.charge_points.get(1),
        "heat_pump": readings.heat_pumps.get(1),
    }
    lines: list[str] = []
    for role, fields in known.readings.items():
        codes = {field: QUANTITIES[role][field].codes for field in fields}
        for field in fields:
            value = getattr(parts[role.value], field, None)
            words = {meaning: word for word, meaning in codes[field].items()}
            lines.append(f"- `{role.value}.{field}`: {_said(value, words, _UNITS.get(field, 'Wh'))}")
    return "\n".join(lines)


def _said(value: Any, words: Mapping[Any, str], unit: str) -> str:
    """Return a value with its unit, a code as the map calls it, or a dash for what is not known."""
    if value is None:
        return NONE
    if words:
        return words[value]
    numbers = value if isinstance(value, tuple) else (value,)
    return f"{' / '.join(f'{number:g}' for number in numbers)} {unit}"
