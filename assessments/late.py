"""What lateness takes from a mark: exact fractions inside, rounded up to the four places that a mark is stored with.

The promise: never more than the mark before, never below the floor (or the mark, where it was below the floor), and who
hands in later never gets more. `rule` is anything with late_percent, late_step, late_floor and late_grace: an Assignment.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from typing import Protocol

from assessments.totals import plain
from coursesite.classes.due import shift_days

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STORED = Decimal("0.0001")


class Rule(Protocol):
    """A late rule, as an Assignment bears it."""

    late_percent: Decimal
    late_step: str
    late_floor: Decimal
    late_grace: int


@dataclass(frozen=True)
class Late:
    """A mark after lateness: `points`; the mark before, None where lateness took nothing; how many steps late."""

    points: Decimal
    before: Decimal | None = None
    steps: int = 0


def has_rule(rule: Rule) -> bool:
    return rule.late_percent > 0


def steps_late(rule: Rule, due_at: datetime | None, handed_in: datetime, zone: str) -> int:
    """Started hours or days after the due date; 0 within the grace. A day is the same hour of the next day in the zone."""
    if due_at is None or handed_in <= due_at + timedelta(minutes=rule.late_grace):
        return 0
    passed = handed_in - due_at
    if passed <= timedelta():
        return 0
    if rule.late_step == "hour":
        return -(-passed // HOUR)
    days = -(-passed // DAY)
    while days > 1 and shift_days(due_at, days - 1, zone) >= handed_in:
        days -= 1
    while shift_days(due_at, days, zone) < handed_in:
        days += 1
    return days


def after(rule: Rule, points: Decimal, out_of: Decimal, steps: int) -> Late:
    """The mark that stays. The percent are of the mark; the floor is a share of the points that could be had."""
    if not has_rule(rule) or steps <= 0:
        return Late(points)
    whole = Fraction(points)
    kept = max(Fraction(0), 1 - Fraction(rule.late_percent) * steps / 100)
    lowest = min(whole, Fraction(rule.late_floor) / 100 * Fraction(out_of))
    left = min(points, _stored(max(whole * kept, lowest)))
    return Late(left, points, steps) if left < points else Late(points)


def _stored(value: Fraction) -> Decimal:
    """Rounded up, in favour of the student."""
    return (Decimal(math.ceil(value / Fraction(STORED))) * STORED).quantize(STORED, rounding=ROUND_CEILING)


def rule_words(rule: Rule) -> str:
    """The rule as a student reads it before she starts; "" where lateness takes nothing."""
    if not has_rule(rule):
        return ""
    said = f"{plain(rule.late_percent)}% of your mark is taken off for each {rule.late_step} that has begun after the due date"
    if rule.late_grace:
        said += (
            f"; up to {_count(rule.late_grace, 'minute')} after the due date is not late, but whoever is later than that "
            "is counted from the due date"
        )
    if rule.late_floor:
        said += f"; lateness never takes a mark below {plain(rule.late_floor)}% of the points"
    return f"{said}."


def cost_words(rule: Rule, steps: int) -> str:
    """`2 days late: 20% of the mark is taken off.` of what is handed in, marked or not; "" where it costs nothing."""
    if not has_rule(rule) or steps <= 0:
        return ""
    percent = min(Decimal(100), rule.late_percent * steps)
    floor = f", but not below {plain(rule.late_floor)}% of the points" if rule.late_floor else ""
    return f"{_count(steps, rule.late_step).capitalize()} late: {plain(percent)}% of the mark is taken off{floor}."


def taken_words(rule: Rule, before: Decimal | None, points: Decimal | None, out_of: Decimal, steps: int) -> str:
    """`8 of 10; 20% taken off for 2 days late: 6.4`; "" where lateness took nothing.

    `steps` are as they are counted now; where they do not explain the stored mark, the words say only what was taken.
    """
    if before is None or points is None or before == points:
        return ""
    start = f"{plain(before)} of {plain(out_of)}; "
    if after(rule, before, out_of, steps).points != points:
        return f"{start}{plain(before - points)} taken off for lateness: {plain(points)}"
    percent = min(Decimal(100), rule.late_percent * steps)
    late = f"{_count(steps, rule.late_step)} late"
    exactly = Fraction(before) * (1 - Fraction(percent) / 100)
    if points > _stored(exactly):
        return f"{start}{plain(before - points)} taken off for {late}, down to the lowest that lateness can make it: {plain(points)}"
    return f"{start}{plain(percent)}% taken off for {late}: {plain(points)}"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
