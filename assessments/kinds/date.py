"""A historical date, in the words and calendar of whoever writes it: 25 Oct 1917 (O.S.), 25.II.1956, 19-20 October 1956.

  body  nothing beside the stem
  key   edtf (Gregorian), words (as its author wrote it), calendar, precision day | month | year: how exact is exact
        enough, partial: whether the right month and year, or the right year, give a part of the points
A value is what was typed. Where it can be read in two ways (02/03/1956), the better reading counts, and whoever wrote it
is asked. What was asked for in Old Style may be answered so without saying so.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

from assessments.kinds.base import Feedback, FeedbackLine, Kind, clean_text, share
from coursesite.ui.fold import fold
from lessons.sources.datereading import JULIAN, Reading
from lessons.sources.dates import LONGEST, Question, Refusal, Undated, propose
from lessons.sources.edtf import days_of

PRECISIONS = ("day", "month", "year")
QUARTERS = (4, 2, 1)  # of the points: as exact as asked, one step less, two steps less


def span(edtf: str) -> tuple[date, date] | None:
    """The days that a date names; None where it is open at an end."""
    try:
        return days_of(edtf)
    except ValueError:
        return None


def natural(edtf: str) -> str:
    """How exact a date is by itself."""
    parts = re.findall(r"\d{4}(?:-\d\d){0,2}", edtf)
    return {10: "day", 7: "month"}.get(min((len(one) for one in parts), default=4), "year")


def is_stretch(edtf: str) -> bool:
    """A date that any day within fits: a decade, or some time between two dates."""
    return "X" in edtf or edtf.startswith("[")


def quarters(key: Mapping, answer: str) -> int:
    """How many quarters of the points a date earns that was read as `answer`."""
    asked, given = span(key["edtf"]), span(answer)
    if asked is None or given is None:
        return 0
    if is_stretch(key["edtf"]):
        return 4 if asked[0] <= given[0] and given[1] <= asked[1] else 0
    exact = max(PRECISIONS.index(key.get("precision", "day")), PRECISIONS.index(natural(key["edtf"])))
    for step, precision in enumerate(PRECISIONS[exact:]):
        size = {"day": 10, "month": 7, "year": 4}[precision]
        if all(a.isoformat()[:size] == b.isoformat()[:size] for a, b in zip(asked, given, strict=True)):
            return QUARTERS[step] if step == 0 or key.get("partial", True) else 0
    return 0


class HistoricalDate(Kind):
    name = "date"
    label = "Historical date"
    hint = (
        "Write a date in your own way, such as 25 February 1956. If your date is in the old Russian (Julian) "
        "calendar, write O.S. behind it."
    )

    def clean(self, value):
        return clean_text(value, LONGEST)

    def readings(self, value: Any, calendar: str = "") -> list[Reading]:
        """The ways to read what was typed; none where there is none."""
        if not isinstance(value, str) or not value.strip():
            return []
        found = list(propose(value).readings)
        if calendar == JULIAN and not any(one.calendar == JULIAN for one in found):
            found += propose(f"{value} (O.S.)").readings
        return found

    def doubt(self, value, body):
        if not isinstance(value, str) or not value.strip():
            return ""
        result = propose(value)
        if isinstance(result, Undated):
            return "Write the date that you think is right, even a rough one."
        if isinstance(result, Refusal):
            return result.words.replace("; or tick “not known”", "")
        if isinstance(result, Question) and len({span(one.edtf) for one in result.readings}) > 1:
            ways = ", or ".join(one.words for one in result.readings)
            return f"{result.words} Write it so that it can be read in one way: {ways}."
        return ""

    def best(self, key: Mapping, value: Any) -> tuple[int, str]:
        """(quarters of the points, how it was read in words)."""
        found = [(quarters(key, one.edtf), one.words) for one in self.readings(value, key.get("calendar", ""))]
        return max(found, key=lambda one: one[0], default=(0, ""))

    def mark(self, body, key, value, points):
        return share(points, self.best(key, value)[0], 4) if "edtf" in key else Decimal(0)

    def picked(self, value, body):
        found = self.readings(value)
        return [found[0].words] if found else [fold(value)] if isinstance(value, str) and value.strip() else []

    def feedback(self, body, key, value):
        lines = []
        if "edtf" in key and isinstance(value, str) and value.strip():
            earned, read = self.best(key, value)
            said = escape(value.strip(), quote=False)
            if read and fold(read) != fold(value):
                said += f" (read as {escape(read, quote=False)})"
            part = {2: "Half of the points are for this.", 1: "A quarter of the points is for the year."}.get(
                earned, ""
            )
            lines.append(FeedbackLine(said, True, earned == 4, part))
        return Feedback(tuple(lines), tuple(filter(None, [key.get("words", "")])), explain=key.get("explain", ""))


KIND = HistoricalDate()


def key_date(words: str) -> dict[str, str]:
    """edtf and calendar of a date that can be read in one way. ValueError says what to write instead."""
    result = propose(words)
    if isinstance(result, Refusal):
        raise ValueError(result.words.replace("; or tick “not known”", ""))
    if isinstance(result, Undated) or span(result.readings[-1].edtf) is None:
        raise ValueError("Write a date that has a beginning and an end, such as 25 February 1956.")
    if isinstance(result, Question) and len({span(one.edtf) for one in result.readings}) > 1:
        ways = ", or ".join(one.words for one in result.readings)
        raise ValueError(f"{result.words} Write it so that it can be read in one way: {ways}.")
    chosen = result.readings[-1]  # of “throughout” and “at some time within” the second: any day of it will do
    return {"edtf": chosen.edtf, "calendar": chosen.calendar}
