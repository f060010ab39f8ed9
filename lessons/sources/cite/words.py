"""The small rules of Chicago style: commas inside closing quotation marks, lists of names, dates, ranges.

Italic stretches stand between two private signs, so that a citation stays one string: plain() and italic_parts() read it.
"""

import re

from lessons.sources.cite.citable import Name

ITALIC_ON, ITALIC_OFF = "\ue000", "\ue001"
CLOSING = "”’"
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAY = re.compile(r"^(\d{4})(?:-(\d\d|XX))?(?:-(\d\d|XX))?([?~%])?$")


def italic(text: str) -> str:
    return f"{ITALIC_ON}{text}{ITALIC_OFF}"


def plain(text: str) -> str:
    return text.replace(ITALIC_ON, "").replace(ITALIC_OFF, "")


def italic_parts(text: str) -> list[tuple[str, bool]]:
    """(words, whether in italics), in order."""
    parts = re.split(f"{ITALIC_ON}(.*?){ITALIC_OFF}", text)
    return [(part, bool(at % 2)) for at, part in enumerate(parts) if part]


def quoted(title: str) -> str:
    """In double quotation marks; double ones inside become single, also where one of a pair is missing."""
    inside = title.replace("“", "‘").replace("”", "’")
    inside = re.sub(r'(^|[\s(\[:])"', r"\1‘", inside).replace('"', "’")
    return f"“{inside}”"


def ended(text: str, mark: str) -> str:
    """With a comma or a full stop at its end: inside closing quotation marks, never doubled."""
    body = text.rstrip(CLOSING) if text.endswith("”") or re.search(r"‘[^’]*’$", text) else text
    tail = text[len(body) :]
    bare = plain(body)
    if bare.endswith((mark, ",")) or (mark == "." and bare.endswith(("?", "!", "…"))):
        return text
    return f"{body}{mark}{tail}"


def with_commas(pieces: list[str]) -> str:
    """The pieces as one sentence with a full stop: `A, “B,” c.`"""
    return ended(_joined(pieces, ","), ".")


def with_stops(pieces: list[str]) -> str:
    """The pieces as sentences, each with its full stop."""
    return ended(_joined(pieces, "."), ".")


def _joined(pieces: list[str], mark: str) -> str:
    line = ""
    for piece in (piece for piece in pieces if piece):
        line = f"{ended(line, mark)} {piece}" if line else piece
    return line


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def lowered_article(text: str) -> str:
    """`The Albanian delegation` -> `the Albanian delegation`, as it stands within a sentence."""
    return re.sub(r"^(The|A|An) ", lambda found: found[0].lower(), text)


# -- Names -----------------------------------------------------------------------------------------


def listed(names: list[str], most: int = 3) -> str:
    """`A`, `A and B`, `A, B, and C`; more than `most`: `A et al.`"""
    if len(names) > most:
        return f"{names[0]} et al."
    if len(names) > 2:
        return f"{', '.join(names[:-1])}, and {names[-1]}"
    return " and ".join(names)


def in_order(names: tuple[Name, ...]) -> str:
    """As a note begins with them."""
    return listed([name.full for name in names])


def within(names: tuple[Name, ...]) -> str:
    """As they stand inside a sentence."""
    return listed([lowered_article(name.full) for name in names])


def heading(names: tuple[Name, ...]) -> str:
    """As a list of works begins with them: only the first is turned round."""
    if not names:
        return ""
    first, *rest = names
    others = [name.full for name in rest]
    if len(others) == 1:
        return f"{first.inverted}{',' if first.is_inverted else ''} and {others[0]}"
    return listed([first.inverted, *others], most=7)


def families(names: tuple[Name, ...]) -> str:
    return listed([name.family for name in names])


# -- Dates and ranges ------------------------------------------------------------------------------


def date_words(edtf: str, display: str = "") -> str:
    """`19–20 October 1956`, `[1962?]`, `ca. February 1956`; other forms as they are displayed; else `undated`."""
    if "/" in edtf:
        first, _, last = edtf.partition("/")
        words = _interval(DAY.match(first), DAY.match(last))
    else:
        words = _day(DAY.match(edtf)) or _decade(edtf)
    return words or display or "undated"


