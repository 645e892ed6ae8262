"""Sessions that somebody asks for: which ones, in what order, and their sums, all in SQL."""

from datetime import datetime
import sqlite3
from typing import Any, Final

from ..core.ledger.flows import Source
from ..core.ledger.sessions.query import SessionNames, SessionPage, SessionQuery, SessionTotals, SortKey
from . import rows

_ORDER: Final = {
    SortKey.STARTED: "started",
    SortKey.ENERGY: "energy",
    SortKey.COST: "cost",
    SortKey.DURATION: "coalesce(ended, :now) - started",
    SortKey.SOLAR_SHARE: "CASE WHEN energy > 0 THEN (solar + battery_solar) / energy END",
}
_SUMS: Final = (
    "count(*)",
    "total(energy)",
    "total(estimated)",
    "total(cost)",
    "total(cost IS NULL AND energy > 0)",
    "total(co2)",
    "total(distance)",
    "total(reimbursement)",
    "total(charging_time)",
    "total(max(0, coalesce(ended, :now) - started))",
    "max(max_power)",
    *(f"total({source.value})" for source in Source),
)


def page(connection: sqlite3.Connection, query: SessionQuery, now: datetime) -> SessionPage:
    """Return the sessions a query asks for, and the sums of all it finds; one that runs lasts until `now`."""
    where, values = _where(query)
    values["now"] = rows.seconds(now)
    order = f"{_ORDER[query.sort]} {'DESC' if query.descending else 'ASC'} NULLS LAST, started DESC, id"
    values |= {"limit": -1 if query.limit is None else query.limit, "offset": query.offset}
    # Every word of these comes from the tables above; what is asked for is bound.
    ids = connection.execute(
        f"SELECT id FROM sessions {where} ORDER BY {order} LIMIT :limit OFFSET :offset",  # noqa: S608
        values,
    ).fetchall()
    sums = connection.execute(f"SELECT {', '.join(_SUMS)} FROM sessions {where}", values).fetchone()  # noqa: S608
    return SessionPage(sessions=rows.sessions(connection, [id_ for (id_,) in ids]), totals=_totals(sums))


def names(connection: sqlite3.Connection) -> SessionNames:
    """Return what there are sessions of."""

    def found(column: str) -> frozenset[str]:
        values = connection.execute(f"SELECT DISTINCT {column} FROM sessions")  # noqa: S608  a column of ours
        return frozenset(value for (value,) in values if value)

    return SessionNames(charge_points=found("charge_point"), persons=found("person"), vehicles=found("vehicle"))


def occupied(connection: sqlite3.Connection, start: datetime, end: datetime, now: datetime) -> dict[str, float]:
    """Return how long a vehicle was plugged in at each charge point between two moments (s)."""
    found = connection.execute(
        """SELECT charge_point, total(max(0, min(coalesce(ended, :now), :end) - max(started, :start)))
        FROM sessions WHERE started < :end AND coalesce(ended, :now) > :start GROUP BY charge_point""",
        {"start": rows.seconds(start), "end": rows.seconds(end), "now": rows.seconds(now)},
    )
    return dict(found.fetchall())


def overlapping(connection: sqlite3.Connection, charge_point: str, start: datetime, end: datetime) -> bool:
    """Whether a session of a charge point is known that shares some time with this one, or began with it."""
    found = connection.execute(
        """SELECT 1 FROM sessions WHERE charge_point = :point
        AND (started = :start OR (started < :end AND (ended IS NULL OR ended > :start))) LIMIT 1""",
        {"point": charge_point, "start": rows.seconds(start), "end": rows.seconds(end)},
    )
    return found.fetchone() is not None


def _totals(sums: tuple[Any, ...]) -> SessionTotals:
    """Return the sums of a query."""
    count, energy, estimated, cost, unpriced, co2, distance, reimbursed, charging, plugged, highest, *sources = sums
    return SessionTotals(
        count=count,
        energy=energy,
        estimated=estimated,
        sources=dict(zip(Source, sources, strict=True)),
        cost=cost,
        unpriced=round(unpriced),
        co2=co2,
        distance=distance,
        reimbursement=reimbursed,
        charging_time=charging,
        plugged_time=plugged,
        max_power=highest,
    )


def _where(query: SessionQuery) -> tuple[str, dict[str, Any]]:
    """Return the condition of a query, and the values in it."""
    conditions: list[str] = []
    values: dict[str, Any] = {}
    for column, wanted in (
        ("charge_point", query.charge_points),
        ("coalesce(person, '')", query.persons),
        ("coalesce(vehicle, '')", query.vehicles),
        ("status", tuple(status.value for status in query.statuses)),
    ):
        if wanted:
            names = [f"value{len(values) + index}" for index in range(len(wanted))]
            conditions.append(f"{column} IN ({', '.join(f':{name}' for name in names)})")
            values |= dict(zip(names, wanted, strict=True))
    if query.start is not None:
        conditions.append("started >= :start")
        values["start"] = rows.seconds(query.start)
    if query.end is not None:
        conditions.append("started < :end")
        values["end"] = rows.seconds(query.end)
    return (f"WHERE {' AND '.join(conditions)}" if conditions else "", values)
