"""The question bank: writing versions of a question, describing it, copying, moving and retiring it.

A locked version is never touched: the first change makes a draft of the next one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from assessments.bankwords import searched
from assessments.models import (
    AnswerKey,
    Question,
    QuestionDocument,
    QuestionPassage,
    QuestionTag,
    QuestionVersion,
    RubricVersion,
)
from assessments.queries.bank import current_version, key_of, stored_of
from coursesite import clock
from coursesite.accounts.models import Shelf
from coursesite.audit.actions import record
from lessons.actions.authoring import stamp_of
from lessons.clean import words_of
from lessons.errors import EditConflict
from lessons.sources.models import Passage

LONGEST_TAG, MOST_TAGS = 60, 20


@dataclass(frozen=True)
class Written:
    """What a version holds: `documents` are (letter, excerpt id)."""

    kind: str
    body: dict[str, Any]
    key: dict[str, Any]
    points: Decimal = Decimal(1)
    rubric: RubricVersion | None = None
    documents: Sequence[tuple[str, int]] = field(default_factory=tuple)

    @property
    def stored(self) -> dict[str, Any]:
        """As queries.bank.stored_of says it."""
        return {
            "kind": self.kind,
            "body": self.body,
            "points": str(self.points.normalize()),
            "rubric": self.rubric.pk if self.rubric else None,
            "documents": [list(row) for row in self.documents],
        }


def stamp_of_version(version: QuestionVersion) -> str:
    """Names what stands in a version, with its key."""
    return stamp_of(stored_of(version) | {"key": key_of(version), "number": version.number})


@transaction.atomic
def make_question(*, shelf: Shelf, written: Written, by, skill: str = "") -> Question:
    """A new question on a shelf, its first version a draft."""
    title = words_of(written.body.get("stem", ""))[:200]
    question = Question.objects.create(shelf=shelf, title=title, skill=skill)
    _write(QuestionVersion(question=question, number=1), written, by)
    refresh_search(question)
    record(by=by, verb="question_make", target=question, kind=written.kind)
    return question


@transaction.atomic
def write_version(*, question: Question, written: Written, seen: str, by) -> QuestionVersion:
    """The question says this now: in its draft, or in a new one. EditConflict where it is not as the writer saw it."""
    Question.objects.select_for_update().get(pk=question.pk)
    stands = current_version(question)
    if stands is not None:
        now = stored_of(stands) | {"key": key_of(stands)}
        if now == written.stored | {"key": written.key}:
            return stands
        if stamp_of_version(stands) != seen:
            raise EditConflict(stands)
    draft = stands if stands is not None and stands.locked_at is None else None
    if draft is None:
        last = question.versions.aggregate(last=Max("number"))["last"] or 0
        draft = QuestionVersion(question=question, number=last + 1)
    _write(draft, written, by)
    refresh_search(question)
    record(by=by, verb="question_write", target=question, version=draft.number)
    return draft


def _write(draft: QuestionVersion, written: Written, by) -> None:
    draft.kind, draft.body, draft.points = written.kind, written.body, written.points
    draft.rubric_version = written.rubric
    draft.save()
    draft.documents.all().delete()
    QuestionDocument.objects.bulk_create(
        QuestionDocument(question_version=draft, letter=letter, excerpt_id=pk) for letter, pk in written.documents
    )
    set_key(draft, written.key, by)


def set_key(version: QuestionVersion, answer: dict[str, Any], by) -> None:
    """The key of a version says this; the same again adds nothing to its log."""
    newest = version.keys.order_by("-n").first()
    if newest is None or newest.value != answer:
        AnswerKey.objects.create(question_version=version, n=newest.n + 1 if newest else 1, value=answer, by=by)


def refresh_search(question: Question) -> None:
    """What the bank's search compares: title, tags, and the words of what stands."""
    version = current_version(question)
    tags = question.tags.values_list("name", flat=True)
    words = searched(question.title, version.body if version else {}, tags)
    if words != question.searched:
        question.searched = words
        question.save(update_fields=["searched"])


# -- What is said about it ---------------------------------------------------------------------------------


def details_of(question: Question) -> dict[str, Any]:
    tags = list(question.tags.order_by("name").values_list("name", flat=True))
    return {"title": question.title, "skill": question.skill, "note": question.note, "tags": tags}


@transaction.atomic
def describe_question(*, question: Question, values: dict[str, Any], seen: str, by) -> None:
    """Name, skill, tags and private note. EditConflict where they are no longer as the writer saw them."""
    question = Question.objects.select_for_update().get(pk=question.pk)
    stands = details_of(question)
    if stands == values:
        return
    if stamp_of(stands) != seen:
        raise EditConflict(stands)
    question.title, question.skill, question.note = values["title"], values["skill"], values["note"]
    question.save(update_fields=["title", "skill", "note"])
    set_tags(question, values["tags"])
    refresh_search(question)
    record(by=by, verb="question_describe", target=question)


def set_tags(question: Question, names: Iterable[str]) -> None:
    wanted = list(dict.fromkeys(names))
    question.tags.exclude(name__in=wanted).delete()
    had = set(question.tags.values_list("name", flat=True))
    QuestionTag.objects.bulk_create(QuestionTag(question=question, name=name) for name in wanted if name not in had)


@transaction.atomic
def link_passages(*, question: Question, passages: Iterable[Passage], by) -> int:
    """Say that the question is about these passages; how many were not linked before."""
    before = question.passages.count()
    rows = [QuestionPassage(question=question, passage=passage) for passage in passages]
    QuestionPassage.objects.bulk_create(rows, ignore_conflicts=True)
    added = question.passages.count() - before
    if added:
        record(by=by, verb="question_link", target=question, passages=added)
    return added


@transaction.atomic
def unlink_passage(*, link: QuestionPassage, by) -> None:
    record(by=by, verb="question_unlink", target=link.question, passage=link.passage_id)
    link.delete()


# -- Where it stands ---------------------------------------------------------------------------------------


@transaction.atomic
def copy_question(*, question: Question, version: QuestionVersion, shelf: Shelf, by) -> Question:
    """A question of one's own that says what this version says. The private note stays with those who wrote it."""
    made = Question.objects.create(shelf=shelf, title=question.title, skill=question.skill)
    documents = list(version.documents.values_list("letter", "excerpt"))
    written = Written(version.kind, version.body, key_of(version), version.points, version.rubric_version, documents)
    _write(QuestionVersion(question=made, number=1), written, by)
    set_tags(made, question.tags.values_list("name", flat=True))
    passages = [QuestionPassage(question=made, passage_id=link.passage_id) for link in question.passages.all()]
    QuestionPassage.objects.bulk_create(passages)
    refresh_search(made)
    record(by=by, verb="question_copy", target=made, copied_from=question.pk)
    return made


@transaction.atomic
def move_question(*, question: Question, shelf: Shelf, by) -> None:
    """To another shelf: what uses it keeps it; who may edit it changes."""
    before, question.shelf = question.shelf_id, shelf
    question.save(update_fields=["shelf"])
    record(by=by, verb="question_move", target=question, before=before, after=shelf.pk)


@transaction.atomic
def retire_question(*, question: Question, retired: bool, by) -> None:
    """No longer offered in the bank, or offered again. What uses it keeps it."""
    question.retired_at = clock.now() if retired else None
    question.save(update_fields=["retired_at"])
    record(by=by, verb="question_retire" if retired else "question_bring_back", target=question)
