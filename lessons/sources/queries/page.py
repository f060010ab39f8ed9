"""The page of a source."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.safestring import SafeString

from lessons.sources.models import Edition, Passage, Source
from lessons.sources.queries.heads import SourceHead, language_words, source_heads
from lessons.sources.queries.passages import passage_views, with_easier
from lessons.sources.render import PassageView, anchors, join, passage_html


def newest_editions(source: Source) -> list[Edition]:
    """The newest locked edition of each label, in the order in which they came to the site. One query."""
    newest: dict[str, Edition] = {}
    for edition in source.editions.exclude(locked_at=None).select_related("based_on").order_by("pk"):
        newest[edition.label] = edition
    return list(newest.values())


@dataclass(frozen=True)
class EditionText:
    """One edition as it stands on the page of its source."""

    edition: Edition
    language: str
    html: SafeString


@dataclass(frozen=True)
class SourcePage:
    head: SourceHead
    texts: list[EditionText]
    editions: list[Edition]

    @property
    def first(self) -> EditionText | None:
        return self.texts[0] if self.texts else None


def source_page(source: Source) -> SourcePage:
    """Six queries for any number of editions and passages. Easier versions stand under the passages they are made of."""
    editions = newest_editions(source)
    by_edition = defaultdict(list)
    for passage in Passage.objects.filter(edition__in=editions).select_related("edition"):
        by_edition[passage.edition_id].append(passage)
    easier = {e.based_on_id: {p.number: p for p in by_edition[e.pk]} for e in editions if e.role == "adaptation"}
    shown = [e for e in editions if e.role != "adaptation"]
    views: dict[int, PassageView] = passage_views([p for e in shown for p in by_edition[e.pk]])
    taken: set[str] = set()
    texts = []
    for edition in shown:
        drawn = []
        for passage in by_edition[edition.pk]:
            view = with_easier(views[passage.pk], easier.get(edition.pk, {}).get(passage.number))
            drawn.append(passage_html(view, *anchors("", passage.number, taken, edition.label)))
        texts.append(EditionText(edition, language_words(edition), join(drawn)))
    return SourcePage(source_heads([source.pk])[source.pk], texts, editions)
