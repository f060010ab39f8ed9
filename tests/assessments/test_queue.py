"""What a student wrote outlives the connection, the server, the sign-in, the tab and the browser. Named by fault."""

import datetime
import re

import pytest
from django.db import transaction
from playwright.sync_api import BrowserContext, Page, Route, expect

from assessments.models import Answer, Attempt
from coursesite import clock
from coursesite.privacy.models import ErasureOpen
from tests.assessments.faults import chromium_in, gunicorn_in, wire_to
from tests.assessments.parts import begin, essay, quiz
from tests.pagecheck import check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NO_COPY = "This browser cannot keep a copy. Stay on this page until it says Saved."


def address(given, name: str = "attempt/") -> str:
    return f"/c/{given.assignment.classroom.public_id}/t/{given.assignment.public_id}/{name}"


failed: list[str] = []


@pytest.fixture(autouse=True)
def no_script_fails():
    failed.clear()
    yield
    assert failed == []


def open_page(context: BrowserContext, url: str) -> Page:
    """The answering page, told yes when it asks whether one may leave it."""
    page = context.new_page()
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(url)
    return page


def text(page: Page):
    return page.get_by_label("Your answer")


def says(page: Page, words: str, **more) -> None:
    expect(page.locator("#save-state")).to_have_text(re.compile(words), **more)


def notes(page: Page, words: str) -> None:
    expect(page.locator("#attempt-note")).to_have_text(words)


def log() -> list[tuple]:
    return list(Answer.objects.order_by("pk").values_list("kind", "rev", "value"))


def copies(page: Page) -> list[dict]:
    """What lies on this device, as anybody there can read it."""
    return page.evaluate("""async () => (await site.copies.all("v1/")).map(
        ({key, unsent, body}) => ({key, unsent, body: new TextDecoder("latin1").decode(body)}))""")


def copied(page: Page) -> None:
    """Wait until what was typed lies on this device."""
    page.wait_for_timeout(700)


def answering(status: int, code: str):
    """A route that never reaches the site."""

    def answer(route: Route) -> None:
        route.fulfill(status=status, json={"code": code})

    return answer


def sign_out(page: Page) -> None:
    page.locator("details.account summary").click()
    page.get_by_role("button", name="Sign out", exact=True).click()


def forget_answers() -> None:
    """As a site is after a restore from a backup that was made before them."""
    with transaction.atomic():
        door = ErasureOpen.objects.create(reason="the test restores a backup")
        Answer.objects.all().delete()
        door.delete()


def test_m02_the_server_is_killed_and_comes_back(context, cast, sign_in, tmp_path):
    given = essay(cast)
    begin(given, cast.irina)
    sign_in(context, cast.irina)
    with gunicorn_in(tmp_path) as site:
        page = open_page(context, site.url + address(given))
        text(page).fill("Before. ")
        says(page, "^Saved ")
        site.kill()
        text(page).fill("Before. Meanwhile. ")
        says(page, "^Not saved. No connection. Your words are kept on this device; trying again in")
        site.start()
        says(page, "^Saved again ")
        page.close()
    assert log() == [("saved", 1, "Before. "), ("saved", 2, "Before. Meanwhile. ")]


def test_m04_m05_a_cut_wire_saves_once_and_a_lost_answer_is_no_loss(context, cast, sign_in, live_server):
    given = essay(cast)
    begin(given, cast.irina)
    sign_in(context, cast.irina)
    with wire_to(live_server.url) as wire:
        page = open_page(context, wire.url + address(given))
        words = ""
        for number, cuts in enumerate([[10], [700], [None], [None, None]], 1):
            wire.cuts = list(cuts)
            words += f"{number} "
            text(page).fill(words)
            expect(page.locator("#answers [name=base-1]")).to_have_value(str(number))
            assert wire.cuts == []
        assert log() == [("saved", 1, "1 "), ("saved", 2, "1 2 "), ("saved", 3, "1 2 3 "), ("saved", 4, "1 2 3 4 ")]
        wire.cuts = [None] * 50
        text(page).fill("1 2 3 4 5")
        says(page, "^Not saved. No connection.")
        wire.cuts = []
        page.reload()
        expect(text(page)).to_have_value("1 2 3 4 5")
        says(page, "^Saved")
        expect(page.locator("#attempt-note")).to_be_hidden()
        page.close()
    assert wire.cut > 5
    assert log()[4:] == [("saved", 5, "1 2 3 4 5")]


