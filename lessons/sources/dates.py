"""What a teacher types as a date, read as a proposal that she confirms. Nothing is ever guessed silently.

A Proposal has one reading; a Question has several, of which she chooses; a Refusal says what to type instead.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from lessons.sources.datereading import GREGORIAN, JULIAN, Reading, gregorian_days, reading
from lessons.sources.edtf import MARKS, SEASON, bounds, days_of, words_of
from lessons.sources.readdate import Unclear, Wrong, piece_of, pieces_of, rough_pieces, season_years, shorthand

LONGEST = 120
HOW = "Write it such as 25 February 1956, March 1956, about 1954 or between 1956 and 1964; or tick “not known”."


@dataclass(frozen=True)
class Proposal:
    readings: tuple[Reading]


@dataclass(frozen=True)
class Question:
    words: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class Refusal:
    words: str
    readings: tuple = ()


@dataclass(frozen=True)
class Undated:
    """“undated”, “n.d.”: it is known that no date is known."""

    readings: tuple = ()


Result = Proposal | Question | Refusal | Undated

UNDATED = re.compile(
    r"^(?:undated|not dated|no date|without (?:a )?date|n\. ?d\.?|s\. ?d\.?|unknown|not known|date (?:un|not )known)\.?$"
)
OLD_STYLE = re.compile(r"[\s,(\[]*(?<![a-z])(?:o\. ?s\.?|os|old style|julian(?: calendar)?)(?![a-z])[)\]]*", re.I)
NEW_STYLE = re.compile(r"[\s,(\[]*(?<![a-z])(?:n\. ?s\.?|ns|new style|gregorian(?: calendar)?)(?![a-z])[)\]]*", re.I)
BEFORE_IT = (
    (re.compile(r"^(?:probably|prob\.|perhaps|possibly|maybe|likely|presumably|supposedly)[ :]+"), "?"),
    (re.compile(r"^(?:about|around|approximately|approx\.?|roughly|circa|ca\.?|c\.?)(?: +|(?<=\.)|(?=\d))|^~ *"), "~"),
)
AFTER_IT = (
    (re.compile(r" *(?:\?|\((?:\?|probably|perhaps|uncertain)\)|, (?:probably|perhaps))$"), "?"),
    (re.compile(r" *(?:~|\((?:about|approx\.?|approximately|circa|ca?\.)\)|or so|or thereabouts)$"), "~"),
)
NOISE = re.compile(r"^(?:on|in|dated|the (?:year|night of|days? of)|the|year|night of|some ?time (?:in|on)|during) +")
DUAL = re.compile(r"^(\d{1,2}) ?([a-z]+\.?)? ?[(/] ?(\d{1,2}) ([a-z]+\.?)\)? (\d{3,4})$")
ONE = re.compile(r"^[\dX]{4}(?:-(?:0[1-9]|1[0-2]|2[1-4]|XX)(?:-[\dX]{2})?)?[?~%]?$")
DATE = re.compile(r"[\dX]{4}(?:-[\dX]{2}){0,2}")


def propose(typed: str) -> Result:
    """How a date is read. What was typed is for the caller to keep: it stays the date's display, unchanged."""
    if not typed.strip():
        return Refusal(f"There is no date yet. {HOW}")
    if len(typed) > LONGEST:
        return Refusal(f"This is too long for a date. {HOW}")
    text = _plain(typed)
    if UNDATED.match(text.lower()):
        return Undated()
    try:
        return _stored(text) or _read(text.lower())
    except Wrong as wrong:
        return Refusal(str(wrong))
    except (ValueError, OverflowError):
        return Refusal(f"We cannot read “{typed.strip()}” as a date. {HOW}")


def _plain(typed: str) -> str:
    text = unicodedata.normalize("NFKC", typed).translate(dict.fromkeys(map(ord, "‐‑‒–—−"), "-"))
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return " ".join(text.split())


def _stored(text: str) -> Proposal | None:
    """A date that is EDTF already, unless people would read it in another way as well."""
    signs = text.replace(" ", "")
    parts = re.split(r"\.\.|/|,", signs.strip("[]{}"))
    if not any(parts) or not all(ONE.match(part) for part in parts if part) or shorthand(signs):
        return None
    try:
        bounds(signs)
    except ValueError:
        return None
    return Proposal((Reading(signs, words_of(signs)),))


