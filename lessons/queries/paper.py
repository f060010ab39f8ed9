"""A whole lesson for paper: its parts with what each kind of block prints. Nothing of a student is in it."""

from dataclasses import dataclass, field
from uuid import UUID

from django.utils.safestring import SafeString

from lessons.blocks import Paper, Reader, events_of, kinds, terms_of
from lessons.models import Block, LessonVersion
from lessons.queries.authoring import blocks_of
from lessons.queries.credits import licences_of
from lessons.queries.notelinks import with_note_links
from lessons.queries.references import references_of


@dataclass
class PaperPart:
    title: str
    blocks: list[SafeString] = field(default_factory=list)


@dataclass(frozen=True)
class Printed:
    """A lesson as it is printed."""

    version: LessonVersion
    parts: list[PaperPart]
    references: object
    licences: object
    terms: list
    events: list


def letters_of(version: LessonVersion) -> list[tuple[str, str]]:
    """(letter, title of the source) of each excerpt, in order. One query."""
    rows = version.blocks.filter(kind="excerpt", excerpt__isnull=False).order_by("position")
    found = rows.values_list("body__letter", "excerpt__edition__source__title")
    return [(letter, title) for letter, title in found if letter]


def printed(version: LessonVersion, reader: Reader, paper: Paper) -> Printed:
    """The blocks in their order, in a constant number of queries."""
    blocks = blocks_of(version)
    for block in blocks:
        block.version = version
    html = _drawn(blocks, reader, paper)
    terms, events = terms_of([version.pk]).get(version.pk, []), events_of([version.pk]).get(version.pk, [])
    beside = {block.kind for block in blocks if block.key in html}
    shown = [block for block in blocks if block.kind != "excerpt" or block.key in html]
    return Printed(
        version,
        _split(blocks, html),
        references_of(shown),
        licences_of(version, shown),
        [] if "terms" in beside else terms,
        [] if "timeline" in beside else events,
    )


def key_of(version: LessonVersion, reader: Reader) -> list[SafeString]:
    """The answers that blocks know of themselves, in the order of the lesson. For teachers."""
    blocks = blocks_of(version)
    html: dict[UUID, SafeString] = {}
    for block in blocks:
        block.version = version
    for name, kind in kinds().items():
        mine = [block for block in blocks if block.kind == name]
        html |= kind.on_key(mine, reader) if mine else {}
    return [html[block.key] for block in blocks if block.key in html]


def _drawn(blocks: list[Block], reader: Reader, paper: Paper) -> dict[UUID, SafeString]:
    html: dict[UUID, SafeString] = {}
    for name, kind in kinds().items():
        mine = [block for block in blocks if block.kind == name]
        if mine and name != "part":
            html |= kind.on_paper(mine, reader, paper)
    return dict(zip(html, with_note_links(html.values(), None, None), strict=True))


def _split(blocks: list[Block], html: dict[UUID, SafeString]) -> list[PaperPart]:
    parts: list[PaperPart] = []
    for block in blocks:
        if block.kind == "part" or not parts:
            title = block.body.get("title", "") if block.kind == "part" else ""
            parts.append(PaperPart(title or f"Part {len(parts) + 1}"))
        if block.key in html:
            parts[-1].blocks.append(html[block.key])
    return parts
