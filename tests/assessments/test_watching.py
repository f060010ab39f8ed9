"""Watching a test that runs, giving time, opening again, answers that were kept."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection

from assessments.actions.accepting import accept_answer
from assessments.actions.attempts import finalize_attempt
from assessments.actions.marking import release_marks
from assessments.actions.regrading import correct_key
from assessments.actions.saving import save_answers
from assessments.actions.timing import reopen_attempt
from assessments.errors import CannotAccept, CannotReopen
from assessments.models import Answer, Grade, QuestionVersion, Score
from assessments.queries.feedback import released_grade
from assessments.queries.watching import cut_short, cut_short_words, watched
from coursesite.accounts.models import User
from coursesite.classes.actions import add_minutes, extend_works, reschedule, set_accommodation
from coursesite.classes.due import Own
from coursesite.classes.models import Enrolment, Work
from coursesite.jobs.actions import run_job
from coursesite.ops.queries.integrity import violations
from tests import make
from tests.assessments.parts import Meddler, begin, essay, hand_in_attempt, op, quiz

MINUTE, SECOND = datetime.timedelta(minutes=1), datetime.timedelta(seconds=1)


def timed(cast, minutes=30, kinds=("single", "several"), **values):
    given = quiz(cast, kinds=kinds, **values)
    given.minutes = minutes
    given.save(update_fields=["minutes"])
    return given


def save(attempt, person, slot=1, base=0, value="a"):
    return save_answers(attempt_id=attempt.public_id, ops=[op(slot, base, value)], by=person).results[0].result


def line_of(given, person, now):
    return next(line for line in watched(given.assignment, now) if line.place.user == person)


def test_the_page_says_who_is_where(client, cast, sign_in, standing_clock):
    given = timed(cast)
    attempt = begin(given, cast.irina)
    save(attempt, cast.irina)
    standing_clock.advance(minutes=5)
    irina, omar = (line_of(given, person, standing_clock()) for person in (cast.irina, cast.omar))
    assert (irina.saved, irina.asked, irina.left, irina.last_save) == (1, 2, "25 min", attempt.started_at)
    assert (omar.attempt, omar.left, omar.status.key) == (None, "", "not_started")
    page = sign_in(client, cast.mia).get(f"/c/{cast.hist.public_id}/t/{given.assignment.public_id}/watch/")
    text = page.content.decode()
    assert "1 of 2" in text and "25 min" not in text and "Give it to the whole class" not in text


def test_watch_asks_the_same_for_two_and_for_thirty(client, cast, sign_in, query_count_is_constant):
    given = timed(cast)
    sign_in(client, cast.ana)

    def grow():
        for n in range(28):
            person = make.user(f"Student {n}")
            make.enrolment(cast.hist, person)
            if n % 3 == 0:
                save(begin(given, person), person)

    begin(given, cast.irina)
    address = f"/c/{cast.hist.public_id}/t/{given.assignment.public_id}/watch/"
    assert query_count_is_constant(lambda: client.get(address), grow) <= 20


def test_m31_an_extension_five_seconds_before_the_end_and_one_second_after_it(cast, standing_clock):
    given = timed(cast)
    place = Enrolment.objects.get(user=cast.irina)
    attempt = begin(given, cast.irina)
    end = attempt.closes_at
    for minutes, moment in ((10, end - 5 * SECOND), (20, end + 10 * MINUTE + SECOND)):
        standing_clock.set(moment)
        done = extend_works(assignment=given.assignment, wanted={place: Own(extra_minutes=minutes)}, by=cast.ana)
        attempt.refresh_from_db()
        assert (done.attempts, attempt.closes_at) == (1, end + minutes * MINUTE)
        assert save(attempt, cast.irina, base=attempt.items.get(slot=1).answers.count(), value="b") == "saved"
    assert [event.kind for event in attempt.events.all()] == ["started", "time_changed", "time_changed"]


def test_m31_an_hour_after_the_end_it_is_opened_again_and_nothing_is_lost(client, cast, sign_in, standing_clock):
    given = timed(cast, feedback="handed_in")
    attempt = begin(given, cast.irina)
    save(attempt, cast.irina)
    standing_clock.advance(minutes=92)
    assert finalize_attempt(attempt_id=attempt.public_id) is True
    assert released_grade(attempt.work_id, cast.irina, standing_clock()).points == 2
    ana = sign_in(client, cast.ana)
    base = f"/c/{cast.hist.public_id}/t/{given.assignment.public_id}"
    answer = ana.post(f"{base}/watch/{attempt.public_id}/reopen/", {"minutes": 10, "reason": "The fire alarm."})
    assert answer.status_code == 302
    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.closes_at) == (None, standing_clock() + 10 * MINUTE)
    assert released_grade(attempt.work_id, cast.irina, standing_clock()) is None
    assert Score.objects.filter(item__attempt=attempt).exclude(released_at=None).count() == 0
    assert attempt.events.last().detail["reason"] == "The fire alarm."
    assert "You have more time." in sign_in(client, cast.irina).get(f"{base}/").content.decode()
    assert save(attempt, cast.irina, base=1, value="c") == "saved"
    hand_in_attempt(attempt_id=attempt.public_id, by=cast.irina)
    assert released_grade(attempt.work_id, cast.irina, standing_clock()).points == 0
    assert [grade.points for grade in Grade.objects.order_by("n")] == [2, None, 0]
    assert [answer.value for answer in Answer.objects.order_by("rev")] == ["a", "c"]
    assert violations() == []


def test_a_due_date_that_moves_opens_what_only_the_end_handed_in(cast, standing_clock):
    now = standing_clock()
    given = quiz(cast, due_at=now + 10 * MINUTE, closes_at=now + 20 * MINUTE)
    closed, handed_in = begin(given, cast.irina), begin(given, cast.omar)
    hand_in_attempt(attempt_id=handed_in.public_id, by=cast.omar)
    standing_clock.advance(minutes=22)
    finalize_attempt(attempt_id=closed.public_id)
    later = now + 60 * MINUTE
    count = reschedule(assignment=given.assignment, by=cast.ana, opens_at=None, due_at=later, closes_at=later)
    closed.refresh_from_db()
    handed_in.refresh_from_db()
    assert (count, closed.submitted_at, closed.closes_at) == (1, None, later)
    assert handed_in.submitted_at == now


def run_out(cast, clock, **values):
    """A timed quiz whose time ran out for Irina, who had answered right."""
    attempt = begin(timed(cast, kinds=("single",), **values), cast.irina)
    save(attempt, cast.irina)
    clock.advance(minutes=40)
    assert finalize_attempt(attempt_id=attempt.public_id) is True
    return attempt


def lift_the_limit(cast):
    return set_accommodation(user=cast.irina, by=cast.ana, time_factor=Decimal(1), untimed=True, extra_days=0, seen=0)[
        1
    ]


@pytest.mark.parametrize("feedback", ["release", "handed_in"])
def test_no_time_limit_from_now_on_opens_nothing_whose_marks_are_out(cast, standing_clock, feedback):
    attempt = run_out(cast, standing_clock, feedback=feedback)
    if feedback == "release":
        release_marks(assignment=attempt.work.assignment, by=cast.ana)
    assert lift_the_limit(cast) == 0
    attempt.refresh_from_db()
    assert attempt.submitted_at == attempt.closes_at
    assert released_grade(attempt.work_id, cast.irina, standing_clock()).points == 2
    reopen_attempt(attempt=attempt, minutes=10, by=cast.ana, reason="")
    attempt.refresh_from_db()
    assert attempt.submitted_at is None  # who says so can still do it


def mark_by_hand(attempt, by):
    Grade.objects.create(work=attempt.work, n=2, kind="override", points=1, out_of=2, by=by)


def excuse(attempt, by):
    Work.objects.filter(pk=attempt.work_id).update(excused_at=attempt.closes_at)


def tell_a_classmate(attempt, by):
    omar = make.work(attempt.work.assignment, User.objects.get(username="omar.said"), done_at=attempt.closes_at)
    Grade.objects.create(work=omar, n=1, kind="computed", points=0, out_of=2, released_at=attempt.closes_at)


@pytest.mark.parametrize("done", [mark_by_hand, excuse, tell_a_classmate])
def test_nothing_opens_by_itself_that_a_person_decided_or_whose_key_may_be_known(cast, standing_clock, done):
    attempt = run_out(cast, standing_clock)
    done(attempt, cast.ana)
    assert lift_the_limit(cast) == 0
    attempt.refresh_from_db()
    assert attempt.submitted_at == attempt.closes_at


def test_no_time_limit_opens_what_nobody_has_seen_yet(cast, standing_clock):
    attempt = run_out(cast, standing_clock)
    assert lift_the_limit(cast) == 1
    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.closes_at) == (None, None)


def test_reopening_is_refused_where_it_would_not_help(cast, standing_clock):
    given = timed(cast, tries=2)
    attempt = begin(given, cast.irina)
    with pytest.raises(CannotReopen, match="open already"):
        reopen_attempt(attempt=attempt, minutes=10, by=cast.ana, reason="")
    hand_in_attempt(attempt_id=attempt.public_id, by=cast.irina)
    begin(given, cast.irina)
    with pytest.raises(CannotReopen, match="later try"):
        reopen_attempt(attempt=attempt, minutes=10, by=cast.ana, reason="")


def test_time_for_the_whole_class_reaches_who_is_at_it_and_who_comes_later(cast, standing_clock):
    given = timed(cast)
    attempt = begin(given, cast.irina)
    done = add_minutes(assignment=given.assignment, minutes=5, by=cast.ana)
    attempt.refresh_from_db()
    assert (done.students, done.attempts) == (2, 1)
    assert attempt.closes_at == begin(given, cast.omar).closes_at == standing_clock() + 35 * MINUTE


def test_a_kept_answer_is_accepted_with_its_reason_and_marked_anew(client, cast, sign_in, standing_clock):
    given = timed(cast)
    attempt = begin(given, cast.irina)
    save(attempt, cast.irina, value="b")
    assert save(attempt, cast.irina, value="a") == "conflict"
    kept = Answer.objects.get(kind="conflict")
    with pytest.raises(CannotAccept, match="still open"):
        accept_answer(answer=kept, by=cast.ana, reason="")
    hand_in_attempt(attempt_id=attempt.public_id, by=cast.irina)
    release_marks(assignment=given.assignment, by=cast.ana)
    base = f"/c/{cast.hist.public_id}/t/{given.assignment.public_id}/watch/{attempt.public_id}"
    ana = sign_in(client, cast.ana)
    assert "written in another tab" in ana.get(f"{base}/").content.decode()
    assert ana.post(f"{base}/accept/", {"answer": kept.pk, "reason": ""}).status_code == 422
    standing_clock.advance(hours=3)
    assert ana.post(f"{base}/accept/", {"answer": kept.pk, "reason": "Two tabs."}).status_code == 302
    item = attempt.items.get(slot=1)
    assert (item.value, item.final_rev) == ("a", 2)
    assert [grade.points for grade in Grade.objects.order_by("n")] == [0, 2]
    assert released_grade(attempt.work_id, cast.irina, standing_clock()).points == 0  # until it is released
    event = attempt.events.last()
    assert (event.kind, event.by, event.detail["reason"]) == ("answer_accepted", cast.ana, "Two tabs.")
    assert violations() == []
    with pytest.raises(CannotAccept, match="already"):
        accept_answer(answer=kept, by=cast.ana, reason="")


def kept_of(attempt, person, words, other):
    """An answer that lost against another tab, of an attempt that is handed in."""
    save(attempt, person, value=words)
    assert save(attempt, person, value=other) == "conflict"
    hand_in_attempt(attempt_id=attempt.public_id, by=person)
    return Answer.objects.get(kind="conflict", item__attempt=attempt)


def test_an_accepted_answer_is_marked_by_the_site_and_follows_a_corrected_key(cast, standing_clock):
    given = timed(cast, kinds=("single",))
    attempt = begin(given, cast.irina)
    accept_answer(answer=kept_of(attempt, cast.irina, "c", "b"), by=cast.ana, reason="")
    item = attempt.items.get()
    score = item.scores.latest("n")
    assert (score.points, score.by) == (0, None)
    job = correct_key(
        version=item.question_version, seen=1, value={"v": 1, "right": ["b"]}, reason="So.", lowers=False, by=cast.ana
    )
    run_job.call(job_id=job.pk)
    assert (item.scores.latest("n").points, Grade.objects.latest("n").points) == (2, 2)


@pytest.mark.parametrize(("kind", "left"), [("computed", "cleared"), ("override", "override")])
def test_an_accepted_essay_waits_for_marks_and_a_mark_set_by_hand_stays(cast, standing_clock, kind, left):
    attempt = begin(essay(cast), cast.irina)
    kept = kept_of(attempt, cast.irina, "one", "two")
    Grade.objects.create(work=attempt.work, n=1, kind=kind, points=5, out_of=12, by=cast.ana)
    accept_answer(answer=kept, by=cast.ana, reason="")
    assert Grade.objects.latest("n").kind == left
    assert attempt.items.get().value == "two"


@pytest.mark.parametrize("table", ["assessments_score", "assessments_grade"])
def test_a_mark_given_in_the_moment_of_accepting_is_told(client, cast, sign_in, standing_clock, table):
    given = timed(cast, kinds=("single",))
    attempt = begin(given, cast.irina)
    kept = kept_of(attempt, cast.irina, "b", "a")
    address = f"/c/{cast.hist.public_id}/t/{given.assignment.public_id}/watch/{attempt.public_id}/accept/"
    ana = sign_in(client, cast.ana)
    with connection.execute_wrapper(Meddler(table)):
        answer = ana.post(address, {"answer": kept.pk, "reason": "Two tabs."})
    assert answer.status_code == 409
    assert "Somebody else marked this a moment ago." in answer.content.decode()
    assert (attempt.items.get().value, Score.objects.count()) == ("b", 1)


def test_a_mark_given_in_the_moment_of_opening_again_is_told(client, cast, sign_in, standing_clock):
    attempt = run_out(cast, standing_clock)
    address = f"/c/{cast.hist.public_id}/t/{attempt.work.assignment.public_id}/watch/{attempt.public_id}/reopen/"
    ana = sign_in(client, cast.ana)
    for table in ("assessments_score", "assessments_grade"):
        with connection.execute_wrapper(Meddler(table)):
            assert ana.post(address, {"minutes": 10, "reason": "A fire alarm."}).status_code == 409
    attempt.refresh_from_db()
    assert attempt.submitted_at == attempt.closes_at
    assert (Grade.objects.count(), Score.objects.count()) == (1, 1)


def test_a_mark_given_in_the_moment_of_an_extension_does_not_stop_it(cast, standing_clock):
    due = standing_clock() + 10 * MINUTE
    attempt = begin(quiz(cast, ("single",), due_at=due, late_percent=Decimal(50)), cast.irina)
    save(attempt, cast.irina)
    standing_clock.advance(minutes=20)
    hand_in_attempt(attempt_id=attempt.public_id, by=cast.irina)
    assert Grade.objects.get().points == 1
    later = {Enrolment.objects.get(user=cast.irina): Own(due_at=due + 60 * MINUTE)}
    with connection.execute_wrapper(Meddler("assessments_grade")):
        extend_works(assignment=attempt.work.assignment, wanted=later, by=cast.ana)
    assert [grade.points for grade in Grade.objects.order_by("n")] == [1, 2]


def test_teachers_hear_how_many_the_close_cuts_short_and_only_they_whom(client, cast, sign_in, standing_clock):
    given = timed(cast, minutes=30, closes_at=standing_clock() + 20 * MINUTE)
    assert cut_short(given.assignment, standing_clock()) == []
    set_accommodation(user=cast.irina, by=cast.ana, time_factor=Decimal(2), untimed=False, extra_days=0, seen=0)
    assert [place.user for place in cut_short(given.assignment, standing_clock())] == [cast.irina]
    words = cut_short_words(given.assignment, standing_clock())
    assert len(words) == 1 and "1 student who has extra time" in words[0] and "Irina" not in words[0]
    address = f"/c/{cast.hist.public_id}/t/{given.assignment.public_id}/watch/"
    assert "less than the whole time" in sign_in(client, cast.ana).get(address).content.decode()
    assert "less than the whole time" not in sign_in(client, cast.mia).get(address).content.decode()


def test_m34_students_keep_what_they_began_with_and_the_page_says_whose_end_moved(
    client, cast, sign_in, standing_clock
):
    given = quiz(
        cast, kinds=("single",), due_at=standing_clock() + 60 * MINUTE, closes_at=standing_clock() + 90 * MINUTE
    )
    attempt = begin(given, cast.irina)
    before = list(attempt.items.values_list("question_version", "points", "order"))
    old = attempt.items.get().question_version
    QuestionVersion.objects.create(question=old.question, number=2, kind=old.kind, body=old.body, points=9)
    page = f"/c/{cast.hist.public_id}/a/{given.assignment.public_id}/dates/"
    dates = {"due_date": "2026-03-03", "due_time": "10:00", "closes_date": "2026-03-03", "closes_time": "11:00"}
    answer = sign_in(client, cast.ana).post(page, dates, follow=True)
    said = (
        "The dates are kept. 1 attempt runs now with a new end. Students keep the questions that they have begun with."
    )
    assert said in answer.content.decode()
    attempt.refresh_from_db()
    assert attempt.closes_at == datetime.datetime(2026, 3, 3, 11, tzinfo=datetime.UTC)
    assert list(attempt.items.values_list("question_version", "points", "order")) == before
