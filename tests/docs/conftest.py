"""What the listings of the documentation need to run: the fixtures of the flows."""

from ..shell.conftest import _custom_integrations  # noqa: F401
from ..shell.flows.conftest import add_site, neighbourhood, set_up  # noqa: F401
