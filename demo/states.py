"""The latest states of Home Assistant, kept up to date by its websocket."""

from collections.abc import Callable
from typing import Any

from .client import Client

type Watcher = Callable[[str], None]


class States:
    """Every entity's latest state."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._states: dict[str, str] = {}
        self._watchers: dict[str, Watcher] = {}

    async def follow(self, client: Client) -> None:
        """Begin to follow; what is there already is known from the start."""
        await client.listen(self._take, "subscribe_events", event_type="state_changed")
        for state in await client.command("get_states"):
            self._states.setdefault(state["entity_id"], state["state"])

    def watch(self, entity_id: str, watcher: Watcher) -> None:
        """Tell `watcher` every new state of an entity."""
        self._watchers[entity_id] = watcher

    def __getitem__(self, entity_id: str) -> str:
        """Return a state; `unknown` where there is none."""
        return self._states.get(entity_id, "unknown")

    def _take(self, event: dict[str, Any]) -> None:
        """Take a change."""
        data = event["data"]
        entity_id, new = data["entity_id"], data["new_state"]
        state = "unknown" if new is None else new["state"]
        self._states[entity_id] = state
        if entity_id in self._watchers and state not in ("unknown", "unavailable"):
            self._watchers[entity_id](state)
