"""Short histories are bounded by time, and live through a clock that is set back."""

from datetime import timedelta

from custom_components.overshot.core.control.charging.orders import Orders, highest_order, highest_raise, remember_order
from custom_components.overshot.core.control.windows import between, highest, highest_since, nearest
from custom_components.overshot.core.model import NO_PHASES

from .house import at

WINDOW = tuple((at(second), (float(second), -float(second), 1.0)) for second in range(10))


def test_between_drops_the_old_and_the_future() -> None:
    """What lies ahead was noted before the clock was set back."""
    assert [moment for moment, _ in between(WINDOW, at(3), at(6))] == [at(second) for second in range(3, 7)]
    assert between(WINDOW, at(20), at(30)) == ()
    assert between(WINDOW, at(-9), at(-1)) == ()
    assert between((), at(0), at(1)) == ()


def test_the_highest_of_each_phase() -> None:
    """Phases are independent of each other."""
    assert highest(WINDOW) == (9.0, 0.0, 1.0)
    assert highest_since(WINDOW, at(7)) == (9.0, -7.0, 1.0)
    assert highest_since(WINDOW, at(70)) == (9.0, -9.0, 1.0), "where nothing is as new, the newest"
    assert highest_since((), at(0)) == NO_PHASES


def test_the_nearest() -> None:
    """Before, between and after all entries."""
    assert nearest(WINDOW, at(4.4))[0] == 4
    assert nearest(WINDOW, at(4.6))[0] == 5
    assert nearest(WINDOW, at(-100))[0] == 0
    assert nearest(WINDOW, at(100))[0] == 9
    assert nearest((), at(0)) == NO_PHASES


def test_orders_are_kept_while_a_car_may_follow_them() -> None:
    """16 A, then 6 A: for twelve seconds it may draw 16 A, after that not."""
    orders = remember_order((), at(0), 16.0)
    assert highest_order(orders, at(5)) == float("inf"), "what it was told before is not known"
    orders = remember_order(orders, at(60), 6.0)
    assert highest_order(orders, at(70)) == 16
    orders = remember_order(orders, at(73), 6.0)
    assert highest_order(orders, at(73)) == 6
    assert orders == ((at(60), 6.0),)


def test_a_raise_counts_while_the_car_may_be_on_its_way() -> None:
    """A lowered order is no raise, nor is an old one."""
    orders = remember_order(remember_order((), at(0), 6.0), at(60), 14.0)
    assert highest_raise(orders, at(65)) == 14
    orders = remember_order(orders, at(66), 10.0)
    assert highest_raise(orders, at(67)) == 14
    assert highest_raise(orders, at(73)) == 0


def test_orders_do_not_pile_up() -> None:
    """One a second is twelve at most; a clock set back starts over."""
    orders: Orders = ()
    for second in range(500):
        orders = remember_order(orders, at(second), 6.0 + second % 2)
        assert len(orders) <= 13
    assert remember_order(orders, at(0), 8.0) == ((at(0), 8.0),)
    assert timedelta(seconds=0) <= orders[-1][0] - orders[0][0] <= timedelta(seconds=13)
