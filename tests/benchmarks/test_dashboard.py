"""What opening the dashboard costs is what it adds to the life of the house; the first time is told apart."""

from benchmarks.dashboard import MOST, results

FIRST = {
    "idle": {"late_ms": 100.0, "worked_ms": 50.0, "longest_ms": 9.0, "answered_ms": 0.0},
    "opening": {"late_ms": 400.0, "worked_ms": 190.0, "longest_ms": 80.0, "answered_ms": 900.0},
}
LATER = {
    "idle": {"late_ms": 110.0, "worked_ms": 50.0, "longest_ms": 4.0, "answered_ms": 0.0},
    "opening": {"late_ms": 150.0, "worked_ms": 70.0, "longest_ms": 12.0, "answered_ms": 60.0},
}


def test_the_difference_counts_and_the_first_opening_is_apart() -> None:
    told = {it.key: it for it in results([FIRST, LATER, LATER])}
    assert (told["delay_ms"].value, told["worked_ms"].value) == (40.0, 20.0)
    assert (told["first_delay_ms"].value, told["first_worked_ms"].value) == (300.0, 140.0)
    assert (told["longest_ms"].value, told["idle_longest_ms"].value, told["answered_ms"].value) == (12.0, 4.0, 60.0)
    assert told["delay_ms"].holds


def test_what_costs_more_than_claimed_does_not_hold() -> None:
    slow = {**LATER, "opening": {**LATER["opening"], "late_ms": 111.0 + MOST, "worked_ms": 51.0 + MOST}}
    told = {it.key: it for it in results([FIRST, slow])}
    assert not told["delay_ms"].holds
    assert not told["worked_ms"].holds
