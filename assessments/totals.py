"""Adding up marks, exactly: Fractions inside, one rounding (half up) when a figure is shown. No database."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

PLACES = Decimal("0.01")


@dataclass(frozen=True)
class Mark:
    """One piece of work for a total. `points` is None while it is not marked; excused work counts on neither side."""

    title: str
    out_of: Decimal
    points: Decimal | None = None
    excused: bool = False

    @property
    def counts(self) -> bool:
        return self.points is not None and not self.excused and self.out_of > 0


@dataclass(frozen=True)
class Total:
    """What counted, what it adds to, and why the rest did not count."""

    points: Fraction
    out_of: Fraction
    counted: tuple[Mark, ...]
    left_out: tuple[tuple[Mark, str], ...]

    @property
    def percent(self) -> str:
        """`87.5%`, or "" where nothing has been marked."""
        if not self.out_of:
            return ""
        return f"{plain(_rounded(self.points * 100 / self.out_of))}%"

    @property
    def sentence(self) -> str:
        if not self.out_of:
            return "Nothing has been marked yet."
        return f"{plain(_rounded(self.points))} of {plain(_rounded(self.out_of))} points = {self.percent}"


def _rounded(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(PLACES, rounding=ROUND_HALF_UP)


def plain(value: Decimal | None) -> str:
    """A number of points as a person writes it: `8`, `7.5`, `6.25`; "" for None. Rounded half up to two places."""
    if value is None:
        return ""
    text = f"{value.quantize(PLACES, rounding=ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".")


def total(marks: Iterable[Mark]) -> Total:
    """Points over points: every mark that counts weighs as many points as it is out of."""
    marks = list(marks)
    counted = tuple(mark for mark in marks if mark.counts)
    left_out = tuple((mark, _why_not(mark)) for mark in marks if not mark.counts)
    return Total(
        points=_exact(mark.points or Decimal(0) for mark in counted),
        out_of=_exact(mark.out_of for mark in counted),
        counted=counted,
        left_out=left_out,
    )


def _exact(values: Iterable[Decimal]) -> Fraction:
    """Their sum. Added up as whole numbers over each denominator, which is many times quicker than as Fractions."""
    over: dict[int, int] = {}
    for value in values:
        numerator, denominator = value.as_integer_ratio()
        over[denominator] = over.get(denominator, 0) + numerator
    return sum((Fraction(numerator, denominator) for denominator, numerator in over.items()), Fraction(0))


def _why_not(mark: Mark) -> str:
    if mark.excused:
        return "excused"
    if mark.out_of == 0:
        return "carries no points"
    return "not marked yet"
