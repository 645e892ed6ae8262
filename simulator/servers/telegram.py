"""Write the telegram of a Fluvius meter (e-MUCS 1.7.1) from the state of the simulated grid connection.

Objects and their order: the public telegrams that dsmr-parser tests with. The serial number is made up.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from custom_components.overshot.core.model import ConnectionType

from ..grid import Grid

_POLYNOMIAL = 0xA001
_HEADER = "/FLU5\\253000000_A"
_METER_ID = "1TST0000000001".encode("ascii").hex().upper()
_GAS_ID = "7TST0000000002".encode("ascii").hex().upper()
_GAS_M3 = 1234.567


def crc16(data: bytes) -> int:
    """Return the CRC of a telegram: polynomial 0xA001 (reflected 0x8005), start 0, over `/` up to and including `!`."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ _POLYNOMIAL if crc & 1 else crc >> 1
    return crc


def write_telegram(grid: Grid, now: datetime, *, per_phase: bool = True, wrong_crc: bool = False) -> bytes:
    """Return one telegram at `now` (aware), lines ending in CR LF, with a valid CRC unless `wrong_crc` is asked for."""
    zone = ZoneInfo(grid.spec.time_zone)
    lines = [
        _HEADER,
        "",
        "0-0:96.1.4(50217)",
        f"0-0:96.1.1({_METER_ID})",
        f"0-0:1.0.0({_stamp(now, zone)})",
        f"1-0:1.8.1({grid.import_day / 1000:010.3f}*kWh)",
        f"1-0:1.8.2({grid.import_night / 1000:010.3f}*kWh)",
        f"1-0:2.8.1({grid.export_day / 1000:010.3f}*kWh)",
        f"1-0:2.8.2({grid.export_night / 1000:010.3f}*kWh)",
        f"0-0:96.14.0({grid.tariff:04d})",
        f"1-0:1.4.0({grid.quarter_demand / 1000:06.3f}*kW)",
        f"1-0:1.6.0({_stamp(grid.month_peak.at, zone)})({grid.month_peak.demand / 1000:06.3f}*kW)",
        _history(grid, zone),
        f"1-0:1.7.0({max(0.0, grid.power) / 1000:06.3f}*kW)",
        f"1-0:2.7.0({max(0.0, -grid.power) / 1000:06.3f}*kW)",
        *(_phases(grid) if per_phase else ()),
        "0-0:96.3.10(1)",
        "0-0:17.0.0(999.9*kW)",
        "1-0:31.4.0(999*A)",
        "0-0:96.13.0()",
        "0-1:24.1.0(003)",
        f"0-1:96.1.1({_GAS_ID})",
        "0-1:24.4.0(1)",
        f"0-1:24.2.3({_stamp(now.replace(minute=now.minute - now.minute % 5, second=0), zone)})({_GAS_M3:09.3f}*m3)",
        "!",
    ]
    body = "\r\n".join(lines).encode("ascii")
    crc = crc16(body) ^ (0xFFFF if wrong_crc else 0)
    return body + f"{crc:04X}\r\n".encode("ascii")


def _phases(grid: Grid) -> list[str]:
    """Return the objects of each phase: import, export, voltage, current (unsigned)."""
    powers, volts = grid.meter_phase_power(), grid.voltages
    count = 3
    if grid.spec.type is ConnectionType.THREE_PHASE_DELTA:
        # Two measuring systems, both against L2.
        volts = (volts[0], 0.0, volts[1])
    elif grid.spec.type is ConnectionType.SINGLE_PHASE:
        count = 1
    numbers = (20, 40, 60)[:count]
    return [
        *(f"1-0:{n + 1}.7.0({max(0.0, p) / 1000:06.3f}*kW)" for n, p in zip(numbers, powers, strict=False)),
        *(f"1-0:{n + 2}.7.0({max(0.0, -p) / 1000:06.3f}*kW)" for n, p in zip(numbers, powers, strict=False)),
        *(f"1-0:{n + 12}.7.0({v:05.1f}*V)" for n, v in zip(numbers, volts, strict=False)),
        *(f"1-0:{n + 11}.7.0({abs(i):06.2f}*A)" for n, i in zip(numbers, grid.currents, strict=False)),
    ]


def _history(grid: Grid, zone: ZoneInfo) -> str:
    """Return the peaks of the closed months: (month closed)(peak)(kW), oldest first."""
    records = ""
    for peak in grid.peak_history:
        closed = None
        if peak.month is not None:
            month = peak.month.astimezone(zone)
            closed = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
        records += f"({_stamp(closed, zone)})({_stamp(peak.at, zone)})({peak.demand / 1000:06.3f}*kW)"
    return f"0-0:98.1.0({len(grid.peak_history)})(1-0:1.6.0)(1-0:1.6.0){records or '()'}"


def _stamp(moment: datetime | None, zone: ZoneInfo) -> str:
    """Return local time with S for summer or W for winter; the meter's own sentinel where there is none."""
    if moment is None:
        return "632525252525W"
    local = moment.astimezone(zone)
    return f"{local:%y%m%d%H%M%S}{'S' if local.dst() else 'W'}"
