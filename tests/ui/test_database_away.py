"""While the database is away the site says so and asks to come back; nothing typed is thrown away."""

import json

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client, override_settings
from django.urls import path

from coursesite.ui import views


def fails(request):
    raise request_error[0]


request_error = [OperationalError("the database system is starting up")]
urlpatterns = [path("fails/", fails)]
handler500 = views.server_error


@pytest.fixture
def away(client):
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        yield Client(raise_request_exception=False)


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("connection already closed")])
def test_a_page_answers_503_with_what_was_typed(away, error):
    request_error[0] = error
    answer = away.post("/fails/", {"text": "My long answer"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert "My long answer" in answer.content.decode()


def test_a_script_hears_a_code(away):
    request_error[0] = OperationalError("gone")
    answer = away.post("/fails/", json.dumps({}), content_type="application/json")
    assert (answer.status_code, answer.json()) == (503, {"code": "unavailable"})


def test_any_other_error_is_still_500(away):
    request_error[0] = ValueError("a mistake of ours")
    assert away.get("/fails/").status_code == 500
