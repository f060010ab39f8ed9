"""Reads one day, month, season, year, decade or century as people write it, as the EDTF piece that it is."""

import re

from lessons.sources.edtf import MONTHS, SEASON, SEASONS, bounds, days_of, gregorian_of, words_of

NUMBERS = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
NUMBERS |= {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)} | {"sept": 9}
ROMAN = {
    name: number
    for number, name in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], 1)
}
SEASON_CODES = {name: code for code, (name, _) in SEASONS.items()} | {"fall": "23"}
YEAR, DAY, WORD = r"(?P<y>\d{3,4})", r"(?P<d>\d{1,2})", r"(?P<m>[a-z]+)\.?"


class Unclear(ValueError):
    """A date that can be read in several ways: (EDTF, words) of each, and what to ask."""

    def __init__(self, words: str, choices: list[tuple[str, str]]):
        self.words, self.choices = words, choices
        super().__init__(words)


class Wrong(ValueError):
    """A date that cannot be: the message says what to do."""


FULL = [re.compile(f"^{pattern}$") for pattern in (
    f"{DAY} {WORD} {YEAR}", f"{WORD} {DAY} {YEAR}", f"{YEAR} {WORD} {DAY}", f"{WORD} {YEAR}", f"{YEAR} {WORD}", YEAR,
    f"{DAY} ?[.] ?{WORD} ?{YEAR}",
)]  # fmt: skip
PART = [re.compile(f"^{pattern}$") for pattern in (f"{DAY} {WORD}", f"{WORD} {DAY}", WORD, DAY)]
DIGITS = re.compile(r"^(\d{1,2}) ?[./-] ?(\d{1,2}) ?[./-] ?(\d{1,4})$")
YEAR_FIRST = re.compile(r"^(\d{4}) ?[./-] ?(\d{1,2}) ?[./-] ?(\d{1,2})$")
MONTH_DIGITS = re.compile(r"^(\d{1,2}) ?[./] ?(\d{4})$")
DECADE = re.compile(r"^(?:the )?(\d{3})0'?s$")
CENTURY = re.compile(r"^(?:the )?(\d{1,2})(?:st|nd|rd|th) (?:century|c\.?)$")


def piece_of(text: str, calendar: str = "gregorian") -> str:
    """One date. Unclear where it can be read in two ways, Wrong where it cannot be, ValueError where it is none."""
    text = text.strip(" ,;.")
    found = CENTURY.match(text) or DECADE.match(text)
    if found:
        return _long_time(found)
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text).replace(",", " ").replace(" of ", " ")
    text = " ".join(text.split())
    for pattern in (YEAR_FIRST, DIGITS, MONTH_DIGITS):
        found = pattern.match(text)
        if found:
            return _digits(pattern, [int(part) for part in found.groups()], calendar, len(found.groups()[-1]))
    for pattern in FULL:
        found = pattern.match(text)
        if found:
            return _named(found.groupdict(), calendar)
    if re.search(r"\b(?:b\.?c\.?(?:e\.?)?)$", text):
        raise Wrong("Years before the year 1 cannot be stored here. Write the date into the note on the date.")
    if any(pattern.match(text) for pattern in PART) and _month(text.split()[-1]) + _month(text.split()[0]):
        raise Wrong("The year is missing. Write it behind the month, such as 25 February 1956.")
    raise ValueError(text)


def pieces_of(first: str, last: str, calendar: str = "gregorian") -> tuple[str, str]:
    """Two dates; what the first leaves unsaid (`19` of `19-20 October 1956`) it has from the second, or the reverse."""
    first, last = _american(first.strip(" ,"), last.strip(" ,"))
    end = piece_of(last, calendar)
    start = _partial(first, end, calendar) or piece_of(first, calendar)
    if days_of(start)[0] > days_of(end)[0]:
        raise Wrong(f"{words_of(start)} comes after {words_of(end)}. Write the earlier date first.")
    return start, end


def _american(first: str, last: str) -> tuple[str, str]:
    """`October 19` and `20 1956` -> `19 October`, `20 October 1956`."""
    month = re.match(r"^([a-z]+)\.? (\d{1,2})$", first)
    day_year = re.match(r"^(\d{1,2}),? (\d{4})$", last)
    if month and day_year:
        return f"{month[2]} {month[1]}", f"{day_year[1]} {month[1]} {day_year[2]}"
    return first, last


