"""Prompts, with what the reader wrote to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import OuterRef, Q, Subquery
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from coursesite import clock
from coursesite.classes.models import Classroom
from coursesite.classes.policy import is_student_of
from lessons.blocks.base import BlockKind, Paper, Reader
from lessons.blocks.helping import help_for
from lessons.clean import words_of
from lessons.models import Block, PostText, PromptVersion
from lessons.sources.render import stored_html
from lessons.starters import skill_for

LINES = 5  # to answer on paper


class PromptKind(BlockKind):
    """A question answered in writing: for the teacher alone, or for the class. Comes with what the reader wrote."""

    name, label, template = "prompt", "Prompt", "lessons/blocks/prompt.html"

    def load(self, blocks: list[Block], reader: Reader) -> dict[UUID, dict]:
        versions = {block.key: block.prompt for block in blocks if block.prompt}
        own = {}
        if reader.classroom and not reader.preview:
            own = own_answers(reader.user, reader.classroom, [v.prompt_id for v in versions.values()])
        skills = {b.key: skill_for(b.prompt.prompt.kind, b.version.skill) for b in blocks if b.prompt}
        helps = help_for(reader, skills.values())
        return {
            key: {
                "prompt": version.prompt,
                "html": stored_html(version.html),
                "own": own.get(version.prompt_id),
                "help": helps.get(skills[key]),
                "op_id": uuid4(),
                "box": f"prompt-{key}-text",
                "studies": reader.classroom is not None and is_student_of(reader.user, reader.classroom.pk),
            }
            for key, version in versions.items()
        }

    def on_paper(self, blocks: list[Block], reader: Reader, paper: Paper) -> dict[UUID, SafeString]:
        return {
            block.key: render_to_string(
                "lessons/paper/prompt.html",
                {"title": block.prompt.prompt.title, "html": stored_html(block.prompt.html), "lines": range(LINES)},
            )
            for block in blocks
            if block.prompt
        }

    def problems(self, blocks: list[Block]) -> dict[UUID, str]:
        empty = [block for block in blocks if block.prompt is None or not words_of(block.prompt.html)]
        return {block.key: "A prompt asks nothing. Write its question, or delete it." for block in empty}

    def publish(self, blocks: list[Block]) -> None:
        lock_prompts(blocks)


def lock_prompts(blocks: list[Block]) -> None:
    PromptVersion.objects.filter(pk__in=[b.prompt_id for b in blocks], locked_at=None).update(locked_at=clock.now())


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
    first: dict[UUID, tuple[str, datetime]] = {}
    for prompt, post, text, n, at, hidden_at in rows:  # the earliest post comes last and stands
        words, since = first.setdefault(post, (text, at))
        found[prompt] = OwnAnswer(post, words, text, n, at, since, hidden_at is not None)
    return found
