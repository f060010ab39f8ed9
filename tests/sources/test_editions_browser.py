"""A teacher pastes a text, looks at its numbering, stores it and corrects it, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from lessons.sources.models import Edition
from tests import make
from tests.pagecheck import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = '# The talks\n\nHe lies [sic] here.\n\n[…]\n\n"Straight" and “curly” words\u00ad of [Stalin].'


def test_a_text_is_pasted_looked_at_stored_and_corrected(page: Page, cast, sign_in):
    make.source(cast.shelf, slug="diary", passages=("He lies here. Nobody knows why.",))
    sign_in(page, cast.ana)
    page.goto("/sources/diary/text/")
    page.locator("#id_text").fill(TEXT)
    page.get_by_label("This text is").select_option("transcription")
    page.get_by_label("Language").select_option("pl")
    assert faults_of(page) == []
    page.get_by_role("button", name="Show the numbering").click()
    expect(page.get_by_role("heading", name="3 passages, 2 of them numbered")).to_be_visible()
    assert faults_of(page) == []
    page.get_by_role("button", name="Go back and change").click()
    expect(page.locator("#id_text")).to_have_value(TEXT)
    page.get_by_role("button", name="Show the numbering").click()
    page.get_by_label("“[Stalin]” is marked as added by an editor").uncheck()
    page.get_by_role("button", name="Store these passages").click()
    expect(
        page.locator("#main").get_by_text("The text is stored: 3 passages in “Polish transcription”.")
    ).to_be_visible()
    stored = Edition.objects.get(label="pl")
    assert [s.kind for p in stored.passages.all() for s in p.spans.all()] == ["sic", "gap"]
    page.goto("/sources/diary/text/en/correct/")
    page.get_by_label("Words of 1").fill("He leads here. Nobody knows why.")
    assert faults_of(page) == []
    page.get_by_role("button", name="Show the differences").click()
    expect(page.locator("del")).to_have_text("lies")
    assert faults_of(page) == []
    page.get_by_role("button", name="Store version 2").click()
    expect(page.locator("#main").get_by_text("Version 2 of “English translation” is stored.")).to_be_visible()
    page.goto("/sources/diary/text/en/marks/1/")
    assert faults_of(page) == []
    page.goto("/sources/diary/align/?left=en&right=pl")
    assert faults_of(page) == []
