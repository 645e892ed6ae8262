"""Which server speaks for a charging station of which family."""

from collections.abc import Callable, Mapping
from typing import Final

from ..faults import FaultBoard
from ..world import World
from .abb_terra import AbbTerraServer
from .alfen import AlfenServer
from .hager_witty import HagerWittyServer
from .hager_xev1k import HagerXev1kServer
from .heidelberg import HeidelbergServer
from .keba import KebaServer
from .mennekes import MennekesServer
from .modbus import ModbusServer
from .webasto import WebastoNextServer, WebastoUniteServer

type MakeStation = Callable[[World, str, FaultBoard, str, int], ModbusServer]
"""Takes the house, the charge point, the faults, the address and the port."""

STATIONS: Final[Mapping[str, MakeStation]] = {
    "hager_witty_plus": HagerWittyServer,
    "hager_xev1k_e3dc": HagerXev1kServer,
    "abb_terra_ac": AbbTerraServer,
    "alfen_eve": AlfenServer,
    "keba_kecontact": KebaServer,
    "webasto_next": WebastoNextServer,
    "webasto_unite": WebastoUniteServer,
    "heidelberg_energy_control": HeidelbergServer,
    "mennekes_amtron": MennekesServer,
}
"""By the name of the family; stations on a serial line are served in RTU framing over TCP, as a serial bridge does."""
