"""Hager HTC320H, the communication module with two outputs of h3 and h3+ breakers, as SG-Ready contacts.

Sources: Hager's h3+ manual 6LE005550A and HTG410H manual (d: documented). Nothing here was verified on hardware.

* RTU 19200 baud, even parity, one stop bit, address 1 to 99, 1 from the factory (d). Two contacts up to 100 V DC (d).
* Its register table is not public. There is therefore no wiring to begin with: whoever installs it says whether the
  outputs are coils or bits of a register, and where. Nothing is written before that, and every order is read back.
* Its two 24 V inputs are not read: their registers are not public either, and nothing in the house asks for them yet.
"""

from .driver import SerialSettings
from .sg_ready import SgReadyDriver, Wiring

MAX_ADDRESS = 99


class HagerHtc320h(SgReadyDriver):
    """SG1 and SG2 on the two outputs; `htc320h_for` says where those are."""

    family = "hager_htc320h"
    manufacturer = "Hager"
    model = "HTC320H"
    default_unit = 1
    default_serial = SerialSettings(baudrate=19200, parity="E")
    experimental = True


def htc320h_for(wiring: Wiring) -> type[HagerHtc320h]:
    """Return the driver class of a module whose outputs are where its installer says."""
    return type("HagerHtc320h", (HagerHtc320h,), {"__doc__": HagerHtc320h.__doc__, "wiring": wiring})
