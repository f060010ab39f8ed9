"""A student's way through a quiz of one question at a time, in a real browser: on a phone by keyboard, on a laptop without script."""

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Answer, Attempt, Slot
from tests import make
from tests.assessments.parts import CANARY, quiz
from tests.pagecheck import check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KINDS = ("single", "several", "chronology")


def given_one_at_a_time(cast):
    given = quiz(cast, KINDS)
    given.one_at_a_time, given.minutes = True, 60
    given.save(update_fields=["one_at_a_time", "minutes"])
    words = tuple(f"Sentence {n} of what the source says, long enough to fill a line on a phone." for n in range(1, 9))
    beside = make.excerpt(make.source(cast.shelf, passages=words))
    Slot.objects.filter(assessment=given.assessment, position__lt=3).update(stimulus=beside)
    return given


def start(page: Page, given) -> None:
    page.goto(f"/c/{given.assignment.classroom.public_id}/t/{given.assignment.public_id}/", timeout=30_000)
    expect(page.get_by_text("60 minutes from when you start.")).to_be_visible()
    page.get_by_role("button", name="Start").press("Enter")
    expect(page.get_by_role("group", name="Question 1 of 3 2 points Who spoke?")).to_be_visible()


def saved_values() -> dict:
    rows = Answer.objects.filter(kind="saved").order_by("rev")
    return {row.item.slot: row.value for row in rows.select_related("item")}


def test_qz1_qz3_qz6_qz7_qz10_on_a_phone_by_keyboard(narrow_page, cast, sign_in):
    page, given = narrow_page, given_one_at_a_time(cast)
    sign_in(page, cast.irina)
    start(page, given)
    source = page.locator("details.stimulus")
    assert source.get_attribute("open") is None  # folded on a phone
    source.locator("summary").press("Enter")
    expect(page.get_by_text("Sentence 1 of what")).to_be_visible()
    assert "Which?" not in page.content() and CANARY not in page.content()
    page.get_by_label("Khrushchev").press("Space")
    page.get_by_role("button", name="Save and next").press("Enter")
    expect(page.get_by_role("group", name="Question 2 of 3 2 points Which?")).to_be_visible()
    with page.expect_response(lambda answer: answer.url.endswith("/flag/")) as kept:
        page.get_by_label("Come back to this one").press("Space")
    assert kept.value.status == 204
    numbers = page.get_by_role("navigation", name="Questions").get_by_role("button")
    expect(numbers).to_have_text(
        ["1Question 1: Answered", "2Question 2: Not answered, come back", "3Question 3: Not answered"]
    )
    check_page(page, width=360)
    numbers.nth(2).press("Enter")
    up = page.get_by_role("button", name="Earlier: Death")
    up.press("Enter")
    expect(up).to_be_focused()
    expect(page.locator("#live")).to_have_text("Death, now 1 of 3")
    assert page.locator(".stimulus-group").count() == 0
    page.get_by_role("button", name="Review and hand in").press("Enter")
    states = page.locator(".review-list p:has(a)")
    expect(states).to_have_text(
        ["Question 1: Answered", "Question 2: Not answered ·  Come back", "Question 3: Answered"]
    )
    check_page(page, theme="dark", width=360)
    page.get_by_role("button", name="Hand in").press("Enter")
    panel = page.locator(".panel-strong")
    expect(panel).to_contain_text("Not answered: Question 2.")
    panel.get_by_role("link", name="Question 2").press("Enter")
    page.get_by_label("One", exact=True).press("Space")
    page.get_by_role("button", name="Review and hand in").press("Enter")
    page.get_by_role("heading", name="Look over and hand in").wait_for()  # both pages have a button of that name
    page.get_by_role("button", name="Hand in").press("Enter")
    expect(page.get_by_text("3 of 3 questions answered.")).to_be_visible()
    assert [item.value for item in Attempt.objects.get().items.all()] == ["a", ["a"], ["x", "z", "y"]]


def test_qz8_on_a_laptop_without_script(open_context, cast, sign_in):
    given = given_one_at_a_time(cast)
    page = open_context(java_script_enabled=False).new_page()
    sign_in(page, cast.irina)
    start(page, given)
    source, question = page.locator("details.stimulus"), page.locator("fieldset.question")
    box, beside = source.bounding_box(), question.bounding_box()
    assert box and beside and box["x"] + box["width"] <= beside["x"]  # the source stands beside it
    page.get_by_label("Khrushchev").check()
    page.get_by_role("button", name="Save and next").click()
    page.get_by_label("One", exact=True).check()
    page.get_by_label("Come back to this one").check()
    page.get_by_role("navigation", name="Questions").get_by_role("button", name="Question 3").click()
    for words, place in (("Speech", "2"), ("Death", "1"), ("Revolt", "3")):
        page.get_by_label(f"Place of {words}").select_option(place)
    page.get_by_role("button", name="Back to question 2").click()
    expect(page.get_by_label("One", exact=True)).to_be_checked()
    page.get_by_role("button", name="Review and hand in").click()
    expect(page.locator(".review-list strong")).to_have_text(["Answered", "Answered", "Come back", "Answered"])
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("3 of 3 questions answered.")).to_be_visible()
    assert saved_values() == {1: "a", 2: ["a"], 3: ["x", "z", "y"]}
