"""The tries of a work, each with its marks: what the mark of the work is made from."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import QuerySet

from assessments.counting import Try
from assessments.models import Attempt, AttemptItem, Criterion, Score

Part = tuple[int, str]


def parts_of(attempt_ids: Iterable[int]) -> dict[int, list[Part]]:
    """Attempt id -> what must be scored before it is fully marked: (item id, criterion key), or (item id, "")."""
    rows = AttemptItem.objects.filter(attempt__in=list(attempt_ids)).order_by("slot")
    items = list(rows.values_list("attempt", "pk", "question_version__rubric_version"))
    rubrics = {rubric for _, _, rubric in items if rubric}
    keys: dict[int, list[str]] = {}
    if rubrics:
        criteria = Criterion.objects.filter(version__in=rubrics).order_by("position")
        for version, key in criteria.values_list("version", "key"):
            keys.setdefault(version, []).append(str(key))
    found: dict[int, list[Part]] = {}
    for attempt, item, rubric in items:
        wanted = keys.get(rubric, [""]) if rubric else [""]
        found.setdefault(attempt, []).extend((item, key) for key in wanted)
    return found


def tries_of(work_ids: Iterable[int], scores: QuerySet[Score] | None = None) -> dict[int, list[Try]]:
    """Work id -> its handed-in tries by number, with the sum of their newest points. Four queries, whatever the number.

    `scores` may be narrower than all: with those that a student may see, a try whose marks are not out has no points.
    """
    attempts = list(Attempt.objects.finished().filter(work__in=list(work_ids)).order_by("number"))
    ids = [attempt.pk for attempt in attempts]
    parts = parts_of(ids)
    seen = (Score.objects.all() if scores is None else scores).filter(item__attempt__in=ids).order_by("n")
    points = {(item, part): given for item, part, given in seen.values_list("item", "part", "points")}
    worth: dict[int, Decimal] = {}
    for attempt, out_of in AttemptItem.objects.filter(attempt__in=ids).values_list("attempt", "points"):
        worth[attempt] = worth.get(attempt, Decimal(0)) + out_of
    found: dict[int, list[Try]] = {}
    for one in attempts:
        given = [points.get(part) for part in parts.get(one.pk, [])]
        total = None if any(value is None for value in given) else sum((v for v in given if v is not None), Decimal(0))
        tried = Try(one.pk, one.number, total, worth.get(one.pk, Decimal(0)), one.submitted_at or one.started_at)
        found.setdefault(one.work_id, []).append(tried)
    return found
