"""Which driver a device has, and how it is set, by the data of its subentry.

Most families are found by asking; `devices.registry` knows those. Two kinds of device are what the user says they are: a
heat pump's relay board, which has a wiring, and a device with the installer's own register map.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Final

from .const import CONF_FAMILY, CONF_INVERT_METER, CONF_REGISTER_MAP, CONF_UNIT_ID, CONF_USES_WALLBOXES, CONF_WIRING
from .devices.driver import Driver, UnitFor
from .devices.e3dc import E3dc
from .devices.hager_htc320h import HagerHtc320h, htc320h_for
from .devices.register_map_driver import FAMILY as FAMILY_OWN_MAP, driver_for
from .devices.registry import FAMILIES
from .devices.sg_ready import CoilWiring, RegisterBitWiring, SgReadyDriver, Wiring
from .devices.waveshare_relay import WaveshareRelay, waveshare_for

BOARDS: Final[Mapping[str, Callable[[Any], type[SgReadyDriver]]]] = {
    WaveshareRelay.family: waveshare_for,
    HagerHtc320h.family: htc320h_for,
}
"""Families of a heat pump's two contacts: what makes the driver class of a wiring."""

WIRINGS: Final[Mapping[str, type[CoilWiring | RegisterBitWiring]]] = {
    "coils": CoilWiring,
    "register_bits": RegisterBitWiring,
}
WIRING_KIND: Final = "kind"
"""The key beside a wiring's own fields that names its class in `WIRINGS`."""


class UnknownFamilyError(Exception):
    """A family that this version does not know."""


def driver_class(data: Mapping[str, Any]) -> type[Driver]:
    """Return the driver class of a device.

    Raises `UnknownFamilyError`; `RegisterMapError` for a register map that is none, `ValueError` for such a wiring.
    """
    family = data[CONF_FAMILY]
    if family == FAMILY_OWN_MAP:
        return driver_for(data[CONF_REGISTER_MAP])
    if family in BOARDS:
        return BOARDS[family](wiring_of(data[CONF_WIRING]))
    if family not in FAMILIES:
        raise UnknownFamilyError(family)
    return FAMILIES[family]


def create_driver(data: Mapping[str, Any], unit_for: UnitFor) -> Driver:
    """Return the driver of a device, set as its user set it; nothing is read or written. Raises as `driver_class`."""
    driver = driver_class(data)(unit_for, int(data[CONF_UNIT_ID]))
    driver.invert_meter = bool(data.get(CONF_INVERT_METER))
    if isinstance(driver, E3dc):
        driver.uses_wallboxes = bool(data.get(CONF_USES_WALLBOXES))
    return driver


def wiring_of(stored: Mapping[str, Any]) -> Wiring:
    """Return the wiring a subentry stores. Raises `ValueError` where it is none that can be."""
    made = WIRINGS[stored[WIRING_KIND]]
    known = {field.name for field in fields(made)}
    return made(**{name: value for name, value in stored.items() if name in known})
