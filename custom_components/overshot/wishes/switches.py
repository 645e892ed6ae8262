"""What a user switches on and off, as tables: one entry a switch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from homeassistant.components.switch import SwitchEntityDescription
from homeassistant.const import EntityCategory

from .places import Place

if TYPE_CHECKING:
    from ..site import SiteCoordinator


@dataclass(frozen=True, kw_only=True)
class WishSwitch(SwitchEntityDescription):
    """Something the user switches, of the site (`id_` is None) or of one of its devices."""

    value_fn: Callable[[SiteCoordinator, str | None], bool]
    apply: Callable[[SiteCoordinator, str | None, bool], None]


def _plain(place: Place, field: str, **traits: Any) -> WishSwitch:
    """Return a switch that is a field of the settings."""

    def value(site: SiteCoordinator, id_: str | None) -> bool:
        return bool(getattr(site.state.wishes(place, id_), field))

    def apply(site: SiteCoordinator, id_: str | None, active: bool) -> None:
        site.async_wish_at(place, id_, **{field: active})

    usual: dict[str, Any] = {"key": field, "entity_category": EntityCategory.CONFIG}
    return WishSwitch(value_fn=value, apply=apply, **(usual | traits))


def _parameter(place: Place, field: str, **traits: Any) -> WishSwitch:
    """Return a switch for something with parameters of its own, which are kept while it is off."""

    def value(site: SiteCoordinator, id_: str | None) -> bool:
        return getattr(site.state.wishes(place, id_), field) is not None

    def apply(site: SiteCoordinator, id_: str | None, active: bool) -> None:
        assert id_ is not None
        site.async_wish_at(place, id_, **{field: getattr(site.parameters(id_), field) if active else None})

    usual: dict[str, Any] = {"key": field, "entity_category": EntityCategory.CONFIG}
    return WishSwitch(value_fn=value, apply=apply, **(usual | traits))


PEAK_SWITCHES: Final = (
    _plain(Place.PEAK, "active", key="peak_control", entity_category=None),
    _plain(Place.PEAK, "capacity_tariff"),
)
"""Of every site."""

CHARGING_SWITCHES: Final = (_plain(Place.PEAK, "boost_obeys", key="boost_obeys_peak"),)
"""Of a site with charge points."""

STORAGE_SWITCHES: Final = (_plain(Place.STORAGE, "lock_while_charging", key="lock_battery"),)
"""Of a site with batteries."""

SOLAR_SWITCHES: Final = (_plain(Place.SITE, "curtailment"),)
"""Of a site with an inverter that can be told to give less."""

DEVICE_SWITCHES: Final[Mapping[Place, tuple[WishSwitch, ...]]] = {
    Place.CHARGE_POINTS: (
        _plain(Place.CHARGE_POINTS, "unlocked", entity_category=None),
        _plain(Place.CHARGE_POINTS, "blocked", entity_category=None),
    ),
    Place.HEAT_PUMPS: (
        _parameter(Place.HEAT_PUMPS, "surplus", entity_category=None),
        _parameter(Place.HEAT_PUMPS, "block_above", key="load_manager", entity_category=None),
    ),
    Place.LOADS: (_parameter(Place.LOADS, "surplus", entity_category=None),),
}
