"""The half of a lesson's pages that is the same for every reader: drawn once for a locked version, then kept.

A locked version and its editions cannot change. What may be corrected (a source's title or rights, a term) shows when
what was kept grows old: settings.CACHES["drawn"].
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.cache import caches
from django.db.models import Subquery
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lessons.blocks import Reader, events_of, kinds, terms_of
from lessons.models import Block, Lesson, LessonVersion
from lessons.queries.credits import licences_of
from lessons.queries.notelinks import with_note_links
from lessons.queries.references import references_of
from lessons.sources.render import join

NOBODY = Reader(user=None)


@dataclass(frozen=True)
class DrawnPart:
    """A part: its key and title, what stands above its blocks, and the blocks in order with their places.

    Static blocks that follow one another are one piece of HTML. `held`: what waiting blocks show before and after.
    """

    key: UUID | None
    number: int
    title: str
    head: SafeString
    items: list[SafeString | tuple[int, Block]] = field(default_factory=list)
    held: dict[UUID, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outline:
    """What every part's page shows of the whole lesson."""

    parts: list[tuple[UUID | None, str]]
    terms: SafeString
    timeline: SafeString
    foot: SafeString


def version(pk: int, locked_at: datetime | None) -> LessonVersion:
    """A version with its lesson: what is locked is fetched once."""
    name = _name(pk, locked_at, "version")
    found = caches["drawn"].get(name) if locked_at else None
    if found is None:
        found = LessonVersion.objects.select_related("lesson").get(pk=pk)
        if locked_at:
            caches["drawn"].set(name, found)
    return found


def outline(version: LessonVersion) -> Outline:
    return _kept(version, "outline") or _draw(version)[0]


def part(version: LessonVersion, number: int) -> DrawnPart | None:
    """A part by its number from 1; None where the lesson has none of that number."""
    kept = _kept(version, number)
    if kept:
        return kept
    parts = _draw(version)[1]
    return parts[number - 1] if 1 <= number <= len(parts) else None


def number_of(version: LessonVersion, key: UUID) -> int:
    """The number of the part in which a block stands; the first where there is none. One query."""
    at = version.blocks.filter(key=key).values("position")[:1]
    return version.blocks.filter(kind="part", position__lte=Subquery(at)).count() or 1


def _name(pk: int, locked_at: datetime | None, what: str | int) -> str:
    """The moment of locking stands in it, so that no other database's version of that number is taken for this one."""
    return f"lesson-{pk}-{locked_at:%Y%m%dT%H%M%S.%f}-{what}" if locked_at else ""


def _kept(version: LessonVersion, what: str | int):
    return caches["drawn"].get(_name(version.pk, version.locked_at, what)) if version.locked_at else None


def _draw(version: LessonVersion) -> tuple[Outline, list[DrawnPart]]:
    """The whole lesson, in a constant number of queries. Ids in it are unique over all its parts."""
    blocks = list(version.blocks.select_related("excerpt__edition__source", "prompt__prompt"))
    lessons = Lesson.objects.select_related("copied_from")
    version.lesson = lessons.get(pk=version.lesson_id)  # at hand in what is kept
    for block in blocks:
        block.version = version  # for kinds that attach to (lesson, key)
    html, held = _draw_static(blocks)
    parts = _split(version, blocks, html, held)
    _append_references(parts, blocks)
    found = Outline(
        [(p.key, p.title) for p in parts],
        _beside("terms", terms=terms_of([version.pk]).get(version.pk)),
        _beside("timeline", events=events_of([version.pk]).get(version.pk)),
        render_to_string("lessons/_foot.html", {"version": version, "licences": licences_of(version, blocks)}),
    )
    if version.locked_at:
        pages = {p.number: p for p in parts} | {"outline": found}
        caches["drawn"].set_many({_name(version.pk, version.locked_at, what): one for what, one in pages.items()})
    return found, parts


def _beside(name: str, **data) -> SafeString:
    """The terms or the timeline of the lesson; empty where it has none."""
    return render_to_string(kinds()[name].template, {"data": data}) if all(data.values()) else join([])


