"""A synthetic source of 120 paragraphs: headings, marks beside the words, two aligned translations, an easier version."""

import random
from dataclasses import dataclass

from coursesite import clock
from coursesite.ui.fold import fold
from lessons.sources.models import (
    Agent,
    Alignment,
    Edition,
    Holding,
    Passage,
    Place,
    Repository,
    Sense,
    Source,
    SourceAgent,
    Span,
    Term,
)

SCHEME = "assigned: body paragraphs, headings not counted"
WORDS = (
    *("congress", "party", "speech", "report", "letter", "session", "delegate", "archive", "record", "winter", "city"),
    *("worker", "paper", "question", "answer", "minister", "plan", "harvest", "road", "bridge", "factory", "school"),
    *("the", "a", "of", "to", "in", "and", "was", "were", "had", "not", "then", "again", "later", "before", "after"),
)
HEADING_EVERY = 10


@dataclass(frozen=True)
class Big:
    """The source, its edition as shown first, a second translation aligned with it, and the easier version of the first."""

    source: Source
    first: Edition
    second: Edition
    easier: Edition

    def passage(self, number: str) -> Passage:
        return self.first.passages.get(number=number)


def big_source(shelf, *, paragraphs: int = 120, slug: str = "big-source", words: int = 60) -> Big:
    """Made alike each time: paragraph n begins with "Paragraph n says". Its headings are numbered h1, h2 …"""
    sure = random.Random(1956)
    source = _described(shelf, slug)
    first = _edition(source, "en", translator=_agent("big-translator", "Ada Translator"))
    second = _edition(source, "en-second")
    easier = _edition(source, "easier", role="adaptation", based_on=first)
    texts = {n: f"Paragraph {n} says: {_sentence(sure, words)}" for n in range(1, paragraphs + 1)}
    left = _passages(first, texts, headings=True)
    right = _passages(second, {n: _reworded(sure, text) for n, text in texts.items()}, headings=False)
    _passages(easier, {n: f"Easier: {text[:80]}." for n, text in texts.items()}, headings=False)
    Alignment.objects.bulk_create(Alignment(left=left[number], right=right[number]) for number in right)
    _marks(left)
    now = clock.now()
    for edition in (first, second, easier):
        edition.locked_at = now
        edition.save(update_fields=["locked_at"])
    return Big(source, first, second, easier)


def _described(shelf, slug: str) -> Source:
    source = Source.objects.create(
        shelf=shelf,
        slug=slug,
        title="A long report of a long session",
        kind="report",
        date_edtf="1956-02-25?",
        date_from="1956-02-25",
        date_to="1956-02-25",
        date_display="25 February 1956, perhaps",
        date_as_written="25.II.1956",
        date_note="The day is read from a stamp that is hard to read.",
        place=Place.objects.get_or_create(name="Moscow")[0],
        rights="Written for tests.",
        reach="export",
    )
    steps = [("speaker", "big-speaker", "Anna Speaker"), ("recorder", "big-recorder", "Boris Recorder")]
    for position, (role, agent, name) in enumerate(steps, 1):
        SourceAgent.objects.create(source=source, agent=_agent(agent, name), role=role, position=position)
    SourceAgent.objects.create(source=source, role="filed", position=3, note="who filed it is not known")
    archive = Repository.objects.get_or_create(name="Archive of tests", defaults={"place": "Moscow"})[0]
    Holding.objects.create(
        source=source,
        repository=archive,
        levels="Fond 1, Opis 2, Delo 3, List 4",
        document_number="12345",
        url="https://archive.example/12345",
        retrieved_on="2026-03-01",
    )
    return source


def _agent(slug: str, name: str) -> Agent:
    values = {"name": name, "sort_name": ", ".join(reversed(name.split(" ", 1)))}
    return Agent.objects.get_or_create(slug=slug, defaults=values)[0]


def _edition(source: Source, label: str, **values) -> Edition:
    given = {"role": "translation", "language": "en", "scheme": SCHEME, "extent": "whole"}
    return Edition.objects.create(source=source, label=label, **(given | values))


def _passages(edition: Edition, texts: dict[int, str], *, headings: bool) -> dict[str, Passage]:
    rows = []
    for n, text in texts.items():
        if headings and n % HEADING_EVERY == 1:
            rows.append((f"h{n // HEADING_EVERY + 1}", "heading", f"Heading before paragraph {n}"))
        rows.append((str(n), "p", text))
    made = Passage.objects.bulk_create(
        Passage(edition=edition, number=number, position=position, kind=kind, text=text, folded=fold(text))
        for position, (number, kind, text) in enumerate(rows, 1)
    )
    return {passage.number: passage for passage in made}


def _marks(passages: dict[str, Passage]) -> None:
    """Voices, a term, a sic, a cut, a bracket and a gloss, on every third paragraph."""
    term = Term.objects.get_or_create(slug="big-session", defaults={"name": "session"})[0]
    Sense.objects.get_or_create(term=term, position=1, defaults={"text": "A meeting of many, for hours or days."})
    speaker, recorder = _agent("big-speaker", "Anna Speaker"), _agent("big-recorder", "Boris Recorder")
    rows = []
    for number, passage in passages.items():
        if not number.isdigit() or int(number) % 3:
            continue
        end = len(passage.text)
        rows += [
            Span(passage=passage, start=0, end=end, kind="voice", depth=1, agent=recorder, text="The record."),
            Span(passage=passage, start=0, end=end // 2, kind="voice", depth=2, agent=speaker, text="What she said."),
            Span(passage=passage, start=0, end=9, kind="term", term=term),
            Span(passage=passage, start=10, end=12, kind="sic", text="So in the record."),
            Span(passage=passage, start=20, end=26, kind="gloss", text="Explained in plain words."),
            Span(passage=passage, start=30, end=34, kind="supplied", text="Added by the translator."),
        ]
    Span.objects.bulk_create(rows)


def _sentence(sure: random.Random, words: int) -> str:
    return " ".join(sure.choice(WORDS) for _ in range(words)).capitalize() + "."


def _reworded(sure: random.Random, text: str) -> str:
    """The same paragraph by another translator: about every tenth word is another."""
    return " ".join(sure.choice(WORDS) if n > 3 and not n % 10 else word for n, word in enumerate(text.split()))
