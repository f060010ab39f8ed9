"""Giving points and comments, and releasing them. Every row is added under its number: n means "I have seen n-1"."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from assessments import late
from assessments.actions.telling import tell_feedback
from assessments.counting import Final, Try, final_points
from assessments.errors import MarkedMeanwhile, NothingToRelease
from assessments.models import AttemptItem, Comment, Grade, Level, Score
from assessments.queries.lateness import steps_of
from assessments.queries.marking import finished_attempts, is_older, newest_grades, to_release
from assessments.queries.tries import tries_of
from coursesite import clock
from coursesite.audit.actions import record
from coursesite.classes.actions.work import give_feedback
from coursesite.classes.models import Assignment, Work
from coursesite.classes.queries import extra_of

TAKE_BACK_FOR = datetime.timedelta(hours=1)


def add_row(model, **values):
    """Insert a numbered row; the unique key is the lock. MarkedMeanwhile if somebody wrote that number first."""
    try:
        with transaction.atomic():
            return model.objects.create(**values)
    except IntegrityError as error:
        raise MarkedMeanwhile(
            "Somebody else marked this a moment ago. Their mark is shown now; choose again."
        ) from error


def _named(item: AttemptItem) -> str:
    """Whose answer to what, for the log."""
    attempt = item.attempt
    return f"assessments.AttemptItem:{item.pk} {attempt.student.name}: {attempt.work.assignment.title}, {item.slot}"


@transaction.atomic
def score_part(
    *, item: AttemptItem, part: str, seen: int, by, level: Level | None = None, points: Decimal | None = None
) -> Score:
    """Give the points of a rubric level, or plain points, to one part of an item; then the grade follows."""
    given = level.points if level else points
    score = add_row(Score, item=item, part=part, n=seen + 1, points=given, level=level, by=by)
    work = item.attempt.work
    compute_grade(work=work, by=by)
    record(
        by=by,
        verb="score_give",
        target=_named(item),
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
    comment = add_row(Comment, item=item, n=seen + 1, text=text, by=by, for_graders=for_graders)
    record(
        by=by,
        verb="comment_write",
        target=_named(item),
        classroom_id=item.attempt.work.assignment.classroom_id,
        n=comment.n,
    )
    return comment


def compute_grade(*, work: Work, by, released_at: datetime.datetime | None = None) -> Grade | None:
    """Add a computed grade once every try that it needs is marked. A grade set by hand stays."""
    tries = tries_of([work.pk]).get(work.pk, [])
    grade = next_grade(work, tries, work.grades.order_by("-n").first())
    return add_row(Grade, **grade, by=by, released_at=released_at) if grade else None


def next_grade(work: Work, tries: Sequence[Try], last: Grade | None) -> dict[str, Any] | None:
    """The one place where the mark of a work comes from: handing in, marking and a corrected key all come here.

    None where it would say nothing new, unless something was handed in since `last`: a grade that is younger than the
    newest hand-in says that there is nothing left to mark. None too where a person set the grade.
    """
    final = final_points(_after_late(work, tries), work.assignment.assignedassessment.which_counts)
    if final is None:
        return None
    if last and (last.kind == "override" or (_says(last) == final and not is_older(last, work))):
        return None
    return {
        "work": work,
        "n": last.n + 1 if last else 1,
        "kind": "computed",
        "points": final.points,
        "out_of": final.out_of,
        "before_late": final.before_late,
        "attempt_id": final.attempt,
    }


def _after_late(work: Work, tries: Sequence[Try]) -> Sequence[Try]:
    """Each try with what lateness left of it, counted against the student's own due date."""
    rule = work.assignment
    if not late.has_rule(rule):
        return tries
    days = extra_of(work.enrolment.user).extra_days
    found = []
    for one in tries:
        steps = steps_of(work, days, one.handed_in_at)
        left = None if one.points is None else late.after(rule, one.points, one.out_of, steps)
        found.append(replace(one, points=left.points, before_late=left.before) if left else one)
    return found


def _says(grade: Grade) -> Final | None:
    if grade.points is None:
        return None
    return Final(grade.points, grade.out_of, grade.attempt_id, grade.before_late)


@transaction.atomic
def release_marks(*, assignment: Assignment, by) -> int:
    """Stamp the newest marks of every fully marked try, and of work on paper. Returns how many students see feedback now."""
    now = clock.now()
    attempts = finished_attempts(assignment)
    works = Work.objects.filter(assignment=assignment).values_list("pk", flat=True)
    ready, seen = to_release(attempts, newest_grades(works), now)
    if not seen:
        raise NothingToRelease("Nothing is ready to release: mark every part of an essay first.")
    ids = [attempt.pk for attempt in ready]
    _stamp_newest(Score.objects.filter(item__attempt__in=ids), ("item_id", "part"), now)
    _stamp_newest(Comment.objects.filter(item__attempt__in=ids, for_graders=False), ("item_id",), now)
    _stamp_newest(Grade.objects.filter(work__in=seen), ("work_id",), now)
    give_feedback(works=Work.objects.filter(pk__in=seen), at=now)
    tell_feedback(works=seen)
    record(by=by, verb="marks_release", target=assignment, classroom_id=assignment.classroom_id, students=len(seen))
    return len(seen)


def _stamp_newest(rows, keys: tuple[str, ...], now: datetime.datetime) -> None:
    newest = rows.order_by().values(*keys).annotate(newest=Max("n"))
    wanted = {(*(row[key] for key in keys), row["newest"]) for row in newest}
    ids = [
        row["pk"]
        for row in rows.filter(Q(released_at=None) | Q(released_at__gt=now)).values("pk", "n", *keys)
        if (*(row[key] for key in keys), row["n"]) in wanted
    ]
    rows.filter(pk__in=ids).update(released_at=now)


@transaction.atomic
def take_back_release(*, assignment: Assignment, by) -> int:
    """Undo a release of the last hour for the students who have not opened it. Returns for how many."""
    now = clock.now()
    lately = (now - TAKE_BACK_FOR, now)  # a stamp that lies ahead was not released by anybody
    works = Work.objects.filter(assignment=assignment, feedback_at__range=lately, feedback_seen_at=None)
    ids = list(works.order_by("pk").values_list("pk", flat=True))
    for model, path in ((Score, "item__attempt__work__in"), (Comment, "item__attempt__work__in"), (Grade, "work__in")):
        model.objects.filter(**{path: ids}, released_at__range=lately).update(released_at=None)
    Work.objects.filter(pk__in=ids).update(feedback_at=None)
    record(by=by, verb="marks_take_back", target=assignment, classroom_id=assignment.classroom_id, students=len(ids))
    return len(ids)
