"""Questions one at a time, drawn and shuffled, beside their source; what a student is told before, and at the look over."""

import datetime
import json
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.actions.attempts import start_attempt
from assessments.actions.saving import save_answers
from assessments.models import Answer, Attempt, Draw, Grade, Slot
from coursesite.classes.models import Accommodation
from tests import make
from tests.assessments.parts import CANARY, KINDS, begin, hand_in_attempt, op, post_ops, question, quiz
from tests.assessments.test_pages import address, fields


@pytest.fixture
def irina(client, cast, sign_in) -> Client:
    return sign_in(client, cast.irina)


def one_at_a_time(cast, kinds=KINDS, **values):
    """A quiz of numbered questions, of which each stem says which it is, beside one source where it is asked for."""
    given = quiz(cast, kinds, **values)
    given.one_at_a_time = True
    given.save(update_fields=["one_at_a_time"])
    return given


def numbered(cast, count: int, **values):
    """`count` single choices, each with words of its own, to be given."""
    made = [
        make.question(
            cast.shelf,
            "single",
            body={"v": 1, "stem": f"<p>Stem number {n}.</p>", "choices": [["a", f"Yes {n}"], ["b", f"No {n}"]]},
            key={"v": 1, "right": ["a"], "explain": f"<p>{CANARY}</p>"},
        )
        for n in range(1, count + 1)
    ]
    return make.give_assessment(cast.hist, make.assessment(cast.shelf, made, title="Long quiz"), **values)


def page(client: Client, given, slot: int) -> str:
    return client.get(f"{address('attempt', given)}?q={slot}").content.decode()


# -- One at a time ------------------------------------------------------------------------------------------


def test_qz7_no_word_of_another_question_and_no_key_is_in_the_page(irina, cast):
    given = numbered(cast, 5)
    given.one_at_a_time = True
    given.save(update_fields=["one_at_a_time"])
    begin(given, cast.irina)
    for here in range(1, 6):
        shown = page(irina, given, here)
        assert re.findall(r"(?:Stem number|Yes|No) (\d)", shown) == [str(here)] * 3
        assert CANARY not in shown
        assert len(re.findall(r"<fieldset class=\"question\"", shown)) == 1


def test_qz8_the_whole_way_without_script(irina, cast):
    given = one_at_a_time(cast)
    irina.post(address("attempt_start", given))
    first = irina.get(address("attempt", given))
    assert first.url == f"{address('attempt', given)}?q=1"
    sent = fields(page(irina, given, 1)) | {"answer-1": ["a"], "go": ["2"]}
    assert irina.post(first.url, sent).url == f"{address('attempt', given)}?q=2"
    sent = fields(page(irina, given, 2)) | {"answer-2": ["a", "b"], "flag-2": ["on"], "go": ["4"]}
    assert irina.post(first.url, sent).url == f"{address('attempt', given)}?q=4"
    wrong = fields(page(irina, given, 4)) | {"answer-4": ["x:1", "z:1", "y:"], "go": ["3"]}
    refused = irina.post(f"{address('attempt', given)}?q=4", wrong)
    assert refused.status_code == 422
    assert "Who spoke?" not in refused.content.decode()  # the page of one question comes back, with what to do
    sent = fields(page(irina, given, 4)) | {"answer-4": ["x:1", "z:2", "y:3"]}
    assert irina.post(address("attempt_review", given), sent).url == address("attempt_review", given)
    review = irina.get(address("attempt_review", given)).content.decode()
    assert re.findall(r"<strong>(.*?)</strong>", review) == [
        "Answered",
        "Answered",
        "Come back",
        "Not answered",
        "Answered",
    ]
    asked = irina.post(address("attempt_hand_in", given), follow=True).content.decode()
    assert "Hand in with 1 not answered" in asked
    assert f'{address("attempt", given)}?q=3">Question 3</a>' in asked
    assert irina.post(address("attempt_hand_in", given), {"sure": "on"}).url == address("receipt", given)
    assert [item.value for item in Attempt.objects.get().items.all()] == ["a", ["a", "b"], None, ["x", "z", "y"]]


def test_the_numbers_say_how_each_question_stands(irina, cast):
    given = one_at_a_time(cast)
    attempt = begin(given, cast.irina)
    save_answers(attempt_id=attempt.public_id, ops=[op(1, 0, "a")], by=cast.irina)
    assert irina.post(address("attempt_flag", given), {"slot": 2, "flagged": "on"}).status_code == 204
    assert irina.post(address("attempt_flag", given), {"slot": "x"}).status_code == 422
    listed = page(irina, given, 3).split('aria-label="Questions"')[1].split("</nav>")[0]
    words = [re.sub(r"<[^>]*>|\s+", " ", one).split(":")[-1] for one in re.findall(r"<button.*?</button>", listed)]
    assert [" ".join(one.split()) for one in words] == [
        "Answered",
        "Not answered , come back",
        "Not answered",
        "Not answered",
    ]
    assert re.findall(r'value="(\d)"[^>]*aria-current="step"', listed) == ["3"]
    irina.post(address("attempt_flag", given), {"slot": 2})
    assert not attempt.items.filter(flagged=True).exists()


