"""Pages for what went wrong: right status, plain words, no query, the headers of every page."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.template import engines
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from coursesite.ui import views

pytestmark = pytest.mark.urls("tests.ui.urls")

WRONG = {
    "/wrong/400/": (400, "We could not read that request"),
    "/wrong/403/": (403, "This page is for teachers of History 11B."),
    "/wrong/404/": (404, "We cannot find this page"),
    "/wrong/409/": (409, "This has changed since you opened it"),
    "/wrong/413/": (413, "That is too much to send at once"),
    "/wrong/429/": (429, "Please wait a moment"),
    "/wrong/500/": (500, "Something went wrong on our side"),
}


@pytest.fixture
def stranger() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("path", WRONG)
def test_problem_page_has_its_status_and_words(stranger, path):
    answer = stranger.get(path)
    status, words = WRONG[path]
    assert (answer.status_code, words in answer.content.decode()) == (status, True)


@pytest.mark.django_db
@pytest.mark.parametrize("path", WRONG)
def test_problem_page_asks_the_database_nothing(stranger, path):
    with CaptureQueriesContext(connection) as queries:
        stranger.get(path)
    assert list(queries) == []


@pytest.mark.parametrize("path", WRONG)
def test_problem_page_bears_the_headers_of_every_page(stranger, path):
    headers = stranger.get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")


def test_error_500_answers_when_the_templates_fail_too(monkeypatch):
    monkeypatch.setattr(engines["django"], "get_template", None)
    answer = views.server_error(RequestFactory().get("/"))
    assert (answer.status_code, b"<h1>Something went wrong on our side</h1>" in answer.content) == (500, True)


def test_too_large_a_body_is_413(stranger, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    assert Client(raise_request_exception=False).post("/upload/", {"text": "x" * 50}).status_code == 413


def test_the_refusal_of_a_stale_form_gives_back_what_was_typed_but_no_secret():
    client = Client(enforce_csrf_checks=True)
    typed = {"answer": "Stalin’s heirs <b>argued</b>", "password": "open-sesame", "empty": ""}
    borne = {"base-2": "77123", "stamp": "b64stamp", "person": "594046ec-c589-43d2-882b-8a4696616249"}
    answer = client.post("/style/", typed | borne)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Stalin’s heirs &lt;b&gt;argued&lt;/b&gt;" in page
    assert [value for value in ("open-sesame", *borne.values()) if value in page] == []


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/c/hist/?page=2", "/c/hist/?page=2"),
        ("http://elsewhere.test/c/hist/", ""),
        ("http://testserver/wrong/", ""),
        ("", ""),
        ("//elsewhere.test/x", ""),
    ],
)
def test_going_back_stays_on_the_site(referer, back):
    request = RequestFactory().get("/wrong/", headers={"referer": referer, "host": "testserver"})
    assert views._back(request) == back


def test_technical_words_of_a_refusal_are_not_shown(stranger):
    assert "odd shape" not in stranger.get("/wrong/400/").content.decode()


def test_too_many_says_when_to_come_back(stranger):
    answer: HttpResponse = stranger.get("/wrong/429/")
    assert answer.headers["Retry-After"] == "60"
