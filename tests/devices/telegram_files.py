"""The telegrams beside the tests: our own values, invented serial numbers, checksums as the names say."""

from pathlib import Path

DIRECTORY = Path(__file__).parent / "telegrams"


def telegram_bytes(name: str) -> bytes:
    """Return a telegram as it comes over the line."""
    return (DIRECTORY / f"{name}.txt").read_bytes()


def telegram_text(name: str) -> str:
    """Return a telegram as text."""
    return telegram_bytes(name).decode("latin-1")
