"""A house with real wires, and somebody who checks it."""

from freezegun.api import FrozenDateTimeFactory
import pytest

from ..conftest import House
from .wired import Dialogue, Wired


@pytest.fixture
async def wired(house: House, freezer: FrozenDateTimeFactory) -> Wired:
    """Return a house that has lived for a moment, a car being plugged in."""
    wired = Wired(house, freezer)
    await wired.live(3)
    return wired


@pytest.fixture
def user(wired: Wired) -> Dialogue:
    """Return somebody in front of it."""
    return Dialogue(wired)
