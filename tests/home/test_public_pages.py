"""Help, accessibility, privacy and legal notice: open to anybody, honest about what the school has not filled in."""

import pytest
from django.test import Client

from coursesite.audit.models import Event
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


def test_school_edit_fills_the_gaps_of_the_public_pages_and_only_says_in_the_log_what_changed(client, cast, sign_in):
    sign_in(client, cast.adam)
    said = {"name": "Quay School", "address": "Quay 1", "contact_name": "Eva Ruiz", "data_officer": "Ada Berg"}
    response = client.post("/school/", said | {"contact_email": "eva@school.test"})
    assert response.headers["Location"] == "/school/"
    shown = [Client().get(path).content.decode() for path in PAGES[1:]]
    assert [GAP in page for page in shown] == [False, False, False]
    assert ["Quay School" in page and "eva@school.test" in page for page in shown] == [True, True, True]
    assert set(client.cookies) - {"csrf"} == {"sid", "last"}  # as the privacy page says: no message in a cookie
    event = Event.objects.get(verb="school_change")
    assert event.detail == {"changed": ["name", "address", "contact_name", "contact_email", "data_officer"]}
    client.post("/school/", said | {"contact_email": "eva@school.test"})
    assert Event.objects.filter(verb="school_change").count() == 1


def test_school_edit_keeps_what_else_is_set_and_shows_again_what_was_typed(client, cast, sign_in):
    school = make.school()
    school.settings = {"demo": True, "address": "Quay 1"}
    school.save(update_fields=["settings"])
    sign_in(client, cast.adam)
    wrong = client.post("/school/", {"name": school.name, "contact_email": "eva at school", "address": "Quay 2"})
    assert [wrong.status_code, "Quay 2" in wrong.content.decode()] == [422, True]
    client.post("/school/", {"name": school.name})
    school.refresh_from_db()
    assert [school.settings["demo"], school.settings["address"]] == [True, ""]


def test_privacy_says_that_the_site_keeps_most_things_longer_than_it_means_to():
    page = Client().get("/privacy/").content.decode()
    assert "does not delete by itself when they are over" in page
