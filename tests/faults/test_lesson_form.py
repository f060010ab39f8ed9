"""M18: PostgreSQL ends our connection at each statement in turn while a teacher saves a text of her lesson."""

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from coursesite.audit.models import Event
from lessons.models import Block, Lesson
from tests import make
from tests.faults.test_locks import another

pytestmark = pytest.mark.postgres
WORDS = "Words that took the teacher an hour."


class Ender:
    """After the n-th statement (0: before the first) the server ends this connection, as a restart does."""

    def __init__(self, other: psycopg.Connection, n: int):
        self.other, self.left, self.has_ended = other, n, False
        connection.ensure_connection()
        self.pid = connection.connection.info.backend_pid
        if n == 0:
            self.end()

    def __call__(self, execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        self.left -= 1
        if self.left == 0 and not self.has_ended:
            self.end()
        return answer

    def end(self) -> None:
        self.has_ended = True
        self.other.execute("SELECT pg_terminate_backend(%s, 5000)", [self.pid])


def stands(lesson: Lesson) -> tuple:
    """Every version with its blocks, and how often a change was recorded: what a mixture would show in."""
    blocks = Block.objects.filter(version__lesson=lesson).order_by("version__number", "position")
    return (
        [(one.version.number, one.version.locked_at is None, one.position, one.key, str(one.body)) for one in blocks],
        Event.objects.count(),
    )


def test_m18_a_lesson_is_old_or_new_and_the_words_come_back(people):
    teacher = Client(raise_request_exception=False)
    teacher.force_login(people.ana)
    version = make.lesson(people.shelf, title="The thaw")
    key = version.blocks.get(kind="prose").key
    path = reverse("lessons:block_edit", args=[version.lesson.slug, key])
    form = teacher.get(path).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    typed |= {"html": f"<p>{WORDS}</p>"}
    old, refused = stands(version.lesson), 0
    for n in range(80):
        with another() as other:
            other.autocommit = True
            ender = Ender(other, n)
            with connection.execute_wrapper(ender):
                answer = teacher.post(path, typed)
        connection.close()
        assert answer.status_code in (302, 503), f"after statement {n}: {answer.status_code}"
        if answer.status_code == 503:
            assert answer.headers["Retry-After"] == "2"
            assert WORDS in answer.content.decode()
        if stands(version.lesson) != old:
            break
        refused += answer.status_code == 503
    draft = version.lesson.versions.get(locked_at=None)
    assert refused > 10, "the faults came too late to be felt"
    assert draft.blocks.get(key=key).body["html"] == f"<p>{WORDS}</p>"
    assert draft.blocks.count() == version.blocks.count()
