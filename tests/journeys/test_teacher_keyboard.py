"""A teacher publishes a lesson, gives it to a class, and releases what is marked, by keyboard alone.

Writing blocks by keyboard is in tests/lessons/test_authoring_browser.py, marking in tests/assessments/test_marking_browser.py.
"""

import pytest
from playwright.sync_api import expect

from lessons.models import AssignedLesson
from tests import make
from tests.assessments.parts import essay
from tests.assessments.test_marking_actions import handed_in, mark_all
from tests.hand import Hand

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_publishing_giving_and_releasing_without_a_pointer(cast, page, sign_in):
    version = make.lesson(cast.shelf, title="The thaw", locked=False)
    given = essay(cast)
    mark_all(handed_in(given, cast.irina), cast.ana)
    hand = Hand(page, keyboard=True)
    sign_in(page, cast.ana)
    page.goto(f"/lessons/{version.lesson.slug}/publish/")
    hand.button("Publish version 1")
    hand.tick(page.get_by_label("Give to Hist 11B, lesson"))
    hand.button("Give")
    expect(page.locator("main .message")).to_have_text("1 given.")
    assert [row.assignment.classroom for row in AssignedLesson.objects.all()] == [cast.hist]
    page.goto(f"/c/{cast.hist.public_id}/t/{given.assignment.public_id}/hand-ins/")
    hand.button("Release 1 mark")
    expect(page.locator("main .message")).to_contain_text("Released to 1 student.")
