"""The gate before a text: a sourcing prompt that a student answers, or passes on, before the text is in her page."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.safestring import SafeString

from coursesite.classes.policy import is_student_of
from lessons.blocks.base import Reader
from lessons.blocks.helping import help_for
from lessons.blocks.prompts import own_answers
from lessons.models import Block, GatePass
from lessons.sources.render import stored_html
from lessons.starters import skill_for


@dataclass(frozen=True)
class Held:
    """What a gated excerpt shows before and after: drawn once for all readers."""

    closed: SafeString
    open: SafeString


def admitted(blocks: list[Block], reader: Reader) -> dict[UUID, dict]:
    """What the gates of these blocks (with their prompt at hand) show this reader. Three queries, none in a preview."""
    studies = _studies(reader)
    own = (
        own_answers(reader.user, reader.classroom, [b.prompt.prompt_id for b in blocks if b.prompt]) if studies else {}
    )
    passed = passes(blocks, reader) if studies else {}
    helps = help_for(reader, [skill_for(block.prompt.prompt.kind) for block in blocks if block.prompt])
    found = {}
    for block in blocks:
        if block.prompt is None:
            continue
        answer = own.get(block.prompt.prompt_id)
        found[block.key] = {
            "prompt": block.prompt.prompt,
            "html": stored_html(block.prompt.html),
            "own": answer,
            "passed": passed.get(block.key),
            "is_open": not studies or answer is not None or block.key in passed,
            "studies": studies,
            "box": f"gate-{block.key}-text",
            "help": helps.get(skill_for(block.prompt.prompt.kind)),
        }
    return found


def closed_to(blocks: list[Block], reader: Reader) -> set[UUID]:
    """Keys of the gated blocks whose text this reader has not opened yet. Two queries, none where nothing is gated."""
    gated = [block for block in blocks if block.kind == "excerpt" and block.prompt is not None]
    if not gated or not _studies(reader):
        return set()
    own = own_answers(reader.user, reader.classroom, [block.prompt.prompt_id for block in gated if block.prompt])
    passed = passes(gated, reader)
    return {b.key for b in gated if b.prompt and b.prompt.prompt_id not in own and b.key not in passed}


def passes(blocks: list[Block], reader: Reader) -> dict[UUID, datetime]:
    """Block key -> when the reader opened its text without answering. One query."""
    lessons = {block.version.lesson_id for block in blocks}
    rows = GatePass.objects.filter(enrolment=reader.enrolment, lesson__in=lessons, key__in=[b.key for b in blocks])
    return dict(rows.values_list("key", "at"))


def _studies(reader: Reader) -> bool:
    return reader.classroom is not None and not reader.preview and is_student_of(reader.user, reader.classroom.pk)
