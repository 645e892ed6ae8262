"""Charging profiles as OCPP stations take them through the custom `ocpp` integration.

Its action `ocpp.set_charge_rate` hands `custom_profile` to the station as it is (seen in code: lbbrhzn/ocpp 0.8.0, a37fed39).
Two profiles of one purpose do what a watchdog does elsewhere:

* the *fallback* at the lowest stack level, without end. The station returns to it when nothing above is valid;
* the *limit* at a higher stack level, valid for three refresh intervals. When Overshot falls silent it expires.

That a station honours validity and keeps profiles is the specification's, and not every firmware's (reported): whether it was
seen working here is for the entity `fallback_verified` to say.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

REFRESH: Final = 20.0
"""A limit is sent again after so long (s)."""

LIFETIME: Final = 3 * REFRESH
"""A limit expires after so long (s)."""

FALLBACK_ID: Final = 8101
LIMIT_ID: Final = 8102
"""Ids of Overshot's own profiles; the integration itself uses 1 and 1000 to 3999."""

FALLBACK_LEVEL: Final = 0
LIMIT_LEVEL: Final = 1

_LEAD: Final = timedelta(seconds=60)
"""A limit begins so long ago, for stations whose clock is behind."""


class OcppVersion(StrEnum):
    """Which profiles a station understands."""

    V16 = "1_6"
    V201 = "2_0_1"


def fallback_profile(version: OcppVersion, current: float, now: datetime) -> dict[str, Any]:
    """Return the profile that holds when nothing else does (A)."""
    return _profile(version, FALLBACK_ID, FALLBACK_LEVEL, current, now, None)


def limit_profile(version: OcppVersion, current: float, level: int, now: datetime) -> dict[str, Any]:
    """Return a profile that limits the current for `LIFETIME` from now (A)."""
    return _profile(version, LIMIT_ID, max(level, LIMIT_LEVEL), current, now, now + timedelta(seconds=LIFETIME))


def _profile(
    version: OcppVersion, id_: int, level: int, current: float, now: datetime, until: datetime | None
) -> dict[str, Any]:
    """Return a profile in the words of a version."""
    start = now - _LEAD
    schedule: dict[str, Any] = {
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": round(current, 1)}],
        "startSchedule": _time(start),
    }
    profile: dict[str, Any] = {
        "stackLevel": level,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Absolute",
    }
    if until is not None:
        schedule["duration"] = round((until - start).total_seconds())
        profile["validTo"] = _time(until)
    if version is OcppVersion.V201:
        return {"id": id_, **profile, "chargingSchedule": [{"id": id_, **schedule}]}
    return {"chargingProfileId": id_, **profile, "chargingSchedule": schedule}


def _time(moment: datetime) -> str:
    """Return a moment as stations read it, in UTC."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
