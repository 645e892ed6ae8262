"""Change the settings of a device to what was seen: its rotation, or the sign of what it measures."""

from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant, callback

from ..const import CONF_FAMILY, CONF_INVERT, CONF_INVERT_METER, CONF_PHASES, CONF_ROTATION, FAMILY_P1
from ..coordinator import ModbusCoordinator, OvershotData
from ..core.checks.phase_mapping import Verdict
from ..core.checks.sign_steps import GRID, SignVerdict
from ..core.model import Rotation
from ..core.model.turn import Turn
from ..meter_role import MeterRole, role_of
from ..screen import turns_of
from ..site import SiteCoordinator
from .results import Correction, Report, SolarSign


def corrections_of(site: SiteCoordinator, report: Report) -> list[Correction]:
    """Return what would explain all that was found, one a device and cause."""
    found: dict[str, Correction] = {}
    for station in report.stations.values():
        wiring = station.wiring
        if wiring is not None and wiring.suggested is not None:
            correction = Correction(id=station.id, rotation=wiring.suggested)
            found[correction.key] = correction
        clamp = wiring is not None and wiring.verdict is Verdict.CLAMP_TURNED
        for id_, verdict in station.signs.items():
            if verdict is not SignVerdict.CONTRADICTED:
                continue
            turned = _turn_of(site, id_, clamp=clamp)
            if turned is not None:
                found[turned.key] = turned
    for hand in report.hands.values():
        # One that hangs on a single phase can be told; of several, the order stays unknown.
        if (
            hand.misplaced
            and hand.id is not None
            and len(hand.phases) == 1
            and hand.expected
            and len(hand.expected) == 1
        ):
            correction = Correction(id=hand.id, rotation=Rotation(f"l{hand.phases[0] + 1}"))
            found[correction.key] = correction
    for id_, sign in report.solar.items():
        if sign is SolarSign.CONTRADICTED:
            correction = Correction(id=id_, turn=Turn.SOLAR)
            found[correction.key] = correction
    return [each for each in found.values() if each.id in site.config_entry.subentries]


def _turn_of(site: SiteCoordinator, id_: str, *, clamp: bool) -> Correction | None:
    """Return the correction of a sign, or None where a setting cannot mend it: a clamp, the operator's own meter."""
    if id_ != GRID:
        return Correction(id=id_, turn=Turn.BATTERY)
    if clamp or site.grid_device is None or is_fiscal(site):
        return None
    return Correction(id=site.grid_device.subentry.subentry_id, turn=Turn.GRID)


def is_fiscal(site: SiteCoordinator) -> bool:
    """Return whether the grid meter is the operator's own, whose sign is right."""
    return site.grid_device is not None and site.grid_device.subentry.data.get(CONF_FAMILY) == FAMILY_P1


@callback
def async_correct(hass: HomeAssistant, entry: ConfigEntry[OvershotData], correction: Correction) -> bool:
    """Store a correction; the site is loaded again by its update listener. False where the device is gone."""
    subentry = entry.subentries.get(correction.id)
    if subentry is None:
        return False
    if correction.rotation is not None:
        changes = rewired(correction.rotation)
    else:
        changes = turned(entry, subentry, Turn(str(correction.turn)))
    hass.config_entries.async_update_subentry(entry, subentry, data={**subentry.data, **changes})
    return True


def rewired(rotation: Rotation) -> dict[str, Any]:
    """Return what changes in the data of a device that hangs on other phases."""
    return {CONF_ROTATION: rotation.value, CONF_PHASES: len(rotation.terminals)}


def turned(entry: ConfigEntry[OvershotData], subentry: ConfigSubentry, turn: Turn) -> dict[str, Any]:
    """Return what changes in a subentry's data. What was turned before is turned back.

    A meter whose driver turns it has a field of its own in the device's form, which stays the one place to look.
    """
    data: OvershotData | None = getattr(entry, "runtime_data", None)
    device = data.devices.get(subentry.subentry_id) if data is not None else None
    is_meter = turn is Turn.GRID or (turn is Turn.SOLAR and role_of(subentry.data) is MeterRole.SOLAR)
    if is_meter and isinstance(device, ModbusCoordinator) and device.driver.capabilities.turns_meter:
        return {CONF_INVERT_METER: not subentry.data.get(CONF_INVERT_METER)}
    return {CONF_INVERT: sorted(turns_of(subentry.data) ^ {turn})}
