"""What graders look at: hand-ins, newest scores, counts for class pages. Each in a constant number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from assessments.counting import BY_SITE, needed
from assessments.models import AssignedAssessment, Attempt, Comment, Grade, Score
from assessments.queries.paper import hidden_paper
from assessments.queries.tries import Part, parts_of, tries_of
from coursesite.classes import due
from coursesite.classes.models import Assignment, Classroom, Enrolment, Work
from coursesite.classes.policy import STUDENT

LISTS = {
    "all": "Everybody",
    "to_mark": "To mark",
    "handed_in": "Handed in",
    "in_progress": "In progress",
    "not_started": "Not started",
    "not_handed_in": "Not handed in",
    "excused": "Excused",
    "marked": "Marked",
    "released": "Released",
    "left": "Left the class",
}


def finished_attempts(assignment: Assignment) -> list[Attempt]:
    """Every try that was handed in, in the order of the register."""
    return list(
        Attempt.objects.filter(work__assignment=assignment, submitted_at__isnull=False)
        .select_related("work__enrolment__user", "student")
        .order_by("student__sort_name", "student_id", "number")
    )


def _scores(attempt_ids: Iterable[int]):
    return Score.objects.filter(item__attempt__in=list(attempt_ids)).select_related("level", "by").order_by("n")


def newest_scores(attempt_ids: Iterable[int]) -> dict[Part, Score]:
    """The newest score of each part of these attempts."""
    return {(score.item_id, score.part): score for score in _scores(attempt_ids)}


def all_scores(attempt_id: int) -> dict[Part, dict[int, Score]]:
    """Every score of each part of an attempt by its number, the newest last."""
    found: dict[Part, dict[int, Score]] = {}
    for score in _scores([attempt_id]):
        found.setdefault((score.item_id, score.part), {})[score.n] = score
    return found


def all_comments(attempt_id: int) -> dict[int, dict[int, Comment]]:
    """Every wording of the comment for the student on each item by its number, the newest last."""
    found: dict[int, dict[int, Comment]] = {}
    for comment in (
        Comment.objects.filter(item__attempt=attempt_id, for_graders=False).select_related("by").order_by("n")
    ):
        found.setdefault(comment.item_id, {})[comment.n] = comment
    return found


def newest_grades(works: Iterable[int]) -> dict[int, Grade]:
    """The newest grade of each work: what graders see, released or not. One that was set aside is none."""
    grades = Grade.objects.filter(work__in=list(works)).select_related("by").order_by("n")
    newest = {grade.work_id: grade for grade in grades}
    return {work: grade for work, grade in newest.items() if grade.kind != "cleared"}


def is_older(grade: Grade, work: Work) -> bool:
    """Whether something was handed in after this grade was computed: then a try waits for marks."""
    return is_outdone(grade.kind, grade.at, work.done_at)


def is_outdone(kind: str, at: datetime, done_at: datetime | None) -> bool:
    """The same of plain values."""
    return kind == "cleared" or (kind in BY_SITE and done_at is not None and at < done_at)


def is_out(row: Grade | Score | Comment | None, now: datetime) -> bool:
    """Whether students see it."""
    return row is not None and row.released_at is not None and row.released_at <= now


def unreleased(attempts: Sequence[Attempt], grades: Mapping[int, Grade], now: datetime) -> list[Attempt]:
    """Of these, the fully marked ones of works with a grade, where grade, points or comment are not seen yet. Four queries.

    `grades` are the newest of their works.
    """
    ids = [attempt.pk for attempt in attempts if attempt.work_id in grades]
    scores, parts = newest_scores(ids), parts_of(ids)
    marked = {one for one in ids if all(p in scores and scores[p].points is not None for p in parts.get(one, []))}
    marked |= {one.pk for one in attempts if one.work_id in grades and grades[one.work_id].kind not in BY_SITE}
    fresh = {score.item_id for score in scores.values() if not is_out(score, now)}
    comments = Comment.objects.filter(item__attempt__in=ids, for_graders=False).order_by("n")
    newest = {comment.item_id: comment for comment in comments}
    fresh |= {item for item, comment in newest.items() if not is_out(comment, now)}
    changed = {one for one in ids if any(item in fresh for item, _ in parts.get(one, []))}
    hidden = {work for work, grade in grades.items() if not is_out(grade, now)}
    return [one for one in attempts if one.pk in marked and (one.pk in changed or one.work_id in hidden)]


def to_release(
    attempts: Sequence[Attempt], grades: Mapping[int, Grade], now: datetime
) -> tuple[list[Attempt], set[int]]:
    """What a release would stamp: the tries of unreleased(), and all works, with those that were marked on paper."""
    ready = unreleased(attempts, grades, now)
    tried = {attempt.work_id for attempt in attempts}
    paper = hidden_paper((grade for work, grade in grades.items() if work not in tried), now)
    return ready, {attempt.work_id for attempt in ready} | paper


@dataclass(frozen=True)
class HandIn:
    """One student's line in the list of hand-ins. `attempt` is the try to look at: one to mark, else the one that counts."""

    enrolment: Enrolment
    work: Work | None
    attempt: Attempt | None
    grade: Grade | None
    status: due.Status
    when: due.Dates
    now: datetime
    tries: tuple[Attempt, ...] = ()

    @property
    def to_mark(self) -> bool:
        """Handed in, and a try that the mark needs is not marked."""
        if self.attempt is None or self.work is None:
            return False
        return self.grade is None or is_older(self.grade, self.work)

    @property
    def on_paper(self) -> bool:
        """A mark, and nothing was handed in on the site."""
        return self.grade is not None and self.attempt is None

    @property
    def released(self) -> bool:
        return is_out(self.grade, self.now)

    @property
    def lists(self) -> set[str]:
        """Every list that this line stands in. Who left the class counts in none of the others."""
        if self.enrolment.left_at:
            return {"left"}
        key = "handed_in" if self.status.key == due.FEEDBACK_READY else self.status.key
        found = {"all", key}
        if key == "handed_in":
            found.add("to_mark" if self.grade is None or self.to_mark else "marked")
            if self.released:
                found.add("released")
        return found


