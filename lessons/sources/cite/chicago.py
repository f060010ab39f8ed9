"""Citations after the Chicago Manual of Style: notes with their short form, bibliography entries, author and date.

An archive's item runs from the smallest to the largest: title, date, paragraph, file, fonds, archive, repository,
place, address. Every form states only what the Citable holds.
"""

from collections.abc import Iterable

from lessons.sources.cite.citable import Citable
from lessons.sources.cite.parts import (
    PRINTED,
    accessed,
    kind_words,
    levels_of,
    locator_of,
    named,
    number_of,
    people_said,
    short_title_of,
    summary_words,
    title_of,
    when,
)
from lessons.sources.cite.words import (
    capital,
    date_words,
    day_words,
    families,
    heading,
    in_order,
    italic,
    numbers,
    with_commas,
    with_stops,
    within,
    year_words,
)

# -- Notes -----------------------------------------------------------------------------------------


def note(c: Citable) -> str:
    """The full note, with its place in the text where the Citable has one."""
    if c.is_summary:
        return with_commas([c.title, summary_words(c), locator_of(c), c.url])
    if c.kind in PRINTED:
        return with_commas([in_order(c.makers), *_printed_note(c)])
    return with_commas([_letter_head(c) or in_order(c.makers), *_archive_note(c)])


def _letter_head(c: Citable) -> str:
    """`Author to Addressee` for a letter that bears no title of its own."""
    to = c.of("addressee")
    return (
        f"{in_order(c.makers)} to {within(to)}" if c.kind == "letter" and c.title_supplied and c.makers and to else ""
    )


def _archive_note(c: Citable) -> list[str]:
    to = people_said(c.of("addressee"), "letter to") if c.kind == "letter" else ""
    head = [] if _letter_head(c) else [title_of(c), to or kind_words(c)]
    return [
        *head,
        people_said(c.recorders, "recorded by"),
        "" if c.kind == "diary" else c.place,
        when(c),
        locator_of(c),
        *levels_of(c),
        number_of(c),
        people_said(c.of("obtained_by"), "obtained by"),
        people_said(c.translators, "trans."),
        c.quoted_from,
        c.repository,
        c.repository_place,
        c.url,
    ]


def _printed_note(c: Citable) -> list[str]:
    trans, print_ = people_said(c.translators, "trans."), c.imprint
    edited = people_said(c.of("editor"), "ed.")
    summed = [summary_words(c) if c.summed_up else "", locator_of(c)]
    if c.kind == "book":
        title = with_imprint(", ".join(p for p in (title_of(c), edited, trans) if p), c)
        return [title, numbers(print_.pages), *summed, *_kept(c)]
    if c.kind == "article":
        return [*_with_container(c, ","), trans, *summed, *_kept(c)]
    if c.kind == "newspaper":
        held = [*levels_of(c), trans, *_kept(c)]
        return [title_of(c), italic(print_.container), when(c), numbers(print_.pages), *summed, *held]
    day = date_words(c.edtf) if c.edtf else ""
    return [title_of(c), print_.container, day, trans, *summed, accessed(c), *_kept(c)]


def _kept(c: Citable) -> list[str]:
    return [c.repository, c.repository_place, c.url]


def with_imprint(title: str, c: Citable) -> str:
    """`Title (Place: Publisher, Year)`."""
    return f"{title} ({_imprint(c)})"


def _imprint(c: Citable) -> str:
    year = year_words(c.edtf)
    made = ": ".join(part for part in (c.imprint.place, c.imprint.publisher) if part)
    return ", ".join(part for part in (made, year) if part)


def _with_container(c: Citable, mark: str, *, year: bool = True) -> list[str]:
    """[title, journal with volume and pages], or [title, the book around it]. `mark` stands before a book's editor."""
    print_ = c.imprint
    pages = numbers(print_.pages)
    if not (print_.volume or print_.issue) and print_.publisher:
        around = f"in {italic(print_.container)}"
        edited = people_said(c.of("editor"), "ed." if mark == "," else "edited by")
        around = f"{around}, {edited}" if edited else around
        if mark == ",":
            return [title_of(c), with_imprint(around, c), pages]
        made = ": ".join(part for part in (print_.place, print_.publisher) if part)
        return [title_of(c), capital(f"{around}, {pages}" if pages else around), _imprint(c) if year else made]
    volume = f"{italic(print_.container)} {print_.volume}".strip()
    volume += f", no. {print_.issue}" if print_.issue else ""
    volume += f" ({year_words(c.edtf)})" if year else ""
    return [title_of(c), f"{volume}: {pages}" if pages else volume]


