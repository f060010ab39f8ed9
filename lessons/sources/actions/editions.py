"""Storing a text: an edition with numbered passages, locked at once; its correction as the next version."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from coursesite import clock
from coursesite.audit.actions import record
from lessons.sources.drafts import PassageDraft, passage_problems
from lessons.sources.errors import EditionMoved, EditionRefused
from lessons.sources.models import Alignment, Edition, Passage, Source, Span
from lessons.sources.searched import folded_passage

CARRIED = ("role", "language", "scheme", "extent", "about", "based_on", "translator", "holding", "verified_against")


@transaction.atomic
def make_edition(
    *, source: Source, label: str, role: str, language: str, scheme: str, extent: str,
    passages: Sequence[PassageDraft], by, **about,
) -> Edition:  # fmt: skip
    """The first version of a text, locked. `about`: about, based_on, translator, holding, verified_against."""
    Source.objects.select_for_update().get(pk=source.pk)
    if source.editions.filter(label=label).exists():
        raise EditionRefused(
            [f"This source has a text called “{label}” already. Correct that one, or give the new text another name."]
        )
    edition = Edition(
        source=source, label=label, role=role, language=language, scheme=scheme, extent=extent, **about
    )  # fmt: skip
    _store(edition, passages)
    record(by=by, verb="edition_make", target=edition, passages=len(passages))
    return edition


@transaction.atomic
def correct_edition(*, edition: Edition, passages: Sequence[PassageDraft], by, note: str = "") -> Edition:
    """The next version of a text, with the same numbers; the old one stays readable, and what points at it stays.

    After the commit every follower in settings.EDITION_FOLLOWERS hears of it.
    """
    Source.objects.select_for_update().get(pk=edition.source_id)
    versions = Edition.objects.filter(source=edition.source_id, label=edition.label)
    if versions.order_by("-number").values_list("pk", flat=True)[0] != edition.pk:
        raise EditionMoved
    kept = dict(edition.passages.values_list("number", "pk"))
    used = set(Passage.objects.filter(edition__in=versions).values_list("number", flat=True))
    again = [p.number for p in passages if p.number in used and p.number not in kept]
    if again:
        raise EditionRefused(
            f"The number {number} belonged to a passage that was deleted: numbers are never used again. Choose another."
            for number in again
        )
    carried = {name: getattr(edition, name) for name in CARRIED}
    new = Edition(source_id=edition.source_id, label=edition.label, number=edition.number + 1, **carried)
    made = _store(new, passages)
    _carry_alignments(kept, made)
    record(by=by, verb="edition_correct", target=new, note=note)
    transaction.on_commit(lambda: tell_followers(edition, new, by))
    return new


def _store(edition: Edition, passages: Sequence[PassageDraft]) -> dict[str, Passage]:
    """Number -> passage of the edition, which is locked when this returns."""
    problems = passage_problems(passages)
    if problems:
        raise EditionRefused(problems)
    edition.save()
    rows = Passage.objects.bulk_create(
        Passage(edition=edition, number=p.number, position=n, kind=p.kind, text=p.text, folded=folded_words(p))
        for n, p in enumerate(passages, 1)
    )
    Span.objects.bulk_create(
        Span(passage=row, start=s.start, end=s.end, kind=s.kind, text=s.text, depth=s.depth, agent_id=s.agent,
             term_id=s.term)
        for row, passage in zip(rows, passages, strict=True) for s in passage.spans
    )  # fmt: skip
    edition.locked_at = clock.now()
    edition.save(update_fields=["locked_at"])
    return {row.number: row for row in rows}


def folded_words(passage: PassageDraft) -> str:
    return folded_passage(passage.text, ((span.kind, span.text) for span in passage.spans))


def _carry_alignments(kept: dict[str, int], made: dict[str, Passage]) -> None:
    """What stood beside a passage stands beside the passage of the same number."""
    new = {pk: made[number].pk for number, pk in kept.items() if number in made}
    rows = Alignment.objects.filter(left__in=new) | Alignment.objects.filter(right__in=new)
    Alignment.objects.bulk_create(
        Alignment(left_id=new.get(row.left_id, row.left_id), right_id=new.get(row.right_id, row.right_id),
                  relation=row.relation)
        for row in rows
    )  # fmt: skip


def tell_followers(old: Edition, new: Edition, by) -> None:
    """Once a newer version of a text is committed: whoever has something on the old one looks where its words are."""
    for name in settings.EDITION_FOLLOWERS:
        import_string(name)(old=old, new=new, by=by)
