"""What the tests of prices share: contracts, days of prices, and integrations that answer as the real ones do."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant, ServiceCall, SupportsResponse
from homeassistant.exceptions import HomeAssistantError
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.core.model.series import day_quarters

BRUSSELS = "Europe/Brussels"

ENTERED = "2026-01-01T00:00:00+00:00"


def version(name: str = "Fixed", starts: str = "2026-01-01", **data: Any) -> dict[str, Any]:
    """Return a version of a contract as it is stored: 0.30 EUR/kWh, 0.05 for what is fed in."""
    return {
        "name": name,
        "starts": starts,
        "entered": ENTERED,
        "kind": "single",
        "price": 0.30,
        "vat": 0.0,
        "feed_in": [{"price": 0.05}],
        **data,
    }


def dynamic(source: str, **data: Any) -> dict[str, Any]:
    """Return a dynamic contract: the price of the market for what is imported, less a cent for what is fed in."""
    return version(
        "Dynamic",
        kind="dynamic",
        factor=1.0,
        adder=0.0,
        source=source,
        **{"feed_in": [{"price": -0.01, "factor": 1.0}], **data},
    )


def contract(*versions: dict[str, Any]) -> ConfigSubentryData:
    """Return a contract."""
    return ConfigSubentryData(
        data=MappingProxyType({"versions": list(versions)}),
        subentry_type="contract",
        title=versions[-1]["name"],
        unique_id=f"contract_{versions[0]['name']}",
    )


def price_of(start: datetime) -> float:
    """Return the price of a quarter (EUR/MWh): each differs from the last and from the same of another day."""
    there = start.astimezone(UTC)
    return 20 + there.hour * 4 + there.minute / 15 + there.day / 10


class Market:
    """An integration that has prices of some days, or fails; it counts what it was asked."""

    def __init__(self, hass: HomeAssistant, domain: str, action: str, answer: Callable[..., Any], **data: Any) -> None:
        """Register the action."""
        self.entry = MockConfigEntry(domain=domain, title=f"My {domain}", data=data)
        self.entry.add_to_hass(hass)
        self.calls: list[dict[str, Any]] = []
        self.days: set[date] = set()
        self.error: Exception | None = None
        self._answer = answer
        hass.services.async_register(domain, action, self._called, supports_response=SupportsResponse.ONLY)
        self.key = f"{domain}:{self.entry.entry_id}"

    async def _called(self, call: ServiceCall) -> Any:
        self.calls.append(dict(call.data))
        if self.error is not None:
            raise self.error
        return self._answer(self, call.data)

    def quarters(self, day: date) -> list[datetime]:
        """Return the quarters of a day whose prices are known."""
        return list(day_quarters(day, BRUSSELS)) if day in self.days else []


def nordpool(hass: HomeAssistant) -> Market:
    """Return Nord Pool of Home Assistant: EUR/MWh by area, an empty list for a day that is not out yet."""

    def answer(market: Market, data: Any) -> Any:
        quarters = market.quarters(date.fromisoformat(data["date"]))
        return {
            "BE": [
                {
                    "start": start.isoformat(),
                    "end": (start + timedelta(minutes=15)).isoformat(),
                    "price": round(price_of(start), 2),
                }
                for start in quarters
            ]
        }

    return Market(hass, "nordpool", "get_prices_for_date", answer, areas=["BE"], currency="EUR")


def energyzero(hass: HomeAssistant) -> Market:
    """Return EnergyZero: EUR/kWh, an error for a day that is not out yet."""

    def answer(market: Market, data: Any) -> Any:
        assert (data["price_type"], data["interval"], data["incl_vat"]) == ("market", "quarter", False)
        quarters = market.quarters(date.fromisoformat(data["start"]))
        if not quarters:
            raise HomeAssistantError("No data for this day")
        return {
            "prices": [
                {
                    "price": price_of(start) / 1000,
                    "timestamp": str(start),
                    "start": str(start),
                    "end": str(start + timedelta(minutes=15)),
                }
                for start in quarters
            ]
        }

    return Market(hass, "energyzero", "get_energy_prices", answer)


def easyenergy(hass: HomeAssistant, step: int = 4) -> Market:
    """Return easyEnergy: EUR/kWh without an end, here by the hour."""

    def answer(market: Market, data: Any) -> Any:
        assert (data["granularity"], data["incl_vat"]) == ("quarter", False)
        quarters = market.quarters(date.fromisoformat(data["start"]))[::step]
        return {"prices": [{"timestamp": str(start), "price": price_of(start) / 1000} for start in quarters]}

    return Market(hass, "easyenergy", "get_energy_usage_prices", answer)


def tibber(hass: HomeAssistant) -> Market:
    """Return Tibber: what the customer pays, by home."""

    def answer(market: Market, data: Any) -> Any:
        start = datetime.fromisoformat(data["start"])
        quarters = market.quarters(start.date())
        return {
            "prices": {
                "Empty home": [],
                "Home": [
                    {"start_time": each.isoformat(), "price": round(0.2 + price_of(each) / 1000, 4)}
                    for each in quarters
                ],
            }
        }

    return Market(hass, "tibber", "get_prices", answer)


def entsoe(hass: HomeAssistant) -> Market:
    """Return the custom ENTSO-e integration: its unit is not said."""

    def answer(market: Market, data: Any) -> Any:
        quarters = market.quarters(datetime.fromisoformat(data["start"]).date())
        return {"prices": [{"timestamp": each.isoformat(), "price": price_of(each) / 1000} for each in quarters]}

    return Market(hass, "entsoe", "get_energy_prices", answer)
