"""Values over time: prices, forecasts and plans as spans, read in clock quarters. Always UTC, so no day is special."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from math import isfinite
from typing import Final, Self
from zoneinfo import ZoneInfo

QUARTER: Final = timedelta(minutes=15)
"""The step of meters, prices and plans; quarters lie on the clock: 00, 15, 30, 45."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class SeriesProblem(StrEnum):
    """What can be wrong with a series."""

    NAIVE = "series_naive"
    """A moment without a time zone."""

    NOT_FINITE = "series_not_finite"
    """A value that is no number, or infinite."""

    EMPTY_SPAN = "series_empty_span"
    """A span that ends before it begins."""

    OVERLAP = "series_overlap"
    """Two spans tell something about the same moment, or are not in order."""


class SeriesError(ValueError):
    """These are no values over time."""

    def __init__(self, key: SeriesProblem, moment: datetime) -> None:
        """Tell what is wrong, and where."""
        super().__init__(f"{key}: {moment.isoformat()}")
        self.key = key
        self.moment = moment


@dataclass(frozen=True, slots=True)
class Span:
    """One value from `start` to `end`; whatever time zone they come in, they are kept in UTC.

    Raises:
        SeriesError: naive moments, no time between them, or a value that is not finite.
    """

    start: datetime
    end: datetime
    value: float

    def __post_init__(self) -> None:
        """Turn both moments to UTC and check."""
        for name in ("start", "end"):
            moment: datetime = getattr(self, name)
            if moment.utcoffset() is None:
                raise SeriesError(SeriesProblem.NAIVE, moment)
            # Moments of one local zone compare by their wall clock, which is wrong in the hour that comes twice.
            if moment.tzinfo is not UTC:
                object.__setattr__(self, name, moment.astimezone(UTC))
        if self.start >= self.end:
            raise SeriesError(SeriesProblem.EMPTY_SPAN, self.start)
        if not isfinite(self.value):
            raise SeriesError(SeriesProblem.NOT_FINITE, self.start)


