"""The kinds of block a lesson is made of, and what draws each."""

from lessons.blocks.base import BlockKind, Paper, Reader, kinds
from lessons.blocks.excerpts import ExcerptKind
from lessons.blocks.prompts import PromptKind
from lessons.blocks.said import OwnAnswer, own_answers
from lessons.blocks.texts import (
    CALLOUTS,
    CalloutKind,
    HtmlKind,
    PartKind,
    TermsKind,
    TimelineKind,
    events_of,
    terms_of,
)

__all__ = [
    "CALLOUTS",
    "BlockKind",
    "OwnAnswer",
    "Paper",
    "Reader",
    "events_of",
    "kinds",
    "own_answers",
    "terms_of",
]

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
