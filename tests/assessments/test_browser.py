"""The answering page in a real browser: saves while one writes, without a connection, after the sign-in has ended."""

import re
import uuid

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from assessments.actions.marking import comment_on, release_marks, score_part
from assessments.actions.saving import save_answers
from assessments.models import Answer, Attempt, LessonQuestion
from tests import make
from tests.assessments.parts import begin, essay, hand_in_attempt, op, question, quiz
from tests.make import PASSPHRASE
from tests.pagecheck import check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def address(given, name: str = "attempt/") -> str:
    return f"/c/{given.assignment.classroom.public_id}/t/{given.assignment.public_id}/{name}"


def saved(page: Page):
    return expect(page.locator("#save-state"))


def newest(attempt: Attempt) -> dict:
    rows = Answer.objects.filter(item__attempt=attempt, kind="saved").order_by("rev")
    return {row.item.slot: row.value for row in rows}


def test_a_quiz_by_keyboard_and_mouse(page, cast, sign_in):
    given = quiz(cast)
    sign_in(page, cast.irina)
    page.goto(address(given, ""))
    page.get_by_role("button", name="Start").click()
    page.get_by_label("Khrushchev").check()
    saved(page).to_have_text(re.compile(r"^Saved \d+:\d\d [ap]m$"))
    page.get_by_label("One").check()
    page.get_by_label("Two").check()
    page.get_by_label("Your answer").press_sequentially("brinkmanship")
    up = page.get_by_role("button", name="Earlier: Death")
    up.focus()
    page.keyboard.press("Enter")
    expect(up).to_be_focused()
    expect(page.locator("#live")).to_have_text("Death, now 1 of 3")
    expect(page.locator("[data-answered]")).to_have_text(["Answered"] * 4)
    check_page(page, theme="dark", width=360)
    page.get_by_role("button", name="Review and hand in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look over and hand in")
    check_page(page, width=360)
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("4 of 4 questions answered.")).to_be_visible()
    attempt = Attempt.objects.get()
    assert newest(attempt) == {1: "a", 2: ["a", "b"], 3: "brinkmanship", 4: ["x", "z", "y"]}
    check_page(page, width=360)


def test_an_essay_with_evidence(page, cast, sign_in):
    given = essay(cast)
    attempt = begin(given, cast.irina)
    sign_in(page, cast.irina)
    page.goto(address(given))
    text = page.get_by_label("Your answer")
    text.fill("He says so and more.")
    text.evaluate("box => box.setSelectionRange(10, 10)")
    page.get_by_label("Cite evidence").select_option("[A ¶2]")
    page.get_by_role("button", name="Insert").click()
    expect(text).to_have_value("He says so [A ¶2] and more.")
    page.get_by_role("button", name="Count words").click()
    expect(page.locator("[data-words]")).to_have_text("5 words")
    saved(page).to_have_text(re.compile("^Saved "))
    check_page(page)
    check_page(page, theme="dark", width=360)
    assert newest(attempt) == {1: "He says so [A ¶2] and more."}


def test_five_seconds_without_a_connection_lose_nothing(page, cast, sign_in):
    given = essay(cast)
    attempt = begin(given, cast.irina)
    sign_in(page, cast.irina)
    page.goto(address(given))
    text = page.get_by_label("Your answer")
    text.press_sequentially("Before. ")
    saved(page).to_have_text(re.compile("^Saved "))
    page.context.set_offline(True)
    text.press_sequentially("While away. ")
    saved(page).to_have_text(
        re.compile("^Not saved. No connection. Your words are kept on this device; trying again in")
    )
    expect(page.get_by_role("button", name="Try now")).to_be_visible()
    page.wait_for_timeout(5000)
    text.press_sequentially("Still away.")
    page.context.set_offline(False)
    saved(page).to_have_text(re.compile("^Saved (again )?"), timeout=16_000)
    expect(page.locator("#live")).to_have_text(re.compile("^Saved again"))
    page.get_by_role("button", name="Review and hand in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look over and hand in")
    assert newest(attempt) == {1: "Before. While away. Still away."}


