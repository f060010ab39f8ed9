"""Giving points and comments, and releasing them. Every row is added under its number: n means "I have seen n-1"."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max, Sum

from assessments.errors import MarkedMeanwhile, NothingToRelease
from assessments.models import AttemptItem, Comment, Grade, Level, Score
from assessments.queries.marking import finished_attempts, newest_scores, parts_of, unreleased
from coursesite import clock
from coursesite.audit.actions import record
from coursesite.classes.models import Assignment, Work

TAKE_BACK_FOR = datetime.timedelta(hours=1)


def _add(model, **values):
    """Insert a numbered row; the unique key is the lock. MarkedMeanwhile if somebody wrote that number first."""
    try:
        with transaction.atomic():
            return model.objects.create(**values)
    except IntegrityError as error:
        raise MarkedMeanwhile(
            "Somebody else marked this a moment ago. Their mark is shown now; choose again."
        ) from error


@transaction.atomic
def score_part(
    *, item: AttemptItem, part: str, seen: int, by, level: Level | None = None, points: Decimal | None = None
) -> Score:
    """Give the points of a rubric level, or plain points, to one part of an item; then the grade follows."""
    given = level.points if level else points
    score = _add(Score, item=item, part=part, n=seen + 1, points=given, level=level, by=by)
    work = item.attempt.work
    compute_grade(work=work, attempt_id=item.attempt_id, by=by)
    record(
        by=by,
        verb="score_give",
        target=f"assessments.AttemptItem:{item.pk}",
        classroom_id=work.assignment.classroom_id,
        part=part,
        n=score.n,
        points=str(given),
    )
    return score


@transaction.atomic
def save_sheet(*, marks: Iterable[dict], comments: Iterable[dict], by) -> None:
    """Save what was given on one sheet, all or nothing, so that after MarkedMeanwhile everything is still to be saved."""
    for mark in marks:
        score_part(**mark, by=by)
    for comment in comments:
        comment_on(**comment, by=by)


@transaction.atomic
def comment_on(*, item: AttemptItem, text: str, seen: int, by, for_graders: bool = False) -> Comment:
    """Write the comment on an item anew; earlier wordings stay in the log."""
    comment = _add(Comment, item=item, n=seen + 1, text=text, by=by, for_graders=for_graders)
    record(
        by=by,
        verb="comment_write",
        target=f"assessments.AttemptItem:{item.pk}",
        classroom_id=item.attempt.work.assignment.classroom_id,
        n=comment.n,
    )
    return comment


def compute_grade(*, work: Work, attempt_id: int, by) -> Grade | None:
    """Add a computed grade once every part has its points, if it says something new. A grade set by hand stays."""
    newest = newest_scores([attempt_id])
    wanted = parts_of(attempt_id)
    if any(part not in newest or newest[part].points is None for part in wanted):
        return None
    points = sum((newest[part].points or Decimal(0) for part in wanted), Decimal(0))
    out_of = AttemptItem.objects.filter(attempt=attempt_id).aggregate(total=Sum("points"))["total"] or Decimal(0)
    last = work.grades.order_by("-n").first()
    if last and (last.kind == "override" or (last.points == points and last.out_of == out_of)):
        return None
    n = last.n + 1 if last else 1
    return _add(Grade, work=work, n=n, kind="computed", points=points, out_of=out_of, by=by)


@transaction.atomic
def release_marks(*, assignment: Assignment, by) -> int:
    """Stamp the newest marks of every finished, fully marked attempt. Returns how many students see feedback now."""
    now = clock.now()
    ready = unreleased(finished_attempts(assignment))
    if not ready:
        raise NothingToRelease("Nothing is ready to release: mark every part of an essay first.")
    ids = [attempt.pk for attempt in ready]
    _stamp_newest(Score.objects.filter(item__attempt__in=ids), ("item_id", "part"), now)
    _stamp_newest(Comment.objects.filter(item__attempt__in=ids, for_graders=False), ("item_id",), now)
    _stamp_newest(Grade.objects.filter(work__in=[attempt.work_id for attempt in ready]), ("work_id",), now)
    Work.objects.filter(pk__in=[attempt.work_id for attempt in ready]).update(feedback_at=now, feedback_seen_at=None)
    record(by=by, verb="marks_release", target=assignment, classroom_id=assignment.classroom_id, students=len(ready))
    return len(ready)


def _stamp_newest(rows, keys: tuple[str, ...], now: datetime.datetime) -> None:
    newest = rows.order_by().values(*keys).annotate(newest=Max("n"))
    wanted = {(*(row[key] for key in keys), row["newest"]) for row in newest}
    ids = [
        row["pk"]
        for row in rows.filter(released_at=None).values("pk", "n", *keys)
        if (*(row[key] for key in keys), row["n"]) in wanted
    ]
    rows.filter(pk__in=ids).update(released_at=now)


@transaction.atomic
def take_back_release(*, assignment: Assignment, by) -> int:
    """Undo a release of the last hour for the students who have not opened it. Returns for how many."""
    since = clock.now() - TAKE_BACK_FOR
    works = Work.objects.filter(assignment=assignment, feedback_at__gte=since, feedback_seen_at=None)
    ids = list(works.order_by("pk").values_list("pk", flat=True))
    for model, path in ((Score, "item__attempt__work__in"), (Comment, "item__attempt__work__in"), (Grade, "work__in")):
        model.objects.filter(**{path: ids}, released_at__gte=since).update(released_at=None)
    Work.objects.filter(pk__in=ids).update(feedback_at=None)
    record(by=by, verb="marks_take_back", target=assignment, classroom_id=assignment.classroom_id, students=len(ids))
    return len(ids)
