"""Several tries: which counts, what waits for marks, what a student is told; feedback that comes when all are through."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client

from assessments.actions.attempts import finalize_attempt
from assessments.actions.closing import tell_closed
from assessments.actions.marking import release_marks, score_part
from assessments.actions.regrading import correct_key
from assessments.actions.saving import save_answers
from assessments.models import Attempt, Grade, Score
from assessments.queries.marking import counts_of, hand_ins, own_grades
from assessments.tasks import finalize_overdue
from coursesite.classes.actions.dates import reschedule
from coursesite.classes.models import Accommodation, Work
from coursesite.jobs.actions import run_job
from coursesite.jobs.models import Outbox
from tests import make
from tests.assessments.parts import CANARY, begin, essay, hand_in_attempt, op, quiz
from tests.assessments.test_pages import address

GOOD = [op(1, 0, "a"), op(2, 0, ["a", "b"])]


def counting(given, rule: str):
    given.which_counts = rule
    given.save(update_fields=["which_counts"])
    return given


def try_with(given, student, *ops) -> Attempt:
    attempt = begin(given, student)
    fresh = [op(one.slot, one.base_rev, one.value) for one in ops]
    return hand_in_attempt(attempt_id=attempt.public_id, by=student, ops=fresh)


def mark(attempt: Attempt, by, points: int) -> None:
    """The same points for each criterion."""
    item = attempt.items.select_related("attempt__work__assignment", "question_version__rubric_version").get()
    for criterion in item.question_version.rubric_version.criteria.all():
        level = criterion.levels.get(points=points)
        seen = item.scores.filter(part=str(criterion.key)).count()
        score_part(item=item, part=str(criterion.key), seen=seen, by=by, level=level)


@pytest.fixture
def irina(client, cast, sign_in) -> Client:
    return sign_in(client, cast.irina)


@pytest.mark.parametrize(
    ("rule", "marks", "says"),
    [
        ("newest", ["4", "0"], "Try 2 counts: it is the newest."),
        ("best", ["4", "4"], "Try 1 counts: it is the best."),
        ("first", ["4", "4"], "Try 1 counts: it is the first."),
        ("average", ["4", "2"], "The average of your tries counts."),
    ],
)
def test_the_mark_follows_the_rule_from_try_to_try(irina, cast, rule, marks, says):
    given = counting(quiz(cast, ("single", "several"), tries=2, feedback="handed_in"), rule)
    try_with(given, cast.irina, *GOOD)
    assert [str(int(grade.points)) for grade in Grade.objects.order_by("n")] == marks[:1]
    try_with(given, cast.irina)
    assert int(Grade.objects.latest("n").points) == int(marks[1])
    shown = irina.get(address("feedback", given)).content.decode()
    assert f"{marks[1]} of 4 points</strong>" in shown
    assert says in shown
    assert "Try 1</a>: 4 of 4 points" in shown
    assert "Try 2</strong>: 0 of 4 points" in shown
    assert own_grades(cast.irina, Grade.objects.latest("n").at)[0][1][0].points == int(marks[1])


def test_an_essays_second_try_waits_for_marks_and_the_first_stays_until_then(irina, cast, standing_clock):
    given = essay(cast, tries=2)
    first = try_with(given, cast.irina, op(1, 0, "one"))
    mark(first, cast.ana, 2)
    release_marks(assignment=given.assignment, by=cast.ana)
    standing_clock.advance(minutes=5)
    second = try_with(given, cast.irina, op(1, 0, "two"))

    def line():
        return next(one for one in hand_ins(given.assignment, standing_clock()) if one.enrolment.user == cast.irina)

    def to_mark():
        return counts_of([given.assignment], standing_clock())[given.assignment.pk].to_mark

    assert (line().attempt, line().to_mark, to_mark()) == (second, True, 1)
    assert "Try 1 counts until there is feedback on try 2." in irina.get(address("feedback", given)).content.decode()
    standing_clock.advance(minutes=5)
    mark(second, cast.ana, 4)
    assert (line().attempt, line().to_mark, to_mark()) == (second, False, 0)
    assert [(int(grade.points), grade.attempt_id) for grade in Grade.objects.order_by("n")] == [
        (6, first.pk), (12, second.pk),
    ]  # fmt: skip
    before = irina.get(address("feedback", given)).content.decode()
    assert "12 of 12 points" not in before
    assert release_marks(assignment=given.assignment, by=cast.ana) == 1
    after = irina.get(address("feedback", given)).content.decode()
    assert "12 of 12 points</strong>" in after
    assert "Try 2 counts: it is the newest." in after


def test_the_average_of_essays_waits_until_each_is_marked(cast, standing_clock):
    given = counting(essay(cast, tries=2), "average")
    first, second = (try_with(given, cast.irina, op(1, 0, words)) for words in ("one", "two"))
    mark(second, cast.ana, 4)
    assert Grade.objects.count() == 0
    waiting = next(one for one in hand_ins(given.assignment, standing_clock()) if one.enrolment.user == cast.irina)
    assert (waiting.attempt, waiting.to_mark) == (first, True)
    mark(first, cast.ana, 2)
    assert [(int(grade.points), grade.attempt_id) for grade in Grade.objects.all()] == [(9, None)]


def test_a_grade_set_by_hand_stays_through_a_later_try(cast):
    given = quiz(cast, ("single",), tries=2)
    work = try_with(given, cast.irina).work
    Grade.objects.create(work=work, n=2, kind="override", points=1, out_of=2, by=cast.ana, reason="Agreed.")
    try_with(given, cast.irina, op(1, 0, "a"))
    assert Grade.objects.latest("n").kind == "override"


def test_lateness_is_taken_from_each_try_before_the_best_is_chosen(cast, standing_clock):
    due = standing_clock() + datetime.timedelta(hours=1)
    given = counting(quiz(cast, ("single", "several"), tries=2, due_at=due, late_percent=Decimal(60)), "best")
    try_with(given, cast.irina, op(1, 0, "a"))
    standing_clock.advance(hours=2)
    try_with(given, cast.irina, *GOOD)  # four points, late: 40% of them are fewer than the two in time
    grade = Grade.objects.latest("n")
    assert (grade.points, grade.before_late, grade.attempt.number) == (2, None, 1)
    counting(given, "newest")
    given.assignment.refresh_from_db()
    late = try_with(quiz(cast, ("single",), due_at=due, late_percent=Decimal(60)), cast.omar, op(1, 0, "a"))
    grade = Grade.objects.get(work=late.work)
    assert (grade.points, grade.before_late) == (Decimal("0.8"), 2)


# -- When it has closed for the whole class --------------------------------------------------------------------


def closing(cast, clock, **values):
    closes = clock() + datetime.timedelta(hours=1)
    return quiz(cast, ("single",), feedback="closed", closes_at=closes, **values)


def test_points_come_when_the_last_student_is_through(irina, cast, standing_clock):
    given = closing(cast, standing_clock)
    make.work(given.assignment, cast.omar, closes_at=standing_clock() + datetime.timedelta(hours=5))
    try_with(given, cast.irina, op(1, 0, "a"))
    last = standing_clock() + datetime.timedelta(hours=5)
    assert {row.released_at for model in (Score, Grade) for row in model.objects.all()} == {last}
    standing_clock.advance(hours=4)
    shown = irina.get(address("feedback", given)).content.decode()
    assert "2 of 2 points" not in shown
    assert "Points appear here when this has closed for the whole class." in shown
    standing_clock.advance(hours=1, seconds=1)
    shown = irina.get(address("feedback", given)).content.decode()
    assert "2 of 2 points" in shown
    assert CANARY in shown


def test_extra_time_that_runs_past_the_close_counts(cast, standing_clock):
    given = closing(cast, standing_clock)
    given.minutes = 40
    given.save(update_fields=["minutes"])
    Accommodation.objects.create(user=cast.omar, n=1, time_factor=Decimal("1.5"), by=cast.ana)
    try_with(given, cast.irina)
    assert Grade.objects.get().released_at == standing_clock() + datetime.timedelta(minutes=80)


def test_the_stamp_moves_with_the_dates_and_what_was_seen_stays(cast, standing_clock):
    given = closing(cast, standing_clock)
    try_with(given, cast.irina)
    for hours in (3, 2):
        closes = standing_clock() + datetime.timedelta(hours=hours)
        reschedule(assignment=given.assignment, by=cast.ana, opens_at=None, due_at=None, closes_at=closes)
        stamps = (Score.objects.get().released_at, Grade.objects.get().released_at, Work.objects.get().feedback_at)
        assert stamps == (closes, closes, closes)
    standing_clock.advance(hours=3)
    later = standing_clock() + datetime.timedelta(hours=1)
    reschedule(assignment=given.assignment, by=cast.ana, opens_at=None, due_at=None, closes_at=later)
    assert Grade.objects.get().released_at == closes


def test_who_gives_an_address_hears_once_that_the_close_brought_the_feedback(cast, standing_clock):
    given = closing(cast, standing_clock)
    try_with(given, cast.irina)
    cast.irina.email = "irina@school.example"
    cast.irina.save(update_fields=["email"])
    tell_closed()
    assert not Outbox.objects.exists()  # its moment has not come
    standing_clock.advance(hours=1, seconds=1)
    for _ in range(2):
        tell_closed()
    assert [row.payload["subject"] for row in Outbox.objects.all()] == ["Feedback is ready"]


def test_a_release_by_the_teacher_comes_before_the_stamp(cast, standing_clock):
    given = closing(cast, standing_clock)
    try_with(given, cast.irina)
    assert release_marks(assignment=given.assignment, by=cast.ana) == 1
    assert Grade.objects.get().released_at == standing_clock()


def test_marks_that_were_corrected_meanwhile_move_with_the_close_as_well(cast, standing_clock):
    given = closing(cast, standing_clock)
    item = try_with(given, cast.irina, op(1, 0, "b")).items.get()
    job = correct_key(
        version=item.question_version, seen=1, value={"v": 1, "right": ["b"]}, reason="So.", lowers=False, by=cast.ana
    )
    run_job.call(job_id=job.pk)
    closes = standing_clock() + datetime.timedelta(hours=3)
    reschedule(assignment=given.assignment, by=cast.ana, opens_at=None, due_at=None, closes_at=closes)
    assert {row.released_at for model in (Score, Grade) for row in model.objects.all()} == {closes}
    assert [grade.points for grade in Grade.objects.order_by("n")] == [0, 2]
    assert Work.objects.get().feedback_at == closes


def test_a_mark_that_a_later_due_date_changed_comes_with_the_close(cast, standing_clock):
    now, hour = standing_clock(), datetime.timedelta(hours=1)
    given = closing(cast, standing_clock, due_at=now + hour / 2, late_percent=Decimal(50))
    standing_clock.advance(minutes=40)
    try_with(given, cast.irina, op(1, 0, "a"))
    for due, closes in ((now + hour, now + 2 * hour), (now + hour / 2, now + 3 * hour)):
        reschedule(assignment=given.assignment, by=cast.ana, opens_at=None, due_at=due, closes_at=closes)
        assert {grade.released_at for grade in Grade.objects.all()} == {closes}
    assert [grade.points for grade in Grade.objects.order_by("n")] == [1, 2, 1]


def test_points_that_a_person_has_not_released_wait_for_that_person(cast, standing_clock):
    given = closing(cast, standing_clock)
    item = try_with(given, cast.irina, op(1, 0, "b")).items.get()
    score_part(item=item, part="", seen=1, by=cast.ana, points=Decimal(1))
    closes = standing_clock() + datetime.timedelta(hours=3)
    reschedule(assignment=given.assignment, by=cast.ana, opens_at=None, due_at=None, closes_at=closes)
    for rows in (Score.objects.order_by("n"), Grade.objects.order_by("n")):
        assert [row.released_at for row in rows] == [closes, None]


# -- A mark is out only where the points that it rests on are ------------------------------------------------------


@pytest.mark.parametrize("rule", ["best", "first", "average"])
def test_a_further_try_gives_away_no_points_that_a_teacher_has_not_released(irina, cast, standing_clock, rule):
    given = counting(quiz(cast, ("single",), tries=2, feedback="handed_in"), rule)
    first = try_with(given, cast.irina, op(1, 0, "b"))
    score_part(item=first.items.get(), part="", seen=1, by=cast.ana, points=Decimal("1.5"))
    standing_clock.advance(minutes=5)
    try_with(given, cast.irina, op(1, 0, "c"))
    newest = Grade.objects.latest("n")
    assert (newest.n, newest.released_at, newest.by) == (3, None, cast.ana)
    assert "0 of 2 points</strong>" in irina.get(address("feedback", given)).content.decode()
    release_marks(assignment=given.assignment, by=cast.ana)
    assert Grade.objects.latest("n").released_at == standing_clock()


def test_the_first_essay_of_a_quiz_is_not_told_by_handing_in_the_second(cast, standing_clock):
    given = counting(quiz(cast, ("single", "essay"), tries=2, feedback="handed_in"), "first")
    first = try_with(given, cast.irina, op(1, 0, "a"), op(2, 0, "one"))
    score_part(item=first.items.get(slot=2), part="", seen=0, by=cast.ana, points=Decimal(1))
    standing_clock.advance(minutes=5)
    try_with(given, cast.irina, op(1, 0, "a"), op(2, 0, "two"))
    assert {(grade.points, grade.released_at) for grade in Grade.objects.all()} == {(Decimal(3), None)}


@pytest.mark.parametrize("rule", ["newest", "best"])
def test_a_further_try_is_seen_at_once_where_all_that_it_rests_on_is(cast, standing_clock, rule):
    given = counting(quiz(cast, ("single",), tries=2, feedback="handed_in"), rule)
    first = try_with(given, cast.irina, op(1, 0, "b"))
    score_part(item=first.items.get(), part="", seen=1, by=cast.ana, points=Decimal("1.5"))
    if rule == "best":
        release_marks(assignment=given.assignment, by=cast.ana)
    standing_clock.advance(minutes=5)
    try_with(given, cast.irina, op(1, 0, "a"))
    newest = Grade.objects.latest("n")
    assert (newest.points, newest.released_at, newest.by) == (2, standing_clock(), None)


# -- When time is over --------------------------------------------------------------------------------------------


def test_the_time_on_each_question_is_told_at_hand_in(cast, standing_clock):
    attempt = begin(quiz(cast), cast.irina)
    for seconds, one in ((30, op(1, 0, "a")), (60, op(3, 0, "word")), (5, op(1, 1, "b"))):
        standing_clock.advance(seconds=seconds)
        save_answers(attempt_id=attempt.public_id, ops=[one], by=cast.irina)
    hand_in_attempt(attempt_id=attempt.public_id, by=cast.irina)
    assert list(attempt.items.values_list("slot", "seconds")) == [(1, 35), (2, None), (3, 60), (4, None)]


def test_f32_overdue_attempts_are_handed_in_oldest_first_with_nothing_answered(cast, standing_clock):
    closes = [standing_clock() + datetime.timedelta(minutes=m) for m in (50, 40)]
    attempts = [begin(quiz(cast, closes_at=moment), cast.irina) for moment in closes]
    standing_clock.advance(hours=1)
    assert finalize_overdue() == 2
    for attempt, moment in zip(attempts, closes, strict=True):
        attempt.refresh_from_db()
        assert attempt.submitted_at == moment
    assert [grade.work.assignment.closes_at for grade in Grade.objects.order_by("pk")] == sorted(closes)
    assert finalize_attempt(attempt_id=attempts[0].public_id, wait=False) is False


def test_one_attempt_that_fails_keeps_no_other_waiting_and_is_told(cast, standing_clock, caplog):
    closes = [standing_clock() + datetime.timedelta(minutes=m) for m in (5, 6)]
    odd = make.assessment(cast.shelf, [make.question(cast.shelf, "no-such-kind")])
    broken = begin(make.give_assessment(cast.hist, odd, closes_at=closes[0]), cast.irina)
    whole = begin(quiz(cast, ("single",), closes_at=closes[1]), cast.omar)
    standing_clock.advance(minutes=10)
    assert finalize_overdue() == 1
    assert list(Attempt.objects.open()) == [broken]
    assert whole.work.grades.count() == 1
    assert [record.getMessage() for record in caplog.records] == [f"Attempt {broken.public_id} could not be handed in."]
