"""Remember what a car was told lately: it answers after seconds, so an order outlives the next one."""

from datetime import datetime, timedelta

ORDER_WINDOW = timedelta(seconds=12)
"""A car may still follow an order, and its station still show it, this long after: 6 s response, ramp, measuring."""

type Orders = tuple[tuple[datetime, float], ...]
"""Setpoints (A), each since when, oldest first; the last one is in force."""


def remember_order(orders: Orders, now: datetime, current: float, window: timedelta = ORDER_WINDOW) -> Orders:
    """Return the orders with the newest added, without those nobody follows any more."""
    if orders and orders[-1][0] > now:  # the clock was set back
        orders = ()
    start = 0
    while start + 1 < len(orders) and orders[start + 1][0] <= now - window:
        start += 1
    if orders and orders[-1][1] == current:
        return orders[start:]
    return (*orders[start:], (now, current))


def highest_order(orders: Orders, now: datetime, window: timedelta = ORDER_WINDOW) -> float:
    """Return the most a car may still be following (A): no limit where the orders do not reach back far enough."""
    if not orders or orders[0][0] > now - window:
        return float("inf")
    return max(current for _, current in orders)


def highest_raise(orders: Orders, now: datetime, window: timedelta = ORDER_WINDOW) -> float:
    """Return the highest current a car was raised to lately (A): it may be on its way there unseen; 0 without a raise."""
    raised = 0.0
    before = 0.0
    oldest = now - window
    for since, current in orders:
        if current > before and current > raised and since > oldest:
            raised = current
        before = current
    return raised


def followed_order(orders: Orders, at: datetime, window: timedelta) -> float:
    """Return the highest current in force around a moment (A): in the time before it that an answer takes, and at it."""
    highest = float("inf")
    for since, current in orders:
        if since <= at - window:
            highest = current
        elif since <= at:
            highest = max(highest, current)
    return highest
