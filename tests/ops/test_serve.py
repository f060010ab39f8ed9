"""`manage.py serve` starts on a fit database and refuses each unsafe value in one line."""

import datetime
import http.client
import signal
import socket
import subprocess
import sys
import time

import pytest
from django.conf import settings

from coursesite import clock
from coursesite.ops import checks
from coursesite.ops.queries.readiness import TIMEOUTS, database_faults
from tests.ops.conftest import connect, manage, school

NOWHERE = "postgres://nobody@127.0.0.1:1/none"


def refusals(done: subprocess.CompletedProcess) -> list[str]:
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr.strip().splitlines()


def codes(connection, **values) -> list[str]:
    return [code for code, _ in database_faults(connection, **values)]


# -- The settings ----------------------------------------------------------------------------------


def test_serve_refuses_a_demo():
    done = manage("serve", environment=school("", SITE_MODE="demo"))
    assert refusals(done) == ["CommandError: serve is for a school: set SITE_MODE=school. To look around use: make run"]


def test_serve_names_secret_debug_static_files_and_database_each_in_a_line(tmp_path):
    environment = school(NOWHERE, SECRET_KEY="django-insecure-short", DEBUG="1", SITE_DATA=str(tmp_path))
    lines = refusals(manage("serve", environment=environment))
    assert lines[:4] == [
        "CommandError: The site was not started.",
        "SECRET_KEY is a default or too short. Set it to 50 or more random characters. (ops.E001)",
        "DEBUG is on. Unset it: it shows the site's inner parts to anybody. (ops.E002)",
        "Static files are not collected. Run: manage.py collectstatic --noinput (ops.E004)",
    ]
    assert lines[4].startswith("The database of DATABASE_URL cannot be used: ")
    assert len(lines) == 5


def test_serve_takes_the_word_that_the_proxy_redirects(tmp_path):
    lines = refusals(manage("serve", environment=school(NOWHERE, SSL_REDIRECT="0", SITE_DATA=str(tmp_path))))
    assert ["W008" in line for line in lines] == [False, False, False]


@pytest.mark.parametrize(
    "values",
    [{"DATABASE_URL": ""}, {"DATABASE_URL": "mysql://a@b/c"}, {"DATABASE_URL": "postgres://a@b:port/c"},
     {"SECRET_KEY": ""}, {"ALLOWED_HOSTS": ""}],
)  # fmt: skip
def test_a_missing_or_wrong_setting_is_one_line(values):
    lines = refusals(manage("serve", environment=school(NOWHERE) | values))
    assert len(lines) == 1
    assert lines[0].startswith(f"The settings are not right: {next(iter(values))} ")


def test_atomic_requests_is_refused(monkeypatch):
    assert checks.no_request_is_one_transaction(None) == []
    monkeypatch.setitem(settings.DATABASES["default"], "ATOMIC_REQUESTS", True)
    assert [error.id for error in checks.no_request_is_one_transaction(None)] == ["ops.E003"]


# -- The database ------------------------------------------------------------------------------------


@pytest.mark.postgres
def test_a_fit_database_has_no_fault(with_connection):
    assert database_faults(with_connection) == []


@pytest.mark.postgres
@pytest.mark.parametrize("name", ["fsync", "full_page_writes", "synchronous_commit"])
def test_a_database_that_may_lose_answers_is_refused(durable, name):
    durable.stop()
    durable.options[name] = "off"
    durable.start()
    try:
        with connect(durable.url) as connection:
            faults = database_faults(connection)
    finally:
        durable.stop()
        durable.options[name] = "on"
        durable.start()
    assert faults == [
        (
            "ops.E010",
            f"PostgreSQL has {name} = off, so a crash can lose saved answers. "
            f"Run: ALTER SYSTEM SET {name} = on; SELECT pg_reload_conf();",
        )
    ]