def test_m06_ten_minutes_without_a_connection(context, cast, sign_in, live_server):
    given = essay(cast)
    begin(given, cast.irina)
    sign_in(context, cast.irina)
    page = open_page(context, live_server.url + address(given))
    text(page).press_sequentially("0")
    says(page, "^Saved ")
    page.clock.install()
    context.set_offline(True)
    for number in range(1, 8):
        text(page).press_sequentially(f" {number}")
        page.clock.run_for(85_000)
    says(page, "^Not saved. No connection. Your words are kept on this device; trying again in \\d+ seconds?.$")
    context.set_offline(False)
    page.clock.run_for(16_000)
    says(page, "^Saved again ")
    values = [value for kind, rev, value in log()]
    assert values[-1] == "0 1 2 3 4 5 6 7"
    assert log() == [("saved", rev, value) for rev, value in enumerate(dict.fromkeys(values), 1)]


def test_m07_the_browser_is_killed_while_words_are_unsent(browser, cast, sign_in, live_server, tmp_path):
    given = essay(cast)
    attempt = begin(given, cast.irina)
    with chromium_in(browser, tmp_path) as own:
        context = own.start()
        sign_in(context, cast.irina)
        page = open_page(context, live_server.url + address(given))
        page.route("**/save/", lambda route: route.abort())
        text(page).press_sequentially("Never sent, never lost.")
        copied(page)
        assert log() == []
        own.kill()
        context = own.start()
        sign_in(context, cast.irina)
        page = open_page(context, live_server.url + address(given))
        expect(text(page)).to_have_value("Never sent, never lost.")
        notes(page, "We restored 1 unsaved answer.")
        says(page, "^Saved ")
    assert log() == [("saved", 1, "Never sent, never lost.")]
    assert attempt.items.get().answers.count() == 1


def test_a_copy_that_is_behind_what_was_kept_gives_way_to_it(context, open_context, cast, sign_in, live_server):
    """The words were kept though no answer came back, and newer ones after them: the copy here must not undo those."""
    given = essay(cast)
    begin(given, cast.irina)
    sign_in(context, cast.irina)
    page = open_page(context, live_server.url + address(given))
    page.route("**/save/", lambda route: (route.fetch(), route.abort()))
    text(page).fill("One. ")
    says(page, "^Not saved. No connection.")
    copied(page)
    page.close()
    elsewhere = open_context()
    sign_in(elsewhere, cast.irina)
    other = open_page(elsewhere, live_server.url + address(given))
    text(other).fill("One. Two. ")
    says(other, "^Saved ")
    other.close()
    page = open_page(context, live_server.url + address(given))
    notes(page, "Your newest words had arrived. They stand here.")
    expect(text(page)).to_have_value("One. Two. ")
    text(page).fill("One. Two. Three.")
    expect(page.locator("#answers [name=base-1]")).to_have_value("3")
    assert [value for _, _, value in log()] == ["One. ", "One. Two. ", "One. Two. Three."]


def test_what_a_closing_page_sent_stands_over_its_older_copy(context, cast, sign_in, live_server):
    """The last words left under the number that the copy bears as well; the copy itself is a moment behind."""
    given = essay(cast)
    begin(given, cast.irina)
    sign_in(context, cast.irina)
    page = open_page(context, live_server.url + address(given))
    text(page).fill("One. ")
    says(page, "^Saved ")
    text(page).fill("One. Two. ")
    page.wait_for_timeout(400)  # it lies on this device, and is not sent yet
    page.evaluate("() => { IDBObjectStore.prototype.put = () => { throw new Error('full'); }; }")
    text(page).fill("One. Two. Three.")
    page.close()
    page = open_page(context, live_server.url + address(given))
    expect(text(page)).to_have_value("One. Two. Three.")
    text(page).fill("One. Two. Three. Four.")
    expect(page.locator("#answers [name=base-1]")).to_have_value("3")
    assert [value for _, _, value in log()] == ["One. ", "One. Two. Three.", "One. Two. Three. Four."]