def day_words(edtf: str) -> str:
    """The date without its year, for a reference that has the year before it; empty where it is not certain."""
    words = date_words(edtf)
    found = re.match(r"^(.+) \d{4}$", words)
    return found[1] if found and not words.startswith("ca. ") else ""


def year_words(edtf: str, display: str = "") -> str:
    """The year of an author-date reference: `1956`, `[1962?]`, `ca. 1956`, `1956–64`, `1950s`, `n.d.`"""
    years = re.findall(r"\d{4}", edtf)
    if not years:
        return _decade(edtf) or "n.d."
    if edtf.startswith(("[", "{")):
        return f"[between {years[0]} and {years[-1]}]" if years[0] != years[-1] else years[0]
    doubt = "".join(sorted(set(re.findall(r"[?~%]", edtf))))
    words = years[0] if years[0] == years[-1] else numbers(f"{years[0]}-{years[-1]}")
    return _doubted(words, doubt)


def _doubted(words: str, doubt: str) -> str:
    if "%" in doubt or doubt == "?~":
        return f"[ca. {words}?]"
    return {"?": f"[{words}?]", "~": f"ca. {words}"}.get(doubt, words)


def _decade(edtf: str) -> str:
    return f"{edtf[:3]}0s" if re.match(r"^\d{3}X$", edtf) else ""


def _parts(found: re.Match | None) -> tuple[str, str, str]:
    """(day, month, year) in words; empty where not known or not given."""
    if not found:
        return "", "", ""
    month = found[2] if found[2] and found[2] != "XX" else ""
    day = found[3] if month and found[3] and found[3] != "XX" else ""
    if month and not 1 <= int(month) <= 12:
        return "", "", ""
    return str(int(day)) if day else "", MONTHS[int(month) - 1] if month else "", found[1]


def _day(found: re.Match | None) -> str:
    words = " ".join(part for part in _parts(found) if part)
    return _doubted(words, (found[4] or "") if found else "") if words else ""


def _interval(first: re.Match | None, last: re.Match | None) -> str:
    """Both ends plain; where one is open or in doubt, nothing: then it stands as displayed."""
    if not first or not last or first[4] or last[4]:
        return ""
    a, b = _parts(first), _parts(last)
    if not (a[1] or b[1]):
        return numbers(f"{a[2]}-{b[2]}")
    if a[1:] == b[1:]:
        return f"{a[0]}–{' '.join(part for part in b if part)}" if a[0] != b[0] else _day(first)
    start = a[:2] if a[2] == b[2] else a
    dash = "–" if a[2] == b[2] else " – "
    return dash.join(" ".join(part for part in ends if part) for ends in (start, b))


def numbers(text: str) -> str:
    """Ranges of numbers in the text as Chicago writes them: `319-321` -> `319–21`, `8-9` -> `8–9`."""
    return re.sub(r"(?<![\w-])(\d+)-(\d+)(?![\w-])", lambda found: f"{found[1]}–{_second(found[1], found[2])}", text)


def _second(first: str, last: str) -> str:
    """How much of the second number is written."""
    if len(first) != len(last) or len(first) < 3 or first.endswith("00") or int(last) <= int(first):
        return last
    same = next(at for at, pair in enumerate(zip(first, last, strict=True)) if pair[0] != pair[1])
    changed = len(last) - same
    if changed > 2:
        return last
    return last[-changed:] if first[-2] == "0" else last[-2:]


def place_words(locator: str, unit: str) -> str:
    """`para. 5`, `paras. 8–9`, `line 3`; empty for the whole."""
    if not locator:
        return ""
    one, many = ("line", "lines") if unit == "line" else ("para.", "paras.")
    return f"{many if '-' in locator or ',' in locator else one} {numbers(locator)}"


# -- Quotations ------------------------------------------------------------------------------------


def quotation(pieces: list[tuple[str, bool]], *, cut_before: bool = False) -> str:
    """The words of a source between quotation marks, ready to be pasted: every cut is shown.

    `pieces`: (words, whether something is left out after them). Quotation marks inside become single.
    """
    line = "[…] " if cut_before else ""
    for at, (words, is_cut) in enumerate(pieces):
        line += (" " if at else "") + " ".join(words.split()) + (" […]" if is_cut else "")
    return quoted(line)
