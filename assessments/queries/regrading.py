"""What a correction of a key looks at: every marked answer to the question, in a constant number of queries."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef

from assessments.models import AnswerKey, AttemptItem, QuestionVersion, Regrade, RegradeChange, Score
from assessments.regrading import Marked, Move, Moves
from coursesite.classes.models import Classroom


def newest_key(version_id: int) -> AnswerKey:
    """The key that counts. AnswerKey.DoesNotExist where the question has none."""
    return AnswerKey.objects.filter(question_version=version_id).latest("n")


def marked_answers(version_id: int, *, after: int = 0, most: int | None = None) -> list[Marked]:
    """Handed-in answers to a question with the points that count, in the order of their ids. Two queries."""
    items = AttemptItem.objects.filter(question_version=version_id, pk__gt=after).exclude(attempt__submitted_at=None)
    rows = list(items.order_by("pk").values_list("pk", "value", "points")[:most])
    scores = Score.objects.filter(item__in=[pk for pk, *_ in rows], part="").order_by("n")
    newest: dict[int, tuple[Decimal | None, bool, int | None, int]] = {
        item: (points, by is not None and regrade is None, regrade, n)  # a corrected key is no mark by hand
        for item, points, by, regrade, n in scores.values_list("item", "points", "by", "regrade", "n")
    }
    found = []
    for pk, value, out_of in rows:
        points, by_hand, regrade, n = newest.get(pk, (None, False, None, 0))
        if points is not None:
            found.append(Marked(pk, value, out_of, points, by_hand, regrade, n))
    return found


@dataclass(frozen=True)
class Mover:
    """One student of the teacher's own classes whose points move."""

    name: str
    classroom: str
    move: Move


@dataclass(frozen=True)
class Preview:
    """Who moves by name, where the teacher may know the name; of other classes only how many."""

    moves: Moves
    movers: tuple[Mover, ...]
    kept: tuple[Mover, ...]
    elsewhere: int


def preview(found: Moves, user) -> Preview:
    """Two queries."""
    changed = {move.item: move for move in (*found.moved, *found.kept)}
    mine = Classroom.objects.taught_by(user)
    items = AttemptItem.objects.filter(pk__in=changed, attempt__work__assignment__classroom__in=mine)
    names = items.order_by("attempt__student__sort_name", "pk").values_list(
        "pk", "attempt__student__sort_name", "attempt__work__assignment__classroom__name"
    )
    known = [(pk, Mover(name, room, changed[pk])) for pk, name, room in names]
    left = {move.item for move in found.kept}
    return Preview(
        found,
        tuple(mover for pk, mover in known if pk not in left),
        tuple(mover for pk, mover in known if pk in left),
        len(changed) - len(known),
    )


def corrections_of(version: QuestionVersion) -> list[Regrade]:
    """The corrections of a question's key, newest first, each with how many answers it changed as `changed`."""
    found = list(
        Regrade.objects.filter(key__question_version=version).select_related("key", "by", "undone_by").order_by("-pk")
    )
    counts: dict[int, int] = {}
    for changed in RegradeChange.objects.filter(regrade__in=found).values_list("regrade", flat=True):
        counts[changed] = counts.get(changed, 0) + 1
    for regrade in found:
        regrade.changed = counts.get(regrade.pk, 0)  # type: ignore[attr-defined]
    return found


@dataclass(frozen=True)
class Told:
    """What a student is told of a correction that changed a mark."""

    before: Decimal
    after: Decimal
    reason: str
    at: object


def told_of(attempt_id: int) -> dict[int, list[Told]]:
    """Item id -> the corrections that changed points which its student had been shown, oldest first. One query."""
    shown = Score.objects.filter(item=OuterRef("item"), released_at__lte=OuterRef("regrade__at"))
    found: dict[int, list[Told]] = {}
    changes = RegradeChange.objects.filter(Exists(shown), item__attempt=attempt_id)
    changes = changes.select_related("regrade__key").order_by("pk")
    for change in changes:
        regrade = change.regrade
        told = Told(change.before, change.after, regrade.key.reason, regrade.at)
        found.setdefault(change.item_id, []).append(told)
    return found
