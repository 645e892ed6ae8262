"""Cards and sections as all views of the demo's dashboard have them."""

from typing import Any

type Card = dict[str, Any]

WIDE: Card = {"grid_options": {"columns": 12}}


def section(title: str, icon: str, cards: list[Card], **more: Any) -> Card:
    """Return cards under a heading."""
    return {"type": "grid", "cards": [{"type": "heading", "heading": title, "icon": icon}, *cards], **more}


def tile(entity: str, name: str, **more: Any) -> Card:
    """Return a tile."""
    return {"type": "tile", "entity": entity, "name": name, **more}
