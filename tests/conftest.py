"""Fixtures for all tests."""

import pytest

import custom_components  # noqa: F401  Home Assistant finds the integration only if this was imported before


@pytest.fixture(autouse=True)
def _custom_integrations(enable_custom_integrations: None) -> None:
    """Let Home Assistant load custom integrations."""
