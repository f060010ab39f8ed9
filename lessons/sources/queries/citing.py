"""What is cited, from the rows: a source in one of its texts, as a whole or at one passage."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, Q
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lessons.sources.cite.chicago import author_date, entry, in_text, note, short_note
from lessons.sources.cite.citable import Citable, Imprint, Name
from lessons.sources.cite.words import italic_parts, lowered_article, plain, quotation
from lessons.sources.models import Agent, Edition, Holding, Passage, Source, SourceAgent
from lessons.sources.queries.page import SourcePage
from lessons.sources.render import spoken_number

IMPRINT = ("container", "publisher", "place", "volume", "issue", "pages", "medium")
QUOTED_FROM = "Quoted from "  # how the origin begins of what stands in a later work
WROTE_SUMMARY = "wrote this summary"  # how the note of a card's maker begins who only summed up the work of another


def citables(edition_ids: Iterable[int], address: str = "") -> dict[int, Citable]:
    """Edition id -> what is cited, as a whole. Three queries for any number of editions.

    `address` is this page's: a card is to be found there.
    """
    one = Count("source__editions__label", filter=Q(source__editions__role="translation"), distinct=True)
    rows = Edition.objects.filter(pk__in=list(edition_ids)).annotate(translations=one)
    editions = list(rows.select_related("source__place", "translator", "holding__repository"))
    sources = [edition.source_id for edition in editions]
    people, kept = _people(sources), _holdings(sources)
    return {
        e.pk: citable_of(e, people[e.source_id], kept.get(e.source_id), address, translations=e.translations)
        for e in editions
    }


def citable_of(
    edition: Edition, people: list[SourceAgent], holding: Holding | None, address: str = "", *, translations: int
) -> Citable:
    """What is cited, from rows at hand: no query. `holding` is the source's first; the edition's own goes before it."""
    whole = _whole(edition.source, people, edition.holding or holding, address)
    return replace(whole, translators=_translators(edition, people, translations), language=edition.language)


def bare_citable(source: Source, address: str = "") -> Citable:
    """A source of which no text is on the site. Two queries; one more for its place."""
    return _whole(source, _people([source.pk])[source.pk], _holdings([source.pk]).get(source.pk), address)


def _people(source_ids: list[int]) -> dict[int, list[SourceAgent]]:
    people = defaultdict(list)
    rows = SourceAgent.objects.filter(source__in=source_ids, agent__isnull=False).select_related("agent")
    for row in rows.order_by("source", "position"):
        people[row.source_id].append(row)
    return people


def _holdings(source_ids: list[int]) -> dict[int, Holding]:
    """The first place where each lies."""
    first: dict[int, Holding] = {}
    for row in Holding.objects.filter(source__in=source_ids).select_related("repository").order_by("pk"):
        first.setdefault(row.source_id, row)
    return first


def _name(agent: Agent) -> Name:
    return Name(agent.name, agent.sort_name, agent.kind == "body")


def _whole(source: Source, people: list[SourceAgent], holding: Holding | None, address: str) -> Citable:
    printed = {key: str(source.imprint.get(key) or "") for key in IMPRINT}
    summers = [row for row in people if source.is_card and row.note.startswith(WROTE_SUMMARY)]
    of_work = source.is_card and bool(source.imprint.get("title"))
    url = holding.url if holding else str(source.imprint.get("url") or "")
    return Citable(
        slug=source.slug,
        kind=str(source.imprint.get("kind") or "webpage") if of_work else source.kind,
        title=str(source.imprint["title"]) if of_work else source.title,
        title_supplied=source.title_supplied and not of_work,
        people=tuple((row.role, _name(row.agent)) for row in people if row not in summers and row.agent),
        edtf=source.date_edtf,
        date_display="" if source.is_card else source.date_display,
        place=source.place.name if source.place else "",
        levels=holding.levels if holding else "",
        number=holding.document_number if holding else "",
        repository=holding.repository.name if holding else "",
        repository_place=holding.repository.place if holding else "",
        url=url or (address if source.is_card else ""),
        retrieved=holding.retrieved_on if holding else None,
        imprint=Imprint(**printed),
        quoted_from=_quoted_from(source) if not holding else "",
        summary_by=" and ".join(lowered_article(row.agent.name) for row in summers if row.agent),
        summed_up=of_work,
        relation=source.relation,
    )


def _quoted_from(source: Source) -> str:
    """`quoted from a blog post of 2011, without a source`: a source that we have at second hand alone says so."""
    return f"q{source.origin[1:]}" if source.origin.startswith(QUOTED_FROM) else ""


def _translators(edition: Edition, people: list[SourceAgent], translations: int) -> tuple[Name, ...]:
    """The edition's. Where the source has one translation alone, all who are named as its translators made it."""
    own = (_name(edition.translator),) if edition.translator else ()
    named = tuple(_name(row.agent) for row in people if row.role == "translator" and row.agent)
    alone = edition.role == "translation" and translations == 1
    return named if alone and set(own) <= set(named) else own


