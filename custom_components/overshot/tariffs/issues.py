"""What the user must know about prices: they are missing, late, or in another unit than was told. Goes away by itself."""

from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
from ..core.model.series import Series
from ..core.tariff import PriceUnit, TariffError, TariffProblem
from .timetable import LONG, is_late, wanted_days

MISSING: Final = "prices_missing"
LATE: Final = "prices_late"
UNCLEAR: Final = "prices_unit_unclear"
OTHER_UNIT: Final = "prices_other_unit"

_UNITS: Final = frozenset({TariffProblem.UNIT_AMBIGUOUS, TariffProblem.UNIT_UNKNOWN, TariffProblem.UNIT_WRONG})


class PriceIssues:
    """Raises and clears the repairs about prices of a site."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Watch over a site."""
        self._hass = hass
        self._entry_id = entry_id
        self._missing_since: datetime | None = None
        self._error = ""

    @callback
    def failed(self, error: str) -> None:
        """Note why a source gave no prices; it is told once they are missing."""
        self._error = error

    @callback
    def unreadable(self, source: str, err: TariffError) -> None:
        """Tell that prices came that make no sense."""
        self._error = str(err)
        if err.key in _UNITS:
            said = err.placeholders
            told = said.get("unit") or f"{said.get('lowest', '?')} ... {said.get('highest', '?')}"
            self._raise(UNCLEAR, source=source, told=told)

    @callback
    def read(self, source: str, unit: PriceUnit, told: str | None) -> None:
        """Note that prices could be read; `told` is the unit the source names where that cannot be right."""
        self._error = ""
        self._end(UNCLEAR)
        if told is None:
            self._end(OTHER_UNIT)
        else:
            self._raise(OTHER_UNIT, source=source, told=told, found=unit.value)

    @callback
    def look(self, source: str | None, market: Series, now: datetime, time_zone: str) -> None:
        """Look whether the prices are there that should be; without a source none are needed."""
        if source is None:
            self.clear()
            return
        if market.at(now) is not None:
            self._missing_since = None
            self._end(MISSING)
            if is_late(now, time_zone) and wanted_days(market, now, time_zone):
                self._raise(LATE, source=source, error=self._error or "-")
            else:
                self._end(LATE)
            return
        self._end(LATE)
        self._missing_since = self._missing_since or now
        if now - self._missing_since >= LONG - timedelta(seconds=1):
            self._raise(MISSING, source=source, error=self._error or "-")

    @callback
    def clear(self) -> None:
        """End all of them."""
        self._missing_since = None
        for kind in (MISSING, LATE, UNCLEAR, OTHER_UNIT):
            self._end(kind)

    def _raise(self, kind: str, **placeholders: str) -> None:
        """Raise a repair."""
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            f"{kind}_{self._entry_id}",
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key=kind,
            translation_placeholders=placeholders,
        )

    def _end(self, kind: str) -> None:
        """End a repair."""
        ir.async_delete_issue(self._hass, DOMAIN, f"{kind}_{self._entry_id}")
