"""The tests' own tools, held by tests: the browser, the standing clock, the flush, the count of queries."""

import datetime

import pytest
from django.db import connection
from django.http import HttpResponse

from coursesite import clock
from coursesite.accounts.models import User
from coursesite.audit.actions import record
from coursesite.audit.models import Event
from coursesite.privacy import triggers
from tests import make


def test_the_standing_clock_moves_only_when_told(standing_clock):
    before = clock.now()
    assert clock.now() == before
    standing_clock.advance(minutes=5)
    assert clock.now() == before + datetime.timedelta(minutes=5)


def list_people() -> HttpResponse:
    return HttpResponse("".join(f"<li>{user.pk}" for user in User.objects.all()))


def list_people_one_by_one() -> HttpResponse:
    return HttpResponse("".join(f"<li>{User.objects.get(pk=user.pk).pk}" for user in User.objects.all()))


def list_nobody() -> HttpResponse:
    User.objects.count()
    return HttpResponse("nobody")


def test_a_page_with_a_constant_number_of_queries_passes(db, query_count_is_constant):
    assert query_count_is_constant(list_people, make.user) == 1


@pytest.mark.parametrize(
    ("fetch", "message"), [(list_people_one_by_one, "more rows, more queries"), (list_nobody, "shows none of the rows")]
)
def test_a_page_that_asks_for_each_row_or_shows_none_is_found(db, query_count_is_constant, fetch, message):
    with pytest.raises(AssertionError, match=message):
        query_count_is_constant(fetch, make.user)


@pytest.mark.parametrize("turn", [1, 2])
def test_a_transactional_test_begins_with_empty_tables_and_all_triggers(transactional_db, turn):
    assert Event.objects.count() == 0
    assert len(triggers.installed(connection)) == len(list(triggers.guards()))
    record(by=None, verb="tests.left_a_row")
    assert Event.objects.count() == 1


@pytest.mark.browser
def test_the_browser_opens_the_site_as_the_person_signed_in(page, live_server, sign_in):
    sign_in(page, make.user("Cora"))
    answer = page.goto("/")
    assert answer is not None and answer.status == 200
    assert page.url == f"{live_server.url}/"


@pytest.mark.postgres
def test_postgresql_is_the_database_when_the_mark_says_so(db):
    assert connection.vendor == "postgresql"
