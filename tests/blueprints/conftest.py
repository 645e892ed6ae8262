"""The house of the shell's tests, and automations made of the blueprints of this repository."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
import shutil
from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.setup import async_setup_component
import pytest

from tests.packaging.repository import ROOT

from ..shell.conftest import _custom_integrations, house, links, station  # noqa: F401

type Automate = Callable[..., Awaitable[None]]

BLUEPRINTS = ROOT / "blueprints" / "automation" / "overshot"


@pytest.fixture
def told(hass: HomeAssistant) -> list[dict[str, Any]]:
    """Return what the house was told through an action of its own."""
    calls: list[dict[str, Any]] = []

    async def take(call: ServiceCall) -> None:
        calls.append(dict(call.data))

    hass.services.async_register("notify", "family", take)
    return calls


@pytest.fixture
async def automate(hass: HomeAssistant, tmp_path: Path) -> AsyncIterator[Automate]:
    """Return what makes an automation of a blueprint, as somebody who imported it does."""
    before = hass.config.config_dir
    hass.config.config_dir = str(tmp_path)
    shutil.copytree(BLUEPRINTS, tmp_path / "blueprints" / "automation" / "overshot")

    async def make(name: str, **inputs: Any) -> None:
        automation = {
            "alias": name,
            "use_blueprint": {"path": f"overshot/{name}.yaml", "input": inputs},
        }
        assert await async_setup_component(hass, "automation", {"automation": automation})
        await hass.async_block_till_done()
        state = hass.states.get(f"automation.{name}")
        assert state is not None
        assert state.state == "on", state.attributes

    yield make
    # Their triggers wait for moments that no test lives to see.
    for entity_id in hass.states.async_entity_ids("automation"):
        await hass.services.async_call("automation", "turn_off", {"entity_id": entity_id}, blocking=True)
    hass.config.config_dir = before
