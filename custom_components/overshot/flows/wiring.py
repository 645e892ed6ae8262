"""The forms that ask where something is wired: its phases, their rotation, its circuit; with what else they ask."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, Final

from homeassistant.const import UnitOfElectricCurrent, UnitOfPower, UnitOfTemperature, UnitOfVolume
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
import voluptuous as vol

from ..const import (
    CONF_CIRCUIT,
    CONF_FALLBACK_CURRENT,
    CONF_MAX_CURRENT,
    CONF_MAX_TEMPERATURE,
    CONF_NOMINAL_POWER,
    CONF_PHASES,
    CONF_ROTATION,
    CONF_START_CURRENT,
    CONF_VOLUME,
)
from ..core.model import ConnectionType, Rotation
from .forms import CONF_AGAIN, Form

TEMPERATURE_BOUNDS: Final = (5.0, 120.0)
"""Degrees Celsius."""

VOLUME_BOUNDS: Final = (1.0, 10_000.0)
"""Litres."""

FEW: Final = 8
"""So many things are all shown at once."""


def number_box(unit: str) -> NumberSelector:
    """Return a box for a number."""
    return NumberSelector(NumberSelectorConfig(mode=NumberSelectorMode.BOX, step="any", unit_of_measurement=unit))


def choice(options: Mapping[str, str], *, multiple: bool = False) -> SelectSelector:
    """Return things of the site to choose from, by name; a few of which several can be chosen are ticked in place."""
    listed = multiple and len(options) <= FEW
    return SelectSelector(
        SelectSelectorConfig(
            options=[SelectOptionDict(value=value, label=label) for value, label in options.items()],
            multiple=multiple,
            mode=SelectSelectorMode.LIST if listed else SelectSelectorMode.DROPDOWN,
        )
    )


def phases_fields(connection: ConnectionType, *, usually_one: bool = False) -> dict[Any, Any]:
    """Return the fields that ask for phases and their rotation; a single-phase connection has one way to wire it.

    `usually_one` is for what mostly has one phase, and may be left so.
    """
    if connection.phases == 1:
        return {}
    usual = ("1", Rotation.L1.value) if usually_one else (vol.UNDEFINED, vol.UNDEFINED)
    return {
        vol.Required(CONF_PHASES, default=usual[0]): _translated(CONF_PHASES, ["1", "3"]),
        vol.Required(CONF_ROTATION, default=usual[1]): _translated(
            CONF_ROTATION, [rotation.value for rotation in Rotation]
        ),
    }


def charge_point_form(connection: ConnectionType, circuits: Mapping[str, str] | None = None) -> Form:
    """Ask for wiring and currents of a charge point, and for its circuit where there are some."""
    fields: dict[Any, Any] = phases_fields(connection)
    fields[vol.Required(CONF_MAX_CURRENT)] = number_box(UnitOfElectricCurrent.AMPERE)
    fields[vol.Required(CONF_FALLBACK_CURRENT)] = number_box(UnitOfElectricCurrent.AMPERE)
    if circuits:
        fields[vol.Optional(CONF_CIRCUIT)] = choice(circuits)
    return vol.Schema(fields)


def heat_pump_form(connection: ConnectionType, *, wired: bool = True) -> Form:
    """Ask what a heat pump draws, and from which phases where there are several; whether to look at its contacts again."""
    fields: dict[Any, Any] = {
        vol.Optional(CONF_NOMINAL_POWER): number_box(UnitOfPower.WATT),
        vol.Optional(CONF_START_CURRENT): number_box(UnitOfElectricCurrent.AMPERE),
        **phases_fields(connection, usually_one=True),
    }
    if wired:
        fields[vol.Required(CONF_AGAIN, default=False)] = BooleanSelector()
    return vol.Schema(fields)


def wiring_form(connection: ConnectionType, circuits: Mapping[str, str], *, heats: bool = False) -> Form:
    """Ask for phases, rotation and circuit; for the highest temperature of what heats, and how much water that is."""
    fields: dict[Any, Any] = phases_fields(connection, usually_one=True)
    if circuits:
        fields[vol.Optional(CONF_CIRCUIT)] = choice(circuits)
    if heats:
        fields[vol.Optional(CONF_MAX_TEMPERATURE)] = number_box(UnitOfTemperature.CELSIUS)
        fields[vol.Optional(CONF_VOLUME)] = number_box(UnitOfVolume.LITERS)
    return vol.Schema(fields)


def checked_wiring(connection: ConnectionType, entered: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what is stored of the wiring, and errors by field."""
    phases = int(entered.get(CONF_PHASES, 1))
    rotation = Rotation(entered.get(CONF_ROTATION, Rotation.L1))
    limit, volume = entered.get(CONF_MAX_TEMPERATURE), entered.get(CONF_VOLUME)
    if connection.phases > 1 and len(rotation.terminals) != phases:
        return {}, {CONF_ROTATION: "rotation_mismatch"}
    if limit is not None and (not isfinite(limit) or not TEMPERATURE_BOUNDS[0] <= limit <= TEMPERATURE_BOUNDS[1]):
        return {}, {CONF_MAX_TEMPERATURE: "invalid_max_temperature"}
    if volume is not None and (not isfinite(volume) or not VOLUME_BOUNDS[0] <= volume <= VOLUME_BOUNDS[1]):
        return {}, {CONF_VOLUME: "invalid_volume"}
    wired: dict[str, Any] = {
        CONF_PHASES: phases,
        CONF_ROTATION: rotation.value,
        CONF_CIRCUIT: entered.get(CONF_CIRCUIT),
    }
    told = {CONF_MAX_TEMPERATURE: limit, CONF_VOLUME: volume}
    return {**wired, **{key: float(value) for key, value in told.items() if value is not None}}, {}


def _translated(translation_key: str, options: list[str]) -> SelectSelector:
    """Return translated options to choose one from."""
    return SelectSelector(
        SelectSelectorConfig(options=options, translation_key=translation_key, mode=SelectSelectorMode.DROPDOWN)
    )
