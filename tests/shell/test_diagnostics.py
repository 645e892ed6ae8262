"""The diagnostics download tells what happened and gives no secret away."""

import json

from homeassistant.core import HomeAssistant
from homeassistant.helpers.json import ExtendedJSONEncoder

from custom_components.overshot.diagnostics import async_get_config_entry_diagnostics

from .conftest import METER_SERIAL, STATION_SERIAL, House


async def test_diagnostics(hass: HomeAssistant, house: House) -> None:
    """Readings, decision and capabilities are there; addresses, serial numbers and the place are not."""
    await house.telegram(1234)
    data = await async_get_config_entry_diagnostics(hass, house.entry)
    text = json.dumps(data, cls=ExtendedJSONEncoder)

    assert STATION_SERIAL not in text
    assert METER_SERIAL not in text
    assert "127.0.0.1" not in text
    meter, station = data["devices"]
    assert meter["readings"]["grid"]["power"] == 1234
    assert station["capabilities"]["sets_current"] is True
    assert data["settings"]["charge_points"][house.station_id]["controlled"] is False
    assert data["decision"]["setpoints"][house.station_id]["reason"]["key"] == "read_only"
