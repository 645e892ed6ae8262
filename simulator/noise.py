"""What a meter shows beside the truth: noise that is the same in every run."""

from random import Random

from custom_components.overshot.core.model import PhaseVector


class Noise:
    """Normal noise on the power of each phase."""

    __slots__ = ("_random", "_size")

    def __init__(self, size: float, seed: int = 0) -> None:
        """Make noise of a standard deviation (W)."""
        self._size = size
        self._random = Random(seed)

    def next(self) -> PhaseVector:
        """Return the noise of one reading (W)."""
        if not self._size:
            return (0.0, 0.0, 0.0)
        gauss = self._random.gauss
        return (gauss(0.0, self._size), gauss(0.0, self._size), gauss(0.0, self._size))
