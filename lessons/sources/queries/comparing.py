"""Two editions of a source side by side."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from django.core.cache import caches
from django.utils.safestring import SafeString

from lessons.sources.compare import differing, pairs
from lessons.sources.models import Alignment, Edition, Passage
from lessons.sources.queries.naming import key_of, text_names, versions_named
from lessons.sources.queries.page import KEPT, kept_name, newest_of
from lessons.sources.queries.passages import passage_views
from lessons.sources.render import PassageView, SpanView, anchors, join, passage_html


@dataclass(frozen=True)
class Suggestion:
    """Two texts worth laying side by side, and why."""

    left: Edition
    right: Edition
    why: str

    @property
    def a(self) -> str:
        return key_of(self.left)

    @property
    def b(self) -> str:
        return key_of(self.right)


def suggestions(editions: Iterable[Edition]) -> list[Suggestion]:
    """Two translations, a translation and its original, an easier version and its original, older and newer versions."""
    editions = list(editions)
    newest, names = newest_of(editions), text_names(editions)
    found = []
    told = [edition for edition in newest if edition.role in ("transcription", "translation")]
    for one, other in combinations(told, 2):
        why = "Two translations" if one.role == other.role == "translation" else "Original and translation"
        found.append(Suggestion(one, other, f"{why}: {names[one.label]} and {names[other.label]}"))
    by_label = {edition.label: edition for edition in newest}
    for edition in newest:
        if edition.role == "adaptation" and edition.based_on:
            base = by_label[edition.based_on.label]
            found.append(Suggestion(base, edition, f"The source’s words and the easier version: {names[base.label]}"))
    for edition in newest:
        versions = sorted((e for e in editions if e.label == edition.label), key=lambda e: e.number)
        for one, other in pairwise(versions):
            why = (
                f"Later corrected, see the difference: {names[edition.label]}, version {one.number} and {other.number}"
            )
            found.append(Suggestion(one, other, why))
    return found


@dataclass(frozen=True)
class Column:
    edition: Edition
    words: str


@dataclass(frozen=True)
class Row:
    """Passages that stand against each other; one side may be empty."""

    left: SafeString
    right: SafeString


@dataclass(frozen=True)
class Compared:
    left: Column
    right: Column
    rows: list[Row]
    differ: bool


def compared(left: Edition, right: Edition, editions: Iterable[Edition]) -> Compared:
    """Both texts, out of all that the source has; words marked that the other lacks. Three queries, or one if kept."""
    links = list(
        Alignment.objects.filter(left__edition__in=(left, right), right__edition__in=(left, right))
        .order_by("pk")
        .values_list("left", "right")
    )
    name = kept_name(f"compare-{hash(tuple(links))}", (left, right))
    kept = caches["drawn"].get(name)
    if kept is None:
        kept = _draw(left, right, links)
        caches["drawn"].set(name, kept, KEPT)
    rows, differ = kept
    words = versions_named(editions)
    return Compared(Column(left, words[key_of(left)]), Column(right, words[key_of(right)]), rows, differ)


def _draw(left: Edition, right: Edition, links: list[tuple[int, int]]) -> tuple[list[Row], bool]:
    """(the rows, whether any words differ). Two queries."""
    found = list(Passage.objects.filter(edition__in=(left, right)).select_related("edition"))
    sides = [[p for p in found if p.edition_id == edition.pk] for edition in (left, right)]
    places = [{p.pk: at for at, p in enumerate(side)} for side in sides]
    aligned = [
        (places[0][a], places[1][b])
        for one, other in links
        for a, b in ((one, other), (other, one))
        if a in places[0] and b in places[1]
    ]
    views = passage_views(found)
    shown = [[views[p.pk] for p in side] for side in sides]
    taken: set[str] = set()
    rows, differ = [], False
    for pair in pairs([v.number for v in shown[0]], [v.number for v in shown[1]], aligned):
        cells = [[shown[side][at] for at in (pair.left, pair.right)[side]] for side in (0, 1)]
        marked = _marked(*cells, exact=left.label == right.label)
        differ = differ or any(s.kind == "only" for cell in marked for v in cell for s in v.spans)
        rows.append(Row(*(_cell(cell, e.label, taken) for cell, e in zip(marked, (left, right), strict=True))))
    return rows, differ


def _cell(views: list[PassageView], label: str, taken: set[str]) -> SafeString:
    return join(passage_html(view, *anchors("", view.number, taken, label), level=3) for view in views)


def _marked(
    left: list[PassageView], right: list[PassageView], *, exact: bool
) -> tuple[list[PassageView], list[PassageView]]:
    """The passages of one row, with the words marked that the other side does not have. One side alone bears no marks."""
    if not (left and right):
        return left, right
    texts = ["\n".join(view.text for view in side) for side in (left, right)]
    stretches = differing(texts[0], texts[1], exact=exact)
    return _with_marks(left, stretches[0]), _with_marks(right, stretches[1])


def _with_marks(views: list[PassageView], stretches: list[tuple[int, int]]) -> list[PassageView]:
    """Stretches of the joined text, given to the passages in which they lie."""
    marked, begin = [], 0
    for view in views:
        end = begin + len(view.text)
        own = tuple(
            SpanView(max(start, begin) - begin, min(stop, end) - begin, "only")
            for start, stop in stretches
            if start < end and stop > begin
        )
        marked.append(replace(view, spans=(*view.spans, *own)))
        begin = end + 1
    return marked