# -- The panel of a page ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """One way of citing: its name, safe HTML with italics, the same as plain text for copying."""

    key: str
    label: str
    html: SafeString
    text: str


@dataclass(frozen=True)
class CitePanel:
    """What the disclosure "Cite" shows (templates/sources/_cite.html)."""

    source: Source
    edition: Edition | None
    at: str  # "en:5", or empty for the whole
    place: str  # "Paragraph 5", or empty
    said: list[Said]


def cite_panel(
    source: Source, edition: Edition | None, passage: Passage | None = None, *, address: str = ""
) -> CitePanel:
    """Three queries; four with a passage, whose words are then ready to be copied, with every cut."""
    return _panel(citable_at(source, edition, passage, address=address), source, edition, passage)


def page_panel(page: SourcePage, *, address: str) -> CitePanel:
    """The panel of a page that has all rows at hand: no query where the source has a text."""
    source, edition = page.source, page.cited
    if edition is None:
        return cite_panel(source, None, address=address)
    people = [row for row in page.head.people if row.agent]
    holding = next(iter(page.head.places), None)
    cited = citable_of(edition, people, holding, address, translations=page.translations)
    return _panel(cited, source, edition, None)


def _panel(c: Citable, source: Source, edition: Edition | None, passage: Passage | None) -> CitePanel:
    ways = [
        ("note", "Note", note(c)),
        ("short", "Short note, for the second time", short_note(c)),
        ("entry", "Bibliography", entry(c)),
        ("reference", "Author and date: in the list", author_date(c)),
        ("in-text", "Author and date: in the text", in_text(c)),
    ]
    said = [Said(key, label, html_of(words), plain(words)) for key, label, words in ways]
    if edition and passage and edition.role in ("transcription", "translation"):
        words = f"{_words_of(passage)} {in_text(c)}"
        said.insert(0, Said("quotation", "The words, with their place", html_of(words), plain(words)))
    at = f"{edition.label}:{passage.number}" if edition and passage else edition.label if edition else ""
    return CitePanel(source, edition, at, spoken_number(passage.number) if passage else "", said)


def citable_at(source: Source, edition: Edition | None, passage: Passage | None, *, address: str = "") -> Citable:
    c = citables([edition.pk], address)[edition.pk] if edition else bare_citable(source, address)
    if passage is None:
        return c
    return replace(c, locator=passage.number, unit="line" if passage.kind == "line" else "paragraph")


def html_of(words: str) -> SafeString:
    pieces = [format_html("<i>{}</i>", part) if on else format_html("{}", part) for part, on in italic_parts(words)]
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _words_of(passage: Passage) -> str:
    """The passage's words between quotation marks: its cuts shown, [sic] after what is odd. One query."""
    spans = list(passage.spans.all())
    cuts = {span.start for span in spans if span.kind == "gap"}
    odd = {span.end for span in spans if span.kind == "sic"}
    pieces, words = [], ""
    for at, sign in enumerate(passage.text):
        words += " [sic]" if at in odd else ""
        if sign == "\n":
            pieces.append((words, at in cuts))
            words = ""
        else:
            words += sign
    words += " [sic]" if len(passage.text) in odd else ""
    return quotation([*pieces, (words, False)])


def citable_editions(source: Source) -> list[Edition]:
    """The newest locked text of each label, without easier versions: of those one cites the original. One query."""
    newest: dict[str, Edition] = {}
    for edition in (
        source.editions.exclude(locked_at=None)
        .exclude(role="adaptation")
        .select_related("translator")
        .order_by("number")
    ):
        newest[edition.label] = edition
    return sorted(newest.values(), key=lambda edition: edition.pk)


def citable_passages(editions: Iterable[Edition]) -> list[Passage]:
    """All passages that can be pointed at, with their edition. One query."""
    return list(
        Passage.objects.filter(edition__in=list(editions)).select_related("edition").order_by("edition", "position")
    )
