"""One reading of a date: what it becomes as EDTF, and what that says in words."""

from dataclasses import dataclass
from datetime import date

from lessons.sources.edtf import SEASON, bounds, days_in_julian_month, gregorian_of, words_of
from lessons.sources.readdate import Wrong

GREGORIAN, JULIAN = "gregorian", "julian"
SHAPES = {
    "one": "{0}", "throughout": "{0}/{1}", "within": "[{0}..{1}]", "either": "[{0},{1}]", "both": "{{{0},{1}}}",
    "by": "[..{0}]", "from": "[{0}..]", "since": "{0}/..", "until": "../{0}",
}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """One way to read a date. The EDTF is Gregorian, whatever calendar the date was written in."""

    edtf: str
    words: str
    calendar: str = GREGORIAN


def reading(shape: str, pieces: tuple[str, ...], mark: str = "", calendar: str = GREGORIAN, words: str = "") -> Reading:
    """One reading. `pieces` are days, months or years such as 1956-10, written in `calendar`."""
    if calendar == GREGORIAN:
        edtf = SHAPES[shape].format(*(piece + mark for piece in pieces))
        bounds(edtf)
        return Reading(edtf, words or words_of(edtf))
    spans = [gregorian_days(piece) for piece in pieces]
    first, last = spans[0][0].isoformat() + mark, spans[-1][1].isoformat() + mark
    if shape == "either":
        edtf = "[" + ",".join(f"{a}{mark}..{b}{mark}" if a != b else f"{a}{mark}" for a, b in spans) + "]"
    elif shape == "one" and first != last:
        edtf = f"[{first}..{last}]"
    else:
        edtf = SHAPES[shape].format(last if shape in ("by", "until") else first, last)
    bounds(edtf)
    said = " to ".join(words_of(piece) for piece in pieces)
    return Reading(edtf, f"{said} in the Julian calendar (Old Style), which is {words_of(edtf)} in ours", JULIAN)


def gregorian_days(piece: str) -> tuple[date, date]:
    """The Gregorian (first, last) day of a Julian day, month or year."""
    numbers = [int(part) for part in piece.split("-") if part.isdigit()]
    if SEASON.match(piece) or len(numbers) != len(piece.split("-")):
        raise Wrong("In the Julian calendar, give a day, a month or a year: 25 October 1917 (O.S.).")
    year = numbers[0]
    month, end_month = (numbers[1], numbers[1]) if len(numbers) > 1 else (1, 12)
    day, end_day = (numbers[2], numbers[2]) if len(numbers) > 2 else (1, days_in_julian_month(year, end_month))
    return gregorian_of(year, month, day), gregorian_of(year, end_month, end_day)
