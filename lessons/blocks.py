"""The kinds of block a lesson is made of, and what draws each.

Packages register their kinds in settings.BLOCK_KINDS: dotted modules with a list KINDS. A kind is asked once for all of
its blocks on a page, so that a page's queries do not grow with its blocks.
"""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from coursesite.classes.models import Classroom, Enrolment
from lessons.models import Block, LessonEvent, LessonTerm
from lessons.sources.models import ExcerptRange, Passage
from lessons.sources.queries import language_words, passage_views, source_heads, with_easier
from lessons.sources.render import anchors, join, passage_html, stored_html


@dataclass(frozen=True)
class Reader:
    """Who reads. In a preview there is no class, and nothing that is written is kept."""

    user: Any
    classroom: Classroom | None = None
    enrolment: Enrolment | None = None
    preview: bool = False


class BlockKind:
    """One kind of block. Subclasses set the names; `load` gives what the template needs, by block key.

    The template gets `block` (a lessons.models.Block), `data` (what load gave) and `reader`.
    `is_static` promises that `load` looks at the blocks alone, not at the reader: what it draws for a locked version
    may be kept.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    template: ClassVar[str]
    is_static: ClassVar[bool] = False

    def load(self, blocks: list[Block], reader: Reader) -> dict[UUID, dict]:
        """Block key -> data for the template, in a constant number of queries."""
        return {block.key: {} for block in blocks}

    def draw(self, block: Block, data: dict) -> SafeString:
        """What a static block looks like."""
        return render_to_string(self.template, {"block": block, "data": data})


@functools.cache
def kinds() -> dict[str, BlockKind]:
    """Name -> kind, of all packages that register some."""
    modules = [import_module(name) for name in settings.BLOCK_KINDS]
    return {kind.name: kind for module in modules for kind in module.KINDS}


class PartKind(BlockKind):
    """Starts a part. The page shows its title as the part's heading."""

    name, label, template, is_static = "part", "New part", "lessons/blocks/part.html", True


class HtmlKind(BlockKind):
    """Sanitised HTML in body["html"]."""

    is_static = True

    def __init__(self, name: str, label: str):
        self.name, self.label, self.template = name, label, f"lessons/blocks/{name}.html"  # type: ignore[misc]

    def load(self, blocks: list[Block], reader: Reader) -> dict[UUID, dict]:
        return {block.key: {"html": stored_html(block.body.get("html", ""))} for block in blocks}


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


class ExcerptKind(BlockKind):
    """Passages of a source, drawn with their line, numbers and what stands beside them."""

    name, label, template, is_static = "excerpt", "Excerpt of a source", "lessons/blocks/excerpt.html", True

    def load(self, blocks: list[Block], reader: Reader) -> dict[UUID, dict]:
        excerpts = {block.key: block.excerpt for block in blocks if block.excerpt}
        chosen = _chosen_passages(excerpts.values())
        easier = _easier_passages(excerpts.values())
        views = passage_views(passage for passages in chosen.values() for passage in passages)
        heads = source_heads({excerpt.edition.source_id for excerpt in excerpts.values()})
        taken: set[str] = set()
        loaded = {}
        for key, excerpt in excerpts.items():
            edition, drawn = excerpt.edition, []
            head = heads[edition.source_id]
            for passage in chosen.get(excerpt.pk, []):
                view = with_easier(views[passage.pk], easier.get((excerpt.adapted_id, passage.number)))
                drawn.append(passage_html(view, *anchors(f"{head.source.slug}-", passage.number, taken, edition.label)))
            loaded[key] = {
                "excerpt": excerpt, "head": head, "html": join(drawn), "count": len(drawn),
                "language": language_words(edition), "edition": edition,
            }  # fmt: skip
        return loaded


def _chosen_passages(excerpts: Iterable) -> dict[int, list[Passage]]:
    """Excerpt id -> its passages in order. One query."""
    chosen: dict[int, list[Passage]] = {}
    rows = ExcerptRange.objects.filter(excerpt__in=[e.pk for e in excerpts]).select_related("passage__edition")
    for row in rows.order_by("excerpt", "position"):
        chosen.setdefault(row.excerpt_id, []).append(row.passage)
    return chosen


def _easier_passages(excerpts: Iterable) -> dict[tuple[int, str], Passage]:
    """(adapted edition id, number) -> passage. One query, none where nothing is adapted."""
    editions = {excerpt.adapted_id for excerpt in excerpts if excerpt.adapted_id}
    if not editions:
        return {}
    rows = Passage.objects.filter(edition__in=editions).select_related("edition")
    return {(passage.edition_id, passage.number): passage for passage in rows}


class PromptKind(BlockKind):
    """A question answered in writing: for the teacher alone, or for the class. What was written is put in by the page."""

    name, label, template = "prompt", "Prompt", "lessons/blocks/prompt.html"

    def load(self, blocks: list[Block], reader: Reader) -> dict[UUID, dict]:
        return {b.key: {"prompt": b.prompt, "html": stored_html(b.prompt.html)} for b in blocks if b.prompt}


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


KINDS: list[BlockKind] = [
    PartKind(),
    HtmlKind("prose", "Text"),
    HtmlKind("hook", "Opening scene"),
    HtmlKind("background", "Background"),
    HtmlKind("references", "References"),
    CalloutKind("callout", "Call-out"),
    ExcerptKind(),
    PromptKind(),
    TermsKind(),
    TimelineKind(),
]