def _draw_static(blocks: list[Block]) -> tuple[dict[UUID, SafeString], dict[UUID, Any]]:
    """(Block key -> its HTML, key of a waiting block -> what it shows before and after)."""
    html: dict[UUID, SafeString] = {}
    held: dict[UUID, Any] = {}
    for name, kind in kinds().items():
        mine = [block for block in blocks if block.kind == name]
        if mine and kind.is_static:
            loaded = kind.load(mine, NOBODY)
            ready = [block for block in mine if block.key in loaded]
            html |= {block.key: kind.draw(block, loaded[block.key]) for block in ready if not kind.waits(block)}
            held |= {block.key: kind.hold(block, loaded[block.key]) for block in ready if kind.waits(block)}
    return html, held


def _split(version: LessonVersion, blocks: list[Block], html: dict[UUID, SafeString], held: dict) -> list[DrawnPart]:
    """Parts begin at the blocks of kind "part". What stands before the first is a part of its own."""
    parts: list[DrawnPart] = []
    place = 0
    for block in blocks:
        if block.kind == "part" or not parts:
            title = block.body.get("title", "") if block.kind == "part" else ""
            parts.append(_part(version, block.key, len(parts) + 1, title or f"Part {len(parts) + 1}"))
            place = 0
        if block.kind != "part" and block.kind in kinds():
            place += 1
            _append(parts[-1].items, place, html.get(block.key, block))
            parts[-1].held.update({key: both for key, both in held.items() if key == block.key})
    return parts


def _part(version: LessonVersion, key: UUID, number: int, title: str) -> DrawnPart:
    head = render_to_string("lessons/_part_head.html", {"version": version, "number": number, "title": title})
    return DrawnPart(key, number, title, head)


def _append_references(parts: list[DrawnPart], blocks: list[Block]) -> None:
    """The last part ends with what the whole lesson uses. References written by hand stay where they stand."""
    found = references_of(blocks)
    if found and parts:
        parts[-1].items.append(render_to_string("lessons/_references.html", {"references": found}))


def _append(items: list, place: int, drawn: SafeString | Block) -> None:
    if isinstance(drawn, Block):
        items.append((place, drawn))
        return
    html = format_html('<div id="at-{}">{}</div>\n', place, drawn)
    if items and isinstance(items[-1], SafeString):
        items[-1] += html
    else:
        items.append(html)


def loaded_items(drawn: DrawnPart, reader: Reader) -> list[dict]:
    """What the template goes through: {"html"} of a static block, or {"place", "template", "block", "data"} of a live one.

    What waits for its reader is live; of its two drawings `data["drawn"]` is the one that she may see.
    """
    data = _live_data(drawn, reader)
    items: list[dict[str, Any]] = []
    for item in drawn.items:
        if not isinstance(item, tuple):
            items.append({"html": item})
            continue
        place, block = item
        if block.key in data:
            kind = kinds()[block.kind]
            template = kind.waiting_template if kind.waits(block) else kind.template
            items.append({"place": place, "template": template, "block": block, "data": data[block.key]})
    holders = [(item, "html") for item in items if "html" in item]
    holders += [(item["data"], "drawn") for item in items if "drawn" in item.get("data", {})]
    filled = with_note_links([holder[name] for holder, name in holders], reader.user, reader.classroom)
    for (holder, name), html in zip(holders, filled, strict=True):
        holder[name] = html
    return items


def _live_data(drawn: DrawnPart, reader: Reader) -> dict[UUID, dict]:
    live = [item[1] for item in drawn.items if isinstance(item, tuple)]
    reader = replace(reader, blocks=tuple(live), memo={})
    data: dict[UUID, dict] = {}
    for name in {block.kind for block in live}:
        kind, mine = kinds()[name], [block for block in live if block.kind == name]
        data |= kind.admit(mine, reader) if kind.is_static else kind.load(mine, reader)
    for key, held in drawn.held.items():
        if key in data:
            data[key]["drawn"] = held.open if data[key]["is_open"] else held.closed
    return data
