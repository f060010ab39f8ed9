"""Blocks of plain words: parts, texts, call-outs, and the terms and events of the version."""

from collections.abc import Iterable
from uuid import UUID

from lessons.blocks.base import BlockKind, Reader
from lessons.clean import words_of
from lessons.models import Block, LessonEvent, LessonTerm
from lessons.sources.render import stored_html


class PartKind(BlockKind):
    """Starts a part. The page shows its title as the part's heading."""

    name, label, template, is_static = "part", "New part", "lessons/blocks/part.html", True

    def problems(self, blocks: list[Block]) -> dict[UUID, str]:
        return {b.key: "A part has no title. Write one, or delete it." for b in blocks if not b.body.get("title")}


class HtmlKind(BlockKind):
    """Sanitised HTML in body["html"]."""

    is_static = True

    def __init__(self, name: str, label: str):
        self.name, self.label, self.template = name, label, f"lessons/blocks/{name}.html"  # type: ignore[misc]

    def load(self, blocks: list[Block], reader: Reader) -> dict[UUID, dict]:
        return {block.key: {"html": stored_html(block.body.get("html", ""))} for block in blocks}

    def problems(self, blocks: list[Block]) -> dict[UUID, str]:
        empty = [block for block in blocks if not words_of(block.body.get("html", ""))]
        return {block.key: f"“{self.label}” is empty. Write its text, or delete it." for block in empty}


CALLOUTS = {
    "think": ("Think about it", "lightbulb"),
    "term": ("Key term", "book-a"),
    "context": ("Context", "info"),
    "careful": ("Careful", "triangle-alert"),
}


class CalloutKind(HtmlKind):
    def load(self, blocks: list[Block], reader: Reader) -> dict[UUID, dict]:
        loaded = super().load(blocks, reader)
        for block in blocks:
            style = block.body.get("style", "think")
            word, icon = CALLOUTS.get(style, CALLOUTS["think"])
            loaded[block.key] |= {"style": style, "word": word, "icon": icon, "title": block.body.get("title", "")}
        return loaded


class TermsKind(BlockKind):
    """The terms of the lesson, in plain words."""

    name, label, template, is_static = "terms", "Terms", "lessons/blocks/terms.html", True

    def load(self, blocks: list[Block], reader: Reader) -> dict[UUID, dict]:
        terms = terms_of({block.version_id for block in blocks})
        return {block.key: {"terms": terms.get(block.version_id, [])} for block in blocks}


class TimelineKind(BlockKind):
    """The events of the lesson, earliest first."""

    name, label, template, is_static = "timeline", "Timeline", "lessons/blocks/timeline.html", True

    def load(self, blocks: list[Block], reader: Reader) -> dict[UUID, dict]:
        events = events_of({block.version_id for block in blocks})
        return {block.key: {"events": events.get(block.version_id, [])} for block in blocks}


def terms_of(version_ids: Iterable[int]) -> dict[int, list]:
    """Version id -> terms in the lesson's order, with their senses. Two queries."""
    found: dict[int, list] = {}
    rows = LessonTerm.objects.filter(version__in=version_ids).select_related("term").prefetch_related("term__senses")
    for row in rows:
        found.setdefault(row.version_id, []).append(row.term)
    return found


def events_of(version_ids: Iterable[int]) -> dict[int, list]:
    """Version id -> events, earliest first. One query."""
    found: dict[int, list] = {}
    rows = LessonEvent.objects.filter(version__in=version_ids).select_related("event")
    for row in rows.order_by("event__date_from", "event__date_to", "event__pk"):
        found.setdefault(row.version_id, []).append(row.event)
    return found
