"""The first and the last day that an EDTF date allows. Strict bounds only: doubt never widens them."""

import functools
from datetime import date

from edtf import parse_edtf

Bounds = tuple[date | None, date | None]


@functools.cache  # the parser takes milliseconds, and dates recur
def bounds(text: str) -> Bounds:
    """(earliest, latest) day; None where the date is empty or open at that end. ValueError for what is no EDTF."""
    if "/" in text:
        first, last = text.split("/", 1)
        return _day_bounds(first)[0], _day_bounds(last)[1]
    return _day_bounds(text)


def _day_bounds(text: str) -> Bounds:
    if text in ("", ".."):
        return None, None
    try:
        parsed = parse_edtf(text)
        return date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3])
    except Exception as error:  # the parser raises errors of several libraries
        example = "such as 1956-02-25, 1956? or 1956-10-19/1956-10-20"
        raise ValueError(f"“{text}” is not a date in EDTF, {example}") from error