def test_m08_an_ended_sign_in_loses_nothing(page, cast, sign_in):
    given = essay(cast)
    attempt = begin(given, cast.irina)
    sign_in(page, cast.irina)
    page.goto(address(given))
    text = page.get_by_label("Your answer")
    Session.objects.all().delete()
    text.press_sequentially(
        "Writt", delay=1200
    )  # slow enough for a save between letters: nobody is asked in the middle
    text.press_sequentially("en after the sign-in ended.")
    expect(page.get_by_role("dialog", name="Please sign in again")).to_be_visible()
    saved(page).to_have_text("Not saved. Please sign in again. Your words are kept on this device.")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in (new tab)").click()
    opened.value.locator("[name=login]").fill(cast.irina.username)
    opened.value.locator("[name=password]").fill(PASSPHRASE)
    opened.value.locator("[name=password]").press("Enter")
    opened.value.wait_for_url(lambda url: "/sign-in/" not in url)
    opened.value.close()
    page.bring_to_front()
    if page.get_by_role("dialog").count():  # a headless tab is not always told that it is in front again
        page.get_by_role("button", name="I have signed in. Save now").click()
    saved(page).to_have_text(re.compile("^Saved again "))
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert newest(attempt) == {1: "Written after the sign-in ended."}


def test_an_order_that_is_right_as_it_stands_is_an_answer_when_that_is_said(narrow_page, cast, sign_in):
    given = quiz(cast, ("chronology",))
    attempt, page = begin(given, cast.irina), narrow_page
    sign_in(page, cast.irina)
    page.goto(address(given))
    shown = page.locator("[data-order] > li").evaluate_all("items => items.map(item => item.dataset.id)")
    keep = page.get_by_role("button", name="The order is right as it stands")
    keep.press("Enter")
    saved(page).to_have_text(re.compile("^Saved "))
    expect(keep).to_be_hidden()
    assert newest(attempt) == {1: shown}
    page.reload()
    expect(page.locator("[data-order] select").first).not_to_have_value("")
    expect(keep).to_be_hidden()


def test_m09_another_token_is_fetched_once(page, cast, sign_in):
    given = essay(cast)
    attempt = begin(given, cast.irina)
    sign_in(page, cast.irina)
    page.goto(address(given))
    answered: list[int] = []
    page.on("response", lambda answer: answered.append(answer.status) if answer.url.endswith("/save/") else None)
    page.evaluate("document.querySelector('#answers [name=csrfmiddlewaretoken]').value = 'x'.repeat(64)")
    page.get_by_label("Your answer").press_sequentially("Saved all the same.")
    saved(page).to_have_text(re.compile("^Saved "))
    assert newest(attempt) == {1: "Saved all the same."}
    assert answered[:2] == [403, 200]


def test_two_tabs_and_the_student_chooses(page, cast, sign_in):
    given = essay(cast)
    attempt = begin(given, cast.irina)
    sign_in(page, cast.irina)
    page.goto(address(given))
    save_answers(attempt_id=attempt.public_id, ops=[op(1, 0, "from the other tab")], by=cast.irina)
    page.get_by_label("Your answer").press_sequentially("from this tab")
    told = page.locator("[data-conflict]")
    expect(told).to_contain_text("You answered this in another tab.")
    expect(told.locator("blockquote")).to_have_text("from the other tab")
    check_page(page, width=360)
    page.get_by_role("button", name="Keep the one below").click()
    saved(page).to_have_text(re.compile("^Saved "))
    assert newest(attempt) == {1: "from this tab"}
    assert list(Answer.objects.values_list("kind", flat=True).order_by("pk")) == ["saved", "conflict", "saved"]


def test_qz2_closing_the_tab_sends_what_is_unsent(context, cast, sign_in):
    given = essay(cast)
    attempt = begin(given, cast.irina)
    sign_in(context, cast.irina)
    page = context.new_page()
    page.goto(address(given))
    page.get_by_label("Your answer").press_sequentially("quickly")
    page.close(run_before_unload=False)
    other = context.new_page()
    for _ in range(20):
        if newest(attempt):
            break
        other.wait_for_timeout(150)
    assert newest(attempt) == {1: "quickly"}


