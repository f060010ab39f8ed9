"""Dates that may admit doubt, as EDTF: the first and the last day that they allow, and what they say in words.

Strict bounds only: doubt never widens them. EDTF is Gregorian; `gregorian_of` tells which Gregorian day a Julian one is.
"""

import functools
import re
from calendar import monthrange
from datetime import date

from edtf import parse_edtf

Bounds = tuple[date | None, date | None]
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASONS = {"21": ("spring", 3), "22": ("summer", 6), "23": ("autumn", 9), "24": ("winter", 12)}
MARKS = {"": "", "?": "probably ", "~": "about ", "%": "probably about "}
SEASON = re.compile(r"^(\d{4})-(2[1-4])([?~%]?)$")
PLAIN = re.compile(r"^([\dX]{4})(?:-(\d\d|XX))?(?:-(\d\d|XX))?([?~%]?)$")


@functools.cache  # the parser takes milliseconds, and dates recur
def bounds(text: str) -> Bounds:
    """(earliest, latest) day; None where the date is empty or open at that end. ValueError for what is no EDTF."""
    try:
        first, last = _bounds(text)
    except Exception as error:  # the parser raises errors of several libraries
        example = "such as 1956-02-25, 1956? or 1956-10-19/1956-10-20"
        raise ValueError(f"“{text}” is not a date in EDTF, {example}") from error
    if first and last and last < first:
        raise ValueError(f"“{text}” ends before it starts. Write the earlier date first")
    return first, last


def days_of(text: str) -> tuple[date, date]:
    """The bounds of a date that is open at neither end. ValueError for any other."""
    first, last = bounds(text)
    if first is None or last is None:
        raise ValueError(f"“{text}” is open at one end")
    return first, last


def _bounds(text: str) -> Bounds:
    if text[:1] + text[-1:] in ("[]", "{}"):
        pieces = [_stretch(piece) for piece in text[1:-1].split(",")]
        firsts, lasts = zip(*pieces, strict=True)
        return (None if None in firsts else min(firsts)), (None if None in lasts else max(lasts))
    if "/" in text:
        first, last = text.split("/", 1)
        return _one(first)[0], _one(last)[1]
    return _one(text)


def _stretch(text: str) -> Bounds:
    """`1956..1964` inside a set; a date that stands alone is its own stretch."""
    if ".." not in text:
        parse_edtf(text.strip())  # nothing at all is no date here
    first, dots, last = text.strip().partition("..")
    return (_one(first)[0], _one(last)[1]) if dots else _one(first)


def _one(text: str) -> Bounds:
    if text in ("", ".."):
        return None, None
    season = SEASON.match(text)
    if season:
        return _season(int(season[1]), SEASONS[season[2]][1])
    parsed = parse_edtf(text)
    return date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3])


def _season(year: int, month: int) -> Bounds:
    """Seasons of the northern half of the world. Winter: of the one at the year's beginning and the one at its end."""
    if month == 12:
        return date(year, 1, 1), date(year + 1, 2, monthrange(year + 1, 2)[1])
    return date(year, month, 1), date(year, month + 2, monthrange(year, month + 2)[1])


def sort_key(text: str) -> tuple[date, date]:
    """By the earliest day, then by the latest; what is open stands at that end, what is not known last."""
    if not text:
        return date.max, date.max
    first, last = bounds(text)
    return first or date.min, last or date.max


# -- In words -----------------------------------------------------------------------------------------


def words_of(text: str) -> str:
    """`[1956..1964]` -> `at some time from 1956 to 1964`. What is written in a way that we do not use stays as it is."""
    if not text:
        return "not known"
    if text[:1] + text[-1:] in ("[]", "{}"):
        joined = " or " if text[0] == "[" else " and "
        return joined.join(_stretch_words(piece) for piece in text[1:-1].split(","))
    first, slash, last = text.partition("/")
    if not slash:
        return _one_words(text)
    if last == "..":
        return f"from {_one_words(first)} on"
    if first == "..":
        return f"until {_one_words(last)}"
    whole = "" if len(first) >= 10 else ", throughout"
    return _from_to(first, last) + whole


def _stretch_words(text: str) -> str:
    first, dots, last = text.strip().partition("..")
    if not dots:
        return _one_words(first)
    if not first:
        return f"{_one_words(last)} or earlier"
    return f"at some time from {_from_to(first, last)}" if last else f"{_one_words(first)} or later"


def _from_to(first: str, last: str) -> str:
    """`19 to 20 October 1956`: what both ends share is said once."""
    mark = first[-1] if first[-1] in MARKS and first[-1] == last[-1] else ""
    plain = (first[:-1], last[:-1]) if mark else (first, last)
    start, end = (_one_words(piece).split() for piece in plain)
    own = len(start)
    while own > 1 and start[own - 1 :] == end[own - 1 - len(start) :]:
        own -= 1
    return f"{MARKS[mark]}{' '.join(start[:own])} to {' '.join(end)}"


def _one_words(text: str) -> str:
    season = SEASON.match(text)
    if season:
        return f"{MARKS[season[3]]}{SEASONS[season[2]][0]} {season[1]}"
    plain = PLAIN.match(text)
    if not plain:
        return text
    year, month, day, mark = plain.groups()
    said = MARKS[mark] + _year_words(year)
    if month and month.isdigit():
        of_year = year if year.isdigit() else _year_words(year)
        named = f"{MONTHS[int(month) - 1]} {of_year}"
        said = MARKS[mark] + (f"{int(day)} {named}" if day and day.isdigit() else named)
        return f"some day in {said}" if day == "XX" else said
    return f"some month in {said}" if month == "XX" else said


def _year_words(year: str) -> str:
    if year.isdigit():
        return str(int(year))
    if year[:3].isdigit():
        return f"some year of the {int(year[:3])}0s"
    if year[:2].isdigit() and year[2:] == "XX":
        return f"some year from {int(year[:2])}00 to {int(year[:2])}99"
    return f"some year {year}"


# -- The Julian calendar ----------------------------------------------------------------------------------


def days_in_julian_month(year: int, month: int) -> int:
    return 29 if month == 2 and year % 4 == 0 else monthrange(2001, month)[1]


def gregorian_of(year: int, month: int, day: int) -> date:
    """The Gregorian day of a day of the Julian calendar. ValueError where that calendar has no such day."""
    if not 1 <= month <= 12 or not 1 <= day <= days_in_julian_month(year, month):
        raise ValueError(f"{year}-{month}-{day} is no day of the Julian calendar")
    shift = 1 if month <= 2 else 0
    years, months = year + 4800 - shift, month + 12 * shift - 3
    julian_day = day + (153 * months + 2) // 5 + 365 * years + years // 4 - 32083
    return date.fromordinal(julian_day - 1721425)
