"""Moments as other integrations write them."""

from datetime import UTC, datetime

from homeassistant.util import dt as dt_util


def read_moment(told: object) -> datetime | None:
    """Return an aware moment (UTC) from a text or a moment; None for what is none. One without a zone is local.

    A date that does not exist is none either: Home Assistant's own parser raises `ValueError` for it.
    """
    try:
        moment = dt_util.parse_datetime(told) if isinstance(told, str) else told
        if not isinstance(moment, datetime):
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=dt_util.get_default_time_zone())
        return moment.astimezone(UTC)
    except ValueError, OverflowError:
        return None
