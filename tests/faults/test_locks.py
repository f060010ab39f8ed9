"""M19, M20, M21: the database is full, in a deadlock, or held by somebody else. Nothing that was told as saved is lost."""

import sqlite3
import threading
import time
from contextlib import closing

import psycopg
import pytest
from django.db import OperationalError, connection

from assessments.actions.saving import save_answers
from assessments.models import AttemptEvent
from coursesite.retrying import Busy, with_retries
from tests.assessments.parts import hand_in_attempt, op, post_ops, quiz, results
from tests.faults.conftest import saved
from tests.test_trigger_races import wait_for_a_waiter

SHORT = 150  # milliseconds for which SQLite waits here; nine seconds on a site


def pragma(words: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {words}")
        row = cursor.fetchone()
        return row[0] if row else 0


@pytest.fixture
def on_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("about SQLite's file")


def another() -> psycopg.Connection:
    """A second connection to the test's database, as another program has it."""
    given = connection.get_connection_params()
    return psycopg.connect(
        **{name: given[name] for name in ("host", "user", "dbname", "password", "port") if name in given}
    )


# -- M19: the disk is full ---------------------------------------------------------------------------------


def test_m19_a_full_disk_is_503_and_what_was_told_as_saved_is_whole(on_sqlite, irina, attempt):
    pragma(f"max_page_count = {pragma('page_count') + 8}")
    told, status = [], 200
    while status == 200 and len(told) < 50:
        value = f"{len(told)} " + "words of a long answer " * 400
        answer = post_ops(irina, attempt, op(3, len(told), value))
        status = answer.status_code
        told += [value] if status == 200 else []
    assert (status, answer.json(), answer.headers["Retry-After"]) == (503, {"code": "unavailable"}, "2")
    assert 0 < len(told) < 50
    pragma("max_page_count = 1000000")
    assert saved(attempt) == told
    assert pragma("integrity_check") == "ok"
    assert results(post_ops(irina, attempt, op(3, len(told), "there is room again"))) == [("saved", len(told) + 1)]


# -- M20: deadlock, lock timeout -----------------------------------------------------------------------------


@pytest.mark.postgres
def test_m20_a_deadlock_is_tried_again_and_nobody_notices(people, attempt):
    """Another program locks the item, then the attempt; the hand-in locks them the other way round."""
    save_answers(attempt_id=attempt.public_id, ops=[op(3, 0, "words")], by=people.irina)
    with another() as other:
        other.execute("SELECT 1 FROM assessments_attemptitem WHERE attempt_id = %s FOR UPDATE", [attempt.pk])
        done: list = []

        def hand_in() -> None:
            try:
                done.append(hand_in_attempt(attempt_id=attempt.public_id, by=people.irina))
            finally:
                connection.close()

        thread = threading.Thread(target=hand_in)
        thread.start()
        wait_for_a_waiter()
        other.execute("SELECT 1 FROM assessments_attempt WHERE id = %s FOR UPDATE", [attempt.pk])
        other.commit()
        thread.join(30)
    assert deadlocks() >= 1, "there was no deadlock"
    item = attempt.items.get(slot=3)
    assert (item.value, item.final_rev) == ("words", 1)
    assert [one.pk for one in done] == [attempt.pk]
    assert AttemptEvent.objects.filter(attempt=attempt, kind="handed_in").count() == 1


def deadlocks() -> int:
    for _ in range(600):  # PostgreSQL reports with a delay, and a busy machine later still
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
            (count,) = cursor.fetchone()
        if count:
            return count
        time.sleep(0.1)
    return 0


@pytest.mark.postgres
def test_m20_a_lock_that_is_not_given_is_503_and_later_the_same_op_is_saved(irina, attempt):
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '60ms'")
    first = op(3, 0, "words")
    with another() as other:
        other.execute("SELECT 1 FROM assessments_attempt WHERE id = %s FOR UPDATE", [attempt.pk])
        answer = post_ops(irina, attempt, first)
        assert (answer.status_code, answer.json(), answer.headers["Retry-After"]) == (503, {"code": "busy"}, "2")
        assert saved(attempt) == []
        threading.Timer(0.1, other.rollback).start()  # given up while the save is being tried again
        assert results(post_ops(irina, attempt, first)) == [("saved", 1)]
    assert saved(attempt) == ["words"]


# -- M21: SQLite is held -----------------------------------------------------------------------------------


def test_m21_while_another_program_holds_sqlite_a_save_is_503_and_then_saved(on_sqlite, irina, attempt):
    pragma(f"busy_timeout = {SHORT}")
    first = op(3, 0, "words")
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = post_ops(irina, attempt, first)
        assert (answer.status_code, answer.json(), answer.headers["Retry-After"]) == (503, {"code": "busy"}, "2")
        other.execute("ROLLBACK")
    assert saved(attempt) == []
    assert results(post_ops(irina, attempt, first)) == [("saved", 1)]


def test_m21_plain_pages_are_503_too_and_show_what_was_typed(on_sqlite, irina, people, attempt):
    other_task = quiz(people, ("single",))
    page, start = (
        f"/c/{one.classroom.public_id}/t/{one.public_id}/" for one in (attempt.work.assignment, other_task.assignment)
    )
    typed = {"attempt": str(attempt.public_id), "base-3": "0", "answer-3": "My own words."}
    pragma(f"busy_timeout = {SHORT}")
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answers = [
            irina.post(f"{page}attempt/", typed),
            irina.post(f"{page}hand-in/", typed | {"sure": "on"}),
            irina.post(f"{start}start/"),
        ]
        other.execute("ROLLBACK")
    assert [(one.status_code, one.headers.get("Retry-After")) for one in answers] == [(503, "2")] * 3
    assert "My own words.</textarea>" in answers[0].content.decode()
    assert irina.post(f"{page}attempt/", typed).status_code == 302
    assert saved(attempt) == ["My own words."]


@pytest.mark.django_db(transaction=True)  # outside of any transaction, also of rows that are lent
def test_m21_what_has_waited_long_is_not_tried_again():
    """SQLite waits nine seconds by itself: three such waits would be half a minute."""
    tries = []

    def held() -> None:
        tries.append(1)
        raise OperationalError("database is locked")

    with pytest.raises(Busy):
        with_retries(held, seconds=iter([0.0, 10.0]).__next__)
    assert len(tries) == 1
    with pytest.raises(Busy):
        with_retries(held, seconds=iter([0.0, 0.2, 0.4]).__next__)
    assert len(tries) == 1 + 3
