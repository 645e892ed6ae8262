"""The form of a charge point: its wiring, its currents, and whether all fallback currents together fit the connection."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from ..const import CONF_FALLBACK_CURRENT, CONF_MAX_CURRENT, CONF_PHASES, CONF_ROTATION
from ..core.model import EV_MIN_CURRENT, GridConnection, Rotation
from ..devices.hager_stations import HagerStation
from .drafts import shortfall

MAX_CURRENT: Final = 80.0
"""The largest AC charge point there is (A; IEC 61851-1)."""

DEFAULT_MAX_CURRENT: Final = 16.0


def suggested(
    connection: GridConnection, others: Iterable[Mapping[str, Any]], station: HagerStation | None = None
) -> dict[str, Any]:
    """Return what the form proposes: the usual wiring, that of a station of the catalogue, and a fallback that fits.

    A station's rated current is proposed as far as the connection allows it; cable and circuit breaker may allow less.
    """
    entered: dict[str, Any] = {CONF_FALLBACK_CURRENT: EV_MIN_CURRENT}
    if station is not None:
        entered |= {
            CONF_PHASES: min(station.phases, connection.type.phases),
            CONF_MAX_CURRENT: min(station.max_current, connection.limit),
        }
    usual = _settings(connection, entered)
    if shortfall(connection, [*others, usual]) > 0:
        usual[CONF_FALLBACK_CURRENT] = 0.0
    return as_entered(usual)


def as_entered(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return stored settings as the form shows them."""
    known = {key: value for key, value in settings.items() if value is not None}
    return {**known, CONF_PHASES: str(settings[CONF_PHASES])}


def check(
    connection: GridConnection, others: Iterable[Mapping[str, Any]], entered: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str], dict[str, str]]:
    """Return the settings to store, the errors by field, and what their texts say.

    `others` are the charge points already there, as subentry data.
    """
    settings = _settings(connection, entered)
    highest, fallback = settings[CONF_MAX_CURRENT], settings[CONF_FALLBACK_CURRENT]
    errors: dict[str, str] = {}
    wired = len(Rotation(settings[CONF_ROTATION]).terminals)
    if wired != settings[CONF_PHASES]:
        errors[CONF_ROTATION] = "rotation_mismatch"
    if not EV_MIN_CURRENT <= highest <= MAX_CURRENT:
        errors[CONF_MAX_CURRENT] = "invalid_max_current"
    if fallback != 0 and not fallback >= EV_MIN_CURRENT:
        errors[CONF_FALLBACK_CURRENT] = "fallback_too_low"
    elif fallback > highest:
        errors[CONF_FALLBACK_CURRENT] = "fallback_above_max"
    missing = 0.0 if errors else shortfall(connection, [*others, settings])
    if missing > 0:
        errors[CONF_FALLBACK_CURRENT] = "fallback_too_high"
    return settings, errors, {"shortfall": f"{missing:g}"}


def _settings(connection: GridConnection, entered: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was entered in the form it is stored in."""
    phases = int(entered.get(CONF_PHASES, connection.type.phases)) if connection.type.phases > 1 else 1
    usual = Rotation.L1 if phases == 1 else Rotation.L1L2L3
    return {
        CONF_PHASES: phases,
        CONF_ROTATION: str(entered.get(CONF_ROTATION, usual)) if connection.type.phases > 1 else Rotation.L1.value,
        CONF_MAX_CURRENT: float(entered.get(CONF_MAX_CURRENT, DEFAULT_MAX_CURRENT)),
        CONF_FALLBACK_CURRENT: float(entered[CONF_FALLBACK_CURRENT]),
    }
