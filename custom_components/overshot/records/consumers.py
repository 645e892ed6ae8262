"""Who the consumers of the ledger are: their names, what they are, and to which device they belong."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from homeassistant.helpers import device_registry as dr

from ..const import DOMAIN, SUBENTRY_CHARGE_POINT, SUBENTRY_CONTROLLER, SUBENTRY_HEAT_PUMP
from ..coordinator import DeviceCoordinator
from ..core.ledger.flows import HOUSE
from ..core.ledger.reports.charts import Use
from ..meter_role import MeterRole, role_of
from ..site import SiteCoordinator
from .counted import place_of

_USES: Final = {SUBENTRY_CHARGE_POINT: Use.CAR, SUBENTRY_HEAT_PUMP: Use.HEAT_PUMP}


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumer:
    """Somebody who takes energy."""

    id: str
    name: str | None
    """None for the rest of the house, and for a device that was removed."""

    use: Use
    device_id: str | None = None
    """In the device registry."""

    def told(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"id": self.id, "name": self.name, "use": self.use.value, "device_id": self.device_id}


def consumers_of(site: SiteCoordinator, ids: Iterable[str]) -> dict[str, Consumer]:
    """Return the consumers with these ids."""
    return {id_: _consumer(site, id_) for id_ in ids}


def _consumer(site: SiteCoordinator, id_: str) -> Consumer:
    """Return a consumer."""
    if id_ == HOUSE:
        return Consumer(id=id_, name=None, use=Use.HOUSE)
    place = place_of(site, id_)
    if place is None:
        # Of the history: what the Energy preferences call a device is known by its statistic.
        state = site.hass.states.get(id_) if "." in id_ else None
        return Consumer(id=id_, name=state.name if state is not None else id_ if "." in id_ else None, use=Use.LOAD)
    device, part = place
    if part is None:
        return Consumer(id=id_, name=device.name, use=_use_of(device), device_id=device.device_id)
    registered = dr.async_get(site.hass).async_get_device(identifiers={(DOMAIN, f"{device.device_key}_{part}")})
    name = (registered.name_by_user or registered.name) if registered is not None else None
    return Consumer(
        id=id_,
        name=name or f"{device.name} {part.rpartition('_')[2]}",
        use=_use_of(device, part),
        device_id=registered.id if registered is not None else device.device_id,
    )


def _use_of(device: DeviceCoordinator, part: str | None = None) -> Use:
    """Return what a device, or a part of it, is."""
    kind = device.subentry.subentry_type
    if part is not None and kind == SUBENTRY_CONTROLLER:
        return _USES.get(part.rpartition("_")[0], Use.LOAD)
    if role_of(device.subentry.data) is MeterRole.HEAT_PUMP:
        return Use.HEAT_PUMP
    return _USES.get(kind, Use.LOAD)
