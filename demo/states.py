"""The latest states of Home Assistant, kept up to date by its websocket."""

from typing import Any

from .client import Client


class States:
    """Every entity's latest state."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._states: dict[str, str] = {}

    async def follow(self, client: Client) -> None:
        """Begin to follow; what is there already is known from the start."""
        await client.listen(self._take, "subscribe_events", event_type="state_changed")
        for state in await client.command("get_states"):
            self._states.setdefault(state["entity_id"], state["state"])

    def __getitem__(self, entity_id: str) -> str:
        """Return a state; `unknown` where there is none."""
        return self._states.get(entity_id, "unknown")

    def _take(self, event: dict[str, Any]) -> None:
        """Take a change."""
        data = event["data"]
        self._states[data["entity_id"]] = "unknown" if data["new_state"] is None else data["new_state"]["state"]
