"""The student's pages without script: from the task to the receipt and the feedback."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse

from assessments.actions.attempts import finalize_attempt
from assessments.actions.marking import comment_on, release_marks, score_part
from assessments.actions.saving import save_answers
from assessments.models import Answer, Attempt, Comment, Grade, Score
from assessments.tasks import finalize_overdue
from coursesite.classes.models import Work
from tests import make
from tests.assessments.parts import CANARY, begin, essay, hand_in_attempt, op, quiz

ESSAY = (
    "It was too much for some. “We must abolish the cult” [A ¶1] says one side, and “nobody laughed” [B ¶2] another."
)


@pytest.fixture
def irina(client, cast, sign_in) -> Client:
    return sign_in(client, cast.irina)


def address(name: str, given, *more) -> str:
    assignment = given.assignment
    return reverse(f"assessments:{name}", args=[assignment.classroom.public_id, assignment.public_id, *more])


def fields(html: str) -> dict:
    """The hidden and chosen fields of the answering page's form, as a browser without script would send them."""
    form = html[html.index('id="answers"') :]
    form = form[: form.index("</form>")]
    found: dict = {}
    for tag in re.findall(r"<input[^>]*>", form):
        attrs = dict(re.findall(r'(\S+)="([^"]*)"', tag))
        if attrs.get("type") in ("radio", "checkbox") and " checked" not in tag:
            continue
        if "name" in attrs:
            found.setdefault(attrs["name"], []).append(attrs.get("value", ""))
    for name, words in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        found[name] = [words]
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found.setdefault(name, []).append(chosen[1] if chosen else "")
    found.pop("csrfmiddlewaretoken", None)
    return found


def newest(attempt: Attempt) -> dict:
    rows = Answer.objects.filter(item__attempt=attempt, kind="saved").order_by("rev")
    return {row.item.slot: row.value for row in rows}


# -- The whole way --------------------------------------------------------------------------------------


def test_a_quiz_from_the_task_page_to_the_receipt(irina, cast):
    given = quiz(cast)
    task = irina.get(address("task", given)).content.decode()
    assert "Quiz, 4 questions, 8 points." in task
    assert irina.post(address("attempt_start", given)).url == address("attempt", given)
    sent = fields(irina.get(address("attempt", given)).content.decode())
    sent |= {
        "answer-1": ["a"],
        "answer-2": ["a", "b"],
        "answer-3": ["brinkmanship!"],
        "answer-4": ["x:1", "z:2", "y:3"],
    }
    answer = irina.post(address("attempt_review", given), sent)
    assert (answer.status_code, answer.url) == (302, address("attempt_review", given))
    review = irina.get(answer.url).content.decode()
    assert review.count("<strong>Answered</strong>") == 4
    assert irina.post(address("attempt_hand_in", given)).url == address("receipt", given)
    receipt = irina.get(address("receipt", given)).content.decode()
    assert "4 of 4 questions answered." in receipt
    assert re.search(r"Receipt code: <code>[0-9a-f]{8}</code>", receipt)
    assert [score.points for score in Score.objects.order_by("item__slot")] == [2, 2, 2, 2]
    grade = Grade.objects.get()
    assert (grade.points, grade.out_of, grade.released_at) == (8, 8, None)
    assert Work.objects.get().done_at == Attempt.objects.get().submitted_at


def test_an_essay_keeps_its_evidence(irina, cast):
    given = essay(cast)
    irina.post(address("attempt_start", given))
    sent = fields(irina.get(address("attempt", given)).content.decode())
    irina.post(address("attempt", given), sent | {"answer-1": [ESSAY]})
    irina.post(address("attempt_hand_in", given))
    item = Attempt.objects.get().items.get()
    cited = [(one.letter, one.citation.exact) for one in item.citations.all()]
    assert cited == [("A", "We must abolish the cult."), ("B", "Nobody clapped.")]
    assert Score.objects.count() == Grade.objects.count() == 0


def test_insert_puts_the_passage_at_the_end(irina, cast):
    given = essay(cast)
    irina.post(address("attempt_start", given))
    sent = fields(irina.get(address("attempt", given)).content.decode())
    irina.post(address("attempt_cite", given, 1), sent | {"answer-1": ["He said so."], "cite-1": ["[A ¶2]"]})
    assert newest(Attempt.objects.get()) == {1: "He said so. [A ¶2]"}


