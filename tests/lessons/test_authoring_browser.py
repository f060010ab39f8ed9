"""A teacher makes a lesson in a real browser: every kind of block, pasting, moving, publishing, giving."""

import gzip
import re

import pytest
from playwright.sync_api import Page, expect

from lessons.models import AssignedLesson, Block, Lesson
from tests import make
from tests.lessons.pasted_samples import PAYLOADS, WORD
from tests.pagecheck import LOOKS, faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRST_VISIT = 330_000


def opened(page: Page, lesson: Lesson) -> Page:
    page.goto(f"/lessons/{lesson.slug}/edit/")
    return page


def saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_have_text(re.compile(r"^Saved \d"))


def paste_into(page: Page, box, html: str) -> None:
    """What a browser does on Ctrl-V: an event with HTML on the clipboard."""
    box.evaluate(
        """(box, html) => { const data = new DataTransfer(); data.setData("text/html", html);
        box.focus(); box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }""",
        html,
    )


def add(page: Page, kind: str):
    """Add a block at the end; its form is open."""
    before = page.locator(".block-row").count()
    page.locator(".block-row").last.locator(".block-add > summary").click()
    page.locator(".block-row").last.get_by_role("button", name=kind, exact=True).click()
    expect(page.locator(".block-row")).to_have_count(before + 1)
    row = page.locator(".block-row").last
    expect(row.locator("form[data-autosave]")).to_be_visible()
    return row


def close(row) -> None:
    row.locator("a[data-open]").click()
    expect(row.locator("form[data-autosave]")).to_have_count(0)


@pytest.mark.parametrize("width", [1366, 360])
def test_a_teacher_makes_publishes_and_gives_a_lesson(page, cast, sign_in, width):
    make.source(cast.shelf, slug="the-speech", passages=("He spoke at night.", "They listened."))
    second = make.classroom("Hist 11C", teachers=[cast.ana])
    page.set_viewport_size({"width": width, "height": 768})
    sign_in(page, cast.ana)
    page.goto("/lessons/")
    page.get_by_role("link", name="New lesson").first.click()
    page.get_by_label("Title").fill("The thaw")
    page.get_by_label("Central question").fill("How far did it go?")
    page.get_by_role("button", name="Make the lesson").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The thaw")

    row = add(page, "Text")
    row.locator(".tiptap").click()
    page.keyboard.type("One night in February.")
    saved(page)
    paste_into(page, row.locator(".tiptap"), WORD)
    expect(row.locator(".prose-report")).to_contain_text("What was left out: 2 pictures, colours")
    expect(row.locator(".tiptap th").first).to_have_text("Year")
    expect(row.locator(".tiptap sup a")).to_have_count(1)
    page.wait_for_timeout(1200)
    saved(page)
    close(row)

    row = add(page, "Call-out")
    row.get_by_label("Careful").check()
    row.get_by_label("Title").fill("Mind this")
    row.locator(".tiptap").click()
    page.keyboard.type("A hard page.")
    page.wait_for_timeout(1200)
    close(row)

    row = add(page, "Excerpt of a source")
    row.get_by_label("Letter").fill("A")
    row.get_by_label("Source and text").select_option(label="English translation")
    row.get_by_role("button", name="Show the passages of this source").click()
    row.get_by_label("¶1 He spoke at night.").check()
    row.get_by_role("button", name="Save").click()
    saved(page)
    close(row)

    row = add(page, "Prompt")
    row.get_by_label("Name of the prompt").fill("Divide")
    row.locator(".tiptap").click()
    page.keyboard.type("Was it too much?")
    page.wait_for_timeout(1200)
    close(row)

    row = add(page, "Practice question")
    row.locator(".tiptap").first.click()
    page.keyboard.type("Who spoke?")
    row.locator("[name=text_1]").fill("Khrushchev")
    row.locator("[name=text_2]").fill("Mao")
    row.get_by_role("button", name="Save").click()
    expect(row.locator(".error-summary")).to_contain_text("Mark one choice as right; none is marked.")
    row.get_by_label("Choice 1 is right").check()
    row.get_by_role("button", name="Save").click()
    saved(page)
    close(row)

    row = page.locator(".block-row").last
    up = row.get_by_role("button", name=re.compile("^Move up"))
    up.click()
    expect(page.locator("#save-state")).to_have_text("Practice question, now 5 of 6.")
    expect(page.locator(".block-row").nth(4).get_by_role("button", name=re.compile("^Move up"))).to_be_focused()

    kinds = ["part", "prose", "callout", "excerpt", "question", "prompt"]
    assert list(Block.objects.values_list("kind", flat=True)) == kinds
    page.goto("/lessons/the-thaw/preview/")
    expect(page.get_by_text("He spoke at night.")).to_be_visible()
    page.goto("/lessons/the-thaw/publish/")
    page.get_by_role("button", name="Publish version 1").click()
    page.get_by_label("Give to Hist 11B, lesson").check()
    page.get_by_label("Give to Hist 11C, lesson").check()
    page.get_by_label("Hist 11C, lesson: due, time").fill("17:30")
    page.get_by_role("button", name="Give", exact=True).click()
    expect(page.locator("main .message")).to_have_text("2 given.")
    given = {row.assignment.classroom for row in AssignedLesson.objects.all()}
    assert given == {cast.hist, second}


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_every_page_of_the_editor_is_clean(page, cast, sign_in, theme, width):
    edition = make.source(cast.shelf)
    excerpt = {"kind": "excerpt", "body": {"v": 1, "letter": "A"}, "excerpt": make.excerpt(edition)}
    lesson = make.lesson(
        cast.shelf,
        slug="thaw",
        locked=False,
        blocks=(
            {"kind": "part", "body": {"v": 1, "title": "One"}},
            {
                "kind": "prose",
                "body": {"v": 1, "html": "<p>Words.</p><table><tr><th>A</th></tr><tr><td>b</td></tr></table>"},
            },
            excerpt,
            {"kind": "question", "body": {"v": 1}},
        ),
    ).lesson
    live = make.lesson(cast.shelf, slug="frost")
    quiz = make.assessment(cast.shelf, [make.question(cast.shelf)])
    keys = {block.kind: block.key for block in Block.objects.filter(version__lesson=lesson)}
    sign_in(page, cast.ana)
    pages = [f"/lessons/thaw/blocks/{keys[kind]}/" for kind in ("prose", "excerpt", "question")]
    pages += ["/lessons/", "/lessons/new/", "/lessons/thaw/edit/", "/lessons/thaw/publish/", "/lessons/frost/give/"]
    pages += [f"/lessons/{live.lesson.slug}/copy/", "/assessments/", f"/assessments/{quiz.public_id}/give/"]
    pages += [f"/assessments/{quiz.public_id}/preview/", f"/lessons/thaw/blocks/{keys['prose']}/paste/"]
    found = []
    for address in pages:
        page.goto(address)
        found += [f"{address} {width}: {fault}" for fault in faults_of(page, theme=theme, width=width)]
    assert found == []


