"""Tables as CSV that spreadsheets open as they are: in their own number format, and with nothing in them that runs."""

import csv
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from io import StringIO
from typing import Final

from .table import Cell, Table

BOM: Final = "\ufeff"
"""Tells Excel that the text is UTF-8."""

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A text that begins so would be a formula (OWASP, CSV injection)."""


class Separator(StrEnum):
    """How columns are kept apart; with a semicolon, numbers have a decimal comma, as where it is usual."""

    COMMA = "comma"
    SEMICOLON = "semicolon"

    @classmethod
    def of(cls, language: str) -> Separator:
        """Return what spreadsheets expect in a language."""
        return cls.COMMA if language.partition("-")[0].lower() == "en" else cls.SEMICOLON


def csv_text(table: Table, separator: Separator) -> str:
    """Return a table as CSV, its sums in the last row."""
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter="," if separator is Separator.COMMA else ";", lineterminator="\r\n")
    writer.writerow(_shown(cell, separator) for cell in table.headings)
    for row in (*table.rows, table.totals):
        writer.writerow(_shown(cell, separator) for cell in row)
    return BOM + file.getvalue()


def _shown(cell: Cell, separator: Separator) -> str:
    """Return a cell as text."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, Decimal):
        number = f"{cell:f}"
        return number if separator is Separator.COMMA else number.replace(".", ",")
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
