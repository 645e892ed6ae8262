"""Talk to a Home Assistant over HTTP and its websocket, as its own web pages do."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import count
import secrets
from types import TracebackType
from typing import Any, Self

import aiohttp

from .home_assistant import URL

CLIENT_ID = f"{URL}/"
TIMEOUT = aiohttp.ClientTimeout(total=90)

type Listener = Callable[[dict[str, Any]], None]


class ClientError(RuntimeError):
    """Home Assistant refused something."""


class Client:
    """A signed-in user. Use as an async context manager around an onboarded session."""

    def __init__(self) -> None:
        """Prepare; nothing is sent."""
        self._session = aiohttp.ClientSession(timeout=TIMEOUT)
        self._headers: dict[str, str] = {}
        self._websocket: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None
        self._ids: Iterator[int] = count(1)
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._listeners: dict[int, Listener] = {}

    async def __aenter__(self) -> Self:
        """Return the client."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up."""
        if self._reader is not None:
            self._reader.cancel()
            with suppress(asyncio.CancelledError):
                await self._reader
        if self._websocket is not None:
            await self._websocket.close()
        await self._session.close()

    async def onboard(self) -> None:
        """Go through Home Assistant's welcome pages: create the owner, sign in, finish; and wait until all is loaded."""
        user = {"name": "Demo", "username": "demo", "password": secrets.token_urlsafe(16)}
        answer = await self.post("/api/onboarding/users", client_id=CLIENT_ID, language="en", **user)
        await self._sign_in(answer["auth_code"])
        await self.post("/api/onboarding/analytics")
        await self.post("/api/onboarding/integration", client_id=CLIENT_ID, redirect_uri=f"{URL}/?auth_callback=1")
        while (await self.command("get_config"))["state"] != "RUNNING":
            await asyncio.sleep(0.3)

    async def sign_in_as(self, other: Client) -> None:
        """Open a connection of our own with the token of somebody who is signed in."""
        self._headers = other._headers
        await self._connect(self._headers["Authorization"].removeprefix("Bearer "))

    async def get(self, path: str) -> Any:
        """Return what a GET answers. Raises `ClientError` on any refusal."""
        return await self._request("GET", path, None)

    async def text(self, path: str) -> str:
        """Return a file as a browser gets it that knows its signed address. Raises `ClientError` on any refusal."""
        async with self._session.get(URL + path) as response:
            body = await response.text(encoding="utf-8-sig")
            if response.status >= 400:
                raise ClientError(f"GET {path}: {response.status} {body}")
            return body

    async def post(self, path: str, **fields: Any) -> Any:
        """Return what a POST of JSON answers. Raises `ClientError` on any refusal."""
        return await self._request("POST", path, fields)

    async def command(self, kind: str, **fields: Any) -> Any:
        """Return the result of a websocket command. Raises `ClientError` where it fails."""
        return (await self._send(kind, fields))[1]

    async def listen(self, listener: Listener, kind: str, **fields: Any) -> None:
        """Subscribe by a websocket command: `listener` gets every event."""
        number, _ = await self._send(kind, fields)
        self._listeners[number] = listener

    async def call(self, service: str, entity_id: str, **data: Any) -> None:
        """Call a service, `overshot.set_control`, on one entity. Raises `ClientError` where it fails."""
        domain, _, name = service.partition(".")
        await self.command(
            "call_service", domain=domain, service=name, service_data=data, target={"entity_id": entity_id}
        )

    async def _sign_in(self, code: str) -> None:
        """Trade an authorisation code for a token, and open the websocket with it."""
        form = {"grant_type": "authorization_code", "code": code, "client_id": CLIENT_ID}
        async with self._session.post(f"{URL}/auth/token", data=form) as response:
            response.raise_for_status()
            token = (await response.json())["access_token"]
        self._headers = {"Authorization": f"Bearer {token}"}
        await self._connect(token)

    async def _connect(self, token: str) -> None:
        """Open the websocket."""
        self._websocket = await self._session.ws_connect(f"{URL}/api/websocket", heartbeat=30, max_msg_size=0)
        await self._websocket.receive_json()
        await self._websocket.send_json({"type": "auth", "access_token": token})
        answer = await self._websocket.receive_json()
        if answer["type"] != "auth_ok":
            raise ClientError(f"Home Assistant let nobody in: {answer}")
        self._reader = asyncio.create_task(self._read(self._websocket))

    async def _request(self, method: str, path: str, body: Mapping[str, Any] | None) -> Any:
        """Send a request with our token."""
        async with self._session.request(method, URL + path, json=body, headers=self._headers) as response:
            if response.status >= 400:
                raise ClientError(f"{method} {path}: {response.status} {await response.text()}")
            return await response.json()

    async def _send(self, kind: str, fields: Mapping[str, Any]) -> tuple[int, Any]:
        """Send a websocket command and return its number and its result."""
        if self._websocket is None:
            raise ClientError("not signed in")
        number = next(self._ids)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        await self._websocket.send_json({"id": number, "type": kind, **fields})
        async with asyncio.timeout(TIMEOUT.total):
            return number, await answer

    async def _read(self, websocket: aiohttp.ClientWebSocketResponse) -> None:
        """Hand every message to who waits for it."""
        async for message in websocket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            content = message.json()
            number = content.get("id")
            if content["type"] == "event" and number in self._listeners:
                self._listeners[number](content["event"])
            elif content["type"] == "result" and (answer := self._answers.pop(number, None)):
                if content["success"]:
                    answer.set_result(content["result"])
                else:
                    answer.set_exception(ClientError(content["error"]["message"]))
        for answer in self._answers.values():
            answer.set_exception(ClientError("Home Assistant hung up"))
        self._answers.clear()
