"""A Modbus server that can fail, on top of pymodbus: several unit ids on one port, TCP or RTU framing.

pymodbus hands requests for an unknown unit id to unit 0, where there is one. A real gateway does not: here they are
answered with "gateway target failed to respond".
"""

import asyncio
from collections.abc import Callable, Iterable
from random import Random
from typing import Any, override

from pymodbus.constants import ExcCodes
from pymodbus.framer import FramerType
from pymodbus.pdu import ExceptionResponse, ModbusPDU
from pymodbus.pdu.register_message import WriteSingleRegisterResponse
from pymodbus.server import ModbusTcpServer
from pymodbus.server.requesthandler import ServerRequestHandler

from ..faults import Fault, FaultBoard, FaultKind
from .registers import RegisterBank


class ModbusServer:
    """One device on one port, with one register bank for each unit id."""

    def __init__(
        self,
        name: str,
        banks: Iterable[RegisterBank],
        faults: FaultBoard,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        rtu: bool = False,
        on_request: Callable[[], None] | None = None,
    ) -> None:
        """Prepare; nothing listens before `start`. Port 0 picks a free one, `rtu` frames as a serial bridge does."""
        self.name = name
        self.banks = {bank.unit: bank for bank in banks}
        self.port = port
        self.rtu = rtu
        self.speed = 1.0
        """How much faster than real time the house lives: what is late is so many times less late."""
        self.single_connection = False
        """Whether it hangs up on whoever comes while another is connected."""
        self.latency = 0.0
        """What it takes to answer (s)."""
        self.turned_away = 0
        """Connections that it hung up on."""
        self.requests = 0
        """Requests that were answered."""
        self._faults = faults
        self._host = host
        self._on_request = on_request
        self._server: _Server | None = None
        self._timers: set[asyncio.TimerHandle] = set()
        self._noise = Random(2)

    @property
    def writes(self) -> list[tuple[int, int, list[int]]]:
        """Return every accepted write: unit id, address, values."""
        return [(unit, address, values) for unit, bank in self.banks.items() for address, values in bank.writes]

    async def start(self) -> None:
        """Listen. Raises OSError where the port is taken."""
        server = _Server(self, self._host, self.port)
        try:
            await server.serve_forever(background=True)
        except RuntimeError as error:
            raise OSError(f"cannot listen on {self._host}:{self.port}") from error
        self._server = server
        self.port = server.listening_port

    async def stop(self) -> None:
        """Close everything."""
        server, self._server = self._server, None
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
        if server is not None:
            await server.shutdown()  # type: ignore[no-untyped-call]

    async def step(self) -> None:
        """Follow the house one step: refuse connections while that fault lasts."""
        fault = self.fault
        refused = fault is not None and fault.kind is FaultKind.REFUSED
        if refused and self._server is not None:
            await self.stop()
        elif not refused and self._server is None:
            await self.start()

    @property
    def fault(self) -> Fault | None:
        """Return what is wrong with this device now."""
        return self._faults.of(self.name)

    def noise(self, length: int) -> bytes:
        """Return bytes that mean nothing."""
        return self._noise.randbytes(length)

    def later(self, delay: float, send: Callable[[], None]) -> None:
        """Send after `delay` seconds, unless the device is stopped before."""

        def fire() -> None:
            self._timers.discard(timer)
            send()

        timer = asyncio.get_running_loop().call_later(delay, fire)
        self._timers.add(timer)

    def refusal(self, function: int) -> ExcCodes | None:
        """Return why the device refuses a request with this function now, or None."""
        return None

    def note_request(self) -> None:
        """Count a request that gets its answer."""
        self.requests += 1
        if self._on_request is not None:
            self._on_request()


class _Server(ModbusTcpServer):
    """The listening side."""

    def __init__(self, device: ModbusServer, host: str, port: int) -> None:
        self.device = device
        super().__init__(
            [bank.device() for bank in device.banks.values()],
            framer=FramerType.RTU if device.rtu else FramerType.SOCKET,
            address=(host, port),
        )

    @property
    def listening_port(self) -> int:
        """Return the port it got."""
        transport: Any = self.transport
        port: int = transport.sockets[0].getsockname()[1]
        return port

    @override
    def callback_new_connection(self) -> ServerRequestHandler:
        return _Handler(self, self.trace_packet, self.trace_pdu, self.trace_connect)


class _Handler(ServerRequestHandler):
    """One client."""

    def __init__(self, server: _Server, *traces: Any) -> None:
        super().__init__(server, *traces)  # type: ignore[no-untyped-call]
        self._device = server.device

    @override
    def callback_connected(self) -> None:
        super().callback_connected()
        device = self._device
        if device.single_connection and len(self.server.active_connections) > 1:
            device.turned_away += 1
            self.close()

    @override
    async def handle_request(self) -> None:
        request: ModbusPDU | None = self.last_pdu
        device, fault = self._device, self._device.fault
        kind = fault.kind if fault is not None else None
        if request is None or kind in (FaultKind.SILENT, FaultKind.REFUSED):
            return
        response = await self._answer(request, broken=kind is FaultKind.EXCEPTION)
        response.transaction_id = request.transaction_id
        response.dev_id = request.dev_id
        packet = self.framer.buildFrame(response)
        if kind is FaultKind.GARBAGE:
            packet = device.noise(len(packet))
        elif kind is FaultKind.WRONG_CRC and device.rtu:
            packet = packet[:-1] + bytes([packet[-1] ^ 0xFF])
        if fault is not None and kind is FaultKind.LATE:
            device.later(fault.lateness / device.speed, lambda: self._send(packet))
        elif device.latency:
            device.later(device.latency / device.speed, lambda: self._send(packet))
        else:
            self._send(packet)

    def _send(self, packet: bytes) -> None:
        """Send, unless the client has left."""
        if self.transport is not None:
            self.send(packet)

    async def _answer(self, request: ModbusPDU, *, broken: bool) -> ModbusPDU:
        """Return the answer of the device."""
        device, function = self._device, request.function_code
        if broken:
            return ExceptionResponse(function, ExcCodes.DEVICE_FAILURE)
        if request.dev_id not in device.banks:
            return ExceptionResponse(function, ExcCodes.GATEWAY_NO_RESPONSE)
        if function not in device.banks[request.dev_id].functions:
            return ExceptionResponse(function, ExcCodes.ILLEGAL_FUNCTION)
        if (refusal := device.refusal(function)) is not None:
            return ExceptionResponse(function, refusal)
        device.note_request()
        response: ModbusPDU = await request.datastore_update(self.server.context, request.dev_id)
        if isinstance(response, WriteSingleRegisterResponse):
            # The protocol echoes what was written, even where the register shows it later.
            response.registers = request.registers
        return response