def _read(text: str) -> Result:
    calendar = JULIAN if OLD_STYLE.search(text) else GREGORIAN
    text = NEW_STYLE.sub("", OLD_STYLE.sub("", text)).strip(" ,;.")
    text = re.sub(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,? ", "", text)
    text, mark = _marks(text)
    for pattern, read in FORMS:
        found = pattern.match(text)
        try:
            result = read(found, mark, calendar) if found else None
        except Unclear:
            raise Wrong("A part of this date can be read in two ways. Write its months as words.") from None
        if result:
            return result
    try:
        return _proposal("one", (piece_of(text, calendar),), mark, calendar)
    except Unclear as unclear:
        return _question(unclear, mark, calendar)


def _question(unclear: Unclear, mark: str, calendar: str) -> Question:
    """The readings of one date that can be read in several ways, with the doubt that stood beside it."""
    if calendar == JULIAN:
        raise Wrong(f"{unclear.words} In the Julian calendar, write it out, such as 25 October 1917 (O.S.).")
    readings = [
        (DATE.sub(lambda found: found[0] + mark, edtf), f"{MARKS[mark]}{words}") for edtf, words in unclear.choices
    ]
    return Question(unclear.words, tuple(Reading(edtf, words) for edtf, words in readings))


def _marks(text: str) -> tuple[str, str]:
    """(the date without its doubt, `?`, `~`, `%` or "")."""
    marks: set[str] = set()
    before = ""
    while before != text:
        before = text
        text = NOISE.sub("", text)
        for pattern, mark in (*BEFORE_IT, *AFTER_IT):
            if pattern.search(text):
                marks.add(mark)
                text = pattern.sub("", text).strip(" ,;")
    return text, "%" if len(marks) == 2 else "".join(marks)


def _proposal(shape: str, pieces: tuple[str, ...], mark: str, calendar: str) -> Proposal:
    return Proposal((reading(shape, pieces, mark, calendar),))


# -- The forms that a date may have -------------------------------------------------------------------------


def _dual(found: re.Match, mark: str, calendar: str) -> Result:
    """`25 October (7 November) 1917`, `19/20 October 1956`: two calendars, or two days."""
    day, month, other_day, other_month, year = found.groups()
    if not month:
        return _proposal("throughout", pieces_of(day, f"{other_day} {other_month} {year}", calendar), mark, calendar)
    old = piece_of(f"{day} {month} {year}", JULIAN)
    new = piece_of(f"{other_day} {other_month} {year}")
    if gregorian_days(old)[0] != bounds(new)[0]:
        raise Wrong(
            f"These are two days, but not the same day in two calendars. For a stretch of time write "
            f"{words_of(old)} to {words_of(new)}."
        )
    return _proposal("one", (old,), mark, JULIAN)


def _between(found: re.Match, mark: str, calendar: str) -> Result:
    """S13: throughout, or at some time within?"""
    pieces = pieces_of(found["a"], found["b"], calendar)
    return _ask_extent(pieces, mark, calendar)


def _ask_extent(pieces: tuple[str, ...], mark: str, calendar: str) -> Question:
    whole = reading("throughout", pieces, mark, calendar)
    some = reading("within", pieces, mark, calendar)
    return Question("Throughout that time, or at some time within it?", (whole, some))


def _stretch(found: re.Match, mark: str, calendar: str) -> Result:
    """Days named with a dash are a stretch; with months or years we ask, as with “between”."""
    pieces = pieces_of(found["a"], found["b"], calendar)
    if found["op"].strip() in ("and", "&"):
        return _proposal("throughout" if _next_day(pieces, calendar) else "both", pieces, mark, calendar)
    if all(len(piece) == 10 for piece in pieces):
        return _proposal("throughout", pieces, mark, calendar)
    return _ask_extent(pieces, mark, calendar)


def _next_day(pieces: tuple[str, ...], calendar: str) -> bool:
    if not all(len(piece) == 10 for piece in pieces):
        return False
    one, two = (gregorian_days(piece)[0] if calendar == JULIAN else date.fromisoformat(piece) for piece in pieces)
    return two - one == timedelta(days=1)


def _shape(shape: str) -> Callable[[re.Match, str, str], Result]:
    def read(found: re.Match, mark: str, calendar: str) -> Result:
        groups = found.groupdict()
        pieces = pieces_of(groups["a"], groups["b"], calendar) if "b" in groups else (piece_of(groups["a"], calendar),)
        return _proposal(shape, pieces, mark, calendar)

    return read


def _beyond(found: re.Match, mark: str, calendar: str) -> Result:
    """`before 1956` ends with 1955; `after June 1956` begins with July."""
    piece = piece_of(found["a"], calendar)
    first, last = gregorian_days(piece) if calendar == JULIAN else days_of(piece)
    before = found["which"] in ("before", "prior to", "earlier than")
    step = (first - timedelta(days=1)) if before else (last + timedelta(days=1))
    size = 10 if calendar == JULIAN or SEASON.match(piece) else len(piece)
    shown = reading("by" if before else "from", (step.isoformat()[:size],), mark)
    if calendar == JULIAN:
        said = f"{found['which']} {words_of(piece)} in the Julian calendar (Old Style)"
        shown = Reading(shown.edtf, f"{said}, which is {shown.words} in ours", JULIAN)
    return Proposal((shown,))


def _rough(found: re.Match, mark: str, calendar: str) -> Result:
    """`late 1950s`: how late is nobody's rule, so the whole stretch is offered too."""
    whole = piece_of(found["a"], calendar)
    if calendar == JULIAN:
        raise Wrong("In the Julian calendar, give a day, a month or a year: 25 October 1917 (O.S.).")
    part = rough_pieces(found["which"][:3], whole)
    readings = (reading("within", part, "%" if mark in ("?", "%") else "~"), reading("one", (whole,), mark))
    return Question("How exact shall this be?", readings)


def _short_years(found: re.Match, mark: str, calendar: str) -> Result | None:
    """`1956-64`; in `1905-06` the last part may be a month as well."""
    years = shorthand(found[0])
    if not years:
        return None
    stretch = _ask_extent(years, mark, calendar)
    month = int(found[2])
    if not 1 <= month <= 12:
        return stretch
    one = reading("one", (f"{found[1]}-{month:02}",), mark, calendar)
    return Question("Is this a month of one year, or a stretch of years?", (one, *stretch.readings))


def _winter(found: re.Match, mark: str, calendar: str) -> Result:
    first, last = season_years(found["a"], found["b"])
    return _proposal("within", (f"{first:04}-12", f"{last:04}-02"), mark, calendar)


FORMS: tuple[tuple[re.Pattern, Callable[[re.Match, str, str], Result | None]], ...] = (
    (DUAL, _dual),
    (re.compile(r"^between (?P<a>.+?) (?:and|&) (?P<b>.+)$"), _between),
    (re.compile(r"^from (?P<a>.+?) (?:to|until|till|through) (?P<b>.+)$"), _shape("throughout")),
    (re.compile(r"^(?P<which>before|prior to|earlier than|after|later than) (?P<a>.+)$"), _beyond),
    (re.compile(r"^(?:by|not later than|no later than|at the latest) (?P<a>.+)$"), _shape("by")),
    (re.compile(r"^(?:not before|not earlier than|no earlier than) (?P<a>.+)$"), _shape("from")),
    (re.compile(r"^(?:until|till|up to) (?P<a>.+)$"), _shape("until")),
    (re.compile(r"^(?:since|from) (?P<a>.+?)(?: on| onwards?)?$"), _shape("since")),
    (re.compile(r"^(?P<which>early|mid|middle|late|beginning|end)(?: of| in|-)? ?(?:the )?(?P<a>.+)$"), _rough),
    (re.compile(r"^winter (?P<a>\d{4}) ?[-/] ?(?P<b>\d{2}|\d{4})$"), _winter),
    (re.compile(r"^(\d{4}) ?[-/] ?(\d{1,2})$"), _short_years),
    (re.compile(r"^(?P<a>.+?) or (?P<b>.+)$"), _shape("either")),
    (re.compile(r"^(?P<a>(?!\d{1,4}-\d{1,2}-)[^-]+?)(?P<op> ?- ?)(?P<b>[^-]+)$"), _stretch),
    (re.compile(r"^(?P<a>\d{4}-\d\d-\d\d)(?P<op> - | ?/ ?)(?P<b>\d{4}-\d\d-\d\d)$"), _stretch),
    (re.compile(r"^(?P<a>.+?)(?P<op> to | until | till | through | and | & )(?P<b>.+)$"), _stretch),
)
