"""A version is locked while a block is added, by two connections at once: neither slips past the other. PostgreSQL."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from coursesite import clock
from coursesite.privacy.models import ErasureOpen
from lessons.models import Block, LessonVersion
from tests import make

pytestmark = pytest.mark.postgres


@pytest.fixture
def draft(transactional_db) -> LessonVersion:
    return make.lesson(make.shelf(), locked=False)


def in_thread(work) -> tuple[threading.Thread, list]:
    """Start work() with a database connection of its own; its result, or the refusal, lands in the list."""
    said: list = []

    def run() -> None:
        try:
            said.append(work())
        except DatabaseError as error:
            said.append(str(error).split("\n")[0])
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, said


def wait_for_a_waiter() -> None:
    """Until another connection waits for a lock that we hold."""
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
                " WHERE NOT granted AND datname = current_database()"  # another test process waits for its own
            )
            if cursor.fetchone()[0]:
                return
        threading.Event().wait(0.01)
    raise AssertionError("nobody waits")


def add_block(version: LessonVersion) -> str:
    Block.objects.create(version=version, position=9, kind="prose")
    return "added"


def lock(version: LessonVersion) -> str:
    LessonVersion.objects.filter(pk=version.pk).update(locked_at=clock.now())
    return "locked"


def test_a_block_cannot_slip_into_a_version_that_is_being_locked(draft):
    before = draft.blocks.count()
    with transaction.atomic():
        lock(draft)
        thread, said = in_thread(lambda: add_block(draft))
        wait_for_a_waiter()
        assert said == []
    thread.join(10)
    assert (said, draft.blocks.count()) == (["the version of this lessons_block row is locked"], before)


def test_a_lock_waits_for_a_block_that_is_being_added(draft):
    before = draft.blocks.count()
    with transaction.atomic():
        add_block(draft)
        thread, said = in_thread(lambda: lock(draft))
        wait_for_a_waiter()
        assert said == []
    thread.join(10)
    assert (said, draft.blocks.count()) == (["locked"], before + 1)


def test_an_erasure_opens_nothing_for_others(draft):
    lock(draft)
    with transaction.atomic():
        door = ErasureOpen.objects.create(reason="asked for by the person")
        thread, said = in_thread(lambda: add_block(draft))
        thread.join(10)
        door.delete()
    assert said == ["the version of this lessons_block row is locked"]
