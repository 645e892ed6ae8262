"""Read what the user of the controller wishes: any setting that the controller itself stores, by the same names.

Nothing is listed here. The controller's own codec reads the settings, and whatever it does not give back as it was given
is a mistake in the scenario.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from custom_components.overshot.core.control import SiteSettings
from custom_components.overshot.core.control.persistence import from_plain, to_plain

from .events import merged
from .scenario_series import ScenarioError
from .world import HouseSpec


def read_settings(settings: Mapping[str, Any], house: HouseSpec) -> SiteSettings:
    """Return the user's settings. Raises ScenarioError for one that does not exist, or makes no sense.

    A charge point that is not named is controlled, on PV surplus; anything else is controlled where it is named.
    """
    return from_plain(SiteSettings, _checked(_usual(house), settings, house, "settings"))


def read_change(change: Mapping[str, Any], house: HouseSpec, path: str) -> Mapping[str, Any]:
    """Return a change of the settings, its moments with a zone. Raises ScenarioError as `read_settings` does."""
    _checked(_usual(house), change, house, path)
    given: Mapping[str, Any] = _with_zone(change, ZoneInfo(house.grid.time_zone))
    return given


def _usual(house: HouseSpec) -> dict[str, Any]:
    """Return the settings of a house whose owner has touched none, as plain JSON."""
    points = {
        point.id: {"controlled": True, "max_current": point.max_current, "mode": "pv_surplus"}
        for point in house.site.charge_points
    }
    usual: dict[str, Any] = to_plain(from_plain(SiteSettings, {"charge_points": points}))
    return usual


def _checked(usual: Mapping[str, Any], given: Mapping[str, Any], house: HouseSpec, path: str) -> dict[str, Any]:
    """Return plain settings with what is given merged into them."""
    known = {field.name for field in fields(SiteSettings)}
    for key in given:
        if key not in known:
            raise ScenarioError(f"{path}.{key}", "means nothing to the controller")
    wishes: dict[str, Any] = dict(_with_zone(given, ZoneInfo(house.grid.time_zone)))
    site = house.site
    things = {
        "charge_points": [point.id for point in site.charge_points],
        # The wishes for an inverter stand among those for batteries.
        "batteries": [*(battery.id for battery in site.batteries), *(inverter.id for inverter in site.inverters)],
        "heat_pumps": [pump.id for pump in site.heat_pumps],
        "loads": [load.id for load in site.loads],
    }
    for kind, ids in things.items():
        entries = wishes.get(kind, {})
        for id_ in entries:
            if id_ not in ids:
                raise ScenarioError(f"{path}.{kind}.{id_}", f"the site has no such {kind.removesuffix('s')}")
        if entries:
            wishes[kind] = {id_: {"controlled": True, **entry} for id_, entry in entries.items()}
    plain: dict[str, Any] = merged(usual, wishes)
    _compare(wishes, to_plain(from_plain(SiteSettings, plain)), path)
    return plain


def _compare(given: Any, got: Any, path: str) -> None:
    """Raise where the controller did not read what was given."""
    if isinstance(given, Mapping):
        if not isinstance(got, Mapping):
            raise ScenarioError(path, f"{dict(given)!r} makes no sense here")
        for key, value in given.items():
            if key not in got:
                raise ScenarioError(f"{path}.{key}", "means nothing to the controller, or makes no sense")
            _compare(value, got[key], f"{path}.{key}")
    elif isinstance(given, list):
        if not isinstance(got, list) or len(given) != len(got):
            raise ScenarioError(path, f"{given!r} makes no sense here")
        for index, (one, other) in enumerate(zip(given, got, strict=True)):
            _compare(one, other, f"{path}[{index}]")
    elif given != got and not _same_moment(given, got):
        raise ScenarioError(path, f"{given!r} makes no sense here")


def _same_moment(given: Any, got: Any) -> bool:
    """Whether two texts tell the same moment, or the same time of day."""
    if not (isinstance(given, str) and isinstance(got, str)):
        return False
    for kind in (datetime, time):
        try:
            return bool(kind.fromisoformat(given) == kind.fromisoformat(got))
        except ValueError:
            continue
    return False


def _with_zone(value: Any, zone: ZoneInfo) -> Any:
    """Return plain JSON with the site's zone in every moment that tells none."""
    if isinstance(value, Mapping):
        return {key: _with_zone(entry, zone) for key, entry in value.items()}
    if isinstance(value, list):
        return [_with_zone(entry, zone) for entry in value]
    if isinstance(value, str) and "T" in value:
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return value
        return (moment.replace(tzinfo=zone) if moment.tzinfo is None else moment).isoformat()
    return value