def test_without_script_the_whole_quiz_can_be_done(open_context, cast, sign_in):
    given = quiz(cast)
    context = open_context(java_script_enabled=False)
    sign_in(context, cast.irina)
    page = context.new_page()
    page.goto(address(given, ""))
    page.get_by_role("button", name="Start").click()
    page.get_by_label("Khrushchev").check()
    for item, place in (("Death", "1"), ("Speech", "2"), ("Revolt", "3")):
        page.get_by_label(f"Place of {item}").select_option(label=place)
    page.get_by_role("button", name="Review and hand in").click()
    page.get_by_role("button", name="Hand in").click()
    page.get_by_role("button", name="Hand in with 2 not answered").click()
    expect(page.get_by_text("2 of 4 questions answered.")).to_be_visible()
    assert newest(Attempt.objects.get()) == {1: "a", 4: ["x", "z", "y"]}


def test_the_task_receipt_and_feedback_pages_are_clean(page, cast, sign_in):
    given = essay(cast)
    sign_in(page, cast.irina)
    page.goto(address(given, ""))
    check_page(page, width=360)
    attempt = begin(given, cast.irina)
    words = op(1, 0, "“We must abolish the cult” [A ¶1] and “Nobody clapped” [B ¶2].")
    hand_in_attempt(attempt_id=attempt.public_id, by=cast.irina, ops=[words])
    page.goto(address(given, "feedback/"))
    check_page(page, width=360)
    item = attempt.items.select_related("attempt__work__assignment").get()
    for criterion in item.question_version.rubric_version.criteria.all():
        score_part(item=item, part=str(criterion.key), seen=0, by=cast.ana, level=criterion.levels.get(points=2))
    comment_on(item=item, text="Who is speaking there?", seen=0, by=cast.ana)
    release_marks(assignment=given.assignment, by=cast.ana)
    for name in ("", "receipt/", "feedback/"):
        page.goto(address(given, name))
        check_page(page, width=360)
        check_page(page, theme="dark")


def test_a_quizs_feedback_page_is_clean_with_its_key(page, cast, sign_in):
    given = quiz(cast, feedback="handed_in")
    for student in (cast.irina, cast.omar):
        ops = [op(1, 0, "b"), op(2, 0, ["a", "c"]), op(4, 0, ["z", "x", "y"])]
        hand_in_attempt(attempt_id=begin(given, student).public_id, by=student, ops=ops)
    sign_in(page, cast.irina)
    page.goto(address(given, "feedback/"))
    expect(page.get_by_text("Not right:").first).to_be_visible()
    check_page(page, width=360)


def test_a_practice_question_is_checked_without_leaving_the_lesson(page, cast, sign_in):
    key = uuid.uuid4()
    blocks = [{"kind": "part", "body": {"v": 1, "title": "One"}}, {"kind": "question", "key": key, "body": {"v": 1}}]
    version = make.lesson(cast.shelf, blocks=blocks, slug="practised")
    LessonQuestion.objects.create(lesson=version.lesson, key=key, question_version=question(cast, "single"))
    make.give_lesson(cast.hist, version)
    sign_in(page, cast.irina)
    page.goto(f"/c/{cast.hist.public_id}/l/practised/p/1/")
    for _ in range(2):
        page.get_by_label("Mao").check()
        page.get_by_role("button", name="Check").click()
        expect(page.locator(".practice-result")).to_contain_text("Not right yet.")
        expect(page.locator(".answer-explain")).to_have_count(0)
    page.get_by_role("button", name="Show why").click()
    expect(page.locator(".answer-explain")).to_be_visible()
    page.get_by_label("Khrushchev").check()
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".practice-result")).to_be_focused()
    expect(page.locator(".practice-result")).to_contain_text("Right.")
    assert page.url.endswith("/l/practised/p/1/")
    check_page(page, width=360)
