"""Where a P1 meter's telegrams come from, by the data of its subentry."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from homeassistant.const import CONF_DEVICE, CONF_HOST, CONF_PORT, CONF_URL
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from .const import CONF_SERIAL_FORMAT
from .devices.p1_framing import MAX_TELEGRAM
from .devices.p1_http import Fetch, HttpSource
from .devices.p1_source import P1Source, SerialFormat, SerialSource, TcpSource


def p1_source(hass: HomeAssistant, data: Mapping[str, Any]) -> P1Source:
    """Return the source of a P1 meter's telegrams; nothing is opened."""
    if CONF_URL in data:
        return HttpSource(data[CONF_URL], http_fetch(hass))
    if CONF_DEVICE in data:
        return SerialSource(data[CONF_DEVICE], SerialFormat(data[CONF_SERIAL_FORMAT]))
    return TcpSource(data[CONF_HOST], int(data[CONF_PORT]))


def http_fetch(hass: HomeAssistant) -> Fetch:
    """Return how Home Assistant's own web session asks an address."""
    session = async_get_clientsession(hass)

    async def fetch(url: str) -> tuple[int, bytes]:
        """Ask once; of an answer that never ends no more is taken than shows that it is no telegram."""
        body = bytearray()
        async with session.get(url, allow_redirects=False) as response:
            async for chunk in response.content.iter_any():
                body += chunk
                if len(body) > MAX_TELEGRAM:
                    break
            return response.status, bytes(body)

    return fetch


def is_address(url: str) -> bool:
    """Whether a URL names a web address that can be asked."""
    try:
        parts = urlsplit(url)
        # Reading the port checks it.
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
