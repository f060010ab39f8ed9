"""A teacher's whole run by keyboard alone: writes a block, publishes, gives, marks an essay on a phone's width, releases."""

import re

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Comment, Grade
from lessons.models import AssignedLesson, Block
from tests import make
from tests.assessments.parts import essay
from tests.assessments.test_marking_actions import handed_in
from tests.conftest import NARROW
from tests.hand import Hand

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in_by_hand(page: Page, hand: Hand) -> None:
    page.goto("/sign-in/")
    hand.write(hand.field("User name or e-mail"), "ana.ortiz")
    hand.write(hand.field("Passphrase"), make.PASSPHRASE)
    hand.button("Sign in")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def write_a_block(page: Page, hand: Hand) -> None:
    """A text at the end of a new lesson; its toolbar is walked by arrows, and it is moved up."""
    page.goto("/lessons/new/")
    hand.write(page.get_by_label("Title"), "The thaw")
    hand.write(page.get_by_label("Central question"), "How far did it go?")
    hand.button("Make the lesson")
    expect(page.get_by_role("heading", level=1)).to_have_text("The thaw")
    for words in ("Last of all.", "By keys alone."):
        last = page.locator(".block-row").last
        count = page.locator(".block-row").count()
        hand.press(last.locator(".block-add > summary"))
        hand.press(last.get_by_role("button", name="Text", exact=True))
        expect(page.locator(".block-row")).to_have_count(count + 1)
        box = page.locator(".block-row").last.locator(".tiptap")
        expect(box).to_be_focused()
        page.keyboard.type(words)
        expect(page.locator("#save-state")).to_have_text(re.compile(r"^Saved \d"))
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Bold").last).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Italic").last).to_be_focused()
    hand.press(page.locator(".block-row").last.get_by_role("button", name=re.compile("^Move up")))
    expect(page.locator("#save-state")).to_have_text(re.compile("^Text, now 2 of 3"))


def publish_and_give(page: Page, hand: Hand) -> None:
    page.goto("/lessons/the-thaw/publish/")
    hand.button("Publish version 1")
    hand.tick(page.get_by_label("Give to Hist 11B, lesson"))
    hand.button("Give")
    expect(page.locator("main .message")).to_have_text("1 given.")


def mark(page: Page, hand: Hand) -> None:
    for criterion, presses in (("Claim", 2), ("Evidence", 1), ("Reasoning", 1)):
        hand.reach(page.get_by_role("group", name=criterion, exact=True).get_by_role("radio").first)
        page.keyboard.press("Space")
        for _ in range(presses):
            page.keyboard.press("ArrowDown")
    hand.write(page.get_by_label("Comment for the student"), "Good.")
    expect(page.locator("#mark-sum")).to_have_text("8 of 12 points")
    hand.button("Save and next")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Hand-ins"))


def test_the_teachers_turn_without_a_pointer(cast, page):
    given = essay(cast)
    attempt = handed_in(given, cast.irina, 'He named "the cult" [A ¶1].')
    hand = Hand(page, keyboard=True)
    sign_in_by_hand(page, hand)

    write_a_block(page, hand)
    written = Block.objects.filter(kind="prose").order_by("position").values_list("body__html", flat=True)
    assert list(written) == ["<p>By keys alone.</p>", "<p>Last of all.</p>"]

    publish_and_give(page, hand)
    assert [row.assignment.classroom for row in AssignedLesson.objects.all()] == [cast.hist]

    page.set_viewport_size(NARROW)
    where = f"/c/{cast.hist.public_id}/t/{given.assignment.public_id}"
    page.goto(f"{where}/mark/{attempt.public_id}/")
    mark(page, hand)
    assert [comment.text for comment in Comment.objects.all()] == ["Good."]

    hand.button("Release 1 mark")
    expect(page.locator("main .message")).to_contain_text("Released to 1 student.")
    assert Grade.objects.filter(work__enrolment__user=cast.irina, points=8).exclude(released_at=None).count() == 1
