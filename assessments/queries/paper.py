"""Work on paper: a row for each student to key a mark into, and the list that can still be taken back."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from assessments.counting import BY_SITE
from assessments.models import AssignedAssessment, Attempt, Grade
from assessments.papermarks import paper_code
from coursesite.audit.models import Event
from coursesite.classes import due
from coursesite.classes.models import Assignment, Enrolment, Work

KEYED, UNDONE = "paper_marks_key", "paper_marks_undo"
UNDO_WITHIN = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class PaperRow:
    """One student. `marks` are all grades by number, the newest last; `tries` the attempts on the site."""

    enrolment: Enrolment
    code: str
    status: due.Status
    marks: dict[int, Grade] = field(default_factory=dict)
    tries: tuple[Attempt, ...] = ()

    @property
    def seen(self) -> int:
        return max(self.marks, default=0)

    def keyed(self, seen: int) -> Grade | None:
        """The mark that a person set, as it stood under this number."""
        found = self.marks.get(seen)
        return found if found and found.kind not in BY_SITE and found.points is not None else None

    @property
    def mark(self) -> Grade | None:
        """The newest mark, whoever gave it. One that was set aside is none."""
        found = self.marks.get(self.seen)
        return found if found and found.kind != "cleared" else None


def paper_students(assignment: Assignment) -> list[Enrolment]:
    """The class, in the order of the register."""
    places = Enrolment.objects.current().students().filter(classroom=assignment.classroom_id)
    return list(places.with_extra_days().select_related("user").order_by("user__sort_name", "pk"))


def paper_rows(assignment: Assignment, now: datetime.datetime, *, by_code: bool = False) -> list[PaperRow]:
    """Everybody of the class, by name or by code. Four queries."""
    works = {work.enrolment_id: work for work in Work.objects.filter(assignment=assignment)}
    marks: dict[int, dict[int, Grade]] = {}
    for grade in Grade.objects.filter(work__assignment=assignment).order_by("n"):
        marks.setdefault(grade.work_id, {})[grade.n] = grade
    tries: dict[int, list[Attempt]] = {}
    for one in Attempt.objects.filter(work__assignment=assignment).order_by("number"):
        tries.setdefault(one.work_id, []).append(one)
    rows = []
    for place in paper_students(assignment):
        work = works.get(place.pk)
        status = due.status(now, due.dates(assignment, work, place.extra_days), work)
        code = paper_code(assignment.public_id, place.user.public_id)
        mine = work.pk if work else 0
        rows.append(PaperRow(place, code, status, marks.get(mine, {}), tuple(tries.get(mine, ()))))
    return sorted(rows, key=lambda row: row.code) if by_code else rows


def paper_target(assignment: Assignment) -> str:
    """How the record names it: by its number alone, which a new title does not change."""
    return f"classes.Assignment:{assignment.pk}"


def last_keyed(assignment: Assignment, now: datetime.datetime) -> Event | None:
    """The newest list that was keyed in within the hour, where it has not been taken back."""
    lists = Event.objects.filter(
        classroom_id=assignment.classroom_id, target=paper_target(assignment), verb__in=(KEYED, UNDONE)
    )
    last = lists.order_by("-pk").first()
    return last if last and last.verb == KEYED and last.at >= now - UNDO_WITHIN else None


def hidden_paper(marks: Iterable[Grade], now: datetime.datetime) -> set[int]:
    """Works whose mark, the newest of each, was set by a person for no attempt and is not seen yet."""
    return {
        grade.work_id
        for grade in marks
        if grade.kind not in BY_SITE
        and grade.points is not None
        and (grade.released_at is None or grade.released_at > now)
    }


def paper_grade(given: AssignedAssessment, user, now: datetime.datetime) -> Grade | None:
    """The newest mark that the student may see of work of which nothing was handed in on the site."""
    grades = Grade.objects.visible_to(user, now).released(now).filter(work__assignment=given.assignment_id)
    mine = grades.filter(work__enrolment__user=user).select_related("work").order_by("-n").first()
    done = mine is not None and mine.work.attempts.finished().exists()
    return None if done else mine
