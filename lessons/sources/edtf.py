"""The first and the last day that an EDTF date allows. Strict bounds only: doubt never widens them."""

from datetime import date

from edtf import parse_edtf


def bounds(text: str) -> tuple[date | None, date | None]:
    """(earliest, latest) day; None where the date is empty or open at that end. ValueError for what is no EDTF."""
    if not text:
        return None, None
    if "/" in text:
        first, last = text.split("/", 1)
        return _day(first, "lower_strict"), _day(last, "upper_strict")
    return _day(text, "lower_strict"), _day(text, "upper_strict")


def _day(text: str, side: str) -> date | None:
    if text in ("", ".."):
        return None
    try:
        year, month, day = getattr(parse_edtf(text), side)()[:3]
        return date(year, month, day)
    except Exception as error:  # the parser raises errors of several libraries
        raise ValueError(f"“{text}” is not a date in EDTF, such as 1956-02-25, 1956? or 1956-10-19/1956-10-20") from error
