"""When what a student handed in may be seen: the moment that the feedback rule gives, and when the key opens."""

import datetime
from collections.abc import Iterator

from django.db.models import Count, Q

from assessments.models import AssignedAssessment
from coursesite.classes import due
from coursesite.classes.models import Assignment, Enrolment, Work
from coursesite.classes.queries import extras_in


def release_moment(
    given: AssignedAssessment, assignment: Assignment, now: datetime.datetime
) -> datetime.datetime | None:
    """When points that the site gives are seen; None: when the teacher releases them."""
    if given.feedback == "handed_in":
        return now
    if given.feedback == "closed":
        last = last_close(given, assignment)
        return last and max(last, now)
    return None


def last_close(given: AssignedAssessment, assignment: Assignment) -> datetime.datetime | None:
    """The moment after which nobody of the class can answer any more; None where there is none. Three queries at most.

    Students do not read it: it would tell them that somebody has more time.
    """
    ends = [end for _, end in _ends(given, assignment)]
    return None if not ends or None in ends else max(end for end in ends if end)


def _ends(given: AssignedAssessment, assignment: Assignment) -> Iterator[tuple[Work | None, datetime.datetime | None]]:
    """Each student of the class who is not excused: the cell, and the latest moment at which an attempt can be open."""
    students = Enrolment.objects.current().students().filter(classroom=assignment.classroom_id)
    works = {work.enrolment_id: work for work in _works(assignment)}
    extras = extras_in(assignment.classroom_id) if given.minutes else {}
    for enrolment, user, days in students.with_extra_days().values_list("pk", "user", "extra_days"):
        work, extra = works.get(enrolment), extras.get(user) or due.Usual(extra_days=days)
        if work is None or not work.excused_at:
            yield work, _latest_end(given, assignment, work, extra)


def _works(assignment: Assignment):
    running = Q(attempts__submitted_at=None)
    return Work.objects.filter(assignment=assignment).annotate(
        made=Count("attempts"), still_open=Count("attempts", filter=running)
    )


def _latest_end(given: AssignedAssessment, assignment: Assignment, work: Work | None, extra: due.Extra):
    """The end of an attempt begun as late as it still has the whole limit: with extra time it runs past the close."""
    when = due.dates(assignment, work, extra.extra_days)
    if when.closes_at is None:
        return None
    start = when.closes_at - (due.time_limit(given.minutes) or datetime.timedelta())
    end = due.deadline(start, given.minutes, when, extra, work.extra_minutes if work else 0)
    running = work.running_until if work else None
    return max(one for one in (end, when.closes_at, running) if one)


def answers_may_be_shown(given: AssignedAssessment, now: datetime.datetime) -> bool:
    """Whether nobody of the class can answer any more: closed for each student, or excused, or out of tries."""
    return all(_is_through(given, work, end, now) for work, end in _ends(given, given.assignment))


def _is_through(given: AssignedAssessment, work, end: datetime.datetime | None, now: datetime.datetime) -> bool:
    if work is not None and work.still_open:
        return False
    if work is not None and work.made >= given.tries + work.extra_tries:
        return True
    return end is not None and now > end
