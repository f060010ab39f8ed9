"""The documents that a question shows, passage by passage."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from assessments.models import QuestionDocument
from lessons.sources.models import Excerpt, ExcerptRange, Passage, Source
from lessons.sources.queries import SourceHead, passage_views, source_heads, with_easier
from lessons.sources.render import anchors, join, passage_html


@dataclass
class Document:
    """Document A, B … of a question: its source, and the passages of its excerpt by number."""

    letter: str
    source: Source
    excerpt: Excerpt
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
    ranges = (
        ExcerptRange.objects.filter(excerpt__in=list(by_excerpt))
        .select_related("passage__edition")
        .order_by("position")
    )
    for one in ranges:
        for document in by_excerpt[one.excerpt_id]:
            document.passages.append(one.passage)
    return found


def passages_of(version_id: int) -> dict[str, dict[str, Passage]]:
    """Letter -> number -> passage, for one question."""
    documents = documents_of([version_id]).get(version_id, [])
    return {one.letter: {passage.number: passage for passage in one.passages} for one in documents}


@dataclass(frozen=True)
class DrawnDocument:
    """A document ready for a page: its source line, its words, and what can be chosen from it."""

    letter: str
    head: SourceHead
    excerpt: Excerpt
    html: SafeString
    passages: list[Passage]

    @property
    def title(self) -> str:
        return self.head.source.title


def draw_documents(documents: list[Document], prefix: str) -> list[DrawnDocument]:
    """The documents of one question as HTML, their passages under ids such as `q1-A-p78`. Five queries."""
    views = passage_views(passage for one in documents for passage in one.passages)
    heads = source_heads({one.source.pk for one in documents})
    easier = _easier(documents)
    drawn = []
    for one in documents:
        taken: set[str] = set()
        pieces = []
        for passage in one.passages:
            view = with_easier(views[passage.pk], easier.get((one.excerpt.adapted_id, passage.number)))
            own, others = anchors(f"{prefix}{one.letter}-", passage.number, taken)
            pieces.append(passage_html(view, own, others))
        drawn.append(DrawnDocument(one.letter, heads[one.source.pk], one.excerpt, join(pieces), one.passages))
    return drawn


def _easier(documents: list[Document]) -> dict[tuple[int | None, str], Passage]:
    """(adapted edition, number) -> its passage. No query where nothing is adapted."""
    editions = {one.excerpt.adapted_id for one in documents if one.excerpt.adapted_id}
    if not editions:
        return {}
    rows = Passage.objects.filter(edition__in=editions).select_related("edition")
    return {(passage.edition_id, passage.number): passage for passage in rows}
