"""Reads a number as people of many countries write it: 1,234.5 and 1 234,5 and ٣. Nothing is guessed silently."""

import re
import unicodedata
from decimal import Decimal

LONGEST = 60
HOW = "Write it in figures, such as 1956 or 12.5."
SIGNS = str.maketrans({
    "٫": ".", "．": ".", "，": ",", "٬": "'", "’": "'", "ʼ": "'", "´": "'", "˙": "'", "−": "-", "–": "-", "‒": "-", "﹣": "-",
    "－": "-", "＋": "+",
})  # fmt: skip
NUMBER = re.compile(r"^([+-]?) ?(\d[\d ,.']*|[.,]\d+)(.*)$")
TIMES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}


class Unread(ValueError):
    """No number that we can read; the message says what to do."""


def readings(text: str, unit: str = "") -> list[Decimal]:
    """The number, or both where one comma or point may part thousands or decimals: 1,234. Unread says what to do."""
    if len(text) > LONGEST:
        raise Unread(f"This is too long for a number. {HOW}")
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in text.translate(SIGNS))
    plain = " ".join("".join(sign for sign in plain if unicodedata.category(sign) != "Cf").split())
    found = NUMBER.match(plain)
    if not found:
        raise Unread(f"We cannot read “{text.strip()}” as a number. {HOW}")
    figures, rest = found[2].rstrip(" '"), found[3].strip()
    if figures[-1:] in ",." and figures[:-1].isdigit():
        figures = figures[:-1]
    times = _times(rest, unit, text)
    numbers = [Decimal(one) * times for one in _figures(figures, text)]
    return [-one if found[1] == "-" else one for one in numbers]


def _times(rest: str, unit: str, text: str) -> int:
    """1, or what a word behind the figures multiplies by. The unit may stand there, and nothing else."""
    first, _, after = rest.partition(" ")
    times = TIMES.get(first.casefold().removesuffix("s"), 1)
    named = (after if times > 1 else rest).strip().strip(".").casefold()
    if named and named != unit.strip().strip(".").casefold():
        alone = f"Write the number in {unit}" if unit else "Write the number alone"
        raise Unread(f"We cannot read “{text.strip()}” as a number. {alone}, without “{rest}”.")
    return times


def _figures(figures: str, text: str) -> list[str]:
    spaced = re.split(r"[ ']", figures)
    if len(spaced) > 1:
        whole, *groups = spaced
        last = re.split(r"[,.]", groups[-1], maxsplit=1)
        if not all(re.fullmatch(r"\d{3}", one) for one in (*groups[:-1], last[0])) or not re.fullmatch(
            r"\d{1,3}", whole
        ):
            raise Unread(f"We cannot tell whether “{text.strip()}” is one number or several. {HOW}")
        joined = "".join((whole, *groups[:-1], last[0]))
        if len(last) == 1:
            return [joined]
        if last[1].isdigit():
            return [f"{joined}.{last[1]}"]
        raise Unread(f"We cannot read “{text.strip()}” as a number. {HOW}")
    return _separated(figures, text)


def _separated(figures: str, text: str) -> list[str]:
    """Figures with commas and points. Where both stand, the last is the decimal sign."""
    marks = [sign for sign in figures if sign in ",."]
    if not marks:
        return [figures]
    last = marks[-1]
    whole, _, part = figures.rpartition(last)
    if len(set(marks)) == 2:
        other = "," if last == "." else "."
        if marks.count(last) > 1 or not _grouped(whole, other):
            raise Unread(f"We cannot read “{text.strip()}” as a number. {HOW}")
        return [f"{whole.replace(other, '')}.{part}"]
    if len(marks) > 1:
        if not _grouped(figures, last):
            raise Unread(f"We cannot read “{text.strip()}” as a number. {HOW}")
        return [figures.replace(last, "")]
    decimal = f"{whole or '0'}.{part}"
    if len(part) == 3 and re.fullmatch(r"[1-9]\d{0,2}", whole):
        return [whole + part, decimal]
    return [decimal]


def _grouped(whole: str, sign: str) -> bool:
    """In threes, or as in India: 12,34,567."""
    first, *groups = whole.split(sign)
    if not groups:
        return first.isdigit()
    threes = len(first) <= 3 and all(len(one) == 3 for one in groups)
    indian = len(first) <= 2 and len(groups[-1]) == 3 and all(len(one) == 2 for one in groups[:-1])
    return (threes or indian) and all(one.isdigit() for one in (first, *groups))
