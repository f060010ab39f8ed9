"""The kinds of block a lesson is made of, and what draws each.

Packages register their kinds in settings.BLOCK_KINDS: dotted modules with a list KINDS. A kind is asked once for all of
its blocks on a page, so that a page's queries do not grow with its blocks.
"""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import OuterRef, Q, Subquery
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from coursesite import clock
from coursesite.classes.models import Classroom, Enrolment
from coursesite.classes.policy import is_student_of
from lessons.clean import words_of
from lessons.models import Block, Lesson, LessonEvent, LessonTerm, PostText, PromptVersion
from lessons.sources.places import Place, place_mark
from lessons.sources.queries.heads import language_words, source_heads
from lessons.sources.queries.passages import chosen_passages, easier_passages, passage_views, with_easier
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

    def problems(self, blocks: list[Block]) -> dict[UUID, str]:
        """Block key -> what to do before the lesson can be published, in a constant number of queries."""
        return {}

    def publish(self, blocks: list[Block]) -> None:
        """Lock what hangs from these blocks of a draft that is being published."""

    def copy(self, blocks: list[Block], old: Lesson, new: Lesson) -> None:
        """Give the blocks of a copied lesson what hangs from the same keys in the old one."""


@functools.cache
def kinds() -> dict[str, BlockKind]:
    """Name -> kind, of all packages that register some."""
    modules = [import_module(name) for name in settings.BLOCK_KINDS]
    return {kind.name: kind for module in modules for kind in module.KINDS}


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


class ExcerptKind(BlockKind):
    """Passages of a source, drawn with their line, numbers and what stands beside them."""

    name, label, template, is_static = "excerpt", "Excerpt of a source", "lessons/blocks/excerpt.html", True

    def load(self, blocks: list[Block], reader: Reader) -> dict[UUID, dict]:
        excerpts = {block.key: block.excerpt for block in blocks if block.excerpt}
        chosen = chosen_passages(excerpt.pk for excerpt in excerpts.values())
        easier = easier_passages(excerpts.values())
        views = passage_views(passage for passages in chosen.values() for passage in passages)
        heads = source_heads({excerpt.edition.source_id for excerpt in excerpts.values()})
        taken: set[str] = set()
        loaded = {}
        for key, excerpt in excerpts.items():
            edition, drawn = excerpt.edition, []
            head = heads[edition.source_id]
            for passage in chosen.get(excerpt.pk, []):
                view = with_easier(views[passage.pk], easier.get((excerpt.adapted_id, passage.number)))
                own, others = anchors(f"{head.source.slug}-", passage.number, taken, edition.label)
                mark = place_mark(Place(head.source.slug, edition.label, passage.number, own))
                drawn.append(join([passage_html(view, own, others), mark]))
            loaded[key] = {
                "excerpt": excerpt, "head": head, "html": join(drawn), "count": len(drawn),
                "language": language_words(edition), "edition": edition,
            }  # fmt: skip
        return loaded

    def problems(self, blocks: list[Block]) -> dict[UUID, str]:
        empty = [block for block in blocks if block.excerpt_id is None]
        return {block.key: "An excerpt shows no source. Choose one with its passages, or delete it." for block in empty}


class PromptKind(BlockKind):
    """A question answered in writing: for the teacher alone, or for the class. Comes with what the reader wrote."""

    name, label, template = "prompt", "Prompt", "lessons/blocks/prompt.html"

    def load(self, blocks: list[Block], reader: Reader) -> dict[UUID, dict]:
        versions = {block.key: block.prompt for block in blocks if block.prompt}
        own = {}
        if reader.classroom and not reader.preview:
            own = own_answers(reader.user, reader.classroom, [v.prompt_id for v in versions.values()])
        return {
            key: {
                "prompt": version.prompt,
                "html": stored_html(version.html),
                "own": own.get(version.prompt_id),
                "op_id": uuid4(),
                "studies": reader.classroom is not None and is_student_of(reader.user, reader.classroom.pk),
            }
            for key, version in versions.items()
        }

    def problems(self, blocks: list[Block]) -> dict[UUID, str]:
        empty = [block for block in blocks if block.prompt is None or not words_of(block.prompt.html)]
        return {block.key: "A prompt asks nothing. Write its question, or delete it." for block in empty}

    def publish(self, blocks: list[Block]) -> None:
        PromptVersion.objects.filter(pk__in=[b.prompt_id for b in blocks], locked_at=None).update(locked_at=clock.now())


@dataclass(frozen=True)
class OwnAnswer:
    """What somebody wrote to a prompt: as first written, and as it stands."""

    post: UUID
    first: str
    text: str
    n: int
    at: datetime
    hidden: bool = False


def own_answers(user, classroom: Classroom, prompt_ids: Iterable[int]) -> dict[int, OwnAnswer]:
    """Prompt id -> the user's own answer in this class. One query, whatever was rewritten and how often."""
    last = PostText.objects.filter(post=OuterRef("post")).order_by("-n").values("n")[:1]
    rows = (
        PostText.objects.filter(post__author=user, post__parent=None, post__discussion__classroom=classroom)
        .filter(Q(n=1) | Q(n=Subquery(last)), post__discussion__prompt__in=list(prompt_ids))
        .order_by("-post__pk", "n")
        .values_list("post__discussion__prompt", "post__public_id", "text", "n", "at", "post__hidden_at")
    )
    found: dict[int, OwnAnswer] = {}
    first: dict[UUID, str] = {}
    for prompt, post, text, n, at, hidden_at in rows:  # the earliest post comes last and stands
        first.setdefault(post, text)
        found[prompt] = OwnAnswer(post, first[post], text, n, at, hidden_at is not None)
    return found


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
