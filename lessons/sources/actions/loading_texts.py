"""Loading the texts of a shipped source: editions with passages and spans, and which passages say the same."""

from django.db import transaction

from coursesite import clock
from lessons.sources.actions.editions import tell_followers
from lessons.sources.actions.loading_rows import Known
from lessons.sources.models import Alignment, Edition, Holding, Passage, Source, Span
from lessons.sources.passagefile import PassageFile, SpanFile
from lessons.sources.searched import folded_passage
from lessons.sources.sourcefile import EditionFile, SourceFile

PLAIN = ("role", "language", "scheme", "extent", "about", "verified_against")
SPAN = ("start", "end", "kind", "text", "agent_id", "depth", "term_id")


def load_editions(
    source: Source, file: SourceFile, holdings: list[Holding], known: Known, by
) -> dict[str, tuple[Edition, bool]]:
    """Label -> (the locked edition that has the words of the file, whether it is new)."""
    found: dict[str, tuple[Edition, bool]] = {}
    for edition in sorted(file.editions, key=lambda e: e.role == "adaptation"):
        wanted = {name: getattr(edition, name) for name in PLAIN}
        wanted["based_on"] = found[edition.based_on][0] if edition.based_on else None
        wanted["translator"] = known.agents.get(edition.translator)
        wanted["holding"] = holdings[edition.holding - 1] if edition.holding else None
        found[edition.label] = _load_edition(source, edition, wanted, known, by)
    return found


def _load_edition(source: Source, file: EditionFile, wanted: dict, known: Known, by) -> tuple[Edition, bool]:
    newest = source.editions.filter(label=file.label).exclude(locked_at=None).order_by("-number").first()
    texts = [(p.number, p.text, sorted(_span(s, known) for s in p.spans)) for p in file.passages]
    same = newest and all(getattr(newest, name) == value for name, value in wanted.items())
    if newest and same and _stored_texts(newest) == texts:
        return newest, False
    last = source.editions.filter(label=file.label).order_by("-number").first()
    number = last.number + 1 if last else 1
    edition = Edition.objects.create(source=source, label=file.label, number=number, **wanted)
    for position, (passage, (_, _, spans)) in enumerate(zip(file.passages, texts, strict=True), 1):
        row = Passage.objects.create(
            edition=edition, number=passage.number, position=position, text=passage.text, folded=_folded(passage)
        )
        Span.objects.bulk_create(Span(passage=row, **_values(span)) for span in spans)
    edition.locked_at = clock.now()
    edition.save(update_fields=["locked_at"])
    if newest:
        transaction.on_commit(lambda: tell_followers(newest, edition, by))
    return edition, True


def _folded(passage: PassageFile) -> str:
    """The words that the search looks through: the passage's, and what corrects them."""
    return folded_passage(passage.text, ((span.kind, span.note) for span in passage.spans))


def _span(span: SpanFile, known: Known) -> tuple:
    """The span's values in the order of SPAN; 0 for no agent and no term, so that they can be sorted."""
    agent = known.agents[span.agent].pk if span.agent else 0
    term = known.terms[span.term].pk if span.term else 0
    return span.start, span.end, span.kind, span.note, agent, span.depth, term


def _values(span: tuple) -> dict:
    values = dict(zip(SPAN, span, strict=True))
    return values | {"agent_id": values["agent_id"] or None, "term_id": values["term_id"] or None}


def _stored_texts(edition: Edition) -> list[tuple]:
    spans: dict[int, list] = {}
    for passage, *span in Span.objects.filter(passage__edition=edition).values_list("passage", *SPAN):
        kept = tuple(value or 0 if name.endswith("_id") else value for name, value in zip(SPAN, span, strict=True))
        spans.setdefault(passage, []).append(kept)
    return [(p.number, p.text, sorted(spans.get(p.pk, []))) for p in edition.passages.all()]


def load_alignments(file: SourceFile, editions: dict[str, Edition]) -> bool:
    """Whether one was new: pairs of passages stay when a newer edition comes, with the passages they name."""
    new = False
    for pair in file.alignments:
        left, right = (_passage(place, editions) for place in (pair.left, pair.right))
        row, made = Alignment.objects.get_or_create(left=left, right=right, defaults={"relation": pair.relation})
        if row.relation != pair.relation:
            row.relation = pair.relation
            row.save(update_fields=["relation"])
        new |= made
    return new


def _passage(place: str, editions: dict[str, Edition]) -> Passage:
    label, _, number = place.partition(" ")
    return editions[label].passages.get(number=number)