def test_a_question_that_is_not_there_leads_to_the_first_unanswered(irina, cast):
    given = one_at_a_time(cast)
    attempt = begin(given, cast.irina)
    save_answers(attempt_id=attempt.public_id, ops=[op(1, 0, "a")], by=cast.irina)
    for wrong in ("", "?q=9", "?q=two", "?q=-1"):
        assert irina.get(address("attempt", given) + wrong).url == f"{address('attempt', given)}?q=2"


def test_a_stale_tab_shows_both_answers_of_its_one_question(irina, cast):
    given = one_at_a_time(cast)
    attempt = begin(given, cast.irina)
    stale = fields(page(irina, given, 3)) | {"answer-3": ["second tab"], "go": ["4"]}
    save_answers(attempt_id=attempt.public_id, ops=[op(3, 0, "first tab")], by=cast.irina)
    answer = irina.post(f"{address('attempt', given)}?q=3", stale)
    shown = answer.content.decode()
    assert (answer.status_code, "first tab" in shown, "second tab" in shown) == (409, True, True)
    assert "Who spoke?" not in shown
    assert list(Answer.objects.values_list("kind", flat=True).order_by("pk")) == ["saved", "conflict"]


def test_a_source_stands_once_beside_its_questions(irina, cast):
    given = numbered(cast, 4)
    beside = make.excerpt(make.source(cast.shelf, passages=("Words of the source.",)), headnote="")
    Slot.objects.filter(assessment=given.assessment, position__in=(2, 3)).update(stimulus=beside)
    begin(given, cast.irina)
    shown = irina.get(address("attempt", given)).content.decode()
    assert shown.count("Words of the source.") == 1
    group = shown.split('class="stimulus-group"')[1].split("</section>\n      \n")[0]
    assert re.findall(r"Stem number (\d)", group.split("</section>", 2)[-1].split('id="q4"')[0]) == ["2", "3"]
    given.one_at_a_time = True
    given.save(update_fields=["one_at_a_time"])
    assert ["Words of the source." in page(irina, given, n) for n in (1, 2, 3, 4)] == [False, True, True, False]
    assert irina.get(f"/sources/{beside.edition.source.slug}/").status_code == 200


# -- Starting ---------------------------------------------------------------------------------------------------


def test_a_draw_gives_each_student_some_of_its_pool(irina, cast):
    given = numbered(cast, 8, feedback="handed_in")
    draw = Draw.objects.create(assessment=given.assessment, count=2, points=Decimal(3))
    Slot.objects.filter(assessment=given.assessment, position__gt=2).update(draw=draw)
    assert "Quiz, 4 questions, 8 points." in irina.get(address("task", given)).content.decode()
    asked = {}
    for student in (cast.irina, cast.omar, *[make.user() for _ in range(6)]):
        if not given.assignment.classroom.enrolments.filter(user=student).exists():
            make.enrolment(cast.hist, student)
        items = list(begin(given, student).items.select_related("question_version"))
        assert [(item.slot, item.points) for item in items] == [(1, 1), (2, 1), (3, 3), (4, 3)]
        asked[student.pk] = tuple(item.question_version_id for item in items)
    assert len({versions[:2] for versions in asked.values()}) == 1
    assert len({versions[2:] for versions in asked.values()}) > 1
    attempt = Attempt.objects.get(student=cast.irina)
    save_answers(attempt_id=attempt.public_id, ops=[op(n, 0, "a") for n in range(1, 5)], by=cast.irina)
    irina.post(address("attempt_hand_in", given))
    assert [(grade.points, grade.out_of, grade.attempt_id) for grade in Grade.objects.all()] == [(8, 8, attempt.pk)]


def test_shuffled_questions_are_numbered_in_the_students_own_order(cast):
    given = numbered(cast, 9)
    given.shuffle_questions = given.shuffle = True
    given.save(update_fields=["shuffle_questions", "shuffle"])
    versions = []
    for student in (cast.irina, cast.omar):
        items = list(begin(given, student).items.all())
        assert [item.slot for item in items] == list(range(1, 10))
        assert all(sorted(item.order) == ["a", "b"] for item in items)
        versions.append([item.question_version_id for item in items])
    assert versions[0] != versions[1]
    assert sorted(versions[0]) == sorted(versions[1])