@dataclass(frozen=True, slots=True)
class Series:
    """Spans in order; there may be gaps between them, but no overlap.

    Raises:
        SeriesError: spans that overlap, or are not in order.
    """

    spans: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        """Check the order."""
        for before, span in zip(self.spans, self.spans[1:], strict=False):
            if span.start < before.end:
                raise SeriesError(SeriesProblem.OVERLAP, span.start)

    @classmethod
    def of(cls, start: datetime, values: Iterable[float | None], step: timedelta = QUARTER) -> Self:
        """Return a series of equal steps; None leaves a gap."""
        first = start.astimezone(UTC) if start.utcoffset() is not None else start
        return cls(
            tuple(
                Span(first + index * step, first + (index + 1) * step, value)
                for index, value in enumerate(values)
                if value is not None
            )
        )

    @property
    def start(self) -> datetime | None:
        """Return when the first span begins."""
        return self.spans[0].start if self.spans else None

    @property
    def until(self) -> datetime | None:
        """Return when the last span ends."""
        return self.spans[-1].end if self.spans else None

    def known_until(self, moment: datetime) -> datetime | None:
        """Return until when values follow each other without a gap; None where the moment itself has none."""
        index = self._index(moment)
        if index is None:
            return None
        while index + 1 < len(self.spans) and self.spans[index + 1].start == self.spans[index].end:
            index += 1
        return self.spans[index].end

    def at(self, moment: datetime) -> float | None:
        """Return the value of a moment; that of the span that begins, where one ends and one begins."""
        index = self._index(moment)
        return None if index is None else self.spans[index].value

    def mean(self, start: datetime, end: datetime) -> float | None:
        """Return the mean over a time, weighted by duration; None unless all of it has values."""
        if start >= end:
            return None
        return self._mean(start.astimezone(UTC), end.astimezone(UTC), max(self._before(start), 0))[0]

    def quarters(self, start: datetime, end: datetime) -> tuple[float | None, ...]:
        """Return the mean of each clock quarter, from that of `start` to the last one that begins before `end`.

        None for a quarter of which any part has no value.
        """
        return self._steps(quarter_starts(start, end), QUARTER)

    def resampled(self, step: timedelta) -> Self:
        """Return the means over longer or shorter steps, which lie on the clock in UTC; half-known steps are left out."""
        if self.start is None or self.until is None:
            return self
        first = self.start - (self.start - _EPOCH) % step
        starts = _starts(first, self.until, step)
        return type(self).of(first, self._steps(starts, step), step)

    def clipped(self, start: datetime, end: datetime) -> Self:
        """Return what lies between two moments; spans that cross them are cut."""
        return type(self)(
            tuple(
                Span(max(span.start, start), min(span.end, end), span.value)
                for span in self.spans
                if span.start < end and span.end > start
            )
        )

    def map(self, change: Callable[[float], float]) -> Self:
        """Return the same spans with changed values."""
        return type(self)(tuple(Span(span.start, span.end, change(span.value)) for span in self.spans))

    def filled_by(self, other: Series) -> Self:
        """Return this series, with the other one's values where this one has none."""
        spans = list(self.spans)
        for begin, end in self._gaps(other):
            spans.extend(other.clipped(begin, end).spans)
        return type(self)(tuple(sorted(spans, key=_start_of)))

    def _gaps(self, other: Series) -> list[tuple[datetime, datetime]]:
        """Return the times of the other series in which this one has no value."""
        if other.start is None or other.until is None:
            return []
        edges = [other.start]
        for span in self.spans:
            edges += (span.start, span.end)
        edges.append(other.until)
        return [(begin, end) for begin, end in zip(edges[::2], edges[1::2], strict=True) if begin < end]

    def _before(self, moment: datetime) -> int:
        """Return the place of the last span that has begun; -1 where none has."""
        return bisect_right(self.spans, moment, key=_start_of) - 1

    def _index(self, moment: datetime) -> int | None:
        """Return the place of the span a moment lies in."""
        index = self._before(moment)
        return index if index >= 0 and moment < self.spans[index].end else None

    def _steps(self, starts: Sequence[datetime], step: timedelta) -> tuple[float | None, ...]:
        """Return the mean of each step."""
        if not starts:
            return ()
        means: list[float | None] = []
        index = max(self._before(starts[0]), 0)
        for start in starts:
            mean, index = self._mean(start, start + step, index)
            means.append(mean)
        return tuple(means)

    def _mean(self, start: datetime, end: datetime, index: int) -> tuple[float | None, int]:
        """Return the mean over a time, and the place of the span it ends in; `index` is not after its first span."""
        spans, length = self.spans, len(self.spans)
        while index < length and spans[index].end <= start:
            index += 1
        if index < length and spans[index].start <= start and spans[index].end >= end:
            # One span: its own value, not one that went through a multiplication.
            return spans[index].value, index
        total, reached = 0.0, start
        while (index < length and spans[index].start == reached) or (index < length and spans[index].start <= start):
            span = spans[index]
            cut = min(span.end, end)
            total += span.value * (cut - reached).total_seconds()
            reached = cut
            if reached == end:
                return total / (end - start).total_seconds(), index
            index += 1
        return None, min(index, max(length - 1, 0))


def quarter_start(moment: datetime) -> datetime:
    """Return the start of the clock quarter a moment lies in (UTC)."""
    there = moment.astimezone(UTC)
    return there - (there - _EPOCH) % QUARTER


def quarter_starts(start: datetime, end: datetime) -> tuple[datetime, ...]:
    """Return the starts of the clock quarters (UTC), from that of `start` to the last one before `end`."""
    return _starts(quarter_start(start), end, QUARTER)


def local_midnight(day: date, time_zone: str) -> datetime:
    """Return when a local day begins (UTC)."""
    return datetime.combine(day, time(), ZoneInfo(time_zone)).astimezone(UTC)


def day_quarters(day: date, time_zone: str) -> tuple[datetime, ...]:
    """Return the starts of the quarters of a local day (UTC): 96, 92 where the clock is put forward, 100 where back."""
    return quarter_starts(local_midnight(day, time_zone), local_midnight(day + timedelta(days=1), time_zone))


def _starts(first: datetime, end: datetime, step: timedelta) -> tuple[datetime, ...]:
    """Return equal steps from a moment to the last one before the end."""
    return tuple(first + index * step for index in range(max(0, -((first - end) // step))))


def _start_of(span: Span) -> datetime:
    """Return the start, to sort by."""
    return span.start
