"""The listings of docs/adding-a-device.md as they stand there: a driver, and its tests, which have to pass."""

from collections.abc import Iterator
import inspect
import json
from pathlib import Path
import re
import subprocess
import sys
from types import ModuleType
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.overshot.devices.registry import FAMILIES
from custom_components.overshot.drivers import driver_class
from custom_components.overshot.flows.words import notes_of

from ..shell.flows.conftest import AddSite, meter
from ..shell.flows.neighbourhood import Neighbourhood
from ..shell.flows.walk import ENGLISH, Walk

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/adding-a-device.md").read_text(encoding="utf-8")
LISTING = re.compile(r"```python\n# (\S+)\n(.*?)```", re.DOTALL)
LISTINGS = dict(LISTING.findall(PAGE))
DRIVER, TESTS = "custom_components/overshot/devices/acme_box.py", "tests/devices/test_acme_box.py"
FAMILY = "acme_box"


def load(path: str) -> ModuleType:
    """Run a listing as the module it says it is."""
    name = path.removesuffix(".py").replace("/", ".")
    module = ModuleType(name)
    module.__package__ = name.rpartition(".")[0]
    sys.modules[name] = module
    exec(compile(LISTINGS[path], path, "exec"), module.__dict__)  # noqa: S102  our own page
    return module


@pytest.fixture
def driver() -> Iterator[Any]:
    """Return the example's driver, registered as the page says."""
    made = load(DRIVER).AcmeBox
    families: Any = FAMILIES
    families[FAMILY] = made
    try:
        yield made
    finally:
        del families[FAMILY]
        for path in (DRIVER, TESTS):
            sys.modules.pop(path.removesuffix(".py").replace("/", "."), None)


def cases(test: Any) -> list[dict[str, Any]]:
    """Return the arguments a test of the page is run with."""
    marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
    return [{mark.args[0]: value} for mark in marks for value in mark.args[1]] or [{}]


def test_the_page_has_a_driver_and_its_tests() -> None:
    assert set(LISTINGS) == {DRIVER, TESTS}


@pytest.mark.usefixtures("socket_enabled")
async def test_the_tests_of_the_page_pass(driver: Any) -> None:
    module = load(TESTS)
    tests = [test for name, test in vars(module).items() if name.startswith("test_")]
    assert len(tests) >= 5
    for test in tests:
        assert inspect.iscoroutinefunction(test)
        for arguments in cases(test):
            await test(**arguments)


async def test_it_is_added_in_the_user_interface(
    hass: HomeAssistant, driver: Any, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    """The page names the one text that is missing then."""
    names: dict[str, str] = ENGLISH["selector"]["family"]["options"]
    names[FAMILY] = driver.__doc__
    neighbourhood.add("192.0.2.90", 1, load(TESTS).BOX)
    walk = await Walk.new_device(hass, add_site(meter()), "charge_point")
    await walk.pick("search")
    await walk.fill(networks="192.0.2.90", more={"ports": "502"})
    await walk.send_as_shown()
    assert (walk.step, walk.placeholders["device"]) == ("charge_point", "Acme Box 11")
    assert "every 30 s" in walk.placeholders["notes"]
    await walk.send_as_shown()
    assert walk.step == "created"
    del names[FAMILY]


def test_what_the_page_promises_follows(driver: Any) -> None:
    assert driver_class({"family": FAMILY}) is driver
    assert [key for key, _ in notes_of(driver)] == ["heartbeat"]


@pytest.mark.parametrize("path", [DRIVER, TESTS])
def test_the_listings_pass_the_linter(path: str) -> None:
    ruff = [sys.executable, "-m", "ruff"]
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [*ruff, *command, "--stdin-filename", path, "-"],
            input=LISTINGS[path],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_whatever_the_page_names_is_there() -> None:
    for path in re.findall(r"`((?:custom_components|simulator|tests|script)/[\w./]*)`", PAGE):
        assert (ROOT / path).exists() or path in LISTINGS, path
    assert "`FAMILIES`" in PAGE
    names = json.loads(re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0])
    assert set(names) == {FAMILY}
    for file in (ROOT / "custom_components/overshot/translations").glob("*.json"):
        options = json.loads(file.read_text(encoding="utf-8"))["selector"]["family"]["options"]
        assert set(options) >= set(FAMILIES)
