"""Help, accessibility, privacy and legal notice: open to anybody, honest about what the school has not filled in."""

import pytest
from django.test import Client

from coursesite.privacy.registry import declared
from tests import make

pytestmark = pytest.mark.django_db
PAGES = ("/help/", "/accessibility/", "/privacy/", "/legal/")
GAP = "Your school has not filled this in yet."


@pytest.mark.parametrize("path", PAGES)
def test_anybody_may_read_it(path):
    assert Client().get(path).status_code == 200


@pytest.mark.parametrize(("path", "gaps"), [("/accessibility/", 2), ("/privacy/", 4), ("/legal/", 3)])
def test_what_the_school_has_not_filled_in_is_said(path, gaps):
    make.school()
    assert Client().get(path).content.decode().count(GAP) == gaps


def test_what_the_school_has_filled_in_is_shown_escaped():
    make.school(settings={"contact_name": "Eva <b>Ruiz</b>", "contact_email": "eva@school.test", "address": "Quay 1"})
    page = Client().get("/legal/").content.decode()
    assert ["Eva &lt;b&gt;Ruiz&lt;/b&gt;" in page, "eva@school.test" in page, GAP in page] == [True, True, False]


def test_privacy_lists_everything_that_is_declared():
    page = Client().get("/privacy/").content.decode()
    assert page.split("<tbody>")[1].split("</tbody>")[0].count("<tr>") == len(declared())
    assert len(declared()) > 0


def test_help_explains_every_status_word():
    page = Client().get("/help/").content.decode()
    words = ("Not started", "In progress", "Handed in", "Feedback ready", "Not handed in", "Excused")
    assert [word for word in words if f"<span>{word}</span>" not in page] == []