def test_m10_the_next_person_at_a_shared_computer(context, cast, sign_in, live_server):
    given = essay(cast)
    first, second = begin(given, cast.irina), begin(given, cast.omar)
    sign_in(context, cast.irina)
    page = open_page(context, live_server.url + address(given))
    page.route("**/save/", lambda route: route.abort())
    text(page).press_sequentially("Words of Irina alone.")
    says(page, "^Not saved.")
    sign_out(page)
    asked = page.get_by_role("dialog", name="1 answer is not sent yet")
    expect(asked).to_be_visible()
    asked.get_by_role("button", name="Stay and send").click()
    expect(asked).to_have_count(0)
    sign_out(page)
    asked.get_by_role("button", name="Sign out anyway").click()
    page.wait_for_url("**/sign-in/**")
    page.close()

    sign_in(context, cast.omar)
    page = open_page(context, live_server.url + address(given))
    expect(text(page)).to_have_value("")
    assert page.locator("#attempt-note").is_hidden()
    text(page).press_sequentially("Omar's own.")
    says(page, "^Saved ")
    copied(page)
    left = {one["key"].split("/")[1]: one for one in copies(page)}
    assert {who: one["unsent"] for who, one in left.items()} == {
        str(cast.irina.public_id): True,
        str(cast.omar.public_id): False,
    }
    assert "Irina alone" not in left[str(cast.irina.public_id)]["body"]
    assert list(Answer.objects.values_list("item__attempt", "value")) == [(second.pk, "Omar's own.")]
    page.close()

    sign_in(context, cast.irina)
    page = open_page(context, live_server.url + address(given))
    notes(page, "We restored 1 unsaved answer.")
    says(page, "^Saved ")
    assert Answer.objects.get(item__attempt=first).value == "Words of Irina alone."


def test_m11_m12_qz9_two_tabs_and_two_devices(context, open_context, cast, sign_in, live_server):
    given = essay(cast)
    begin(given, cast.irina)
    sign_in(context, cast.irina)
    older = open_page(context, live_server.url + address(given))
    text(older).press_sequentially("From the first tab.")
    says(older, "^Saved ")
    newer = open_page(context, live_server.url + address(given))
    says(newer, "^This is open in another tab. Answer there.$")
    expect(text(newer)).to_be_disabled()
    check_page(newer, width=360)
    newer.get_by_role("button", name="Use this tab instead").click()
    notes(newer, "You are answering in this tab now.")
    says(older, "^You answered this in another tab.$")
    expect(text(older)).to_be_disabled()
    text(newer).fill("From the second tab.")
    says(newer, "^Saved ")
    assert log() == [("saved", 1, "From the first tab."), ("saved", 2, "From the second tab.")]

    # Another device, and a browser that elects no tab: the revisions alone decide, and nothing is overwritten.
    device = open_context()
    device.add_init_script("Object.defineProperty(Navigator.prototype, 'locks', {value: undefined})")
    sign_in(device, cast.irina)
    other = open_page(device, live_server.url + address(given))
    notes(other, NO_COPY)
    text(newer).fill("Third, on the laptop.")
    says(newer, "^Saved ")
    expect(newer.locator("#answers [name=base-1]")).to_have_value("3")
    text(other).fill("Third, on the phone.")
    told = other.locator("[data-conflict]")
    expect(told.locator("blockquote")).to_have_text("Third, on the laptop.")
    assert log()[2:] == [("saved", 3, "Third, on the laptop."), ("conflict", 2, "Third, on the phone.")]
    told.get_by_role("button", name="Use the other one").click()
    expect(text(other)).to_have_value("Third, on the laptop.")
    newer.close()
    older.get_by_role("button", name="Use this tab instead").or_(older.locator("textarea:enabled")).first.wait_for()
    expect(text(older)).to_have_value("Third, on the laptop.")


