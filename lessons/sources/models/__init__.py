"""Sources as objects: who spoke, who wrote it down, where it lies, in which editions, passage by passage."""

from lessons.sources.models.agents import Agent, Place, Repository
from lessons.sources.models.chronicle import Event, Sense, Term
from lessons.sources.models.editions import Alignment, Edition, Excerpt, ExcerptRange, Passage, Span
from lessons.sources.models.sources import Holding, Source, SourceAgent, SourceImage, SourceLink

__all__ = [
    "Agent",
    "Alignment",
    "Edition",
    "Event",
    "Excerpt",
    "ExcerptRange",
    "Holding",
    "Passage",
    "Place",
    "Repository",
    "Sense",
    "Source",
    "SourceAgent",
    "SourceImage",
    "SourceLink",
    "Span",
    "Term",
]
