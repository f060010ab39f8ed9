"""Correcting a key: who moves is shown first, nobody loses points silently, what a person marked stays, and it can be undone."""

from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse

from assessments.actions.marking import release_marks, score_part
from assessments.actions.regrading import correct_key, undo_correction
from assessments.actions.saving import save_answers
from assessments.errors import KeyChanged
from assessments.models import AnswerKey, AssignedAssessment, Grade, Regrade, RegradeChange
from assessments.queries.feedback import released_grade
from assessments.queries.items import figures
from assessments.regrading import Marked, moves
from coursesite import clock
from coursesite.jobs.actions import run_job
from tests import make
from tests.assessments import parts

BODY, KEY = parts.BODIES["single"]
BOTH = {**KEY, "right": ["a", "b"]}
ONLY_B = {**KEY, "right": ["b"]}
TWO, NONE = Decimal(2), Decimal(0)


def marked(item, value, points, by_hand=False):
    return Marked(item, value, TWO, points, by_hand)


@pytest.mark.parametrize(
    ("key", "lowers", "moved", "kept", "same", "by_hand"),
    [
        (KEY, False, [], [], 3, 1),
        (BOTH, False, [2], [], 2, 1),
        (ONLY_B, False, [2], [1], 1, 1),
        (ONLY_B, True, [1, 2], [], 1, 1),
    ],
)
def test_moves(key, lowers, moved, kept, same, by_hand):
    answers = [marked(1, "a", TWO), marked(2, "b", NONE), marked(3, "c", NONE), marked(4, "b", Decimal(1), True)]
    found = moves("single", BODY, key, answers, lowers=lowers)
    assert [one.item for one in found.moved] == moved
    assert [one.item for one in found.kept] == kept
    assert (found.same, found.by_hand) == (same, by_hand)


def answered(given, student, choice):
    """A handed-in attempt."""
    attempt = parts.begin(given, student)
    save_answers(attempt_id=attempt.public_id, ops=[parts.op(1, 0, choice)], by=student)
    return parts.hand_in_attempt(attempt_id=attempt.public_id, by=student)


@pytest.fixture
def quiz(cast):
    """Irina chose a (right), Omar b (wrong), and a third c; Omar's and Irina's marks are released."""
    given = parts.quiz(cast, ["single"])
    nora = make.user("Nora Lind")
    make.enrolment(cast.hist, nora)
    for student, choice in ((cast.irina, "a"), (cast.omar, "b"), (nora, "c")):
        answered(given, student, choice)
    release_marks(assignment=given.assignment, by=cast.ana)
    return given


def version_of(given):
    return given.assessment.slots.get().question_version


def correct(given, value, by, *, seen=1, lowers=False):
    job = correct_key(
        version=version_of(given), seen=seen, value=value, reason="Mao is right too.", lowers=lowers, by=by
    )
    run_job.call(job_id=job.pk)
    return Regrade.objects.latest("pk")


def seen_points(given):
    """Sort name -> the points that the student sees."""
    works = given.assignment.works.select_related("enrolment__user").order_by("enrolment__user__sort_name")
    grades = {w.enrolment.user.name: released_grade(w.pk, w.enrolment.user, clock.now()) for w in works}
    return {name.split()[0]: grade.points if grade else None for name, grade in grades.items()}


def test_a_corrected_key_raises_marks_at_once_and_tells_the_student(quiz, cast, client):
    assert seen_points(quiz) == {"Irina": TWO, "Omar": NONE, "Nora": NONE}
    regrade = correct(quiz, BOTH, cast.ana)
    assert seen_points(quiz) == {"Irina": TWO, "Omar": TWO, "Nora": NONE}
    assert [(one.before, one.after) for one in regrade.changes.all()] == [(NONE, TWO)]
    client.force_login(cast.omar)
    page = client.get(reverse("assessments:feedback", args=[cast.hist.public_id, quiz.assignment.public_id]))
    assert "Your points for this question went from 0 to 2" in page.content.decode()
    assert "Mao is right too." in page.content.decode()


def test_what_was_corrected_before_the_release_is_not_told(cast, client):
    given = parts.quiz(cast, ["single"])
    attempt = parts.begin(given, cast.omar)
    save_answers(attempt_id=attempt.public_id, ops=[parts.op(1, 0, "b")], by=cast.omar)
    parts.hand_in_attempt(attempt_id=attempt.public_id, by=cast.omar)
    correct(given, BOTH, cast.ana)
    release_marks(assignment=given.assignment, by=cast.ana)
    client.force_login(cast.omar)
    page = client.get(reverse("assessments:feedback", args=[cast.hist.public_id, given.assignment.public_id]))
    assert "2 of 2" in page.content.decode()
    assert "Your points for this question went" not in page.content.decode()


