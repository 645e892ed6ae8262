"""Hands the cards and the dashboard of Overshot to browsers. `module.js` is built from /frontend by `script/frontend`."""

from hashlib import sha256
from pathlib import Path
from typing import Final

from homeassistant.components.frontend import DOMAIN as FRONTEND_DOMAIN, add_extra_js_url
from homeassistant.components.http import StaticPathConfig
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_when_setup

from ..const import LOGGER

MODULE: Final = Path(__file__).with_name("module.js")


async def async_setup_frontend(hass: HomeAssistant) -> None:
    """Serve the module, and have every page load it; without Home Assistant's own web interface nothing is to be done.

    Its address holds a checksum of its content: browsers keep it as long as they like, and take a new one at once.
    """
    try:
        checksum = await hass.async_add_executor_job(_checksum)
    except OSError as err:
        LOGGER.error("The dashboard is missing, install Overshot again: %s", err)
        return
    url = f"/overshot/{checksum}/module.js"
    await hass.http.async_register_static_paths([StaticPathConfig(url, str(MODULE), cache_headers=True)])

    async def load(hass: HomeAssistant, _: str) -> None:
        add_extra_js_url(hass, url)

    async_when_setup(hass, FRONTEND_DOMAIN, load)


def _checksum() -> str:
    """Return a checksum of the module. Raises `OSError` where it is missing."""
    return sha256(MODULE.read_bytes()).hexdigest()[:16]
