"""The admin's whole turn in a browser: by pointer on two widths, and by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from coursesite.audit.models import Event
from coursesite.classes.models import Classroom
from tests import make
from tests.conftest import NARROW, WIDE
from tests.hand import Hand
from tests.pagecheck import check_page

pytestmark = pytest.mark.browser
LIST = "Name;User name;School id\nZoë Ångström;zoe.a;0042\nLi Na;li.na;\nNo User;;\n"


@pytest.mark.parametrize(
    ("viewport", "keyboard", "script"),
    [(WIDE, False, True), (NARROW, False, True), (WIDE, True, True), (NARROW, False, False)],
    ids=["wide", "narrow", "keyboard", "without script"],
)
def test_the_admins_turn(transactional_db, open_context, viewport, keyboard, script):
    cast = make.Cast()
    page = open_context(viewport, java_script_enabled=script).new_page()
    hand = Hand(page, keyboard)
    page.goto("/sign-in/")
    hand.write(hand.field("User name or e-mail"), "adam.quist")
    hand.write(hand.field("Passphrase"), make.PASSPHRASE)
    hand.button("Sign in")

    hand.link("New term")
    hand.write(hand.field("Name"), "Spring")
    if keyboard:  # a date field is written by its parts
        for label, digits in (("First day", "01012027"), ("Last day", "05312027")):
            hand.reach(hand.field(label))
            page.keyboard.type(digits)
    else:
        hand.field("First day").fill("2027-01-01")
        hand.field("Last day").fill("2027-05-31")
    hand.button("Make this term")
    expect(page.get_by_role("cell", name="Mon 31 May 2027")).to_be_visible()

    page.goto("/classes/new/")
    hand.write(hand.field("Name of the class"), "Hist 12A")
    hand.choose(hand.field("Term"), "Spring")
    hand.tick(hand.field("Berg, Tom (tom.berg)"))
    hand.tick(hand.field("Ortiz, Ana (ana.ortiz)"))
    hand.button("Make this class")
    expect(page.get_by_role("heading", level=1)).to_have_text("People of Hist 12A")
    room = Classroom.objects.get(name="Hist 12A")
    assert [place.user for place in room.enrolments.order_by("user__sort_name")] == [cast.tom, cast.ana]

    page.get_by_role("main").get_by_role("link", name="Add students").first.wait_for()
    hand.press(page.get_by_role("main").get_by_role("link", name="Add students").first)
    hand.write(page.locator("#id_text"), LIST)
    hand.button("Look through the list")
    expect(page.get_by_text("2 to add, 0 already here, 1 to fix.")).to_be_visible()
    assert not room.enrolments.filter(role="student").exists()
    hand.button("Add 2 students")
    expect(page.get_by_text(re.compile(r"^[a-z]+(-[a-z]+){3}-\d\d$"))).to_have_count(2)
    hand.link("Done, I have noted them")

    hand.link("Ångström, Zoë")
    hand.link("Reset passphrase")
    hand.button("Reset passphrase")
    expect(page.get_by_role("heading", level=1)).to_have_text("New passphrase for Zoë Ångström")
    hand.link("Done, I have noted it")
    hand.button("Close this account")
    expect(page.locator("main").get_by_text("This account is closed")).to_be_visible()
    hand.button("Open this account again")
    hand.link("Move to another class")
    hand.choose(hand.field("New class"), f"Hist 11B, {cast.hist.term}")
    hand.button("Move to this class")
    expect(page.locator("main").get_by_text("Zoë Ångström is now in Hist 11B.")).to_be_visible()
    page.goto("/log/")
    expect(page.get_by_role("cell", name="moved to another class:")).to_be_visible()
    assert set(Event.objects.exclude(verb="person_create").values_list("verb", flat=True)) == {
        "sign_in", "term_create", "classroom_create", "students_add", "passphrase_reset", "person_deactivate",
        "person_activate", "student_move",
    }  # fmt: skip


PAGES = {
    "adam": (
        "/", "/people/", "/people/new/", "/people/{irina}/", "/classes/", "/classes/new/", "/classes/{room}/edit/", "/terms/",
        "/terms/new/", "/log/", "/c/{room}/people/", "/c/{room}/people/add/", "/c/{room}/people/{irina}/move/",
    ),
    "ana": ("/", "/classes/", "/c/{room}/", "/c/{room}/people/", "/sign-out/"),
    "irina": ("/", "/c/{room}/", "/me/settings/", "/me/passphrase/"),
    "": ("/sign-in/",),
}  # fmt: skip


@pytest.mark.parametrize(("theme", "width"), [("light", 1366), ("dark", 360)])
@pytest.mark.parametrize("who", PAGES)
def test_every_page_of_people_and_classes_holds_what_pages_promise(transactional_db, page, sign_in, who, theme, width):
    cast = make.Cast()
    quiz = make.assessment(cast.shelf, [make.question(cast.shelf)], title="A quiz")
    given = make.give_assessment(cast.hist, quiz).assignment
    make.work(given, cast.omar, done_at="2026-01-01T00:00:00Z")
    if who:
        sign_in(page, getattr(cast, who))
    for path in PAGES[who]:
        page.goto(path.format(irina=cast.irina.public_id, room=cast.hist.public_id))
        check_page(page, theme=theme, width=width)


def test_pages_that_answer_a_form_hold_it_too(transactional_db, page, sign_in):
    cast = make.Cast()
    sign_in(page, cast.adam)
    page.goto(f"/c/{cast.hist.public_id}/people/add/")
    page.locator("#id_text").fill(LIST)
    page.get_by_role("button", name="Look through the list").click()
    check_page(page)
    page.goto("/people/new/")
    page.get_by_role("button", name="Add this person").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    check_page(page)
    page.goto(f"/people/{cast.irina.public_id}/")
    page.get_by_role("link", name="Reset passphrase").click()
    check_page(page)
    page.get_by_role("button", name="Reset passphrase").click()
    check_page(page)
    page.goto(f"/c/{cast.hist.public_id}/people/add/")
    page.locator("#id_text").fill(LIST)
    page.get_by_role("button", name="Look through the list").click()
    page.get_by_role("button", name="Add 2 students").click()
    expect(page.get_by_role("heading", name="The wrong list?")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Done, I have noted them").click()
    page.get_by_role("link", name=re.compile("^2 students, ")).click()
    expect(page.get_by_role("button", name="Make again page 1")).to_be_visible()
    check_page(page)