def test_nobody_is_lowered_unless_that_is_asked_for(quiz, cast):
    correct(quiz, ONLY_B, cast.ana)
    assert seen_points(quiz) == {"Irina": TWO, "Omar": TWO, "Nora": NONE}
    correct(quiz, {**KEY, "right": ["c"]}, cast.ana, seen=2, lowers=True)
    assert seen_points(quiz) == {"Irina": NONE, "Omar": NONE, "Nora": TWO}


def test_an_undo_brings_back_every_mark(quiz, cast):
    regrade = correct(quiz, ONLY_B, cast.ana, lowers=True)
    assert seen_points(quiz) == {"Irina": NONE, "Omar": TWO, "Nora": NONE}
    run_job.call(job_id=undo_correction(regrade=regrade, by=cast.ana).pk)
    assert seen_points(quiz) == {"Irina": TWO, "Omar": NONE, "Nora": NONE}
    assert [key.n for key in AnswerKey.objects.order_by("n")] == [1, 2, 3]


def test_an_undo_leaves_marks_that_the_correction_never_touched(quiz, cast):
    correct(quiz, ONLY_B, cast.ana)  # Irina chose a, and keeps what that key would take
    regrade = correct(quiz, {**KEY, "right": ["b", "c"]}, cast.ana, seen=2)
    assert seen_points(quiz) == {"Irina": TWO, "Omar": TWO, "Nora": TWO}
    run_job.call(job_id=undo_correction(regrade=regrade, by=cast.ana).pk)
    assert seen_points(quiz) == {"Irina": TWO, "Omar": TWO, "Nora": NONE}


def test_an_undo_leaves_what_was_marked_after_the_correction(quiz, cast):
    regrade = correct(quiz, BOTH, cast.ana)
    item = quiz.assignment.works.get(enrolment__user=cast.omar).attempts.get().items.get()
    score_part(item=item, part="", seen=2, by=cast.ana, points=Decimal(1))
    run_job.call(job_id=undo_correction(regrade=regrade, by=cast.ana).pk)
    assert item.scores.latest("n").points == Decimal(1)


def test_who_handed_in_after_the_correction_keeps_the_points_when_it_is_taken_back(quiz, cast):
    regrade = correct(quiz, BOTH, cast.ana)
    pupil = make.user("Rosa Berg")
    make.enrolment(cast.hist, pupil)
    answered(quiz, pupil, "b")
    release_marks(assignment=quiz.assignment, by=cast.ana)
    run_job.call(job_id=undo_correction(regrade=regrade, by=cast.ana).pk)
    assert seen_points(quiz) == {"Irina": TWO, "Omar": NONE, "Nora": NONE, "Rosa": TWO}


def test_corrections_in_one_breath_can_be_taken_back_one_by_one(quiz, cast):
    """The worker comes to the first when the second has been made already."""
    jobs = [
        correct_key(version=version_of(quiz), seen=n, value=value, reason="So.", lowers=False, by=cast.ana)
        for n, value in ((1, BOTH), (2, {**KEY, "right": ["a", "b", "c"]}))
    ]
    for job in jobs:
        run_job.call(job_id=job.pk)
    assert [regrade.changes.count() for regrade in Regrade.objects.order_by("pk")] == [1, 1]
    run_job.call(job_id=undo_correction(regrade=Regrade.objects.latest("pk"), by=cast.ana).pk)
    assert seen_points(quiz) == {"Irina": TWO, "Omar": TWO, "Nora": NONE}


def test_a_correction_taken_back_before_the_worker_came_to_it_does_nothing(quiz, cast):
    job = correct_key(version=version_of(quiz), seen=1, value=BOTH, reason="So.", lowers=False, by=cast.ana)
    undo = undo_correction(regrade=Regrade.objects.get(), by=cast.ana)
    for one in (job, undo):
        run_job.call(job_id=one.pk)
    assert seen_points(quiz) == {"Irina": TWO, "Omar": NONE, "Nora": NONE}
    assert RegradeChange.objects.count() == 0


@pytest.mark.parametrize("table", ["assessments_score", "assessments_grade"])
def test_a_mark_given_in_the_same_moment_does_not_end_the_correction(quiz, cast, table):
    meddler = parts.Meddler(table)
    with connection.execute_wrapper(meddler):
        regrade = correct(quiz, BOTH, cast.ana)
    assert meddler.left == 0
    assert seen_points(quiz) == {"Irina": TWO, "Omar": TWO, "Nora": NONE}
    assert (regrade.finished_at is not None, regrade.changes.count()) == (True, 1)


