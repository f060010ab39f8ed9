"""The pieces that notes and entries share: title, kind, where a source lies, who else had a part in it."""

import re

from lessons.sources.cite.citable import Citable, Name
from lessons.sources.cite.words import (
    CLOSING,
    capital,
    date_words,
    italic,
    listed,
    numbers,
    place_words,
    plain,
    quoted,
    within,
)

PRINTED = ("newspaper", "webpage", "book", "article")
KIND_WORDS = {
    "speech": "speech",
    "diary": "diary",
    "memorandum": "memorandum",
    "report": "report",
    "letter": "letter",
    "leaflet": "leaflet",
    "inscription": "inscription",
    "notes": "notes",
    "conversation": "record of a conversation",
    "image": "image",
}
LEVEL_WORDS = {"listi": "listy"} | {
    word: word
    for word in ("fond", "opis", "delo", "list", "listy", "box", "folder", "series", "file", "volume", "item")
}
LITTLE = {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
SHORT_WORDS = 4


def title_of(c: Citable) -> str:
    """In italics for a book or a named picture; plain where the title is not the source's own; else in quotation marks."""
    if c.title_supplied:
        return c.title
    return italic(c.title) if c.kind in ("book", "image") else quoted(c.title)


def short_title_of(c: Citable) -> str:
    """The first four words or so, without an article before them or a little word at their end."""
    words = re.split(r"[:;?(]|, ", c.title.strip(CLOSING + "“"))[0].split()
    dropped = len(words) > 1 and words[0].casefold() in ("a", "an", "the")
    words = words[1:] if dropped else words
    words = words if len(words) <= SHORT_WORDS + 1 else words[:SHORT_WORDS]
    while len(words) > 1 and words[-1].casefold() in LITTLE:
        words = words[:-1]
    short = capital(" ".join(words)) if dropped else " ".join(words)
    if short.count("“") > short.count("”"):
        short += "”"
    if c.title_supplied:
        return f"“{short}”" if c.title.startswith("“") and not short.startswith("“") else short
    return italic(short) if c.kind in ("book", "image") else quoted(short)


def kind_words(c: Citable) -> str:
    """What it is, where the title does not say so."""
    words = c.imprint.medium if c.kind == "image" and c.imprint.medium else KIND_WORDS.get(c.kind, "")
    return "" if not words or words.split(" ")[-1].casefold() in c.title.casefold() else words


def when(c: Citable) -> str:
    words = date_words(c.edtf, c.date_display)
    if c.kind == "diary" and c.edtf:
        return f"{'entries' if '/' in c.edtf else 'entry'} of {words}"
    return words


def levels_of(c: Citable) -> list[str]:
    """`RGANI, Fond 5, Listi 319-321; …` -> `RGANI`, `fond 5`, `listy 319–21`: what stands before a semicolon."""
    said = []
    for level in c.levels.partition(";")[0].split(","):
        word, _, rest = level.strip().partition(" ")
        small = LEVEL_WORDS.get(word.casefold().rstrip("'’ʹ")) if re.search(r"\d", rest) else None
        said.append(f"{small} {numbers(rest)}" if small else numbers(level.strip()))
    return [level for level in said if level]


def number_of(c: Citable) -> str:
    """The number under which the archive has it, where the address does not bear it anyway."""
    return f"document {c.number}" if c.number and c.number not in c.url else ""


def people_said(names: tuple[Name, ...], words: str) -> str:
    """`trans. Gary Goldberg`; empty where nobody is named."""
    return f"{words} {within(names)}" if names else ""


def locator_of(c: Citable) -> str:
    return place_words(c.locator, c.unit)


def accessed(c: Citable) -> str:
    if not c.retrieved:
        return ""
    return f"accessed {date_words(c.retrieved.isoformat())}"


def summary_words(c: Citable) -> str:
    """That what one points at is a summary, not the work's own words."""
    by = f"the summary by {c.summary_by}" if c.summary_by else "our summary"
    return f"cited from {by}" if c.summed_up else by.removeprefix("the ")


def named(names: tuple[Name, ...]) -> str:
    return listed([name.full for name in names], most=7)


def sort_key(c: Citable) -> tuple[str, str, str]:
    """Lists of works stand in the order of authors, then of years, then of titles without their article."""
    head = c.makers or (c.of("published_by") if c.kind == "newspaper" else ())
    author = "; ".join((name.sort or name.full) for name in head) or (
        c.imprint.container if c.kind == "newspaper" else ""
    )
    title = re.sub(r"^(a|an|the) ", "", plain(c.title).strip(CLOSING + "“").casefold())
    return (author or title).casefold(), c.edtf or "9999", title
