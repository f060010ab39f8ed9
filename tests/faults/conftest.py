"""What the fault tests share: a class with an open attempt, in rows that are really committed, and its student."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from assessments.models import Answer, Attempt
from tests import make
from tests.assessments.parts import begin, quiz


@pytest.fixture
def people(transactional_db) -> make.Cast:
    return make.Cast()


@pytest.fixture
def attempt(people) -> Attempt:
    """Irina's open attempt of four questions; 3 is a short text."""
    return begin(quiz(people), people.irina)


@pytest.fixture
def irina(people) -> Iterator[Client]:
    """As gunicorn serves her: an error is answered by the site's own page."""
    client = Client(raise_request_exception=False)
    client.force_login(people.irina)
    yield client
    connection.close()  # a fault may have left the connection unfit for the next test


def saved(attempt: Attempt) -> list:
    return list(
        Answer.objects.filter(item__attempt=attempt, kind="saved").order_by("pk").values_list("value", flat=True)
    )
