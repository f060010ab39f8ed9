"""Gaps, a doubtful date and files in a real browser, by keyboard."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from assessments.kinds.cloze import read_cloze
from assessments.models import Answer
from tests import make
from tests.assessments.parts import begin
from tests.pagecheck import check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_gaps_are_saved_as_one_types_a_date_is_asked_about_and_files_go_at_once(narrow_page, cast, sign_in):
    page = narrow_page
    gaps, key = read_cloze("In [[1956]] he [[*spoke|sang]].")
    made = [
        make.question(cast.shelf, kind, body={"v": 1, "stem": f"<p>{kind}?</p>"} | body, key={"v": 1} | answer)
        for kind, body, answer in (
            ("cloze", gaps, key), ("date", {}, {"edtf": "1956-03-02", "precision": "day"}), ("upload", {"most": 2}, {}),
        )
    ]  # fmt: skip
    given = make.give_assessment(cast.hist, make.assessment(cast.shelf, made, title="Kinds"))
    attempt = begin(given, cast.irina)
    sign_in(page, cast.irina)
    page.goto(f"/c/{cast.hist.public_id}/t/{given.assignment.public_id}/attempt/")
    page.get_by_label("Gap 1").focus()
    page.keyboard.type("1956")
    page.keyboard.press("Tab")
    page.keyboard.type("sp")
    page.get_by_role("textbox", name="Your answer").fill("02/03/1956")
    page.keyboard.press("Tab")
    expect(page.locator("#q2 [data-doubt]")).to_contain_text("Day or month first?")
    expect(page.locator("#save-state")).to_contain_text("Saved")
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(picture, "PNG")
    page.get_by_label("Choose photos or PDF files").set_input_files(
        {"name": "notes.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    )
    expect(page.get_by_role("link", name="notes.png")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Remove notes.png").click()
    expect(page.get_by_role("link", name="notes.png")).to_have_count(0)
    expect(page.get_by_label("Gap 1")).to_have_value("1956")
    newest = (
        Answer.objects.filter(item__attempt=attempt, kind="saved").order_by("rev").values_list("item__slot", "value")
    )
    right = key["gaps"]["2"]["right"][0]
    assert {slot: sorted(value) if isinstance(value, list) else value for slot, value in newest} == {
        1: ["1:1956", f"2:{right}"], 2: "02/03/1956", 3: [],
    }  # fmt: skip
