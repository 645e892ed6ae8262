"""What all tests need."""

import os

from hypothesis import settings
import pytest

import custom_components  # noqa: F401  Home Assistant finds the integration only if this was imported before

# Wherever a run decides whether a change is taken, it must not depend on luck: the same examples each time. At a
# developer's desk every run tries new ones. How long an example takes says more of the machine than of the code.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    """Give each test a configuration folder of its own: records are kept in a real file there."""
    return hass_tmp_config_dir