def test_words_stay_when_the_sign_in_has_ended_and_are_saved_after_signing_in(page, cast, sign_in):
    lesson = make.lesson(cast.shelf, locked=False).lesson
    opened(sign_in(page, cast.ana), lesson)
    row = page.locator(".block-row").last
    row.locator("a[data-open]").click()
    page.context.clear_cookies(name="sid")
    row.locator(".tiptap").click()
    page.keyboard.type("Kept words. ")
    expect(page.locator("#save-state")).to_contain_text("You are signed out. Your words are still here.")
    expect(row.locator(".tiptap")).to_contain_text("Kept words.")
    sign_in(page, cast.ana)
    with page.context.new_page() as other:
        other.goto("/lessons/")
        other.goto("/lessons/new/")
    row.get_by_role("button", name="Save").click()
    saved(page)
    assert "Kept words." in Block.objects.get(kind="prose").body["html"]


def test_two_windows_lose_nothing(page, cast, sign_in):
    lesson = make.lesson(cast.shelf, locked=False).lesson
    opened(sign_in(page, cast.ana), lesson)
    row = page.locator(".block-row").last
    row.locator("a[data-open]").click()
    expect(row.locator(".tiptap")).to_be_visible()
    block = Block.objects.get(kind="prose")
    block.body = {"v": 1, "html": "<p>Another window.</p>"}
    block.save(update_fields=["body"])
    row.locator(".tiptap").click()
    page.keyboard.type("Mine. ")
    expect(row.locator("[data-stands]")).to_contain_text("Another window.")
    expect(row.locator(".tiptap")).to_contain_text("Mine.")
    row.get_by_role("button", name="Save").click()
    saved(page)
    assert "Mine." in Block.objects.get(kind="prose").body["html"]


def test_without_a_script_a_block_is_added_written_moved_deleted_and_put_back(open_context, cast, sign_in):
    lesson = make.lesson(cast.shelf, locked=False).lesson
    page = sign_in(open_context(java_script_enabled=False), cast.ana).new_page()
    opened(page, lesson)
    page.locator(".block-row").last.locator(".block-add > summary").click()
    page.locator(".block-row").last.get_by_role("button", name="Text", exact=True).click()
    page.get_by_label("Text").fill("Plain words.\n\nA second paragraph.")
    page.get_by_role("button", name="Save").click()
    page.locator(".block-row").last.get_by_role("button", name=re.compile("^Move up")).click()
    assert Block.objects.get(position=2).body["html"] == "<p>Plain words.</p><p>A second paragraph.</p>"
    row = page.locator(".block-row").nth(1)
    row.locator(".block-more > summary").click()
    row.get_by_role("button", name=re.compile("^Delete")).click()
    expect(page.locator(".block-row")).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".block-row").nth(1)).to_contain_text("Plain words.")


def test_nothing_pasted_runs(page, cast, sign_in):
    lesson = make.lesson(cast.shelf, locked=False).lesson
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "evil.example" in request.url else None)
    page.add_init_script("window.hits = 0; window.hit = () => { window.hits += 1; };")
    opened(sign_in(page, cast.ana), lesson)
    row = page.locator(".block-row").last
    row.locator("a[data-open]").click()
    expect(row.locator(".tiptap")).to_be_visible()
    paste_into(
        page,
        row.locator(".tiptap"),
        "".join(f"<div>{payload}</div>" for payload in PAYLOADS if "plaintext" not in payload),
    )
    expect(row.locator(".prose-report")).to_contain_text("What was left out")
    page.wait_for_timeout(1200)
    page.goto(f"/lessons/{lesson.slug}/preview/")
    for link in page.locator("main .block a").all():
        link.dispatch_event("mouseover")
    assert (page.evaluate("window.hits"), asked) == (0, [])


def test_the_editor_weighs_little(page, cast, sign_in):
    lesson = make.lesson(cast.shelf, locked=False).lesson
    weights: dict[str, int] = {}
    page.on("response", lambda answer: weights.update({answer.url: len(gzip.compress(answer.body()))}))
    opened(sign_in(page, cast.ana), lesson)
    page.locator(".block-row").last.locator("a[data-open]").click()
    expect(page.locator(".tiptap")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert sum(weights.values()) <= FIRST_VISIT, weights
