"""What all tests need."""

import custom_components  # noqa: F401  Home Assistant finds the integration only if this was imported before
