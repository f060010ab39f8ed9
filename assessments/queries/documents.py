"""The documents that a question shows, passage by passage."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.cache import caches
from django.db.models import Exists, OuterRef
from django.utils.safestring import SafeString

from assessments.models import AttemptItem, QuestionDocument
from lessons.sources.cuts import shown_html
from lessons.sources.models import Edition, Excerpt, Passage, Source
from lessons.sources.queries.heads import SourceHead, source_heads
from lessons.sources.queries.passages import chosen_passages, easier_passages, passage_views, with_easier
from lessons.sources.render import anchors, join


@dataclass
class Document:
    """Document A, B … of a question: its source, and the passages of its excerpt by number."""

    letter: str
    source: Source
    excerpt: Excerpt
    passages: list[Passage] = field(default_factory=list)
    is_corrected: bool = False  # a newer version of its text is there: what students cite is the older one


def documents_of(version_ids: Iterable[int]) -> dict[int, list[Document]]:
    """The documents of many questions, with their passages, in two queries."""
    newer = Edition.objects.filter(
        source=OuterRef("excerpt__edition__source"), label=OuterRef("excerpt__edition__label"),
        number__gt=OuterRef("excerpt__edition__number"), locked_at__isnull=False,
    )  # fmt: skip
    rows = (
        QuestionDocument.objects.filter(question_version__in=list(version_ids))
        .annotate(is_corrected=Exists(newer))
        .select_related("excerpt__edition__source")
        .order_by("letter")
    )
    found: dict[int, list[Document]] = {}
    by_excerpt: dict[int, list[Document]] = {}
    for row in rows:
        document = Document(row.letter, row.excerpt.edition.source, row.excerpt, is_corrected=row.is_corrected)
        found.setdefault(row.question_version_id, []).append(document)
        by_excerpt.setdefault(row.excerpt_id, []).append(document)
    for excerpt, passages in chosen_passages(by_excerpt).items():
        for document in by_excerpt[excerpt]:
            document.passages.extend(passages)
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


def shown_documents(items: Iterable[AttemptItem]) -> dict[int, list[DrawnDocument]]:
    """Slot -> the documents of its question, ready for a page. `items` have their question_version at hand.

    A locked version and its excerpts cannot change, so what was drawn is kept as a lesson's parts are. What may be
    corrected (a source's title or rights) shows when what was kept grows old.
    """
    names = {item.slot: _name(item) for item in items}
    found = caches["drawn"].get_many(names.values())
    missing = [item for item in items if names[item.slot] not in found]
    documents = documents_of([item.question_version_id for item in missing]) if missing else {}
    for item in missing:
        mine = documents.get(item.question_version_id, [])
        found[names[item.slot]] = draw_documents(mine, f"q{item.slot}-") if mine else []
    caches["drawn"].set_many({names[i.slot]: found[names[i.slot]] for i in missing if i.question_version.locked_at})
    return {slot: found[name] for slot, name in names.items()}


def shown_stimuli(excerpts: Mapping[int, int]) -> dict[int, DrawnDocument]:
    """Slot -> the source that stands beside a run of questions beginning there; `excerpts` gives its excerpt's id."""
    names = {slot: f"stimulus-{slot}-{excerpt}" for slot, excerpt in excerpts.items()}
    found = caches["drawn"].get_many(names.values())
    missing = {slot: excerpts[slot] for slot, name in names.items() if name not in found}
    if missing:
        rows = Excerpt.objects.filter(pk__in=missing.values()).select_related("edition__source").in_bulk()
        passages = chosen_passages(rows)
        for slot, pk in missing.items():
            document = Document("", rows[pk].edition.source, rows[pk], list(passages.get(pk, [])))
            found[names[slot]] = draw_documents([document], f"s{slot}-")[0]
        caches["drawn"].set_many({names[slot]: found[names[slot]] for slot in missing})
    return {slot: found[name] for slot, name in names.items()}


def _name(item: AttemptItem) -> str:
    version = item.question_version
    locked = version.locked_at.timestamp() if version.locked_at else "open"
    return f"documents-{item.slot}-{version.pk}-{locked}"


def draw_documents(documents: list[Document], prefix: str) -> list[DrawnDocument]:
    """The documents of one question as HTML, their passages under ids such as `q1-A-p78`. Five queries."""
    views = passage_views(passage for one in documents for passage in one.passages)
    heads = source_heads({one.source.pk for one in documents})
    easier = easier_passages(one.excerpt for one in documents)
    drawn = []
    for one in documents:
        taken: set[str] = set()
        pieces = []
        for passage in one.passages:
            view = with_easier(views[passage.pk], easier.get((one.excerpt.adapted_id, passage.number)))
            pieces.append(
                shown_html(view, passage.stretches, *anchors(f"{prefix}{one.letter}-", passage.number, taken))
            )
        drawn.append(DrawnDocument(one.letter, heads[one.source.pk], one.excerpt, join(pieces), one.passages))
    return drawn
