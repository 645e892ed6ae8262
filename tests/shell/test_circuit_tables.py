"""Tables of circuits and stations: read as installers write them, and what cannot be meant is named."""

from hypothesis import given, strategies as st
import pytest

from custom_components.overshot.circuit_tables import (
    CircuitRow,
    StationRow,
    TableError,
    read_table,
    rotation_of,
    write_table,
)
from custom_components.overshot.core.model import Rotation

GUIDE = """;Limiet (A);Aansluitpunt
HV;200;
UV1;125;HV
UV2;100;UV3
UV3;120;HV
UV4;100;HV
UV5;40;UV4
UV6;60;UV4
UV7;50;HV
"""
"""Table 1 of the reev guide."""

STATIONS = """Station ID,Station Model,Faserotatie,Limiet,Aansluitpunt
Voorbeeld 1,Voorbeeld Model,R/S/T,22A,UV1
Voorbeeld 2,Voorbeeld Model,S/T/R,22A,UV1
Voorbeeld 3,Voorbeeld Model,T-R-S,"22,5 A",
"""
"""Table 2."""


def test_the_tree_of_the_guide() -> None:
    rows = read_table(GUIDE)
    assert [(row.name, row.limit, row.parent) for row in rows if isinstance(row, CircuitRow)] == [
        ("HV", 200, None),
        ("UV1", 125, "HV"),
        ("UV2", 100, "UV3"),
        ("UV3", 120, "HV"),
        ("UV4", 100, "HV"),
        ("UV5", 40, "UV4"),
        ("UV6", 60, "UV4"),
        ("UV7", 50, "HV"),
    ]


def test_the_stations_of_the_guide() -> None:
    rows = read_table(STATIONS)
    assert [(row.rotation, row.limit, row.circuit) for row in rows if isinstance(row, StationRow)] == [
        (Rotation.L1L2L3, 22, "UV1"),
        (Rotation.L2L3L1, 22, "UV1"),
        (Rotation.L3L1L2, 22.5, None),
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("RST", Rotation.L1L2L3),
        ("r / t / s", Rotation.L1L3L2),
        ("L2-L3-L1", Rotation.L2L3L1),
        ("213", Rotation.L2L1L3),
        ("l3l1l2", Rotation.L3L1L2),
        ("TSR", Rotation.L3L2L1),
        ("S", Rotation.L2),
        ("L3", Rotation.L3),
        ("", None),
        ("RS", None),
        ("RRT", None),
        ("clockwise", None),
    ],
)
def test_rotations_are_written_in_many_ways(written: str, meant: Rotation | None) -> None:
    assert rotation_of(written) is meant


@pytest.mark.parametrize(
    ("table", "key", "row"),
    [
        ("", "table_empty", "0"),
        ("name,limit,connected to\n", "table_empty", "0"),
        ("name,limit\nUV1,10\n", "table_header", "1"),
        ("name,amps,connected to\nUV1,10,\n", "table_header", "1"),
        ("name,limit,connected to\nUV1,ten,\n", "table_limit", "2"),
        ("name,limit,connected to\nUV1,-5,\n", "table_limit", "2"),
        ("name,limit,connected to\nUV1,inf,\n", "table_limit", "2"),
        ("name,limit,connected to\nUV1\n", "table_limit", "2"),
        ("name,limit,connected to\nUV1,10,\n\nuv1,20,\n", "table_twice", "4"),
        ("name,limit,connected to\n,10,\n", "table_twice", "2"),
        ("name,rotation,limit,connected to\nA,RSR,16,\n", "table_rotation", "2"),
        ("name,limit,connected to\n" + "".join(f"UV{n},10,\n" for n in range(2001)), "table_too_long", "2002"),
    ],
)
def test_what_is_wrong_is_named_with_its_row(table: str, key: str, row: str) -> None:
    with pytest.raises(TableError) as err:
        read_table(table)
    assert (err.value.key, err.value.details["row"]) == (key, row)


NAMES = st.text(st.characters(categories=("L", "Nd"), max_codepoint=0x2FF), min_size=1, max_size=8)


@given(
    st.lists(
        st.tuples(NAMES, st.floats(1, 2500).map(lambda value: round(value, 1))),
        min_size=1,
        max_size=8,
        unique_by=lambda row: row[0].casefold(),
    )
)
def test_what_is_written_is_read_again(rows: list[tuple[str, float]]) -> None:
    text = write_table(("circuit", "limit (A)", "connected to"), [(name, limit, "") for name, limit in rows])
    assert [(row.name, row.limit) for row in read_table(text)] == rows
