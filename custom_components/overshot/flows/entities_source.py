"""What the steps that make a device of entities share: whose entities they are, and what was gathered so far."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, Final

from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigSubentry, ConfigSubentryFlow, SubentryFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from ..const import CONF_FAMILY, CONF_GRID_ROLE, CONF_MANUFACTURER, CONF_MODEL, DOMAIN, FAMILY_ENTITIES
from ..from_entities import keys
from ..from_entities.recipe_table import RECIPES
from ..from_entities.recipes import Filled, fill
from .drafts import DeviceDraft
from .entity_forms import CONF_ADJUST, SOURCE_FORM, Form
from .found import configured_ids, stable_id

PLACEHOLDERS: Final = {name: f"{{{name}}}" for name in ("current", "phases", "mode", "power")}
"""What texts show of what the data of an action may contain."""


class EntitiesSource(ConfigSubentryFlow):
    """Ask whose entities make the device, fill in what its recipe knows, and keep what the steps gather."""

    entities_type: str
    """Subentry type of the device to be."""
    entities_title: str
    """What it is called until the user renames it, where no device of another integration has a name."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.gathered: dict[str, Any] = {}
        """Data of the subentry to be."""

        self.filled = Filled()
        """What the recipe of the chosen device proposes."""

        self._identity: dict[str, tuple[str, ...]] = {}

    # Hooks

    @abstractmethod
    async def async_entities_ready(self, draft: DeviceDraft) -> SubentryFlowResult:
        """Go on with a device that is complete."""

    @abstractmethod
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask how to add the device."""

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Begin to change the device."""
        raise NotImplementedError

    @abstractmethod
    async def async_source_chosen(self) -> SubentryFlowResult:
        """Go on to the first entities."""

    # Whose entities

    source_form: Form = SOURCE_FORM

    async def async_step_entities(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask whose entities they are; nothing chosen leaves every field to the user."""
        if user_input is not None:
            device, entity = user_input.get(keys.SOURCE_DEVICE), user_input.get(keys.SOURCE_ENTITY)
            self.filled = fill(self.hass, RECIPES, self.entities_type, device, entity)
            self._keep(keys.SOURCE_DEVICE, device)
            self._keep(keys.RECIPE, self.filled.recipe)
            self._keep(CONF_MANUFACTURER, self.filled.manufacturer)
            self._keep(CONF_MODEL, self.filled.model)
            self.take_source(user_input)
            return await self.async_source_chosen()
        return self.show("entities", self.source_form, self.gathered)

    def take_source(self, entered: Mapping[str, Any]) -> None:
        """Take what else was asked with the source."""

    def _keep(self, key: str, value: Any) -> None:
        """Keep a value that is there, and forget one that is not."""
        if value is None:
            self.gathered.pop(key, None)
        else:
            self.gathered[key] = value

    # What was gathered

    @property
    def own(self) -> ConfigSubentry | None:
        """Return the device that is changed, or None where one is added."""
        return self._get_reconfigure_subentry() if self.source == SOURCE_RECONFIGURE else None

    def begin_change(self) -> None:
        """Start from what the device has now."""
        assert self.own is not None
        self.gathered = dict(self.own.data)

    def proposed(self, part: str, step: str) -> dict[str, Any]:
        """Return what a form shows first: what is stored, else what the recipe proposes for this step."""
        return {**self.filled.steps.get(step, {}), **(self.gathered.get(part) or {})}

    def add_part(self, part: str, form: Form, entered: Mapping[str, Any]) -> None:
        """Add what was entered in a form to a part; what was left empty is forgotten."""
        fields = fields_of(form)
        kept = {key: value for key, value in self.gathered.get(part, {}).items() if key not in fields}
        self.gathered[part] = {key: value for key, value in {**kept, **entered}.items() if value is not None}

    def add_orders(self, kind: keys.OrderKind, form: Form, entered: Mapping[str, Any]) -> None:
        """Add how orders are given; what was said of another way is forgotten."""
        if self.gathered.get(keys.ORDERS, {}).get(keys.KIND) != kind:
            self.gathered.pop(keys.ORDERS, None)
        self.add_part(keys.ORDERS, form, {**entered, keys.KIND: kind.value})

    def is_taken(self, step: str, *entities: str) -> bool:
        """Name the device after the entities of a step; whether another device has that name already."""
        self._identity[step] = entities
        return self.own is None and self.unique_id_of_entities in configured_ids(self.hass)

    @property
    def unique_id_of_entities(self) -> str:
        """Return the unique id: stable for as long as the device is not removed, whatever entities it gets later."""
        return stable_id(FAMILY_ENTITIES, *(entity for entities in self._identity.values() for entity in entities))

    async def async_note(self) -> dict[str, str]:
        """Return what the user should know of the integration the entities come from."""
        return {"note": await recipe_note(self.hass, self.filled)}

    async def async_finish(self) -> SubentryFlowResult:
        """Hand over what was gathered."""
        data = {CONF_GRID_ROLE: False, **self.gathered, CONF_FAMILY: FAMILY_ENTITIES}
        own = self.own
        draft = DeviceDraft(
            subentry_type=self.entities_type,
            title=own.title if own else self.filled.title or self.entities_title,
            unique_id=own.unique_id or "" if own else self.unique_id_of_entities,
            data=data,
        )
        return await self.async_entities_ready(draft)

    # Forms

    def show(
        self,
        step: str,
        form: Form,
        shown: Mapping[str, Any],
        errors: dict[str, str] | None = None,
        details: Mapping[str, str] | None = None,
    ) -> SubentryFlowResult:
        """Show a form with what is known."""
        return self.async_show_form(
            step_id=step,
            data_schema=self.add_suggested_values_to_schema(form, sectioned(form, shown)),
            errors=errors or {},
            description_placeholders={**PLACEHOLDERS, **(details or {})},
        )


async def recipe_note(hass: HomeAssistant, filled: Filled) -> str:
    """Return the note of a recipe in Home Assistant's language; empty where it has none."""
    if filled.note is None:
        return ""
    texts = await async_get_translations(hass, hass.config.language, "selector", {DOMAIN})
    return texts[f"component.{DOMAIN}.selector.recipe_note.options.{filled.note}"]


def flat(entered: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was entered without its section and without empty fields."""
    values = {**entered, **entered.get(CONF_ADJUST, {})}
    values.pop(CONF_ADJUST, None)
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}


def sectioned(form: Form, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as the form has them, those of its section inside it."""
    return {**values, CONF_ADJUST: dict(values)} if CONF_ADJUST in form.schema else dict(values)


def fields_of(form: Form) -> set[str]:
    """Return the fields of a form, those of its section among them."""
    fields = {str(key) for key in form.schema}
    for key, value in form.schema.items():
        if str(key) == CONF_ADJUST:
            fields |= {str(inner) for inner in value.schema.schema}
    return fields
