"""A quiz of three questions with a draw is built and given to two classes: on a phone, by keyboard, without script."""

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Assessment, AssignedAssessment
from assessments.queries.library import points_of
from tests import make
from tests.assessments import parts
from tests.conftest import NARROW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page: Page, role: str, name: str, key: str = "Enter", **how) -> None:
    """By keyboard: the focus goes there, then the key."""
    found = page.get_by_role(role, name=name, **how).first
    found.focus()
    expect(found).to_be_focused()
    page.keyboard.press(key)
    page.wait_for_load_state()


def test_a_quiz_with_a_draw_is_built_and_given_to_two_classes(cast, open_context, sign_in):
    make.classroom("Hist 11C", teachers=[cast.ana])
    for kind in ("single", "several", "short"):
        parts.question(cast, kind)
    context = sign_in(open_context(NARROW, java_script_enabled=False), cast.ana)
    page = context.new_page()
    page.goto("/assessments/new/")
    page.get_by_label("Title").focus()
    page.keyboard.type("The thaw")
    press(page, "button", "Make it")
    for words in ("Who spoke?", "Which?", "What word?"):
        press(page, "button", f"Add {words}")
    for words in ("Who spoke?", "Which?"):
        press(page, "checkbox", f"Tick {words}", "Space")
    page.get_by_text("With the ticked questions").focus()
    page.keyboard.press("Enter")
    press(page, "button", "Make a draw")
    expect(page.get_by_role("heading", name="Question 1: draw 1 of 2")).to_be_visible()
    press(page, "button", "Move up What word?")
    expect(page.get_by_role("heading", name="Question 2: draw 1 of 2")).to_be_visible()
    expect(page.get_by_text("a student gets 2 questions, 2 points in all")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    press(page, "link", "Give to classes")
    press(page, "radio", "Practice quiz", "Space")
    for name in ("Hist 11B", "Hist 11C"):
        press(page, "checkbox", f"Give to {name}, quiz", "Space")
    press(page, "button", "Give", exact=True)
    expect(page.get_by_text("Settings for Hist 11C")).to_be_visible()
    quiz = Assessment.objects.get()
    given = AssignedAssessment.objects.values_list("assessment", "tries", "which_counts", "feedback")
    assert list(given) == [(quiz.pk, 3, "best", "handed_in")] * 2
    assert (points_of(quiz), quiz.slots.count(), quiz.draws.get().count) == (2, 3, 1)
