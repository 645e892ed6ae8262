"""Tables of persons, vehicles and cards: whatever a spreadsheet makes of them, and every mistake by its line."""

from datetime import date

import pytest

from custom_components.overshot.core.access.tables import AccessTableError, Mistake, Row, Table, Wrong, read_table


def wrong(table: Table, text: str) -> tuple[Wrong, ...]:
    """Return what is wrong with a table."""
    with pytest.raises(AccessTableError) as err:
        read_table(table, text)
    return err.value.wrong


@pytest.mark.parametrize(
    ("problem", "table", "text", "rows"),
    [
        (
            "as an English spreadsheet writes it",
            Table.PERSONS,
            "Name,Group,Priority,Cost centre,Home Assistant\nAnna,Family,1,4711,person.anna\n",
            (
                Row(
                    2,
                    "Anna",
                    {"group": "Family", "priority": 1, "cost_centre": "4711", "person_entity": "person.anna"},
                ),
            ),
        ),
        (
            "as a Dutch one does, with the mark Windows begins a file with",
            Table.VEHICLES,
            "\ufeffnaam;verbruik (kWh/100 km);capaciteit;fasen\r\nZoe;16,5;52;3\r\n;;;\r\nVan;;;\r\n",
            (Row(2, "Zoe", {"consumption": 16.5, "capacity": 52.0, "phases": 3}), Row(4, "Van", {})),
        ),
        (
            "columns in any order, some that nobody asked for, and lines that are short",
            Table.CARDS,
            (
                "kaart\tgeldig tot\topmerking\tnummer\toplaadpunten\n"
                "Anna\t31/12/2026\twit\te4:08:ea:58\tGarage | Drive\n"
                "Ben\t\t\t12345678"
            ),
            (
                Row(
                    2,
                    "Anna",
                    {
                        "card_id": "e4:08:ea:58",
                        "valid_until": date(2026, 12, 31),
                        "charge_points": ("Garage", "Drive"),
                    },
                ),
                Row(3, "Ben", {"card_id": "12345678"}),
            ),
        ),
        (
            "yes and no",
            Table.CARDS,
            "name,id,blocked\nA,11111111,x\nB,22222222,nee\nC,33333333,",
            (
                Row(2, "A", {"card_id": "11111111", "blocked": True}),
                Row(3, "B", {"card_id": "22222222", "blocked": False}),
                Row(4, "C", {"card_id": "33333333"}),
            ),
        ),
    ],
)
def test_a_table_is_read(problem: str, table: Table, text: str, rows: tuple[Row, ...]) -> None:
    assert read_table(table, text) == rows, problem


@pytest.mark.parametrize("day", ["2026-12-31", "31/12/2026", "31-12-2026", "31.12.2026"])
def test_a_day_in_the_ways_it_is_written(day: str) -> None:
    (row,) = read_table(Table.CARDS, f"name;id;valid until\nA;11111111;{day}")
    assert row.values["valid_until"] == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("problem", "table", "text", "mistakes"),
    [
        ("nothing", Table.PERSONS, "", [(Mistake.EMPTY, 0, "", "")]),
        ("a header only", Table.PERSONS, "name,group\n", [(Mistake.EMPTY, 0, "", "")]),
        ("too much", Table.PERSONS, "name\n" + "x\n" * 2001, [(Mistake.TOO_LONG, 2002, "", "2000")]),
        ("cards without numbers", Table.CARDS, "name,person\nA,B", [(Mistake.COLUMN, 1, "id", "name, person")]),
        ("a card without its own", Table.CARDS, "name,id\nA,", [(Mistake.VALUE, 2, "id", "-")]),
        (
            "what a spreadsheet made of a number",
            Table.CARDS,
            "name;id\nA;4,08E+10",
            [(Mistake.VALUE, 2, "id", "...10")],
        ),
        ("a number that is too short", Table.CARDS, "name,id\nA,e40", [(Mistake.VALUE, 2, "id", "...40")]),
        (
            "every line with a mistake is told",
            Table.PERSONS,
            "name,priority,home assistant\nA,first,person.a\nB,100,\nC,1,anna\n,2,\na,3,",
            [
                (Mistake.VALUE, 2, "priority", "first"),
                (Mistake.VALUE, 3, "priority", "100"),
                (Mistake.VALUE, 4, "home assistant", "anna"),
                (Mistake.NAME, 5, "", "-"),
                (Mistake.NAME, 6, "", "a"),
            ],
        ),
        (
            "what no vehicle is",
            Table.VEHICLES,
            "name;consumption;capacity;max current;phases\nA;165;52000;5;4\nB;nan;inf;;1.5",
            [
                (Mistake.VALUE, 2, "consumption", "165"),
                (Mistake.VALUE, 2, "capacity", "52000"),
                (Mistake.VALUE, 2, "max current", "5"),
                (Mistake.VALUE, 2, "phases", "4"),
                (Mistake.VALUE, 3, "consumption", "nan"),
                (Mistake.VALUE, 3, "capacity", "inf"),
                (Mistake.VALUE, 3, "phases", "1.5"),
            ],
        ),
        (
            "no day, and neither yes nor no",
            Table.CARDS,
            "name,id,valid until,blocked\nA,11111111,31/13/2026,perhaps",
            [(Mistake.VALUE, 2, "valid until", "31/13/2026"), (Mistake.VALUE, 2, "blocked", "perhaps")],
        ),
    ],
)
def test_every_mistake_is_told_by_its_line(
    problem: str, table: Table, text: str, mistakes: list[tuple[Mistake, int, str, str]]
) -> None:
    assert [(it.mistake, it.row, it.column, it.value) for it in wrong(table, text)] == mistakes, problem


def test_a_card_is_not_told_by_its_mistake() -> None:
    with pytest.raises(AccessTableError) as err:
        read_table(Table.CARDS, "name,id\nA,4,08E+10\nB," + "e408ea58" * 9)
    assert "e408ea58" not in f"{err.value} {err.value.wrong}"
