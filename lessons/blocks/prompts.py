"""Prompts, with what the reader wrote to them."""

from uuid import UUID, uuid4

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from coursesite import clock
from coursesite.classes.policy import is_student_of
from lessons.blocks.base import BlockKind, Paper, Reader
from lessons.blocks.helping import helps_on
from lessons.blocks.said import said_by
from lessons.clean import words_of
from lessons.models import Block, PromptVersion
from lessons.sources.render import stored_html

LINES = 5  # to answer on paper


class PromptKind(BlockKind):
    """A question answered in writing: for the teacher alone, or for the class. Comes with what the reader wrote."""

    name, label, template = "prompt", "Prompt", "lessons/blocks/prompt.html"

    def load(self, blocks: list[Block], reader: Reader) -> dict[UUID, dict]:
        versions = {block.key: block.prompt for block in blocks if block.prompt}
        own = said_by(reader, blocks).own
        helps = helps_on(reader, blocks)
        return {
            key: {
                "prompt": version.prompt,
                "html": stored_html(version.html),
                "own": own.get(version.prompt_id),
                "help": helps.get(key),
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
