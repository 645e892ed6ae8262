"""Walk through the integration's own flows over HTTP, one answered form after the other."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
import re
from time import monotonic
from typing import Any, Final

from .client import Client, ClientError

SITE_FLOW: Final = "/api/config/config_entries/flow"
DEVICE_FLOW: Final = "/api/config/config_entries/subentries/flow"
CHANGED: Final = "reconfigure_successful"
"""How a flow ends that changes something."""

STEPS: Final = 40
PATIENCE: Final = 120.0
"""How long a search may take (s)."""

_PORT: Final = re.compile(r":(\d+)\b")

type Answers = Mapping[str, Any]
"""What to answer by form or menu; a list where one comes more than once."""


@dataclass(slots=True)
class Walk:
    """One way through a flow."""

    client: Client
    flow: str
    ports: Mapping[str, int]
    """Of the house, by device."""

    answers: Answers
    found: dict[str, str] = field(default_factory=dict)
    """Unique ids of what a search found, by device of the house."""

    _asked: dict[str, int] = field(default_factory=dict)

    async def go(self, handler: str | Sequence[str], **context: str) -> Mapping[str, Any]:
        """Walk to the end and return what was created; with a `subentry_id`, change that one.

        Raises `ClientError` where a form is refused or the flow asks something unexpected.
        """
        step = await self.client.post(self.flow, handler=handler, show_advanced_options=False, **context)
        for _ in range(STEPS):
            match step["type"]:
                case "create_entry":
                    print(f"    created {step['title']!r}")
                    return dict(step)
                case "abort" if step["reason"] == CHANGED:
                    return dict(step)
                case "abort":
                    raise ClientError(f"the flow was aborted: {step['reason']}")
                case "progress":
                    step = await self._progress(step)
                case _:
                    if step.get("errors"):
                        raise ClientError(f"the form {step['step_id']} was refused: {step['errors']}")
                    answer = self._answer(step)
                    print(f"    {step['step_id']}: {_spoken(answer)}")
                    step = await self.client.post(f"{self.flow}/{step['flow_id']}", **answer)
        raise ClientError(f"the flow did not come to an end in {STEPS} steps")

    def _answer(self, step: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer to one form; of the devices found, all are chosen."""
        name = step["step_id"]
        if name not in self.answers:
            raise ClientError(f"the flow asks {name}, which nobody here can answer: {step}")
        answer = self.answers[name]
        if isinstance(answer, list):
            turn = self._asked.get(name, 0)
            self._asked[name] = turn + 1
            answer = answer[min(turn, len(answer) - 1)]
        filled = {key: self._fill(value) for key, value in answer.items()}
        for form in step.get("data_schema") or ():
            options = form.get("selector", {}).get("select", {}).get("options")
            if name == "choose" and options and form["name"] in ("device", "devices"):
                self._note(options)
                values = [option["value"] for option in options]
                filled.setdefault(form["name"], values if form["name"] == "devices" else values[0])
        return filled

    def _note(self, options: Sequence[Mapping[str, str]]) -> None:
        """Remember which device of the house each of the devices found is: by the port in its label."""
        names = {port: device for device, port in self.ports.items()}
        for option in options:
            print(f"    found: {option['label']}")
            port = _PORT.search(option["label"])
            if port is not None and int(port[1]) in names:
                self.found[names[int(port[1])]] = option["value"]

    def _fill(self, value: Any) -> Any:
        """Put in what only the house knows: `$port.emc`, `$ports` (all but P1) or `$ports.emc,garage`, `$found.emc`."""
        if isinstance(value, Mapping):
            return {key: self._fill(inner) for key, inner in value.items()}
        if isinstance(value, str) and value.startswith("$ports"):
            wanted = value.removeprefix("$ports").lstrip(".").split(",")
            return ", ".join(
                str(port) for name, port in self.ports.items() if name in wanted or (wanted == [""] and name != "p1")
            )
        if isinstance(value, str) and value.startswith("$port."):
            return self.ports[value.removeprefix("$port.")]
        if isinstance(value, str) and value.startswith("$found."):
            return self.found[value.removeprefix("$found.")]
        return value

    async def _progress(self, step: Mapping[str, Any]) -> Any:
        """Wait behind a progress bar."""
        began = monotonic()
        print("    searching ...", flush=True)
        async with asyncio.timeout(PATIENCE):
            while step["type"] == "progress":
                await asyncio.sleep(0.5)
                step = await self.client.get(f"{self.flow}/{step['flow_id']}")
        print(f"    searched for {monotonic() - began:.0f} s")
        return step


def _spoken(answer: Mapping[str, Any]) -> str:
    """Return an answer in print."""
    return ", ".join(f"{key} {value}" for key, value in answer.items())
