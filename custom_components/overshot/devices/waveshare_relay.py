"""Relay boards with coils, as SG-Ready contacts: Waveshare's 8-channel board, and any other with a wiring of its own.

Source: Waveshare's wiki "Modbus RTU Relay", protocol V2 of September 2021 and later (d: documented); the mbmap library's
map of the board (s: seen in code). Nothing here was verified on hardware. (i) inferred here.

* RTU 9600 8N1, address 1 (d); the Ethernet boards serve the same coils over Modbus TCP or RTU over TCP (i).
* Coils 0 to 7 are the relays: FC01 reads them, FC05 writes one, FC15 several (d).
* The board's own pulses (0x0200, 0x0400) and "all relays" (0x00FF) are not used: a pulse would end a state by itself, and
  the other relays are somebody else's.
* No watchdog is known (i): when nobody writes any more, the relays stay as they are.
* LC-Tech boards: unit 255, read 8 coils at once (s); KMTronic and Wellpro serve FC01, FC05 and FC15 alike (s). Those take a
  `CoilWiring` of their own. Boards that want another value than 0xFF00 in FC05 are no Modbus devices and not supported.
"""

from .driver import SerialSettings
from .sg_ready import CoilWiring, SgReadyDriver


class WaveshareRelay(SgReadyDriver):
    """SG1 and SG2 on the first two relays of a Waveshare board."""

    family = "waveshare_relay"
    manufacturer = "Waveshare"
    model = "Modbus RTU Relay"
    default_unit = 1
    default_serial = SerialSettings(baudrate=9600)
    wiring = CoilWiring()


def waveshare_for(wiring: CoilWiring) -> type[WaveshareRelay]:
    """Return the driver class of a board wired otherwise."""
    return type("WaveshareRelay", (WaveshareRelay,), {"__doc__": WaveshareRelay.__doc__, "wiring": wiring})
