"""Marking in a real browser: each choice is saved as it is made, and nothing chosen or typed is lost or overwritten."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from assessments.actions.marking import comment_on, score_part
from assessments.models import Comment, Score
from tests import make
from tests.assessments.test_marking_actions import handed_in, mark_all
from tests.make import PASSPHRASE
from tests.pagecheck import LOOKS, check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def essay(cast):
    edition = make.source(cast.shelf, passages=["grave abuse of power", "many honest workers"], slug="speech")
    question = make.question(
        cast.shelf,
        "essay",
        body={"v": 1, "stem": "<p>How much?</p>"},
        points=12,
        rubric_version=make.rubric(cast.shelf),
        documents=[make.excerpt(edition)],
    )
    return make.give_assessment(cast.hist, make.assessment(cast.shelf, [question], kind="essay", title="Essay"))


@pytest.fixture
def attempt(cast, essay):
    return handed_in(essay, cast.irina, 'He named a "grave abuse of power" [A ¶1].')


def address(given, name: str) -> str:
    return f"/c/{given.assignment.classroom.public_id}/t/{given.assignment.public_id}/{name}"


def opened(page: Page, essay, attempt) -> Page:
    page.goto(address(essay, f"mark/{attempt.public_id}/"))
    return page


def level(page: Page, criterion: str, points: int):
    return page.get_by_role("group", name=criterion, exact=True).get_by_label(re.compile(rf"^\s*{points} "))


def said(page: Page, words: str):
    expect(page.locator("#mark-state")).to_have_text(re.compile(words), timeout=16_000)


def given_points() -> dict:
    return {score.part: int(score.points) for score in Score.objects.order_by("n")}


def title_points(attempt) -> dict:
    criteria = attempt.items.get().question_version.rubric_version.criteria.all()
    newest = given_points()
    return {one.title: newest[str(one.key)] for one in criteria if str(one.key) in newest}


def score(attempt, by, title: str, points: int, seen: int = 0) -> None:
    item = attempt.items.get()
    criterion = item.question_version.rubric_version.criteria.get(title=title)
    score_part(item=item, part=str(criterion.key), seen=seen, level=criterion.levels.get(points=points), by=by)


def test_an_essay_is_marked_by_clicks_and_a_comment_is_kept_once(page, cast, sign_in, essay, attempt):
    handed_in(essay, cast.omar)
    sign_in(page, cast.ana)
    opened(page, essay, attempt)
    level(page, "Claim", 4).check()
    said(page, r"^Saved \d+:\d\d [ap]m$")
    expect(page.locator("#mark-sum")).to_have_text("4 of 12 points, 2 of 3 parts to go")
    box = page.get_by_label("Comment for the student")
    for words in ("Well ", "argued, ", "Irina."):
        box.press_sequentially(words)
        page.wait_for_timeout(1700)
    level(page, "Evidence", 2).check()
    level(page, "Reasoning", 2).check()
    expect(page.locator("#mark-sum")).to_have_text("8 of 12 points")
    page.get_by_role("button", name="Save and next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(cast.omar.name)
    assert title_points(attempt) == {"Claim": 4, "Evidence": 2, "Reasoning": 2}
    assert [comment.text for comment in Comment.objects.all()] == ["Well argued, Irina."]


def test_without_script_the_buttons_save(open_context, cast, sign_in, essay, attempt):
    page = open_context(java_script_enabled=False).new_page()
    sign_in(page, cast.ana)
    opened(page, essay, attempt)
    level(page, "Claim", 2).check()
    page.get_by_label("Comment for the student").fill("Read on.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(level(page, "Claim", 2)).to_be_checked()
    score(attempt, cast.mia, "Claim", 4, seen=1)
    comment_on(item=attempt.items.get(), text="Mine now.", seen=1, by=cast.mia)
    level(page, "Evidence", 4).check()
    page.get_by_label("Comment for the student").fill("Read on, please.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("main")).to_contain_text("Mia Falk wrote a comment meanwhile.")
    expect(page.locator(".their-comment")).to_have_text("Mine now.")
    expect(page.get_by_label("Comment for the student")).to_have_value("Read on, please.")
    expect(level(page, "Claim", 4)).to_be_checked()
    expect(level(page, "Evidence", 4)).to_be_checked()
    assert title_points(attempt) == {"Claim": 4}
    page.get_by_role("button", name="Save", exact=True).click()
    assert title_points(attempt) == {"Claim": 4, "Evidence": 4}


def test_two_who_mark_the_same_choose_which_stands(page, cast, sign_in, essay, attempt):
    sign_in(page, cast.ana)
    opened(page, essay, attempt)
    score(attempt, cast.mia, "Claim", 4)
    score(attempt, cast.mia, "Reasoning", 2)
    comment_on(item=attempt.items.get(), text="Mia's words", seen=0, by=cast.mia)
    page.get_by_label("Comment for the student").fill("My long words")
    level(page, "Claim", 0).check()
    clash = page.locator("#mark-clash")
    expect(clash).to_contain_text("Claim: Mia Falk saved")
    expect(clash).to_contain_text("Mia's words")
    expect(level(page, "Reasoning", 2)).to_be_checked()  # not touched here, so it follows
    check_page(page)
    check_page(page, theme="dark", width=360)
    clash.get_by_role("button", name="Take theirs for Claim").click()
    clash.get_by_role("button", name="Keep mine for Comment").click()
    said(page, "^Saved ")
    expect(clash).to_be_hidden()
    expect(level(page, "Claim", 4)).to_be_checked()
    assert title_points(attempt) == {"Claim": 4, "Reasoning": 2}
    assert [one.text for one in Comment.objects.order_by("n")] == ["Mia's words", "My long words"]


def test_what_another_marked_is_never_undone_by_a_later_choice(page, cast, sign_in, essay, attempt):
    score(attempt, cast.ana, "Claim", 2)
    sign_in(page, cast.ana)
    opened(page, essay, attempt)
    score(attempt, cast.mia, "Claim", 4, seen=1)
    level(page, "Evidence", 2).check()
    said(page, "^Saved ")
    expect(level(page, "Claim", 4)).to_be_checked()
    level(page, "Reasoning", 2).check()
    expect(page.locator("#mark-sum")).to_have_text("8 of 12 points")
    assert title_points(attempt) == {"Claim": 4, "Evidence": 2, "Reasoning": 2}


def test_a_lost_connection_loses_no_mark(page, cast, sign_in, essay, attempt):
    sign_in(page, cast.ana)
    opened(page, essay, attempt)
    page.context.set_offline(True)
    level(page, "Claim", 4).check()
    said(page, "^Not saved. No connection. Your marks and words are kept on this page; trying again.$")
    page.get_by_label("Comment for the student").fill("Written on a train.")
    page.get_by_role("button", name="Save and next").click()
    said(page, "^Not saved. No connection.")
    page.context.set_offline(False)
    said(page, r"^Saved again \d")
    assert title_points(attempt) == {"Claim": 4}
    assert [comment.text for comment in Comment.objects.all()] == ["Written on a train."]


def test_an_ended_sign_in_loses_no_mark(page, cast, sign_in, essay, attempt):
    sign_in(page, cast.ana)
    opened(page, essay, attempt)
    Session.objects.all().delete()
    page.get_by_label("Comment for the student").fill("Written after the sign-in ended.")
    level(page, "Claim", 4).check()
    said(page, "^Not saved. Please sign in again.")
    check_page(page, width=360)
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="Sign in (new tab)").click()
    other = opening.value
    other.locator("[name=login]").fill(cast.ana.username)
    other.locator("[name=password]").fill(PASSPHRASE)
    other.locator("[name=password]").press("Enter")
    other.wait_for_url(lambda url: "/sign-in/" not in url)
    other.close()
    page.bring_to_front()
    if page.get_by_role("button", name="Try now").is_visible():
        page.get_by_role("button", name="Try now").click()
    said(page, "^Saved again ")
    assert title_points(attempt) == {"Claim": 4}
    assert [comment.text for comment in Comment.objects.all()] == ["Written after the sign-in ended."]


def test_three_criteria_comment_and_save_stand_in_one_window(page, cast, sign_in, essay, attempt):
    page.set_viewport_size({"width": 1366, "height": 768})
    sign_in(page, cast.ana)
    opened(page, essay, attempt)
    page.mouse.move(200, 500)
    page.mouse.wheel(0, 260)
    for part in (level(page, "Claim", 0), page.get_by_label("Comment for the student")):
        expect(part).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Save and next")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_the_graders_pages_are_clean(page, cast, sign_in, essay, attempt, theme, width):
    mark_all(handed_in(essay, cast.omar), cast.ana)
    sign_in(page, cast.ana)
    opened(page, essay, attempt)
    check_page(page, theme=theme, width=width)
    for place in (address(essay, "hand-ins/"), f"/c/{cast.hist.public_id}/table/"):
        page.goto(place)
        check_page(page, theme=theme, width=width)


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_a_students_grades_are_clean(page, cast, sign_in, essay, attempt, theme, width):
    mark_all(attempt, cast.ana)
    attempt.work.grades.update(released_at=attempt.submitted_at)
    sign_in(page, cast.irina)
    page.goto("/grades/")
    expect(page.locator("main")).to_contain_text("12 of 12")
    check_page(page, theme=theme, width=width)