def test_nothing_changed_saves_nothing(irina, cast):
    given = quiz(cast)
    attempt = begin(given, cast.irina)
    save_answers(attempt_id=attempt.public_id, ops=[op(1, 0, "a"), op(4, 0, ["x", "y", "z"])], by=cast.irina)
    irina.post(address("attempt", given), fields(irina.get(address("attempt", given)).content.decode()))
    assert Answer.objects.count() == 2


def test_the_same_form_twice_saves_once(irina, cast):
    given = quiz(cast)
    begin(given, cast.irina)
    sent = fields(irina.get(address("attempt", given)).content.decode()) | {"answer-1": ["b"]}
    irina.post(address("attempt", given), sent)
    irina.post(address("attempt", given), sent)
    assert [(row.kind, row.value) for row in Answer.objects.all()] == [("saved", "b")]


def test_an_order_with_a_place_missing_comes_back_with_what_to_do(irina, cast):
    given = quiz(cast)
    attempt = begin(given, cast.irina)
    sent = fields(irina.get(address("attempt", given)).content.decode())
    sent |= {"answer-3": ["kept words"], "answer-4": ["x:1", "z:1", "y:"]}
    answer = irina.post(address("attempt", given), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Give each of the 3 items a place of its own, from 1 to 3." in page
    assert "<title>Error:" in page
    assert 'value="kept words"' in page
    assert newest(attempt) == {}


# -- Two tabs ---------------------------------------------------------------------------------------------


def test_a_stale_tab_shows_both_and_the_student_chooses(irina, cast):
    given = essay(cast)
    attempt = begin(given, cast.irina)
    stale = fields(irina.get(address("attempt", given)).content.decode())
    save_answers(attempt_id=attempt.public_id, ops=[op(1, 0, "from the first tab")], by=cast.irina)
    answer = irina.post(address("attempt", given), stale | {"answer-1": ["from the second tab"]})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "You answered this in another tab." in page
    assert "from the first tab" in page
    assert "from the second tab" in page
    assert '<a href="#q1-other">Question 1 was answered in another tab as well.' in page  # said at the top
    again = fields(page)
    assert irina.post(address("attempt", given), again).status_code == 422
    assert newest(attempt) == {1: "from the first tab"}
    irina.post(address("attempt", given), again | {"keep-1": ["mine"]})
    assert newest(attempt) == {1: "from the second tab"}
    assert list(Answer.objects.values_list("kind", flat=True).order_by("pk")) == ["saved", "conflict", "saved"]


def test_a_stale_tab_overwrites_nothing_that_it_did_not_change(irina, cast):
    given = quiz(cast)
    attempt = begin(given, cast.irina)
    stale = fields(irina.get(address("attempt", given)).content.decode())
    save_answers(attempt_id=attempt.public_id, ops=[op(1, 0, "a")], by=cast.irina)
    assert irina.post(address("attempt", given), stale | {"answer-3": ["word"]}).status_code == 302
    assert newest(attempt) == {1: "a", 3: "word"}


# -- Starting and handing in ---------------------------------------------------------------------------------


def test_two_clicks_on_start_begin_one(irina, cast):
    given = quiz(cast, tries=3)
    irina.post(address("attempt_start", given))
    irina.post(address("attempt_start", given))
    assert Attempt.objects.count() == 1
    given.assessment.refresh_from_db()
    assert given.assessment.locked_at is not None


def test_after_the_last_try_there_is_no_other(irina, cast):
    given = quiz(cast)
    hand_in_attempt(attempt_id=begin(given, cast.irina).public_id, by=cast.irina)
    answer = irina.post(address("attempt_start", given), follow=True)
    assert "You have handed this in as often as it can be." in answer.content.decode()
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize(("opens", "closes", "says"), [(1, 2, "This is not open yet."), (-2, -1, "This is closed.")])
def test_outside_its_dates_it_cannot_be_started(irina, cast, standing_clock, opens, closes, says):
    day = datetime.timedelta(days=1)
    now = standing_clock()
    given = quiz(cast, opens_at=now + opens * day, due_at=now + closes * day, closes_at=now + closes * day)
    answer = irina.post(address("attempt_start", given), follow=True)
    assert says in answer.content.decode()
    assert Attempt.objects.count() == 0


def test_the_teacher_cannot_start_it(client, cast, sign_in):
    given = quiz(cast)
    assert sign_in(client, cast.ana).post(address("attempt_start", given)).status_code == 403


@pytest.mark.parametrize("name", ["task", "attempt", "attempt_review", "receipt", "feedback"])
@pytest.mark.parametrize("who", ["lena", "olga", "tom", "adam"])
def test_outside_the_class_there_is_nothing(client, cast, sign_in, name, who):
    given = quiz(cast)
    hand_in_attempt(attempt_id=begin(given, cast.irina).public_id, by=cast.irina)
    assert sign_in(client, getattr(cast, who)).get(address(name, given)).status_code == 404


def test_a_classmate_sees_nothing_of_it(client, cast, sign_in):
    given = essay(cast)
    attempt = begin(given, cast.irina)
    save_answers(attempt_id=attempt.public_id, ops=[op(1, 0, "irinas secret words")], by=cast.irina)
    hand_in_attempt(attempt_id=attempt.public_id, by=cast.irina)
    omar = sign_in(client, cast.omar)
    for name in ("receipt", "feedback"):
        assert omar.get(address(name, given)).status_code == 404
    omar.post(address("attempt_start", given))
    for name in ("task", "attempt", "attempt_review"):
        assert "irinas secret words" not in omar.get(address(name, given)).content.decode()


def test_unanswered_questions_are_named_before_handing_in(irina, cast):
    given = quiz(cast)
    attempt = begin(given, cast.irina)
    save_answers(attempt_id=attempt.public_id, ops=[op(1, 0, "a")], by=cast.irina)
    page = irina.post(address("attempt_hand_in", given), follow=True).content.decode()
    assert "Hand in with 3 not answered" in page
    assert Attempt.objects.get().submitted_at is None
    irina.post(address("attempt_hand_in", given), {"sure": "on"})
    assert Attempt.objects.get().submitted_at is not None


def test_handing_in_twice_gives_one_receipt(irina, cast):
    given = quiz(cast)
    attempt = begin(given, cast.irina)
    first = hand_in_attempt(attempt_id=attempt.public_id, by=cast.irina)
    second = hand_in_attempt(attempt_id=attempt.public_id, by=cast.irina)
    assert first.submitted_at == second.submitted_at
    assert list(attempt.events.values_list("kind", flat=True)) == ["started", "handed_in"]
    assert irina.post(address("attempt_hand_in", given)).url == address("receipt", given)
    assert Grade.objects.count() == 1


def test_handing_in_saves_what_was_unsent(cast):
    given = quiz(cast)
    attempt = begin(given, cast.irina)
    hand_in_attempt(attempt_id=attempt.public_id, by=cast.irina, ops=[op(1, 0, "a")])
    item = attempt.items.get(slot=1)
    assert (item.value, item.final_rev) == ("a", 1)


# -- When time is over -----------------------------------------------------------------------------------------


def timed(cast, clock, **values):
    return quiz(cast, closes_at=clock() + datetime.timedelta(hours=1), **values)


def test_what_was_saved_is_handed_in_when_time_is_over(irina, cast, standing_clock):
    given = timed(cast, standing_clock)
    attempt = begin(given, cast.irina)
    save_answers(attempt_id=attempt.public_id, ops=[op(1, 0, "a")], by=cast.irina)
    standing_clock.advance(hours=1, seconds=30)
    assert finalize_overdue() == 0
    standing_clock.advance(seconds=31)
    assert (finalize_overdue(), finalize_overdue()) == (1, 0)
    attempt.refresh_from_db()
    assert attempt.submitted_at == attempt.closes_at
    assert attempt.items.get(slot=1).value == "a"


def test_opening_the_page_hands_in_what_is_over(irina, cast, standing_clock):
    given = timed(cast, standing_clock)
    attempt = begin(given, cast.irina)
    standing_clock.advance(hours=2)
    assert irina.get(address("attempt", given)).url == address("task", given)
    attempt.refresh_from_db()
    assert attempt.submitted_at == attempt.closes_at
    assert finalize_attempt(attempt_id=attempt.public_id) is False


# -- What is seen when ---------------------------------------------------------------------------------------------


def hand_in_quiz(given, student) -> Attempt:
    attempt = begin(given, student)
    ops = [op(1, 0, "a"), op(2, 0, ["a", "c"]), op(3, 0, "what"), op(4, 0, ["z", "x", "y"])]
    save_answers(attempt_id=attempt.public_id, ops=ops, by=student)
    return hand_in_attempt(attempt_id=attempt.public_id, by=student)


def pages(client, given) -> str:
    names = ("task", "attempt", "attempt_review", "receipt", "feedback")
    return "".join(client.get(address(name, given), follow=True).content.decode() for name in names)


def test_the_key_is_in_no_page_before_everybody_is_through(irina, cast):
    given = quiz(cast)
    begin(given, cast.irina)
    assert CANARY not in pages(irina, given)
    hand_in_attempt(attempt_id=Attempt.objects.get().public_id, by=cast.irina)
    assert CANARY not in pages(irina, given)
    release_marks(assignment=given.assignment, by=cast.ana)
    shown = pages(irina, given)  # released, but Omar may still answer
    assert CANARY not in shown
    assert "0 of 8 points" in shown
    hand_in_quiz(given, cast.omar)
    assert CANARY in pages(irina, given)


def test_the_key_opens_after_the_last_close(irina, cast, standing_clock):
    given = timed(cast, standing_clock, feedback="handed_in")
    hand_in_quiz(given, cast.irina)
    make.work(given.assignment, cast.omar, closes_at=standing_clock() + datetime.timedelta(hours=5))
    standing_clock.advance(hours=2)
    assert CANARY not in pages(irina, given)
    standing_clock.advance(hours=4)
    assert CANARY in pages(irina, given)


def test_no_figure_is_seen_before_it_is_released(irina, cast):
    given = quiz(cast)
    attempt = hand_in_quiz(given, cast.irina)
    assert [score.points for score in Score.objects.filter(item__attempt=attempt).order_by("item__slot")] == [
        2,
        0,
        0,
        1,
    ]
    shown = pages(irina, given)
    assert "3 of 8 points" not in shown
    assert "No feedback yet." in shown
    release_marks(assignment=given.assignment, by=cast.ana)
    assert "3 of 8 points" in pages(irina, given)


def test_points_of_a_part_are_called_a_part_and_the_receipt_leads_to_them(irina, cast):
    given = quiz(cast, kinds=("single", "essay"), feedback="handed_in")
    attempt = begin(given, cast.irina)
    hand_in_attempt(attempt_id=attempt.public_id, by=cast.irina, ops=[op(1, 0, "a"), op(2, 0, "Too much.")])
    shown, receipt = (irina.get(address(name, given)).content.decode() for name in ("feedback", "receipt"))
    assert ("This is a part of your points." in shown, "No feedback yet." in shown) == (True, False)
    assert f'href="{address("feedback", given)}?number=1">See your points so far' in receipt
    for page in (shown, receipt):
        assert f'href="{address("task", given)}">The task' in page


def test_feedback_at_once_where_the_teacher_chose_it(irina, cast):
    given = quiz(cast, feedback="handed_in")
    hand_in_quiz(given, cast.irina)
    assert "3 of 8 points" in irina.get(address("feedback", given)).content.decode()
    assert Work.objects.get().feedback_seen_at is not None


def test_an_essays_feedback(irina, cast):
    given = essay(cast)
    attempt = begin(given, cast.irina)
    hand_in_attempt(attempt_id=attempt.public_id, by=cast.irina, ops=[op(1, 0, ESSAY)])
    item = attempt.items.select_related("attempt__work__assignment").get()
    for criterion in item.question_version.rubric_version.criteria.all():
        score_part(item=item, part=str(criterion.key), seen=0, by=cast.ana, level=criterion.levels.get(points=2))
    comment_on(item=item, text="Who is speaking there?", seen=0, by=cast.ana)
    Comment.objects.create(item=item, n=2, text="between graders", for_graders=True, by=cast.ana)
    before = pages(irina, given)
    assert "Who is speaking there?" not in before
    assert "Claim: level 2" not in before
    release_marks(assignment=given.assignment, by=cast.ana)
    after = irina.get(address("feedback", given)).content.decode()
    assert "6 of 12 points" in after
    assert "Claim: level 2" in after
    assert "Who is speaking there?" in after
    assert "between graders" not in after
    assert "Nobody clapped." in after
    assert "<strong>exact</strong>" in after
    assert "<strong>altered</strong>" in after or "<strong>not in this passage</strong>" in after


def test_the_first_guess_stands_beside_the_closing_essay(irina, cast):
    guess = make.prompt(cast.shelf, kind="guess", audience="teacher")
    version = make.lesson(
        cast.shelf, blocks=({"kind": "part", "body": {"v": 1, "title": "One"}}, {"kind": "prompt", "prompt": guess})
    )
    make.post(cast.hist, guess, cast.irina, "my very first guess")
    make.post(cast.hist, guess, cast.omar, "omars guess")
    given = essay(cast)
    given.assessment.lesson = version.lesson
    given.assessment.save(update_fields=["lesson"])
    begin(given, cast.irina)
    page = irina.get(address("attempt", given)).content.decode()
    assert "my very first guess" in page
    assert "omars guess" not in page


def test_the_pages_ask_the_database_no_more_for_more_questions(irina, cast, query_count_is_constant):
    given = quiz(cast, tries=2)
    hand_in_attempt(attempt_id=begin(given, cast.irina).public_id, by=cast.irina)
    longer = quiz(cast, kinds=("single", "several", "short", "chronology") * 3, tries=2)
    hand_in_attempt(attempt_id=begin(longer, cast.irina).public_id, by=cast.irina)
    begin(given, cast.irina)
    begin(longer, cast.irina)
    irina.get(address("attempt", longer))  # each process draws the documents of locked questions once
    for name in ("attempt", "attempt_review", "feedback", "receipt"):
        now = {"given": given}

        def grow(now=now):
            now["given"] = longer

        query_count_is_constant(lambda name=name, now=now: irina.get(address(name, now["given"])), grow)


def test_a_form_sent_after_the_hand_in_is_kept_as_late_and_says_so(client, cast):
    given = quiz(cast, ["short"])
    attempt = begin(given, cast.irina)
    hand_in_attempt(attempt_id=attempt.public_id, by=cast.irina)
    client.force_login(cast.irina)
    url = reverse("assessments:attempt", args=[cast.hist.public_id, given.assignment.public_id])
    page = client.post(url, {"answer-1": "from the other tab", "base-1": "0"}, follow=True)
    assert "kept as late, and not counted" in page.content.decode()
    assert list(Answer.objects.values_list("kind", "value")) == [("late", "from the other tab")]


# -- A page of an earlier try ---------------------------------------------------------------------------------


@pytest.fixture
def two_tries(irina, cast) -> tuple:
    """(the task, the fields of a page of the first try, the first try, the second that is open)"""
    given = quiz(cast, ["short"], tries=2)
    first = begin(given, cast.irina)
    stale = fields(irina.get(address("attempt", given)).content.decode()) | {"answer-1": ["of the first try"]}
    hand_in_attempt(attempt_id=first.public_id, by=cast.irina)
    return given, stale, first, begin(given, cast.irina)


@pytest.mark.parametrize("name", ["attempt", "attempt_review", "attempt_cite"])
def test_a_page_of_an_earlier_try_is_kept_as_late_there_and_writes_nothing_into_the_next(irina, two_tries, name):
    given, stale, first, _second = two_tries
    answer = irina.post(address(name, given, *([1] if name == "attempt_cite" else [])), stale, follow=True)
    assert answer.redirect_chain == [(f"{address('receipt', given)}?number=1", 302)]
    assert "kept as late, and not counted" in answer.content.decode()
    assert list(Answer.objects.values_list("item__attempt", "kind", "value")) == [
        (first.pk, "late", "of the first try")
    ]


def test_files_from_a_page_of_an_earlier_try_do_not_come_into_the_next(irina, two_tries):
    given, stale, first, _second = two_tries
    assert irina.post(address("attempt_files", given, 1), stale).url == f"{address('receipt', given)}?number=1"
    assert list(Answer.objects.values_list("item__attempt", "kind")) == [(first.pk, "late")]


def test_handing_in_and_flags_from_an_earlier_try_leave_the_next_as_it_is(irina, two_tries):
    given, _stale, first, second = two_tries
    sent = {"attempt": str(first.public_id), "sure": "on", "slot": "1", "flagged": "on"}
    assert irina.post(address("attempt_hand_in", given), sent).url == f"{address('receipt', given)}?number=1"
    assert irina.post(address("attempt_flag", given), sent).status_code == 302
    second.refresh_from_db()
    assert (second.submitted_at, second.items.get().flagged) == (None, False)
    sent["attempt"] = str(second.public_id)
    assert irina.post(address("attempt_flag", given), sent).status_code == 204
    irina.post(address("attempt_hand_in", given), sent)
    second.refresh_from_db()
    assert (second.submitted_at is not None, second.items.get().flagged) == (True, True)


def test_a_page_of_somebody_else_s_attempt_is_not_found(irina, two_tries, cast):
    given, stale, _first, _second = two_tries
    theirs = begin(given, cast.omar)
    for which in (str(theirs.public_id), "no id"):
        assert irina.post(address("attempt", given), stale | {"attempt": [which]}).status_code == 404
        assert irina.post(address("attempt_hand_in", given), {"attempt": which, "sure": "on"}).status_code == 404
    assert Answer.objects.count() == 0


@pytest.mark.parametrize("name", ["attempt", "attempt_review"])
def test_every_form_of_an_attempt_names_it(irina, cast, name):
    attempt = begin(essay(cast), cast.irina)
    page = irina.get(address(name, attempt.work.assignment.assignedassessment)).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert main.count(f'name="attempt" value="{attempt.public_id}"') == main.count("<form")
