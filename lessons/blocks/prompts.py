"""Prompts, with what the reader wrote to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import OuterRef, Q, Subquery

from coursesite import clock
from coursesite.classes.models import Classroom
from coursesite.classes.policy import is_student_of
from lessons.blocks.base import BlockKind, Reader
from lessons.clean import words_of
from lessons.models import Block, PostText, PromptVersion
from lessons.sources.render import stored_html


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