@pytest.mark.postgres
@pytest.mark.parametrize("name", TIMEOUTS)
def test_the_statement_that_sets_a_missing_timeout_is_told_and_heals(durable, name):
    with connect(durable.url) as connection, connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE postgres RESET {name}")
    with connect(durable.url) as connection:
        ((code, text),) = database_faults(connection)
        statement = text.split("Run: ")[1]
        assert (code, statement) == ("ops.E011", f"ALTER ROLE postgres SET {name} = '{TIMEOUTS[name]}';")
        with connection.cursor() as cursor:
            cursor.execute(statement)
    with connect(durable.url) as connection:
        assert database_faults(connection) == []


@pytest.mark.postgres
def test_more_threads_than_connections_are_refused(with_connection):
    assert codes(with_connection, threads=86) == []  # and 1 worker, 10 spare, 3 reserved: 100
    assert codes(with_connection, threads=87) == ["ops.E012"]


@pytest.mark.postgres
@pytest.mark.parametrize(("seconds", "found"), [(1, []), (-1, []), (5, ["ops.E013"]), (-5, ["ops.E013"])])
def test_a_clock_more_than_two_seconds_off_is_refused(with_connection, monkeypatch, seconds, found):
    true_time = clock._source
    monkeypatch.setattr(clock, "_source", lambda: true_time() + datetime.timedelta(seconds=seconds))
    assert codes(with_connection) == found


@pytest.mark.postgres
def test_migrations_not_applied_and_a_missing_cache_table_are_refused(durable, with_connection):
    with with_connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE bare_of_tables")
    try:
        with connect(durable.url.removesuffix("postgres") + "bare_of_tables") as connection:
            assert codes(connection)[-2:] == ["ops.E014", "ops.E015"]
    finally:
        with with_connection.cursor() as cursor:
            cursor.execute("DROP DATABASE bare_of_tables")


@pytest.mark.postgres
def test_serve_refuses_an_unsafe_role_in_one_line(durable, collected):
    with connect(durable.url) as connection, connection.cursor() as cursor:
        cursor.execute("ALTER ROLE postgres SET synchronous_commit = off")
    try:
        lines = refusals(manage("serve", environment=school(durable.url, SITE_DATA=collected)))
    finally:
        with connect(durable.url) as connection, connection.cursor() as cursor:
            cursor.execute("ALTER ROLE postgres RESET synchronous_commit")
    assert [line.split(",")[0] for line in lines] == [
        "CommandError: The site was not started.", "PostgreSQL has synchronous_commit = off",
    ]  # fmt: skip


# -- Serving -----------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.postgres
def test_serve_checks_and_ends_when_asked(durable, collected):
    done = manage("serve", "--check", environment=school(durable.url, SITE_DATA=collected))
    assert (done.returncode, done.stdout) == (0, "Settings and database are fit.\n")


@pytest.mark.postgres
def test_serve_names_a_taken_port(durable, collected):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        bind = f"127.0.0.1:{taken.getsockname()[1]}"
        done = manage("serve", "--bind", bind, environment=school(durable.url, SITE_DATA=collected))
    lines = refusals(done)
    assert len(lines) == 1
    assert lines[0].startswith(f"CommandError: {bind} cannot be used: ")


def ask(port: int, path: str) -> http.client.HTTPResponse | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": "school.example", "X-Forwarded-Proto": "https"})
        answer = connection.getresponse()
        answer.read()
        return answer
    except OSError:
        return None
    finally:
        connection.close()


@pytest.mark.postgres
def test_serve_becomes_gunicorn_which_ends_when_told(durable, collected):
    port = free_port()
    environment = school(durable.url, SITE_DATA=collected, BEHIND_PROXY="1")
    command = [sys.executable, "manage.py", "serve", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE) as serving:
        until = time.monotonic() + 60
        while (answer := ask(port, "/")) is None and time.monotonic() < until and serving.poll() is None:
            time.sleep(0.2)
        too_long = ask(port, "/?" + "a" * 5000)
        serving.send_signal(signal.SIGTERM)
        code = serving.wait(30)
    assert answer is not None and (answer.status, answer.headers["Location"]) == (302, "/sign-in/?next=/")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert too_long is not None and too_long.status == 414
    assert code == 0
