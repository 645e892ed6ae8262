"""Add or change an energy contract: an edit adds a version from a day on, so that the bills before it stay what they were."""

from collections.abc import Iterable, Mapping
from datetime import date
from math import isfinite
from typing import Any, Final

from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigSubentry, ConfigSubentryFlow, SubentryFlowResult
from homeassistant.const import CONF_COUNTRY, CONF_NAME
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from ..const import DOMAIN, SUBENTRY_CONTRACT
from ..core.tariff import TariffError, TariffProblem, read_prices, starts_on
from ..core.tariff.data import GRID_OPERATORS, NET_METERING_UNTIL
from ..tariffs import contracts as keys
from ..tariffs.contracts import ContractKind, Version, fees_of, needs_market, versions_of
from ..tariffs.listed import has_prices
from ..tariffs.sources import SOURCE_ENTITY, SourceError, choices, source_of
from .contract_checks import cost_errors, failing, feed_in_errors, price_errors
from .contract_forms import (
    BELGIUM,
    CONTRACT_FORM,
    FLANDERS,
    MAXIMUM_FORM,
    NETHERLANDS,
    PRICE_FORMS,
    costs_form,
    feed_in_form,
    first_entries,
    of_flanders,
    source_form,
)
from .forms import Form

HIGHEST_VAT: Final = 99.0

_UNIT_PROBLEMS: Final = frozenset({TariffProblem.UNIT_AMBIGUOUS, TariffProblem.UNIT_UNKNOWN, TariffProblem.UNIT_WRONG})


