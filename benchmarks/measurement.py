"""What a benchmark answers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One measured number, and what was claimed of it."""

    name: str
    value: float
    unit: str
    key: str = ""
    """Where the value stands in the JSON besides the list, for scripts; dots lead deeper."""

    least: float | None = None
    """The claim: not below this."""

    most: float | None = None
    """The claim: not above this."""

    @property
    def holds(self) -> bool:
        """Whether the claim holds; without one it does."""
        return (self.least is None or self.value >= self.least) and (self.most is None or self.value <= self.most)

    @property
    def claim(self) -> str:
        """Return the claim as text."""
        if self.least is not None:
            return f">= {self.least:g}"
        return f"<= {self.most:g}" if self.most is not None else ""
