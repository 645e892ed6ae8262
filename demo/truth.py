"""What is true in the simulated house, by name: `battery.power`, `stations.garage.setpoint`, `registers.goodwe.247.47511`."""

from collections.abc import Mapping
from typing import Any

from simulator.house import House


class Truth:
    """Reads physics and registers of a house. Names are those of the simulator's own attributes."""

    def __init__(self, house: House) -> None:
        """Look at a house."""
        self._house = house
        world = house.world
        self._roots: Mapping[str, Any] = {
            "world": world,
            "grid": world.grid,
            "battery": world.battery,
            "solar": world.solar,
            "arrays": world.arrays,
            "heat_pump": world.heat_pump,
            "stations": world.stations,
            "servers": house.servers,
        }

    def __call__(self, name: str) -> float:
        """Return a number. Raises LookupError where the house has none of that name."""
        try:
            return float(self.raw(name))
        except (TypeError, ValueError) as error:
            raise LookupError(f"{name} is no number") from error

    def raw(self, name: str) -> Any:
        """Return a value as it is. Raises LookupError where the house has nothing of that name."""
        root, *path = name.split(".")
        try:
            if root == "registers":
                device, unit, address = path
                return self._register(device, int(unit), int(address))
            found = self._roots[root]
            for step in path:
                found = _step(found, step)
        except (KeyError, AttributeError, ValueError, IndexError) as error:
            raise LookupError(f"the house has no {name}") from error
        return found

    def _register(self, device: str, unit: int, address: int) -> int:
        """Return a register, or a coil, at the server itself."""
        server: Any = self._house.servers[device]
        return int(server.banks[unit].peek(address))


def _step(found: Any, step: str) -> Any:
    """Go one deeper: into a mapping, a vector or an object."""
    if isinstance(found, Mapping):
        return found[step]
    if isinstance(found, tuple):
        return found[int(step)]
    return getattr(found, step)
