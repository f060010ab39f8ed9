"""The gate before a text: a sourcing prompt that a student answers, or passes on, before the text is in her page."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.safestring import SafeString

from coursesite.classes.policy import is_student_of
from lessons.blocks.base import Reader
from lessons.blocks.helping import helps_on
from lessons.blocks.said import said_by
from lessons.models import Block
from lessons.sources.render import stored_html


@dataclass(frozen=True)
class Held:
    """What a gated excerpt shows before and after: drawn once for all readers."""

    closed: SafeString
    open: SafeString


def admitted(blocks: list[Block], reader: Reader) -> dict[UUID, dict]:
    """What the gates of these blocks (with their prompt at hand) show this reader. Two queries with all else of a page."""
    studies, said, helps = _studies(reader), said_by(reader, blocks), helps_on(reader, blocks)
    found = {}
    for block in blocks:
        if block.prompt is None:
            continue
        answer, passed = said.own.get(block.prompt.prompt_id), said.passed.get(block.key)
        found[block.key] = {
            "prompt": block.prompt.prompt,
            "html": stored_html(block.prompt.html),
            "own": answer,
            "passed": passed,
            "is_open": not studies or answer is not None or passed is not None,
            "studies": studies,
            "box": f"gate-{block.key}-text",
            "help": helps.get(block.key),
        }
    return found


def closed_to(blocks: list[Block], reader: Reader) -> set[UUID]:
    """Keys of the gated blocks whose text this reader has not opened yet. One query, none where nothing is gated."""
    gated = [block for block in blocks if block.kind == "excerpt" and block.prompt is not None]
    if not gated or not _studies(reader):
        return set()
    said = said_by(reader, gated)
    return {b.key for b in gated if b.prompt and b.prompt.prompt_id not in said.own and b.key not in said.passed}


def _studies(reader: Reader) -> bool:
    return reader.classroom is not None and not reader.preview and is_student_of(reader.user, reader.classroom.pk)
