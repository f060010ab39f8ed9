"""M17: the worker that closes what is over is killed in the middle of it. Each attempt is closed once, as of its end."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.prove.cluster import Database
from tests.prove.running import ROOT, run

pytestmark = pytest.mark.postgres
OVER = (
    "UPDATE assessments_attempt SET started_at = now() - interval '2 hours', closes_at = now() - interval '1 hour' "
    "WHERE submitted_at IS NULL"
)
CLOSED = "SELECT count(*) FROM assessments_attempt WHERE submitted_at IS NOT NULL"
ONCE = (
    "SELECT count(*) FROM assessments_attempt a WHERE a.submitted_at = a.closes_at AND 1 = (SELECT count(*) "
    "FROM assessments_attemptevent e WHERE e.attempt_id = a.id AND e.kind = 'closed') AND 1 = (SELECT count(*) "
    "FROM audit_event v WHERE v.verb = 'attempt_hand_in' AND split_part(v.target, ' ', 1) = 'assessments.Attempt:' || a.id)"
)


def kill_in_the_middle(database: Database, log: Path, number: int) -> int:
    """Start the worker, kill -9 it when the first attempts are closed. Says how many were."""
    with log.open("ab") as out:
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "worker"], cwd=ROOT, env=database.environment, stdout=out, stderr=out
        )
    try:
        with database.connect() as connection:
            until, closed = time.monotonic() + 60, 0
            while not closed and time.monotonic() < until:
                ((closed,),) = connection.execute(CLOSED).fetchall()
                time.sleep(0.002)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGKILL)
        worker.wait(20)
    ((closed,),) = database.ask(CLOSED)
    assert 0 < closed < number, f"killed too early or too late: {closed} of {number} were closed"
    return closed


def test_m17_what_a_killed_worker_left_is_closed_by_the_next_and_nothing_twice(a_class: Database, tmp_path, say):
    number = len(a_class.told["students"])
    a_class.ask(OVER)
    closed = kill_in_the_middle(a_class, tmp_path / "worker.log", number)
    a_class.ask("UPDATE jobs_periodic SET next_at = now() - interval '1 minute'")
    run("manage.py", "worker", "--once", environment=a_class.environment)  # fifty at a time: all of them
    say(f"M17 kill -9 of the worker when {closed} of {number} attempts were closed: the next closed the rest")
    assert a_class.ask(CLOSED) == [(number,)]
    assert a_class.ask(ONCE) == [(number,)]