def test_what_a_person_marked_and_grades_set_by_hand_stay(quiz, cast):
    work = quiz.assignment.works.get(enrolment__user=cast.omar)
    item = work.attempts.get().items.get()
    score_part(item=item, part="", seen=1, by=cast.ana, points=Decimal("0.5"))
    other = quiz.assignment.works.get(enrolment__user=cast.irina)
    Grade.objects.create(work=other, n=2, kind="override", points=1, out_of=2, by=cast.ana, released_at=clock.now())
    regrade = correct(quiz, ONLY_B, cast.ana, lowers=True)
    assert [one.item_id for one in regrade.changes.all()] == [other.attempts.get().items.get().pk]
    assert other.grades.latest("n").kind == "override"
    assert item.scores.latest("n").points == Decimal("0.5")


def test_a_job_that_runs_twice_changes_nothing_more(quiz, cast):
    regrade = correct(quiz, BOTH, cast.ana)
    counts = regrade.changes.count(), Grade.objects.count()
    run_job.call(job_id=cast.ana.jobs.latest("pk").pk)
    assert (regrade.changes.count(), Grade.objects.count()) == counts


def test_two_who_correct_at_once_do_not_overwrite_each_other(quiz, cast):
    correct(quiz, BOTH, cast.ana)
    with pytest.raises(KeyChanged):
        correct(quiz, ONLY_B, cast.ana, seen=1)


def url(name, given):
    version = version_of(given)
    return reverse(f"assessments:{name}", args=[version.question.public_id, version.number])


def test_the_preview_names_who_moves_and_changes_nothing(quiz, cast, client):
    client.force_login(cast.ana)
    data = {"seen": 1, "right": ["b"], "reason": "The key was wrong."}
    text = client.post(url("regrade_preview", quiz), data).content.decode()
    assert "1 up, 0 down, 1 the same." in text
    assert "1 would get less and keeps the mark" in text
    assert cast.omar.sort_name in text
    assert AnswerKey.objects.count() == 1
    assert client.post(url("regrade_apply", quiz), data | {"reason": ""}).status_code == 422
    assert client.post(url("regrade_apply", quiz), data).status_code == 302
    assert client.post(url("regrade_apply", quiz), data).status_code == 409


@pytest.mark.parametrize("kind", ["several", "short", "chronology"])
def test_the_form_gives_back_the_key_that_it_shows(kind, cast, client):
    given = parts.quiz(cast, [kind])
    parts.begin(given, cast.irina)
    client.force_login(cast.ana)
    form = client.get(url("regrade", given)).context["form"]
    data = {name: field.initial for name, field in form.fields.items() if field.initial is not None} | {
        "reason": "Same."
    }
    text = client.post(url("regrade_preview", given), data | {"seen": 1}).content.decode()
    assert "This is the key as it is." in text


def test_item_chart_counts_without_names_and_asks_the_same_few_queries(cast, client, query_count_is_constant):
    given = parts.quiz(cast, ["single", "short"])
    page = reverse("assessments:item_chart", args=[cast.hist.public_id, given.assignment.public_id])
    client.force_login(cast.ana)

    def answer_by(count):
        for _ in range(count):
            student = make.user(f"Pupil {make.User.objects.count()}")
            make.enrolment(cast.hist, student)
            attempt = parts.begin(given, student)
            save_answers(attempt_id=attempt.public_id, ops=[parts.op(1, 0, "b"), parts.op(2, 0, "x")], by=student)
            parts.hand_in_attempt(attempt_id=attempt.public_id, by=student)

    answer_by(4)
    assert "4 answers. Figures are shown from five on" in client.get(page).content.decode()
    query_count_is_constant(lambda: client.get(page), lambda: answer_by(3))
    text = client.get(page).content.decode()
    assert "0% (hard)" in text
    assert "Pupil" not in text


def test_item_chart_numbers_the_questions_as_the_quiz_was_built_however_they_were_shuffled(cast):
    given = parts.quiz(cast, ["single"] * 5)
    AssignedAssessment.objects.filter(pk=given.pk).update(shuffle_questions=True)
    attempt = parts.begin(given, cast.irina)
    parts.hand_in_attempt(attempt_id=attempt.public_id, by=cast.irina)
    built = list(given.assessment.slots.order_by("position").values_list("question_version", flat=True))
    assert [(one.number, one.version.pk) for one in figures(given)] == list(enumerate(built, 1))