def _partial(text: str, end: str, calendar: str) -> str:
    """A day or month without its year, completed from the date that follows; "" where it is complete."""
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text)
    if not end[:4].isdigit() or re.match(r"^\d{3,4}$", text):
        return ""
    if text in SEASON_CODES and SEASON.match(end):
        return f"{end[:4]}-{SEASON_CODES[text]}"
    for pattern in PART:
        found = pattern.match(text)
        values = found.groupdict() if found else {}
        month = _month(values.get("m", ""))
        if found and (month or "m" not in values) and ("d" not in values or len(end) == 10):
            number = month or int(end[5:7])
            return _checked(int(end[:4]), number, int(values["d"]) if "d" in values else 0, calendar)
    return ""


def _month(word: str) -> int:
    return NUMBERS.get(word.strip(".")) or ROMAN.get(word.strip(".")) or 0


def _named(values: dict[str, str], calendar: str) -> str:
    year, word = int(values["y"]), values.get("m", "")
    if word in SEASON_CODES and "d" not in values:
        return _season(year, word)
    if word and not _month(word):
        raise ValueError(word)
    return _checked(year, _month(word) if word else 0, int(values.get("d", 0)), calendar)


def _season(year: int, word: str) -> str:
    if SEASON_CODES[word] != "24":
        return f"{year:04}-{SEASON_CODES[word]}"
    choices = [(f"[{y - 1:04}-12..{y:04}-02]", f"the winter of {y - 1} to {y}") for y in (year, year + 1)]
    raise Unclear(f"Which winter of {year}: the one at its beginning or the one at its end?", choices)


def _checked(year: int, month: int, day: int, calendar: str) -> str:
    """The piece, if the calendar has such a day."""
    piece = f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
    if month > 12 or (day and not month) or not year:
        raise ValueError(piece)
    try:
        gregorian_of(year, month or 1, day or 1) if calendar == "julian" else bounds(piece)
    except ValueError:
        raise Wrong(f"There is no {words_of(piece)}. Look at the day and the month again.") from None
    return piece


def _digits(pattern: re.Pattern, numbers: list[int], calendar: str, signs: int) -> str:
    """Dates in figures. Where day and month could be exchanged, we ask."""
    if pattern is YEAR_FIRST:
        return _checked(numbers[0], numbers[1], numbers[2], calendar)
    if pattern is MONTH_DIGITS:
        return _checked(numbers[1], numbers[0], 0, calendar)
    one, two, year = numbers
    if signs < 3:
        raise Wrong("Write the year with four figures and the month as a word, such as 2 March 1956.")
    if one > 12 or two > 12 or one == two:
        return _checked(year, *((two, one) if one > 12 or one == two else (one, two)), calendar)
    pieces = [_checked(year, month, day, calendar) for month, day in ((two, one), (one, two))]
    raise Unclear("Day or month first?", [(piece, words_of(piece)) for piece in pieces])


def _long_time(found: re.Match) -> str:
    number = int(found[1])
    if found.re is CENTURY:
        return f"{number - 1:02}XX"
    if number % 10:
        return f"{number:03}X"
    ten, hundred = f"{number}0 to {number}9", f"{number}0 to {number // 10}99"
    raise Unclear("Ten years, or the whole century?", [(f"{number:03}X", ten), (f"{number // 10:02}XX", hundred)])


def rough_pieces(which: str, whole: str) -> tuple[str, str]:
    """The early, middle or late third of a decade, a year or a month, as first and last piece."""
    third = {"ear": 0, "beg": 0, "mid": 1, "lat": 2, "end": 2}[which]
    if whole[2:] == "XX":
        starts, ends = ("00", "34", "67"), ("33", "66", "99")
        return whole[:2] + starts[third], whole[:2] + ends[third]
    if whole[3:] == "X":
        return whole[:3] + "047"[third], whole[:3] + "369"[third]
    if len(whole) == 4:
        return f"{whole}-{('01', '05', '09')[third]}", f"{whole}-{('04', '08', '12')[third]}"
    if len(whole) == 7 and not SEASON.match(whole):
        last = str(days_of(whole)[1].day)
        return f"{whole}-{('01', '11', '21')[third]}", f"{whole}-{('10', '20', last)[third]}"
    raise ValueError(whole)


def shorthand(text: str) -> tuple[str, str] | None:
    """`1956-64`, `1956/7` as (first year, last year), where it can be read so."""
    found = re.match(r"^(\d{4}) ?[-/] ?(\d{1,2})$", text)
    if not found:
        return None
    last = found[1][: -len(found[2])] + found[2]
    return (found[1], last) if last > found[1] else None


def season_years(first: str, last: str) -> tuple[int, int]:
    """The two years of a winter: `1955`, `56`."""
    end = int(first[: -len(last)] + last) if len(last) == 2 else int(last)
    if end != int(first) + 1:
        raise Wrong(f"A winter lies in two years that follow each other, such as {first}-{int(first) % 100 + 1:02}.")
    return int(first), end
