"""Which of several tries counts, and what the work is worth then. Fractions inside, one rounding. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import floor

NEWEST, BEST, FIRST, AVERAGE = "newest", "best", "first", "average"
BY_SITE = ("computed", "cleared")  # kinds of grade; one of another kind was set by a person


@dataclass(frozen=True)
class Try:
    """One handed-in try. `points` is None until all of it is marked; `before_late` stands where lateness took a part."""

    attempt: int
    number: int
    points: Decimal | None
    out_of: Decimal
    handed_in_at: datetime
    before_late: Decimal | None = None

    @property
    def share(self) -> Fraction:
        """Of what could be had; of a try that is worth nothing, its points."""
        points = Fraction(self.points or 0)
        return points / Fraction(self.out_of) if self.out_of else points


@dataclass(frozen=True)
class Final:
    """What a work is worth. `attempt` is the try that counts; None for the average of several."""

    points: Decimal
    out_of: Decimal
    attempt: int | None
    before_late: Decimal | None = None


def needed(tries: Sequence[Try], rule: str) -> list[Try]:
    """The tries that must be marked before the work has a mark. `tries` are all that were handed in, by number."""
    if rule == NEWEST:
        return list(tries[-1:])
    return list(tries[:1] if rule == FIRST else tries)


def final_points(tries: Sequence[Try], rule: str) -> Final | None:
    """The mark by this rule; None while a try that it needs is not marked. Of two equally good tries the earlier counts."""
    wanted = needed(tries, rule)
    if not wanted or any(one.points is None for one in wanted):
        return None
    if rule == AVERAGE and len(wanted) > 1:
        return _average(wanted)
    best = max(wanted, key=lambda one: (one.share, -one.number))
    return Final(best.points or Decimal(0), best.out_of, best.attempt, best.before_late)


def _average(tries: Sequence[Try]) -> Final:
    """The mean of the shares, of what the newest try is out of: tries that drew other questions weigh the same."""
    out_of = tries[-1].out_of
    before = None
    if any(one.before_late is not None for one in tries):
        before = _mean(
            [_worth(one, one.points if one.before_late is None else one.before_late, out_of) for one in tries]
        )
    return Final(_mean([_worth(one, one.points, out_of) for one in tries]), out_of, None, before)


def _worth(one: Try, points: Decimal | None, out_of: Decimal) -> Fraction:
    exact = Fraction(points or 0)
    return exact * Fraction(out_of) / Fraction(one.out_of) if one.out_of else exact


def _mean(values: Sequence[Fraction]) -> Decimal:
    """Rounded half up to four places."""
    exact = sum(values, Fraction(0)) / len(values)
    return Decimal(floor(exact * 10_000 + Fraction(1, 2))).scaleb(-4)
