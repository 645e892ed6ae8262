"""What energy would cost under another contract of the site: one of its history, or one that is entered to begin later."""

from dataclasses import replace
from datetime import datetime, timedelta

from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..core.model import Series
from ..tariffs import PriceCoordinator, SitePrices
from ..tariffs.site_prices import site_prices


def prices_under(prices: PriceCoordinator, name: str, now: datetime) -> SitePrices:
    """Return what energy would cost from now on under the contract of that name, its newest version.

    Raises:
        ServiceValidationError: there is no such contract, or day-ahead prices that it needs are not known.
    """
    found = [it for it in prices.versions if it.contract.name.casefold() == name.strip().casefold()]
    if not found:
        names = dict.fromkeys(it.contract.name for it in prices.versions)
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="no_such_contract",
            translation_placeholders={"contract": name, "contracts": ", ".join(names) or "-"},
        )
    # As if it had begun yesterday, whenever it did or will.
    since = dt_util.as_local(now).date() - timedelta(days=1)
    version = found[-1]
    version = replace(
        version,
        starts=since,
        contract=replace(version.contract, starts=since),
        fees=replace(version.fees, starts=since),
    )
    market = prices.archive.recent(now) if prices.has_market_for(version) else Series()
    other = site_prices([version], market, now, prices.time_zone, peaks=prices.peaks)
    if other.expected_import.at(now) is None or other.expected_export.at(now) is None:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="contract_without_prices",
            translation_placeholders={"contract": version.contract.name},
        )
    return other