BLOCKED = "Object.defineProperty(window, 'indexedDB', {get() { throw new DOMException('blocked', 'SecurityError'); }})"
PLAIN_HTTP = "Object.defineProperty(Crypto.prototype, 'subtle', {value: undefined})"


@pytest.mark.parametrize("how", [BLOCKED, PLAIN_HTTP])
def test_m27_a_browser_that_keeps_no_copy(context, cast, sign_in, live_server, how):
    given = essay(cast)
    begin(given, cast.irina)
    sign_in(context, cast.irina)
    context.add_init_script(how)
    page = open_page(context, live_server.url + address(given))
    notes(page, NO_COPY)
    page.route("**/save/", lambda route: route.abort())
    text(page).fill("a")
    says(page, "^Not saved. No connection. Your words are kept on this page;")
    sign_out(page)
    asked = page.get_by_role("dialog", name="1 answer is not sent yet")
    expect(asked).to_contain_text("If you sign out now, what is not sent is lost.")
    page.unroute("**/save/")
    asked.get_by_role("button", name="Stay and send").click()
    says(page, "^Saved again ")
    text(page).fill("")
    for _ in range(12):  # no pause long enough to save in: it is saved all the same, every three seconds
        text(page).press_sequentially("ab ", delay=100)
    assert log()[-1][2].startswith("ab ")


TWO_HOURS_ON = """
const Real = Date, shift = 2 * 3600 * 1000;
window.Date = class extends Real { constructor(...all) { super(...(all.length ? all : [Real.now() + shift])); } };
window.Date.now = () => Real.now() + shift;
"""


def shown_seconds(page: Page) -> int:
    told = re.fullmatch(r"(?:(\d+) min )?(\d+) s", page.locator("[data-left]").inner_text())
    assert told
    return int(told[1] or 0) * 60 + int(told[2])


def test_m28_qz4_time_left_with_a_wrong_clock_more_time_and_the_end(context, cast, sign_in, live_server):
    closes = clock.now() + datetime.timedelta(seconds=110)
    given = quiz(cast, ("single", "short"), closes_at=closes)
    attempt = begin(given, cast.irina)
    sign_in(context, cast.irina)
    context.add_init_script(TWO_HOURS_ON)
    page = open_page(context, live_server.url + address(given))
    left = page.locator("[data-left]")
    expect(left).to_have_text(re.compile(r"^1 min \d+ s$"))
    truth = (attempt.closes_at - clock.now()).total_seconds()
    assert abs(shown_seconds(page) - truth) <= 2
    page.get_by_role("button", name="Hide").click()
    expect(left).to_be_hidden()
    page.get_by_role("button", name="Show time").click()
    page.get_by_label("Khrushchev").check()
    says(page, f"^Saved {clock.now().hour % 12 or 12}:")  # the server's hour, not this clock's

    Attempt.objects.update(closes_at=closes + datetime.timedelta(minutes=10))
    notes(page, "You have been given more time: 12 min from now.")  # within fifteen seconds
    expect(page.locator("#closes-line")).to_be_hidden()
    check_page(page, theme="dark", width=360)

    # A connection that is lost before the end, with an answer on its way.
    page.route("**/save/", lambda route: route.abort())
    page.get_by_label("Your answer").press_sequentially("in the last second")
    says(page, "^Not saved. No connection.")
    Attempt.objects.update(closes_at=clock.now() + datetime.timedelta(seconds=1))
    page.wait_for_url("**/receipt/", timeout=30_000)
    expect(page.get_by_text("2 of 2 questions answered.")).to_be_visible()
    attempt.refresh_from_db()
    assert attempt.submitted_at == attempt.closes_at
    assert [item.value for item in attempt.items.all()] == ["a", "in the last second"]
    assert copies(page) == []


