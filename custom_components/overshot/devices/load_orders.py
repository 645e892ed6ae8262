"""What a load takes orders for that can be switched or set, however it is reached."""

from abc import ABC, abstractmethod

from .driver import Capabilities


class LoadOrders(ABC):
    """What a load takes orders for that can be switched or set: a boiler, a heater, a pump."""

    capabilities: Capabilities
    levels: tuple[float, ...]
    """The powers it can be set to, lowest first, 0 among them (W)."""

    modulating: bool
    """Whether it takes any power between its lowest level above 0 and its highest."""

    @abstractmethod
    async def set_power(self, power: float) -> None:
        """Set what it takes (W); 0 is off. Raises `ModbusError`, `ValueError` for what it cannot be set to."""