def hand_ins(assignment: Assignment, now: datetime) -> list[HandIn]:
    """A line for every student who is in the class, or handed this in before leaving, in the order of the register."""
    works = {work.enrolment_id: work for work in Work.objects.filter(assignment=assignment)}
    tries: dict[int, list[Attempt]] = {}
    for one in finished_attempts(assignment):
        tries.setdefault(one.work_id, []).append(one)
    wanted = Q(left_at=None) | Q(pk__in=[made[0].work.enrolment_id for made in tries.values()])
    grades = newest_grades(work.pk for work in works.values())
    by_hand = {pk for pk, grade in grades.items() if grade.kind not in BY_SITE}  # also of work on paper, without a try
    wanted |= Q(pk__in=[work.enrolment_id for work in works.values() if work.pk in by_hand])
    students = list(
        Enrolment.objects.filter(wanted, classroom=assignment.classroom_id, role=STUDENT)
        .with_extra_days()
        .select_related("user")
        .order_by("user__sort_name", "pk")
    )
    shown = _tries_to_look_at(assignment, list(works.values()), tries, grades)
    lines = []
    for enrolment in students:
        work = works.get(enrolment.pk)
        when = due.dates(assignment, work, enrolment.extra_days)
        attempt = shown.get(work.pk) if work else None
        grade = grades.get(work.pk) if work and (attempt or work.pk in by_hand) else None
        made = tuple(tries.get(work.pk, ())) if work else ()
        lines.append(HandIn(enrolment, work, attempt, grade, due.status(now, when, work), when, now, made))
    return lines