def short_note(c: Citable) -> str:
    """For the second and later notes on a source."""
    if c.is_summary:
        return with_commas([short_title_of(c), "summary", locator_of(c)])
    if _letter_head(c):
        return with_commas([f"{families(c.makers)} to {families(c.of('addressee'))}", locator_of(c)])
    return with_commas([families(c.makers), short_title_of(c), locator_of(c)])


def ibid(c: Citable) -> str:
    """For a note right after one on the same text."""
    return with_commas(["Ibid.", locator_of(c)]) if c.locator else "Ibid."


def notes(cited: Iterable[Citable]) -> list[str]:
    """The notes of a text in order: full at first, then short, "ibid." right after the same."""
    written: list[str] = []
    seen: set[tuple] = set()
    before: Citable | None = None
    for c in cited:
        if before is not None and before.source_key == c.source_key:
            written.append("Ibid." if before.locator == c.locator else ibid(c))
        else:
            written.append(short_note(c) if c.source_key in seen else note(c))
        seen.add(c.source_key)
        before = c
    return written


# -- Bibliography, author and date -----------------------------------------------------------------


def entry(c: Citable) -> str:
    """The entry of a bibliography: the source as a whole."""
    return with_stops([_heading(c), *_body(c, year=True)])


def author_date(c: Citable) -> str:
    """The entry of a list of references: the year stands after the author."""
    first, *rest = _body(c, year=False)
    year = year_words(c.edtf) + (f"-{c.suffix}" if c.suffix and not c.edtf else c.suffix)
    head = _heading(c)
    if not head and c.kind == "newspaper" and c.imprint.container:
        head = italic(c.imprint.container)
    return with_stops([head, year, first, *rest] if head else [first, year, *rest])


def in_text(c: Citable) -> str:
    """`(Ivanov 1956a, para. 5)`."""
    who = families(c.makers) or (c.kind == "newspaper" and italic(c.imprint.container)) or short_title_of(c)
    year = year_words(c.edtf) + (f"-{c.suffix}" if c.suffix and not c.edtf else c.suffix)
    place = locator_of(c)
    return f"({who} {year}{', ' if place else ''}{place})"


def _heading(c: Citable) -> str:
    return heading(c.makers)


def _body(c: Citable, *, year: bool) -> list[str]:
    """All sentences after the author. Without the year where that stands before them."""
    if c.is_summary:
        return [c.title, capital(summary_words(c)), c.url]
    if c.kind in PRINTED:
        return _printed_body(c, year)
    to = people_said(c.of("addressee"), "letter to") if c.kind == "letter" else ""
    title = [capital(to)] if _letter_head(c) else [title_of(c), capital(to or kind_words(c))]
    where = ", ".join(part for part in ("" if c.kind == "diary" else c.place, _dated(c, year)) if part)
    return [
        *title,
        capital(people_said(c.recorders, "recorded by")),
        capital(where),
        capital(", ".join(part for part in (*levels_of(c), number_of(c)) if part)),
        capital(people_said(c.of("obtained_by"), "obtained by")),
        _translated(c),
        capital(c.quoted_from),
        ", ".join(part for part in (c.repository, c.repository_place) if part),
        c.url,
    ]


def _dated(c: Citable, year: bool) -> str:
    """With the year; without it, the day alone where it is certain."""
    if year:
        return when(c)
    day = day_words(c.edtf)
    return f"entry of {day}" if day and c.kind == "diary" else day


def _translated(c: Citable) -> str:
    return f"Translated by {named(c.translators)}" if c.translators else ""


def _printed_body(c: Citable, year: bool) -> list[str]:
    print_ = c.imprint
    summed = capital(summary_words(c)) if c.summed_up else ""
    held = ", ".join(part for part in (c.repository, c.repository_place) if part)
    edited = capital(people_said(c.of("editor"), "edited by")) if c.kind == "book" else ""
    if c.kind == "book":
        made = ": ".join(part for part in (print_.place, print_.publisher) if part)
        return [title_of(c), edited, _translated(c), _imprint(c) if year else made, summed, held, c.url]
    if c.kind == "article":
        return [*_with_container(c, ".", year=year), _translated(c), summed, held, c.url]
    day = (date_words(c.edtf) if year else day_words(c.edtf)) if c.edtf else ""
    if c.kind == "newspaper":
        led = not year and not c.makers  # the newspaper itself stands first
        name = "" if led else italic(print_.container)
        dated = ", ".join(part for part in (name, day) if part)
        return [title_of(c), dated, capital(", ".join(levels_of(c))), _translated(c), summed, held, c.url]
    return [title_of(c), capital(print_.container), day, _translated(c), summed, capital(accessed(c)), held, c.url]
