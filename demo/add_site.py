"""Add the house to Home Assistant through the integration's own config flow, one answered form after the other."""

import asyncio
from collections.abc import Mapping
from typing import Any

from .client import Client, ClientError

FLOW = "/api/config/config_entries/flow"
STEPS = 30
PATIENCE = 120.0
"""How long a search may take (s)."""

FUSE = 25
DERATING = 80
MAX_CURRENT = 16
FALLBACK_CURRENT = 6


async def add_site(client: Client, ports: Mapping[str, int]) -> str:
    """Walk through the flow as a user would, and return the id of the entry it made.

    `ports` are those of the house: `p1`, and whatever else there is to be found. Raises `ClientError` where a form is
    refused or the flow asks something unexpected.
    """
    answers = _answers(ports)
    step = await client.post(FLOW, handler="overshot", show_advanced_options=False)
    for _ in range(STEPS):
        match step["type"]:
            case "create_entry":
                print(f"    created {step['title']!r}")
                return str(step["result"]["entry_id"])
            case "abort":
                raise ClientError(f"the flow was aborted: {step['reason']}")
            case "progress":
                step = await _progress(client, step)
            case _:
                if step.get("errors"):
                    raise ClientError(f"the form {step['step_id']} was refused: {step['errors']}")
                answer = _answer(step, answers)
                print(f"    {step['step_id']}: {_spoken(answer)}")
                step = await client.post(f"{FLOW}/{step['flow_id']}", **answer)
    raise ClientError(f"the flow did not come to an end in {STEPS} steps")


def _answers(ports: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    """Return what to answer to each form and menu."""
    others = ", ".join(str(port) for name, port in ports.items() if name != "p1")
    return {
        "user": {"name": "Home", "location": {"latitude": 51.05, "longitude": 3.72}, "country": "BE"},
        "connection": {"connection_type": "three_phase", "fuse": FUSE, "derating": DERATING},
        "grid_meter": {"next_step_id": "p1_tcp"},
        "p1_tcp": {"host": "127.0.0.1", "port": ports["p1"]},
        "search": {"networks": "127.0.0.1/32", "skip": False, "more": {"ports": others}},
        "choose": {"by_hand": False},
        "one_master": {"next_step_id": "devices_done"},
        "more_devices": {"next_step_id": "devices_done"},
        "charge_point": {
            "phases": "3",
            "rotation": "l1l2l3",
            "max_current": MAX_CURRENT,
            "fallback_current": FALLBACK_CURRENT,
        },
    }


def _answer(step: Mapping[str, Any], answers: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the answer to one form; of the devices found, all are chosen."""
    name = step["step_id"]
    if name not in answers:
        raise ClientError(f"the flow asks {name}, which nobody here can answer: {step}")
    if name != "choose":
        return answers[name]
    field = next(field for field in step["data_schema"] if field["name"] == "devices")
    options = field["selector"]["select"]["options"]
    for option in options:
        print(f"    found: {option['label']}")
    return {**answers[name], "devices": [option["value"] for option in options]}


async def _progress(client: Client, step: Mapping[str, Any]) -> Any:
    """Wait behind a progress bar."""
    print("    searching ...")
    async with asyncio.timeout(PATIENCE):
        while step["type"] == "progress":
            await asyncio.sleep(0.5)
            step = await client.get(f"{FLOW}/{step['flow_id']}")
    return step


def _spoken(answer: Mapping[str, Any]) -> str:
    """Return an answer in print."""
    return ", ".join(f"{key} {value}" for key, value in answer.items())
