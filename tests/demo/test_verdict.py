"""The verdict of the demo: it holds for a morning that went well, and for none of those that did not."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from demo.verdict import Finding, Rules, Sample, balance, excursions, judge, left_safe

RULES = Rules(car_minimum=4140.0, hold_time=10.0, response=10.0, limit=20.0, fallback=6.0)

type Change = Callable[[Sample], Sample]


def _morning() -> list[Sample]:
    """Return four minutes that went well.

    The car charges on 6 kW of sun from 20 s on; it boosts from 100 s and is lowered at 110 s; the cable is out from 140
    to 169 s; the sun is followed again from 180 s.
    """
    samples = []
    for second in range(240):
        current, reason, mode, cable = 8.0, "surplus", "pv_surplus", True
        if second < 20:
            current, reason = 0.0, "surplus_starting"
        elif 100 <= second < 130:
            current, reason, mode = (16.0, "boost", "boost") if second < 110 else (9.0, "fuse_limited", "boost")
        elif 140 <= second < 170:
            cable = False
            if second >= 147:
                current, reason = 6.0, "meter_stale"
        elif 170 <= second < 180:
            current, reason = 6.0, "meter_stale"
        car = current * 690
        solar, house = 6500.0, 980.0
        grid = house + car - solar
        samples.append(
            Sample(
                at=float(second),
                clock="10:00",
                grid=grid,
                solar=solar,
                battery=0.0,
                car=car,
                currents=(grid / 690 + 3, grid / 690, grid / 690),
                car_current=current,
                car_wants=True,
                cable=cable,
                tripped=False,
                setpoint=current,
                fallback=6.0 if second else 32.0,
                mode=mode,
                reason=reason,
            )
        )
    return samples


def _changed(samples: Iterable[Sample], first: int, last: int, change: Change) -> list[Sample]:
    """Return the morning with the seconds from `first` to before `last` changed."""
    return [change(sample) if first <= sample.at < last else sample for sample in samples]


def _failed(findings: Iterable[Finding]) -> list[str]:
    """Return what does not hold."""
    return [finding.text for finding in findings if not finding.holds]


def test_a_morning_that_went_well_holds() -> None:
    findings = judge(_morning(), RULES)
    assert _failed(findings) == []
    texts = "\n".join(finding.text for finding in findings)
    assert "mean |grid power| 0 W" in texts
    assert "lowered the car at 110 s, to 9 A" in texts
    assert "pulled at 140 s for 29 s: the car at or below 6 A within 7 s" in texts
    assert "back on surplus by itself 11 s after" in texts


@pytest.mark.parametrize(
    ("problem", "first", "last", "change", "complaint"),
    [
        (
            "the car ignores the sun",
            40,
            100,
            lambda s: replace(s, grid=s.grid - 800, car=s.car - 800),
            "mean |grid power|",
        ),
        (
            "hidden by import as by export",
            40,
            100,
            lambda s: replace(s, grid=s.grid + 800, car=s.car + 800),
            "mean |grid power|",
        ),
        ("a phase stands too high for 11 s", 30, 41, lambda s: replace(s, currents=(1.0, 20.5, 1.0)), "no phase above"),
        ("export heats the fuse too", 30, 41, lambda s: replace(s, currents=(1.0, -20.5, 1.0)), "no phase above"),
        ("the fuse blows", 120, 240, lambda s: replace(s, tripped=True), "the main fuse tripped at 120 s"),
        ("no law was needed", 100, 130, lambda s: replace(s, reason="boost"), "never lowered the car"),
        ("the reason stands but nothing is lowered", 100, 110, lambda s: replace(s, setpoint=9.0), "never lowered"),
        ("the car is late at its fallback", 140, 152, lambda s: replace(s, car_current=8.0), "within 12 s"),
        ("the car leaves its fallback", 160, 162, lambda s: replace(s, car_current=7.0), "within 22 s"),
        ("the car was low anyway", 130, 240, lambda s: replace(s, car_current=6.0), "nothing was tested"),
        ("the cable stays in", 0, 240, lambda s: replace(s, cable=True), "the P1 cable was never pulled"),
        ("the cable stays out", 140, 240, lambda s: replace(s, cable=False), "not back on surplus"),
        ("the sun is not followed again", 170, 240, lambda s: replace(s, reason="surplus_waiting"), "not back"),
        ("the fallback is written after the raise", 0, 21, lambda s: replace(s, fallback=32.0), "was 32 A"),
        ("a fallback nobody configured", 0, 240, lambda s: replace(s, fallback=10.0), "was 10 A (configured 6 A)"),
        ("nothing ever charges", 0, 240, lambda s: replace(s, setpoint=0.0), "was never raised"),
        ("clouds all morning", 0, 240, lambda s: replace(s, grid=s.grid + 2000), "only 0 samples"),
    ],
)
def test_a_morning_that_went_wrong_fails(problem: str, first: int, last: int, change: Change, complaint: str) -> None:
    failed = _failed(judge(_changed(_morning(), first, last, change), RULES))
    assert any(complaint in text for text in failed), problem


def test_an_empty_morning_fails_everything() -> None:
    assert all(not finding.holds for finding in judge([], RULES))


def test_the_battery_s_help_is_told_apart() -> None:
    helped = _changed(_morning(), 0, 240, lambda s: replace(s, battery=300.0, car=s.car + 300))
    finding = balance(helped, RULES)
    assert finding.holds
    assert finding.details == ("without the battery's help it would have been 300 W",)


def test_the_balance_waits_for_a_car_to_start_or_to_follow() -> None:
    """From a standstill it waits for hold time and response, of a car that charges for its response alone."""
    whole = balance(_morning(), RULES).text
    assert "mean |grid power| 0 W" in whole
    assert "(limit 250 W, 130 samples)" in whole

    late = _changed(_morning(), 0, 39, lambda s: replace(s, grid=s.grid + 2000))
    assert "(limit 250 W, 101 samples)" in balance(late, RULES).text


def test_excursions_are_listed_per_phase_and_time() -> None:
    samples = _changed(_morning(), 30, 33, lambda s: replace(s, currents=(21.0, 1.0, 1.0)))
    samples = _changed(samples, 50, 51, lambda s: replace(s, currents=(1.0, 1.0, 22.5)))
    samples = _changed(samples, 31, 32, lambda s: replace(s, currents=(23.0, 1.0, 1.0)))
    assert [str(found) for found in excursions(samples, 20.0)] == [
        "L1 above the limit at 30 s for 3 s, up to 23.0 A",
        "L3 above the limit at 50 s for 1 s, up to 22.5 A",
    ]


@pytest.mark.parametrize(
    ("setpoint", "current", "safe"), [(6.0, 6.0, True), (0.0, 0.0, True), (8.0, 6.0, False), (0.0, 8.0, False)]
)
def test_home_assistant_leaves_the_station_safe(setpoint: float, current: float, safe: bool) -> None:
    assert left_safe(setpoint, current, RULES).holds is safe
