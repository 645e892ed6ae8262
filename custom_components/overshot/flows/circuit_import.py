"""Import tables of circuits and of charging stations into a site: all of a table, or nothing."""

from abc import abstractmethod
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from homeassistant.components.file_upload import process_uploaded_file
from homeassistant.config_entries import ConfigSubentry, ConfigSubentryFlow, SubentryFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import FileSelector, FileSelectorConfig, TextSelector, TextSelectorConfig
from homeassistant.util.ulid import ulid_now
import voluptuous as vol

from ..circuit_tables import CircuitRow, StationRow, TableError, read_table
from ..circuits import circuit_id, circuit_subentries
from ..const import (
    CONF_CIRCUIT,
    CONF_FALLBACK_CURRENT,
    CONF_LIMIT,
    CONF_MAX_CURRENT,
    CONF_PARENT,
    CONF_PHASES,
    CONF_ROTATION,
    CONF_SERIAL_NUMBER,
    SUBENTRY_CIRCUIT,
)
from ..core.model import EV_MIN_CURRENT
from .charge_point import MAX_CURRENT
from .circuit_checks import first_shortfall, known_circuits, names_of, round_trip, stations_with
from .drafts import stations_of
from .forms import Form

CONF_FILE: Final = "file"
CONF_TABLE: Final = "table"

LARGEST: Final = 512 * 1024
"""Of a file (bytes)."""

_FORM: Final[Form] = vol.Schema(
    {
        vol.Optional(CONF_FILE): FileSelector(FileSelectorConfig(accept=".csv,text/csv,text/plain")),
        vol.Optional(CONF_TABLE): TextSelector(TextSelectorConfig(multiline=True)),
    }
)


class CircuitImport(ConfigSubentryFlow):
    """The step that takes a table."""

    @abstractmethod
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what to do."""

    async def async_step_import_table(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a table, as a file or as text."""
        errors: dict[str, str] = {}
        details = {"row": "-", "value": "-"}
        if user_input is not None:
            file_id, text = user_input.get(CONF_FILE), user_input.get(CONF_TABLE, "").strip()
            if file_id is None and not text:
                return await self.async_step_user()
            try:
                if file_id is not None:
                    text = await self.hass.async_add_executor_job(_read_file, self.hass, file_id)
                    # A file can be taken once: whatever is wrong with it is mended in the text.
                    user_input = {CONF_TABLE: text}
                count = self._import(read_table(text))
            except TableError as err:
                errors["base"] = err.key
                details = err.details
            else:
                return self.async_abort(reason="imported", description_placeholders={"count": str(count)})
        return self.async_show_form(
            step_id="import_table",
            data_schema=self.add_suggested_values_to_schema(_FORM, user_input or {}),
            errors=errors,
            description_placeholders=details,
        )

    def _import(self, rows: list[CircuitRow] | list[StationRow]) -> int:
        """Store a table; return how many rows it had. Raises `TableError` before anything is stored."""
        circuits = [row for row in rows if isinstance(row, CircuitRow)]
        stations = [row for row in rows if isinstance(row, StationRow)]
        if circuits:
            self._import_circuits(circuits)
        else:
            self._import_stations(stations)
        return len(rows)

    def _import_circuits(self, rows: list[CircuitRow]) -> None:
        """Store circuits: those with a known name are changed, the others are added."""
        entry = self._get_entry()
        ids = {name.casefold(): id_ for id_, name in names_of(entry).items()}
        ids |= {row.name.casefold(): f"circuit_{ulid_now()}" for row in rows if row.name.casefold() not in ids}
        for row in rows:
            if row.parent is not None and row.parent.casefold() not in ids:
                raise TableError("table_circuit", row.row, row.parent)
        changes: dict[str, dict[str, Any]] = {
            ids[row.name.casefold()]: {
                CONF_LIMIT: row.limit,
                CONF_PARENT: ids[row.parent.casefold()] if row.parent is not None else None,
            }
            for row in rows
        }
        known = known_circuits(entry)
        wanted: dict[str, Mapping[str, Any]] = {**known}
        for id_, change in changes.items():
            wanted[id_] = {**known.get(id_, {}), **change}
        names = {ids[row.name.casefold()]: row for row in rows}
        if (looped := round_trip(wanted)) is not None:
            row = names.get(looped, rows[0])
            raise TableError("table_cycle", row.row, row.name)
        if (short := first_shortfall(entry, wanted, stations_with(entry, {}))) is not None:
            row = names.get(short.circuit, rows[0])
            raise TableError("table_fallback", row.row, row.name)
        there = {circuit_id(subentry): subentry for subentry in circuit_subentries(entry)}
        for id_ in changes:
            if id_ in there:
                self.hass.config_entries.async_update_subentry(entry, there[id_], data=dict(wanted[id_]))
                continue
            self.hass.config_entries.async_add_subentry(
                entry,
                ConfigSubentry(
                    data=MappingProxyType(dict(wanted[id_])),
                    subentry_type=SUBENTRY_CIRCUIT,
                    title=names[id_].name,
                    unique_id=id_,
                ),
            )

    def _import_stations(self, rows: list[StationRow]) -> None:
        """Store rotation, limit and circuit of the stations, which are known by name or serial number."""
        entry = self._get_entry()
        circuits = {name.casefold(): id_ for id_, name in names_of(entry).items()}
        known: dict[str, ConfigSubentry] = {}
        for station in stations_of(entry):
            for name in filter(None, (station.unique_id, station.data.get(CONF_SERIAL_NUMBER), station.title)):
                known[str(name).casefold()] = station
        changes: dict[str, dict[str, Any]] = {}
        for row in rows:
            found = known.get(row.name.casefold())
            if found is None:
                raise TableError("table_station", row.row, row.name)
            if row.circuit is not None and row.circuit.casefold() not in circuits:
                raise TableError("table_circuit", row.row, row.circuit)
            if len(row.rotation.terminals) != int(found.data[CONF_PHASES]):
                raise TableError("table_rotation", row.row, row.rotation.value.upper())
            lowest = max(EV_MIN_CURRENT, float(found.data[CONF_FALLBACK_CURRENT]))
            if not lowest <= row.limit <= MAX_CURRENT:
                raise TableError("table_station_limit", row.row, f"{row.limit:g}")
            changes[found.subentry_id] = {
                CONF_ROTATION: row.rotation.value,
                CONF_MAX_CURRENT: row.limit,
                CONF_CIRCUIT: circuits[row.circuit.casefold()] if row.circuit is not None else None,
            }
        short = first_shortfall(entry, known_circuits(entry), stations_with(entry, changes))
        if short is not None:
            raise TableError("table_fallback", 0, names_of(entry)[short.circuit])
        for id_, change in changes.items():
            station = entry.subentries[id_]
            self.hass.config_entries.async_update_subentry(entry, station, data={**station.data, **change})


def _read_file(hass: HomeAssistant, file_id: str) -> str:
    """Return the text of an uploaded file, which is gone then. Raises `TableError`."""
    try:
        with process_uploaded_file(hass, file_id) as path, path.open("rb") as file:
            raw = file.read(LARGEST + 1)
        text = raw.decode("utf-8-sig")
    except (OSError, ValueError) as err:
        raise TableError("table_unreadable", 0, str(err)) from err
    if len(raw) > LARGEST:
        raise TableError("table_too_long", 0, f"{LARGEST // 1024} kB")
    return text