def _tries_to_look_at(assignment: Assignment, works: list[Work], tries: dict[int, list[Attempt]], grades) -> dict:
    """Work id -> the try to open: the first that the mark still needs, else the one that counts, else the newest."""
    found = {work: made[-1] for work, made in tries.items()}
    if not any(len(made) > 1 for made in tries.values()):
        return found
    rule = AssignedAssessment.objects.get(assignment=assignment).which_counts
    marks = tries_of(tries)
    for work in works:
        made, grade = {one.pk: one for one in tries.get(work.pk, [])}, grades.get(work.pk)
        waiting = [one.attempt for one in needed(marks.get(work.pk, []), rule) if one.points is None]
        if waiting and (grade is None or is_older(grade, work)):
            found[work.pk] = made[waiting[0]]
        elif grade is not None and grade.attempt_id in made:
            found[work.pk] = made[grade.attempt_id]
    return found


def count_lists(lines: Sequence[HandIn]) -> dict[str, int]:
    """How many lines stand in each list."""
    return {name: sum(name in line.lists for line in lines) for name in LISTS}


@dataclass(frozen=True)
class Counts:
    """What class pages say of one assignment. Each number equals the length of the list of that name."""

    to_mark: int = 0
    handed_in: int = 0
    in_progress: int = 0
    not_started: int = 0
    not_handed_in: int = 0
    excused: int = 0


def counts_of(assignments: Sequence[Assignment], now: datetime) -> dict[int, Counts]:
    """Counts for many assignments at once (of any classes), in three queries."""
    rooms = {assignment.classroom_id for assignment in assignments}
    students = Enrolment.objects.filter(classroom__in=rooms, role=STUDENT, left_at=None)
    by_room: dict[int, list[tuple[int, int]]] = {}
    for enrolment, room, days in students.with_extra_days().values_list("pk", "classroom", "extra_days"):
        by_room.setdefault(room, []).append((enrolment, days))
    works = {(w.enrolment_id, w.assignment_id): w for w in Work.objects.filter(assignment__in=assignments)}
    marks = Grade.objects.filter(Q(work__assignment__in=assignments)).order_by("n")
    newest = {work: (kind, at) for work, kind, at in marks.values_list("work", "kind", "at")}
    graded = {
        work.pk for work in works.values() if work.pk in newest and not is_outdone(*newest[work.pk], work.done_at)
    }
    found = {}
    for assignment in assignments:
        tally: dict[str, int] = {}
        for enrolment, days in by_room.get(assignment.classroom_id, []):
            for name in _names(assignment, works.get((enrolment, assignment.pk)), graded, now, days):
                tally[name] = tally.get(name, 0) + 1
        found[assignment.pk] = Counts(**tally)
    return found


def _names(assignment: Assignment, work: Work | None, graded: set[int], now: datetime, extra_days: int) -> list[str]:
    key = due.status(now, due.dates(assignment, work, extra_days), work).key
    if key not in (due.HANDED_IN, due.FEEDBACK_READY):
        return [key]
    marked = work is not None and work.pk in graded
    to_mark = hasattr(assignment, "assignedassessment") and not marked
    return ["handed_in", "to_mark"] if to_mark else ["handed_in"]


def own_grades(user, now: datetime) -> list[tuple[Classroom, list[Grade]]]:
    """The user's own newest released grades, class by class; also of classes that the user has left."""
    grades = (
        Grade.objects.visible_to(user, now)
        .filter(work__enrolment__user=user)
        .released(now)
        .select_related("work__assignment__classroom")
        .order_by("work__assignment__classroom__name", "n")
    )
    newest = {grade.work_id: grade for grade in grades}
    rooms: dict[int, tuple[Classroom, list[Grade]]] = {}
    for grade in newest.values():
        room = grade.work.assignment.classroom
        rooms.setdefault(room.pk, (room, []))[1].append(grade)
    return list(rooms.values())
