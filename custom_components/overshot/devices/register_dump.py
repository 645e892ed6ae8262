"""What a device answered, register by register, for a bug report: with everything blanked that tells whose it is.

A driver can be tried against such a dump without the device. Serial numbers are blanked wherever they stand: as text in
either order of bytes or with one letter in a register, and as a number. So is any other text that looks like one.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
import re
from typing import Any, Final

from .answers import Answers, Table

BLANK: Final = "----"
"""Stands for a register that is nobody's business."""

_SHORTEST: Final = 4
"""Less than so many letters or digits are found in any house."""

_LIKE_A_SERIAL: Final = re.compile(r"(?=(?:[A-Z._/:-]*\d){6})[A-Z0-9][A-Z0-9._/:-]{6,}", re.IGNORECASE)
"""Eight letters or more, six digits among them: names of models have fewer."""

_NUMBER_WORDS: Final = (1, 2, 4)
"""In so many registers numbers stand."""


def dump(answers: Answers, secrets: Iterable[str], private: Collection[int] = ()) -> dict[str, Any]:
    """Return what was answered last: by unit and table, each block of registers from its address on, in hexadecimal.

    `secrets` are serial numbers and the like, `private` the addresses that tell something of a person.
    """
    hidden = [secret for secret in secrets if len(secret) >= _SHORTEST]
    told: dict[str, Any] = {}
    for (unit_id, table), values in sorted(answers.tables.items()):
        bits = "coils" in table or "inputs" in table
        told.setdefault(f"unit {unit_id}", {})[table] = {
            str(start): _bits(words) if bits else _words(words, _blanks(start, words, hidden, private))
            for start, words in _blocks(values)
        }
    return told


def _blocks(values: Table) -> Iterator[tuple[int, list[int]]]:
    """Yield what stands at addresses that follow each other."""
    start: int | None = None
    words: list[int] = []
    for address in sorted(values):
        if start is not None and address != start + len(words):
            yield start, words
            start, words = None, []
        if start is None:
            start = address
        words.append(values[address])
    if start is not None:
        yield start, words


def _bits(values: Sequence[int]) -> str:
    """Return coils as text."""
    return "".join(str(value) for value in values)


def _words(words: Sequence[int], blanks: Collection[int]) -> str:
    """Return registers as text."""
    return " ".join(BLANK if index in blanks else f"{word:04x}" for index, word in enumerate(words))


def _blanks(start: int, words: Sequence[int], secrets: Sequence[str], private: Collection[int]) -> set[int]:
    """Return which registers of a block are blanked, by their place in it."""
    blanks = {index for index in range(len(words)) if start + index in private}
    for text, letters in _texts(words).items():
        blanks |= {place // letters for place in _found(text, secrets)}
    blanks |= {place for secret in secrets if secret.isdigit() for place in _numbers(words, int(secret))}
    return blanks


def _texts(words: Sequence[int]) -> Mapping[str, int]:
    """Return the registers as text in each way devices write it, with how many letters stand in one."""
    raw = b"".join(word.to_bytes(2) for word in words)
    swapped = b"".join(word.to_bytes(2, "little") for word in words)
    single = bytes(word if word < 0x100 else 0 for word in words)
    return {raw.decode("latin-1"): 2, swapped.decode("latin-1"): 2, single.decode("latin-1"): 1}


def _found(text: str, secrets: Sequence[str]) -> Iterator[int]:
    """Yield the places of letters that belong to a secret, or to what looks like one."""
    for secret in secrets:
        for match in re.finditer(re.escape(secret), text, re.IGNORECASE):
            yield from range(*match.span())
        if re.fullmatch(r"(?:[0-9a-fA-F]{2}){4,}", secret):
            for match in re.finditer(re.escape(bytes.fromhex(secret).decode("latin-1")), text):
                yield from range(*match.span())
    for match in _LIKE_A_SERIAL.finditer(text):
        yield from range(*match.span())


def _numbers(words: Sequence[int], secret: int) -> Iterator[int]:
    """Yield the places of registers that hold a number, the higher or the lower word first."""
    for count in _NUMBER_WORDS:
        for first in range(len(words) - count + 1):
            part = words[first : first + count]
            for order in (part, part[::-1]):
                if sum(word << 16 * place for place, word in enumerate(reversed(order))) == secret:
                    yield from range(first, first + count)
