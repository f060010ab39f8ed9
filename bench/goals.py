"""The goals as rows: median, range, goal, met or missed."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One goal. `values` are its figure in each round, or one figure that is exact."""

    code: str
    what: str
    values: tuple[float, ...]
    goal: float
    unit: str = "x"

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def verdict(self) -> str:
        return "met" if self.median <= self.goal else "missed"

    def cells(self) -> list[str]:
        shown = [number(value, self.unit) for value in (self.median, min(self.values), max(self.values), self.goal)]
        spread = "exact" if len(self.values) == 1 else f"{shown[1]} to {shown[2]}"
        return [self.code, self.what, shown[0], spread, f"<= {shown[3]}", self.verdict]


def number(value: float, unit: str) -> str:
    if unit == "x":
        return f"{value:.2f} x"
    text = f"{value:.0f}" if float(value).is_integer() or value >= 100 else f"{value:.2f}"
    return f"{text} {unit}".strip()


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> tuple[float, ...]:
    """Round by round, so that a slow minute slows both sides of a quotient."""
    return tuple(mine / max(bare, 1e-9) for mine, bare in zip(ours, theirs, strict=True))


def table(rows: Sequence[Row]) -> str:
    lines = [["Goal", "What", "Median", "Range", "Wanted", ""], *(row.cells() for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(6)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )
