"""How large a picture is drawn on its own page, and which sizes are one step away."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Zoom:
    """`size` in hundredths of the picture's own size; None: as wide as the page. `less` and `more` are sizes to go to."""

    size: int | None
    width: int
    height: int
    less: int | None
    more: int | None


def zoomed(width: int, height: int, size: int | None, sizes: Sequence[int]) -> Zoom:
    """From "as wide as the page" a step up leads to the picture's own size."""
    if size is None:
        return Zoom(None, width, height, None, 100)
    less = max((one for one in sizes if one < size), default=None)
    more = min((one for one in sizes if one > size), default=None)
    return Zoom(size, max(1, round(width * size / 100)), max(1, round(height * size / 100)), less, more)