def test_a_restored_site_is_sent_again_what_it_lost(context, cast, sign_in, live_server):
    given = quiz(cast, ("single", "short"))
    attempt = begin(given, cast.irina)
    sign_in(context, cast.irina)
    page = open_page(context, live_server.url + address(given))
    page.get_by_label("Khrushchev").check()
    says(page, "^Saved ")
    text(page).fill("first")
    expect(page.locator("#answers [name=base-2]")).to_have_value("1")
    text(page).fill("second")
    expect(page.locator("#answers [name=base-2]")).to_have_value("2")
    copied(page)
    forget_answers()
    page.reload()
    notes(page, "We restored 2 unsaved answers.")
    says(page, "^Saved ")
    expect(page.locator("#answers [name=base-2]")).to_have_value("1")
    newest = dict(Answer.objects.order_by("rev").values_list("item__slot", "value"))
    assert newest == {1: "a", 2: "second"}
    forget_answers()
    text(page).fill("third")
    page.get_by_role("button", name="Review and hand in").click()
    page.get_by_role("heading", name="Look over and hand in").wait_for()
    newest = dict(Answer.objects.order_by("rev").values_list("item__slot", "value"))
    assert newest == {1: "a", 2: "third"}
    forget_answers()
    page.get_by_role("button", name="Hand in").click()  # it is not handed in with less than was acknowledged
    notes(page, "We restored 2 unsaved answers.")
    says(page, "^Saved ")
    page.get_by_role("button", name="Review and hand in").click()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("2 of 2 questions answered.")).to_be_visible()
    assert [item.value for item in attempt.items.all()] == ["a", "third"]


def test_without_a_connection_no_button_leads_away_from_the_questions(context, cast, sign_in, live_server):
    given = quiz(cast, ("single", "short"))
    begin(given, cast.irina)
    sign_in(context, cast.irina)
    page = open_page(context, live_server.url + address(given))
    page.get_by_label("Khrushchev").check()
    says(page, "^Saved ")
    context.set_offline(True)
    page.get_by_role("button", name="Review and hand in").click()
    says(page, "^No connection. All that you wrote is saved. You can go on here; try again in a moment.$")
    context.set_offline(False)
    says(page, "^Saved ")
    page.get_by_role("button", name="Review and hand in").click()
    page.wait_for_url("**/review/")
    context.set_offline(True)
    page.get_by_role("button", name="Hand in").click()
    note = page.locator("#hand-in-note")
    expect(note).to_have_text(re.compile("^No connection. Nothing was handed in yet"))
    expect(note).to_be_in_viewport()
    context.set_offline(False)


def test_nothing_is_handed_in_without_what_lies_unsent_on_this_device(context, cast, sign_in, live_server):
    given = essay(cast)
    attempt = begin(given, cast.irina)
    sign_in(context, cast.irina)
    page = open_page(context, live_server.url + address(given))
    page.route("**/save/", lambda route: route.abort())
    page.evaluate(
        "SaveQueue.prototype.post = () => Promise.reject(); SaveQueue.prototype.farewell = () => {}"
    )  # nor at the end
    text(page).fill("Words that only this device has.")
    copied(page)
    page.goto(live_server.url + address(given, "review/"))
    note = page.locator("#hand-in-note")
    for status, code, words in (
        (503, "busy", "^The site is busy. Nothing was handed in yet; your answers are kept."),
        (401, "auth", "^Nothing was handed in: please sign in again. .* Sign in [(]new tab[)]$"),
        (404, "not_found", "^Nothing was handed in: this work belongs to another account"),
        (409, "unanswered", "^The site is busy. Nothing was handed in yet"),  # answered by what is not our site
    ):
        page.route("**/finish/", answering(status, code))
        page.get_by_role("button", name="Hand in").click()
        expect(note).to_have_text(re.compile(words))
        attempt.refresh_from_db()
        assert (attempt.submitted_at, log()) == (None, [])
        page.unroute("**/finish/")
    page.route("**/finish/", answering(403, "csrf"), times=1)  # signed in again elsewhere: the token is an old one
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/receipt/")
    assert log() == [("saved", 1, "Words that only this device has.")]
    assert [item.value for item in attempt.items.all()] == ["Words that only this device has."]
