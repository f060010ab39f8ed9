"""The worker: what is due runs once, a failure is told, a signal ends it at once."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connections

from coursesite.jobs.actions import run_due
from coursesite.jobs.models import Periodic

CLEAR = "coursesite.accounts.tasks.clear_sessions"


@pytest.fixture
def old_session(db):
    return Session.objects.create(session_key="old", session_data="", expire_date="2020-01-01T00:00:00Z")


def test_what_is_due_runs_and_then_waits_for_its_next_time(settings, standing_clock, old_session):
    settings.PERIODIC = {CLEAR: 60}
    assert run_due() == [CLEAR]
    assert not Session.objects.filter(session_key="old").exists()
    assert run_due() == []
    standing_clock.advance(seconds=61)
    assert run_due() == [CLEAR]


def test_a_task_that_fails_is_told_and_does_not_stop_the_others(settings, db, caplog):
    settings.PERIODIC = {"coursesite.accounts.tasks.no_such_thing": 60, CLEAR: 60}
    assert run_due() == ["coursesite.accounts.tasks.no_such_thing", CLEAR]
    assert Periodic.objects.get(task__contains="no_such").last_error.startswith("ImportError")
    assert Periodic.objects.get(task=CLEAR).last_error == ""


def test_worker_once_does_what_is_due(settings, transactional_db):
    settings.PERIODIC = {CLEAR: 60}
    Session.objects.create(session_key="old", session_data="", expire_date="2020-01-01T00:00:00Z")
    call_command("worker", once=True)
    assert not Session.objects.filter(session_key="old").exists()


def test_every_periodic_task_of_the_settings_can_be_called(db):
    assert sorted(run_due()) == sorted(settings.PERIODIC)
    assert list(Periodic.objects.exclude(last_error="").values_list("task", "last_error")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_worker_ends_promptly_when_told(tmp_path):
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "PYTEST_VERSION")}
    environment |= {"SITE_MODE": "demo", "SITE_DATA": str(tmp_path)}
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    subprocess.run([*manage, "migrate", "-v0"], env=environment, check=True)
    worker = subprocess.Popen([*manage, "worker"], env=environment, stderr=subprocess.PIPE)
    assert worker.stderr.readline() == b"The worker is at work.\n"
    time.sleep(1)
    assert worker.poll() is None
    asked = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    worker.wait(5)
    assert time.monotonic() - asked < 3
    assert worker.returncode == 0
    connections.close_all()
