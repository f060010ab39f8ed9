"""A number, with what it may be off by: wholly right within one distance, half right within a wider one.

  body  unit (may be empty; shown beside the field, and may be typed)
  key   number, off, half_off ("" where nothing is half right), percent: whether the two are parts of a hundred
A value is what was typed. Where it can be read in two ways, the better reading counts, and whoever wrote it is asked.
"""

from decimal import Decimal
from html import escape

from assessments.kinds.base import Feedback, FeedbackLine, Kind, clean_text, share
from assessments.kinds.readnumber import LONGEST, Unread, readings


def shown(number: Decimal) -> str:
    """Without zeros at the end, never as 1E+3."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Number(Kind):
    name = "number"
    label = "Number"
    hint = "Write a number in figures, such as 1956 or 12.5."

    def clean(self, value):
        return clean_text(value, LONGEST)

    def numbers(self, value, body) -> list[Decimal]:
        """How the value can be read; nothing where it cannot."""
        try:
            return readings(value, str(body.get("unit", ""))) if isinstance(value, str) else []
        except Unread:
            return []

    def doubt(self, value, body):
        if not isinstance(value, str) or not value.strip():
            return ""
        try:
            found = readings(value, str(body.get("unit", "")))
        except Unread as unread:
            return str(unread)
        if len(found) == 1:
            return ""
        one, other = (shown(number) for number in found)
        return f"“{value.strip()}” can be read in two ways. Write {one} or {other}0, whichever you mean."

    def halves(self, key, number: Decimal) -> int:
        """2 where it is wholly right, 1 where it is near enough for half of the points, else 0."""
        right = Decimal(key["number"])
        for halves, name in ((2, "off"), (1, "half_off")):
            if key.get(name, "") != "":
                off = Decimal(key[name]) * (abs(right) / 100 if key.get("percent") else 1)
                if abs(number - right) <= off:
                    return halves
        return 0

    def mark(self, body, key, value, points):
        found = self.numbers(value, body) if "number" in key else []
        return share(points, max((self.halves(key, one) for one in found), default=0), 2)

    def picked(self, value, body):
        found = self.numbers(value, body)
        return [shown(found[0])] if found else [value.strip()] if isinstance(value, str) and value.strip() else []

    def describe(self, value, body):
        said, unit = super().describe(value, body), str(body.get("unit", ""))
        return f"{said} {unit}" if said and unit and not said.casefold().endswith(unit.casefold()) else said

    def feedback(self, body, key, value):
        explain = key.get("explain", "")
        lines = []
        if isinstance(value, str) and value.strip():
            right = self.mark(body, key, value, Decimal(1)) == 1
            lines.append(FeedbackLine(escape(self.describe(value, body), quote=False), True, right, ""))
        return Feedback(tuple(lines), (self.solution(body, key),) if "number" in key else (), explain=explain)

    def solution(self, body, key) -> str:
        said = f"{shown(Decimal(key['number']))} {body.get('unit', '')}".strip()
        off = key.get("off", "0")
        return (
            f"{said}, or up to {off}{' per cent' if key.get('percent') else ''} more or less" if Decimal(off) else said
        )


KIND = Number()


def one_number(typed: str) -> Decimal:
    """A number that can be read in one way. ValueError says what to write instead."""
    if not typed.strip():
        raise ValueError("Write a number.")
    found = readings(typed)
    if len(found) > 1:
        one, other = (shown(number) for number in found)
        raise Unread(f"“{typed.strip()}” can be read in two ways. Write {one} or {other}0.")
    return found[0]
