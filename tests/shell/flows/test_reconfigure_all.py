"""Whatever can be added can be changed, the site too; what is changed counts at once."""

from homeassistant.config_entries import ConfigSubentryFlow
import pytest

from custom_components.overshot.config_flow import OvershotConfigFlow
from custom_components.overshot.flows.subentries import SUBENTRY_FLOWS

from .walk import ENGLISH


@pytest.mark.parametrize("kind", SUBENTRY_FLOWS)
def test_every_type_can_be_reconfigured(kind: str) -> None:
    """The step is there, and is said in words, with a menu or a form of its own."""
    flow = SUBENTRY_FLOWS[kind]
    assert issubclass(flow, ConfigSubentryFlow)
    assert callable(getattr(flow, "async_step_user", None))
    assert callable(getattr(flow, "async_step_reconfigure", None))
    words = ENGLISH["config_subentries"][kind]
    assert "reconfigure" in words["initiate_flow"]


def test_the_site_can_be_reconfigured_and_has_options() -> None:
    assert callable(getattr(OvershotConfigFlow, "async_step_reconfigure", None))
    assert set(ENGLISH["options"]["step"]) == {"init", "check", "hand", "hand_on", "finish", "control"}
