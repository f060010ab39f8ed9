"""The documents that a question shows, passage by passage."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from assessments.models import QuestionDocument
from lessons.sources.models import ExcerptRange, Passage, Source


@dataclass
class Document:
    """Document A, B … of a question: its source, and the passages of its excerpt by number."""

    letter: str
    source: Source
    excerpt: object
    passages: list[Passage] = field(default_factory=list)


def documents_of(version_ids: Iterable[int]) -> dict[int, list[Document]]:
    """The documents of many questions, with their passages, in two queries."""
    rows = (
        QuestionDocument.objects.filter(question_version__in=list(version_ids))
        .select_related("excerpt__edition__source")
        .order_by("letter")
    )
    found: dict[int, list[Document]] = {}
    by_excerpt: dict[int, list[Document]] = {}
    for row in rows:
        document = Document(row.letter, row.excerpt.edition.source, row.excerpt)
        found.setdefault(row.question_version_id, []).append(document)
        by_excerpt.setdefault(row.excerpt_id, []).append(document)
    ranges = ExcerptRange.objects.filter(excerpt__in=list(by_excerpt)).select_related("passage").order_by("position")
    for one in ranges:
        for document in by_excerpt[one.excerpt_id]:
            document.passages.append(one.passage)
    return found


def passages_of(version_id: int) -> dict[str, dict[str, Passage]]:
    """Letter -> number -> passage, for one question."""
    documents = documents_of([version_id]).get(version_id, [])
    return {one.letter: {passage.number: passage for passage in one.passages} for one in documents}