class ContractFlow(ConfigSubentryFlow):
    """Ask for a contract in a few steps; what was entered stays until all of it can be meant."""

    def __init__(self) -> None:
        """Start with nothing entered."""
        self._data: dict[str, Any] = {}
        """Of the version to be."""

        self._shown: dict[str, Any] = {}
        """What the forms are filled with first."""

        self._doubted = ""
        """A source that did not answer; it is taken when it is chosen again."""

    @property
    def _own(self) -> ConfigSubentry | None:
        """Return the contract that is changed, or None where one is added."""
        return self._get_reconfigure_subentry() if self.source == SOURCE_RECONFIGURE else None

    @property
    def _country(self) -> str | None:
        """Return where the site is."""
        country = self._get_entry().data.get(CONF_COUNTRY) or self.hass.config.country
        return str(country) if country else None

    @property
    def _today(self) -> date:
        """Return the local day."""
        return dt_util.now().date()

    def _show(
        self,
        step: str,
        form: Form,
        entered: Mapping[str, Any] | None,
        errors: Mapping[str, str],
        placeholders: Mapping[str, str] | None = None,
    ) -> SubentryFlowResult:
        """Show a form with what was entered, or what is known."""
        return self.async_show_form(
            step_id=step,
            data_schema=self.add_suggested_values_to_schema(form, self._shown if entered is None else entered),
            errors=dict(errors),
            description_placeholders=dict(placeholders or {}),
        )

    def _take(self, form: Form, entered: Mapping[str, Any]) -> None:
        """Take over the fields of a form; one that was left empty is gone."""
        for key in form.schema:
            self._data.pop(str(key), None)
        self._data |= {key: value for key, value in entered.items() if value not in (None, "", [])}

    # Steps

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Add a contract."""
        self._shown = first_entries(self._country, self._today)
        return await self.async_step_contract()

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Change a contract, from a day on."""
        own = self._own
        assert own is not None
        all_ = versions_of(self._get_entry())
        mine = [version for version in all_ if version.subentry_id == own.subentry_id]
        in_force = _last(all_, self._today)
        chosen = _last(mine, self._today) or (mine[0] if mine else None)
        if chosen is None:
            self._shown = first_entries(self._country, self._today) | {CONF_NAME: own.title}
            return await self.async_step_contract()
        self._shown = {key: value for key, value in chosen.data.items() if key != keys.CONF_STARTS}
        if (source := self._shown.get(keys.CONF_SOURCE, "")).startswith(f"{SOURCE_ENTITY}:"):
            self._shown[keys.CONF_PRICE_ENTITY] = source.partition(":")[2]
        if chosen is not in_force:
            # Who looks at an old contract, or at one that is still to come, corrects it.
            self._shown[keys.CONF_STARTS] = chosen.starts.isoformat()
        return await self.async_step_contract()

    async def async_step_contract(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what kind of contract it is, and from when."""
        errors: dict[str, str] = {}
        if user_input is not None:
            if not user_input[CONF_NAME].strip():
                errors[CONF_NAME] = "contract_name"
            if not 0 <= user_input[keys.CONF_VAT] <= HIGHEST_VAT:
                errors[keys.CONF_VAT] = "tariff_vat"
            if not isfinite(user_input.get(keys.CONF_MONTHLY_FEE) or 0.0):
                errors[keys.CONF_MONTHLY_FEE] = "tariff_not_finite"
            if not errors:
                self._take(CONTRACT_FORM, user_input | {CONF_NAME: user_input[CONF_NAME].strip()})
                return await self._async_prices(f"price_{self._data[keys.CONF_KIND]}", None)
        return self._show("contract", CONTRACT_FORM, user_input, errors)

    async def async_step_price_single(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for one price."""
        return await self._async_prices("price_single", user_input)

    async def async_step_price_two_rates(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for prices of peak hours and of the others."""
        return await self._async_prices("price_two_rates", user_input)

    async def async_step_price_windows(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for prices of several times of the day."""
        return await self._async_prices("price_windows", user_input)

    async def async_step_price_dynamic(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the formula on the day-ahead price."""
        return await self._async_prices("price_dynamic", user_input)

    async def _async_prices(self, step: str, entered: dict[str, Any] | None) -> SubentryFlowResult:
        """Ask for the prices of what is imported."""
        form = PRICE_FORMS[ContractKind(self._data[keys.CONF_KIND])]
        errors: dict[str, str] = {}
        if entered is not None:
            errors = price_errors(self._data | entered, entered)
            if not errors:
                self._take(form, entered)
                return await self.async_step_feed_in()
        return self._show(step, form, entered, errors)

    async def async_step_feed_in(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what is paid for what is exported."""
        nettable = self._country == NETHERLANDS and self._today < NET_METERING_UNTIL.value
        form = feed_in_form(nettable=nettable)
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = feed_in_errors(self._data | {keys.CONF_FEED_IN: []} | user_input)
            if not errors:
                self._take(form, user_input)
                if needs_market(self._data):
                    return await self.async_step_source()
                return await self._async_region()
        until = NET_METERING_UNTIL.value.strftime("%d-%m-%Y")
        return self._show("feed_in", form, user_input, errors, {"until": until})

    async def async_step_source(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask who tells the day-ahead prices, and whether he does."""
        known = {each.key: each.label for each in choices(self.hass)}
        form = source_form(known)
        errors: dict[str, str] = {}
        details = {"error": "-", "told": "-"}
        shown = user_input
        if user_input is not None:
            key, errors = self._chosen(user_input)
            if not errors:
                errors, found = await self._async_try(key, user_input.get(keys.CONF_PRICE_UNIT))
                details |= found
            if not errors:
                self._take(form, user_input)
                self._data[keys.CONF_SOURCE] = key
                self._data.pop(keys.CONF_PRICE_ENTITY, None)
                return await self._async_region()
        elif not (self._shown.get(keys.CONF_SOURCE) or self._shown.get(keys.CONF_PRICE_ENTITY)) and known:
            shown = {keys.CONF_SOURCE: next(iter(known))}
        elif self._shown.get(keys.CONF_PRICE_ENTITY):
            shown = {key: value for key, value in self._shown.items() if key != keys.CONF_SOURCE}
        return self._show("source", form, shown, errors, details)

    def _chosen(self, entered: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
        """Return the key of the source that was chosen, and errors by field."""
        source, entity = entered.get(keys.CONF_SOURCE), entered.get(keys.CONF_PRICE_ENTITY)
        if bool(source) is bool(entity):
            return "", {"base": "source_one"}
        if entity is None:
            return str(source), {}
        state = self.hass.states.get(entity)
        registered = er.async_get(self.hass).async_get(entity)
        if registered is not None and registered.platform == DOMAIN:
            return "", {keys.CONF_PRICE_ENTITY: "entity_own"}
        if state is None or not has_prices(state.attributes):
            return "", {keys.CONF_PRICE_ENTITY: "entity_without_prices"}
        return f"{SOURCE_ENTITY}:{entity}", {}

    async def _async_try(self, key: str, unit: str | None) -> tuple[dict[str, str], dict[str, str]]:
        """Return errors by field, and what their texts say, of a source that is asked for the prices of today."""
        source = source_of(self.hass, key, unit)
        try:
            told = await source.async_prices(self._today)
            read_prices(told.prices, told.unit)
        except SourceError as err:
            return self._doubt(key, str(err))
        except TariffError as err:
            if err.key in _UNIT_PROBLEMS:
                said = err.placeholders
                told_ = said.get("unit") or f"{said.get('lowest')} ... {said.get('highest')}"
                return {keys.CONF_PRICE_UNIT: err.key.value}, {"told": told_}
            return self._doubt(key, "", "source_empty")
        return {}, {}

    def _doubt(self, key: str, error: str, kind: str = "source_failed") -> tuple[dict[str, str], dict[str, str]]:
        """Return the error of a source that did not answer, once: it may well answer tomorrow."""
        if self._doubted == key:
            return {}, {}
        self._doubted = key
        return {"base": kind}, {"error": error}

    async def _async_region(self) -> SubentryFlowResult:
        """Go on to the costs; in Belgium by way of the region, but for a contract that is changed."""
        if self._country == BELGIUM and self._own is None:
            return await self.async_step_region()
        return await self.async_step_costs()

    async def async_step_region(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask whether a capacity tariff applies."""
        return self.async_show_menu(step_id="region", menu_options=[FLANDERS, "elsewhere"])

    async def async_step_flanders(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Fill in what is known of Flanders."""
        self._shown |= of_flanders()
        return await self.async_step_costs()

    async def async_step_elsewhere(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Fill in nothing."""
        return await self.async_step_costs()

    async def async_step_costs(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for grid fees and levies."""
        form = costs_form(capacity=self._country == BELGIUM)
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = cost_errors(self._data | user_input)
            if not errors:
                self._take(form, user_input)
                if self._data.get(keys.CONF_CAPACITY_PRICE):
                    return await self.async_step_maximum()
                return self._finish()
        average = GRID_OPERATORS[0].capacity
        words = {"average": f"{average.value:g}", "year": str(average.valid_from.year if average.valid_from else "-")}
        return self._show("costs", form, user_input, errors, words)

    async def async_step_maximum(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the Flemish maximum tariff."""
        errors: dict[str, str] = {}
        if user_input is not None:
            yearly = user_input.get(keys.CONF_YEARLY_IMPORT) or 0.0
            if not isfinite(yearly) or yearly < 0:
                errors[keys.CONF_YEARLY_IMPORT] = "yearly_import"
            errors |= failing(keys.CONF_MAXIMUM_PRICE, lambda: fees_of(self._data | user_input, self._today))
            if not errors:
                self._take(MAXIMUM_FORM, user_input)
                return self._finish()
        return self._show("maximum", MAXIMUM_FORM, user_input, errors)

    def _finish(self) -> SubentryFlowResult:
        """Store the contract, or a new version of it."""
        entry, own, now = self._get_entry(), self._own, dt_util.utcnow()
        dated = self._data.get(keys.CONF_STARTS)
        starts = starts_on(
            date.fromisoformat(dated) if dated else None,
            now,
            str(self.hass.config.time_zone),
            first=not entry.get_subentries_of_type(SUBENTRY_CONTRACT),
        )
        version = self._data | {keys.CONF_STARTS: starts.isoformat(), keys.CONF_ENTERED: now.isoformat()}
        title = self._data[CONF_NAME]
        if own is None:
            return self.async_create_entry(
                title=title, data={keys.CONF_VERSIONS: [version]}, unique_id=f"contract_{ulid_now()}"
            )
        data = {keys.CONF_VERSIONS: [*own.data.get(keys.CONF_VERSIONS, ()), version]}
        if entry.update_listeners:
            return self.async_update_and_abort(entry, own, data=data, title=title)
        return self.async_update_reload_and_abort(entry, own, data=data, title=title)


def _last(versions: Iterable[Version], today: date) -> Version | None:
    """Return the version that applies today, if any."""
    begun = [version for version in versions if version.starts <= today]
    return begun[-1] if begun else None
