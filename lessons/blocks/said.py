"""What a reader has written and opened on a page, asked once for all of its blocks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    DateTimeField,
    Field,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    UUIDField,
    Value,
)

from coursesite.classes.models import Classroom
from lessons.blocks.base import Reader
from lessons.models import Block, GatePass, PostText, SupportLevel

LEVEL, PASSED = -1, -2  # in the place of a prompt's id


@dataclass(frozen=True)
class OwnAnswer:
    """What somebody wrote to a prompt: as first written, and as it stands."""

    post: UUID
    first: str
    text: str
    n: int
    at: datetime
    first_at: datetime
    hidden: bool = False

    @property
    def is_revised(self) -> bool:
        return self.first != self.text


@dataclass(frozen=True)
class Said:
    """What is known of a reader on a page.

    Prompt id -> her answer; block key -> when she opened a text without answering; how much help she gets, "" where no
    teacher has said.
    """

    own: dict[int, OwnAnswer]
    passed: dict[UUID, datetime]
    level: str = ""


def said_by(reader: Reader, blocks: list[Block]) -> Said:
    """For all prompts and gates of the page at once: one query, none for those who do not study here."""
    if "said" not in reader.memo:
        reader.memo["said"] = _said_by(reader, list(reader.blocks or blocks))
    return reader.memo["said"]


def _said_by(reader: Reader, blocks: list[Block]) -> Said:
    prompts = [block.prompt.prompt_id for block in blocks if block.prompt]
    if not prompts or reader.preview or reader.classroom is None:
        return Said({}, {})
    if reader.enrolment is None:
        return _said(reader.user, reader.classroom, prompts)
    here = reader.enrolment.pk
    gated = [block for block in blocks if block.prompt and block.kind == "excerpt"]
    passes = GatePass.objects.filter(
        enrolment=here, lesson__in={block.version.lesson_id for block in gated}, key__in=[block.key for block in gated]
    )
    newest = SupportLevel.objects.filter(enrolment=here).order_by("-n").values("pk")[:1]
    levels = SupportLevel.objects.filter(pk=Subquery(newest)).order_by()
    nobody, nowhere, never = _null(UUIDField()), Value(0, BigIntegerField()), _null(DateTimeField())
    further: list[QuerySet] = [
        levels.values_list(nowhere, Value(LEVEL, BigIntegerField()), nobody, "level", "n", "at", never)
    ]
    if gated:
        row = (nowhere, Value(PASSED, BigIntegerField()), "key", Value("", TextField()), Value(0), "at", never)
        further.append(passes.order_by().values_list(*row))
    return _said(reader.user, reader.classroom, prompts, further)


def _null(field: Field) -> Value:
    return Value(None, field)


def own_answers(user, classroom: Classroom, prompt_ids: Iterable[int]) -> dict[int, OwnAnswer]:
    """Prompt id -> the user's own answer in this class. One query, whatever was rewritten and how often."""
    return _said(user, classroom, prompt_ids).own


def _said(user, classroom: Classroom, prompt_ids: Iterable[int], further: Sequence[QuerySet] = ()) -> Said:
    """`further` rows have LEVEL or PASSED in the place of the prompt: all in one query."""
    last = PostText.objects.filter(post=OuterRef("post")).order_by("-n").values("n")[:1]
    texts = (
        PostText.objects.filter(post__author=user, post__parent=None, post__discussion__classroom=classroom)
        .filter(Q(n=1) | Q(n=Subquery(last)), post__discussion__prompt__in=list(prompt_ids))
        .order_by()
        .values_list("post", "post__discussion__prompt", "post__public_id", "text", "n", "at", "post__hidden_at")
    )
    if further:
        texts = texts.union(*further, all=True)
    level, found, passed = "", {}, {}
    first: dict[UUID, tuple[str, datetime]] = {}
    for _, prompt, post, text, n, at, hidden_at in sorted(texts, key=lambda row: (-row[0], row[4])):
        if prompt == LEVEL:
            level = text
            continue
        if prompt == PASSED:
            passed[post] = at
            continue
        words, since = first.setdefault(post, (text, at))  # the earliest post comes last and stands
        found[prompt] = OwnAnswer(post, words, text, n, at, since, hidden_at is not None)
    return Said(found, passed, level)
