"""The choices a user has, as tables: one entry a select."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import permutations
from typing import TYPE_CHECKING, Any, Final

from homeassistant.components.select import SelectEntityDescription
from homeassistant.const import EntityCategory

from ..core.control.batteries.settings import BatteryStrategy
from ..core.control.charging.settings import Access, EfficientStrategy, PhaseManagement
from ..core.control.peak.settings import PeakMeans
from ..core.control.settings import SurplusPriority, TieBreak
from ..core.model import ChargingMode, Site
from .places import Place

if TYPE_CHECKING:
    from ..site import SiteCoordinator


def _always(site: Site, id_: str | None) -> bool:
    """Offer it everywhere."""
    return True


@dataclass(frozen=True, kw_only=True)
class WishSelect(SelectEntityDescription):
    """A choice of the user, for the site (`id_` is None) or for one of its devices."""

    place: Place
    setting: str
    """Field of the settings."""

    values: Mapping[str, Any] = field(default_factory=dict)
    """What is stored, by option."""

    offered: Callable[[Site, str | None], bool] = _always
    """Whether it makes sense there."""

    def value(self, site: SiteCoordinator, id_: str | None) -> str | None:
        """Return the chosen option."""
        chosen = getattr(site.state.wishes(self.place, id_), self.setting)
        return next((option for option, value in self.values.items() if value == chosen), None)

    def apply(self, site: SiteCoordinator, id_: str | None, option: str) -> None:
        """Choose an option."""
        site.async_wish_at(self.place, id_, **{self.setting: self.values[option]})


def _of(place: Place, kind: type[StrEnum], setting: str, **traits: Any) -> WishSelect:
    """Return a choice among the members of an enum."""
    values = {member.value: member for member in kind}
    usual: dict[str, Any] = {"key": setting, "entity_category": EntityCategory.CONFIG}
    return WishSelect(place=place, setting=setting, values=values, **(usual | traits))


def _switches_phases(site: Site, id_: str | None) -> bool:
    """Whether a charge point can charge on one or on three phases."""
    return any(point.id == id_ and point.switches_phases and point.phases > 1 for point in site.charge_points)


PEAK_SELECTS: Final = (
    WishSelect(
        key="peak_order",
        place=Place.PEAK,
        setting="order",
        values={"_".join(order): order for order in permutations(PeakMeans)},
        entity_category=EntityCategory.CONFIG,
    ),
)
"""Of every site."""

STORAGE_SELECTS: Final = (
    _of(Place.STORAGE, BatteryStrategy, "strategy", key="battery_strategy", entity_category=None),
    _of(Place.SITE, SurplusPriority, "surplus_priority"),
)
"""Of a site with batteries."""

CHARGING_SELECTS: Final = (_of(Place.SITE, TieBreak, "tie_break"),)
"""Of a site with charge points."""

CHARGE_POINT_SELECTS: Final = (
    _of(Place.CHARGE_POINTS, ChargingMode, "mode", key="charging_mode", entity_category=None),
    _of(Place.CHARGE_POINTS, PhaseManagement, "phase_management", offered=_switches_phases),
    _of(Place.CHARGE_POINTS, Access, "access"),
    _of(Place.CHARGE_POINTS, EfficientStrategy, "efficient_strategy"),
)

HEAT_PUMP_SELECTS: Final = (
    WishSelect(
        key="surplus_state",
        place=Place.HEAT_PUMPS,
        setting="surplus_state",
        values={"comfort": 3, "boost": 4},
        entity_category=EntityCategory.CONFIG,
    ),
)

DEVICE_SELECTS: Final[Mapping[Place, tuple[WishSelect, ...]]] = {
    Place.CHARGE_POINTS: CHARGE_POINT_SELECTS,
    Place.HEAT_PUMPS: HEAT_PUMP_SELECTS,
}