@pytest.mark.parametrize("count", [3, 60])
def test_b3_and_b4_starting_and_handing_in_ask_the_same_for_any_length(irina, cast, count):
    begin(given := numbered(cast, count, feedback="handed_in"), cast.omar)  # the class's first locks what is asked
    with CaptureQueriesContext(connection) as started:
        irina.post(address("attempt_start", given))
    attempt = Attempt.objects.get(student=cast.irina)
    save_answers(attempt_id=attempt.public_id, ops=[op(n, 0, "a") for n in range(1, count + 1)], by=cast.irina)
    with CaptureQueriesContext(connection) as handed_in:
        assert irina.post(address("attempt_hand_in", given)).url == address("receipt", given)
    # The pair of savepoints is the test's: outside it they are BEGIN and COMMIT.
    assert len(started) - 2 == (14 if connection.vendor == "postgresql" else 13)  # there with a lock of its own
    assert len(handed_in) - 2 == 15
    assert Grade.objects.get().points == count


def test_starting_again_gives_the_open_attempt(cast):
    given = quiz(cast, tries=2)
    enrolment = cast.hist.enrolments.get(user=cast.irina)
    one, two = (start_attempt(given=given, enrolment=enrolment, by=cast.irina) for _ in range(2))
    assert one.pk == two.pk
    assert Attempt.objects.count() == 1


# -- Before starting ----------------------------------------------------------------------------------------------


def test_qz1_the_start_page_says_my_limit_tries_and_the_end(irina, cast, standing_clock):
    Accommodation.objects.create(user=cast.irina, n=1, time_factor=Decimal("1.5"), by=cast.ana)
    given = quiz(cast, tries=3, feedback="closed", closes_at=standing_clock() + datetime.timedelta(days=1))
    given.minutes, given.which_counts, given.one_at_a_time = 40, "best", True
    given.save(update_fields=["minutes", "which_counts", "one_at_a_time"])
    shown = irina.get(address("task", given)).content.decode()
    assert "Quiz, 4 questions, 8 points." in shown
    assert "60 minutes from when you start, with your extra time." in shown
    assert "3 tries, 3 left. The best counts." in shown
    assert "You see your points when it has closed for the whole class." in shown
    assert "one at a time" in shown
    assert '<button class="btn btn-primary" type="submit">Start</button>' in shown


def test_qz1_a_closing_date_that_cuts_the_time_short_is_said_in_minutes(irina, cast, standing_clock):
    given = quiz(cast, closes_at=standing_clock() + datetime.timedelta(minutes=25))
    given.minutes = 40
    given.save(update_fields=["minutes"])
    assert "If you start now you have 25 minutes" in irina.get(address("task", given)).content.decode()
    standing_clock.advance(minutes=-30)
    assert "If you start now" not in irina.get(address("task", given)).content.decode()


def test_qz10_each_question_is_a_group_named_by_number_and_text(irina, cast):
    given = quiz(cast)
    begin(given, cast.irina)
    shown = irina.get(address("attempt", given)).content.decode()
    legends = [re.sub(r"<[^>]*>|\s+", " ", one) for one in re.findall(r"<legend>(.*?)</legend>", shown)]
    assert [" ".join(one.split()) for one in legends[:2]] == [
        "Question 1 of 4 2 points Who spoke?",
        "Question 2 of 4 2 points Which?",
    ]
    assert question(cast, "single").body["stem"] == "<p>Who spoke?</p>"


def test_m53_the_key_is_in_no_answer_of_the_site_while_somebody_can_still_answer(irina, cast):
    given = one_at_a_time(cast, feedback="handed_in")
    attempt = begin(given, cast.irina)
    said = [irina.get(address(name, given)) for name in ("task", "attempt_review")]
    said += [irina.get(f"{address('attempt', given)}?q={n}") for n in range(1, 5)]
    said += [post_ops(irina, attempt, op(1, 0, "a")), irina.get(f"/attempts/{attempt.public_id}/state/")]
    wrong = fields(page(irina, given, 4)) | {"answer-4": ["x:1", "z:1", "y:"]}
    said += [irina.post(f"{address('attempt', given)}?q=4", wrong), irina.post(address("attempt_hand_in", given))]
    body = {"ops": [], "known": {}, "sure": True}
    path = f"/attempts/{attempt.public_id}/finish/"
    said.append(irina.post(path, json.dumps(body), content_type="application/json"))
    said += [irina.get(address(name, given)) for name in ("receipt", "feedback", "task")]
    said += [irina.get(path) for path in ("/", "/grades/", "/search/?q=because")]
    assert [one.status_code for one in said if one.status_code >= 400] == [422]
    words = [CANARY, "rinkmanship"]  # of the explanations, and of the accepted words
    assert [one.request["PATH_INFO"] for one in said if any(word in one.content.decode() for word in words)] == []
    assert "2 of 8 points" in said[-5].content.decode() + said[-6].content.decode()
    hand_in_attempt(attempt_id=begin(given, cast.omar).public_id, by=cast.omar)
    assert CANARY in irina.get(address("feedback", given)).content.decode()
