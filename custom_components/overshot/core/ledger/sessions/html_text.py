"""A report to print: what each person charged in each month, every session of it, and how it was measured."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from html import escape
from typing import Final

from .session import Session
from .table import Around, Cell, Table, decimal, monthly_table, sessions_table
from .words import words

_SHOWN: Final = (
    "started",
    "ended",
    "charge_point",
    "person",
    "vehicle",
    "energy",
    "solar_share",
    "cost",
    "reimbursement",
    "meter_start",
    "meter_end",
    "status",
)
"""Columns of a session that fit on a page."""

_MONTHLY: Final = (
    "month",
    "person",
    "cost_centre",
    "charge_point",
    "sessions",
    "energy",
    "solar",
    "grid",
    "cost",
    "reimbursement",
)
_CENTS: Final = frozenset({"cost", "reimbursement"})

_STYLE: Final = """
body { font: 10pt/1.4 system-ui, sans-serif; margin: 2em; color: #111; }
h1 { font-size: 16pt; margin: 0; } h2 { font-size: 12pt; margin: 1.5em 0 .5em; }
dl { display: grid; grid-template-columns: max-content auto; gap: 0 1em; } dd { margin: 0; }
table { border-collapse: collapse; width: 100%; } th, td { padding: .25em .5em; border-bottom: 1px solid #ccc; }
th { text-align: left; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
tfoot td { font-weight: bold; border-top: 2px solid #111; border-bottom: 0; }
thead { display: table-header-group; } tr { break-inside: avoid; } ul { padding-left: 1.2em; }
@page { size: A4 landscape; margin: 15mm; } @media print { body { margin: 0; } }
"""


def html_report(
    sessions: Iterable[Session],
    around: Around,
    start: datetime,
    last: datetime,
    occupancy: Mapping[str, float],
) -> str:
    """Return a report as one HTML page that needs nothing else.

    Args:
        sessions: of the period, oldest first.
        around: names and language.
        start: of the period.
        last: the last day of it.
        occupancy: part of the period (0..1) in which a vehicle was plugged in, by name of the charge point.
    """
    kept, told = list(sessions), words(around.language)
    facts = [
        (told["period"], f"{start.astimezone(around.zone):%Y-%m-%d} - {last.astimezone(around.zone):%Y-%m-%d}"),
        (told["made"], f"{around.now.astimezone(around.zone):%Y-%m-%d %H:%M}"),
        *(
            (f"{told['occupancy']}: {name}", f"{decimal(100 * part, Decimal('0.1'))}")
            for name, part in occupancy.items()
        ),
    ]
    title = f"{told['report']} {around.site}"
    language = "nl" if told is words("nl") else "en"
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>"
        f"<dl>{''.join(f'<dt>{escape(name)}</dt><dd>{escape(value)}</dd>' for name, value in facts)}</dl>"
        f"<h2>{escape(told['by_person'])}</h2>{_table(monthly_table(kept, around), _MONTHLY)}"
        f"<h2>{escape(told['all_sessions'])}</h2>{_table(sessions_table(kept, around), _SHOWN)}"
        f"<ul>{''.join(f'<li>{escape(note)}</li>' for note in _notes(around))}</ul></body></html>\n"
    )


def _notes(around: Around) -> list[str]:
    """Return how it was measured, and by what."""
    told = words(around.language)
    meters = sorted(meter for meter in around.billing.mid_meters.values() if meter)
    mid = f"{told['note_mid']}: {', '.join(meters)}." if meters else told["note_no_mid"]
    return [told["note_meter"], mid, told["note_estimated"], told["note_period"], told["note_sources"]]


def _table(table: Table, shown: Iterable[str]) -> str:
    """Return some columns of a table."""
    columns = [table.keys.index(key) for key in shown]
    head = "".join(_cell("th", table.headings[index], _is_number(table, index)) for index in columns)
    rows = "".join(
        f"<tr>{''.join(_cell('td', _text(row[index], table.keys[index]), _is_number(table, index)) for index in columns)}</tr>"
        for row in table.rows
    )
    sums = "".join(
        _cell("td", _text(table.totals[index], table.keys[index]), _is_number(table, index)) for index in columns
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody><tfoot><tr>{sums}</tr></tfoot></table>"


def _is_number(table: Table, index: int) -> bool:
    """Whether a column has numbers."""
    return any(isinstance(row[index], Decimal) for row in table.rows)


def _cell(tag: str, text: str, number: bool) -> str:
    """Return a cell."""
    return f"<{tag}{' class=' + chr(34) + 'number' + chr(34) if number else ''}>{escape(text)}</{tag}>"


def _text(cell: Cell, key: str) -> str:
    """Return what stands in a cell; money to the cent."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, Decimal):
        return f"{cell.quantize(Decimal('0.01')) if key in _CENTS else cell:f}"
    return cell
