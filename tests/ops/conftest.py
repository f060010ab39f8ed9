"""A PostgreSQL with fsync on, migrated, and a Django connection to it that is not the suite's own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import environ
import pytest
from django.conf import settings
from django.db.utils import ConnectionHandler

from coursesite.ops.queries.readiness import TIMEOUTS
from tests.postgres import Server, server

SECRET = "aK3-" + "vR8xWq2ZtY5uLp7nMs4d" * 4


@pytest.fixture(scope="session")
def durable(django_db_blocker) -> Iterator[Server]:
    """Migrated, with the timeouts that `serve` asks for: a database that a school could use."""
    with server(durable=True) as running, django_db_blocker.unblock():
        with connect(running.url) as connection, connection.cursor() as cursor:
            for name, value in TIMEOUTS.items():
                cursor.execute(f"ALTER ROLE postgres SET {name} = '{value}'")
        for words in (["migrate", "--verbosity=0"], ["createcachetable"]):
            done = manage(*words, environment=school(running.url))
            assert done.returncode == 0, done.stderr
        yield running


class connect:
    """`with connect(url) as connection`: Django's connection to another database, closed at the end."""

    def __init__(self, url: str):
        handler = ConnectionHandler({"default": environ.Env.db_url_config(url)})
        self.connection = handler["default"]

    def __enter__(self):
        return self.connection

    def __exit__(self, *_) -> None:
        self.connection.close()


def school(url: str, **values: str) -> dict[str, str]:
    """The environment of a school's server process."""
    ours = ("PYTEST", "DJANGO_", "SITE_", "DATABASE_URL")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    given = {"SITE_MODE": "school", "SECRET_KEY": SECRET, "ALLOWED_HOSTS": "school.example", "DATABASE_URL": url}
    return clean | given | values


def manage(*words: str, environment: dict[str, str]) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture
def collected(tmp_path) -> str:
    """A data folder whose static files look collected."""
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text('{"paths": {}, "version": "1.1", "hash": ""}')
    return str(tmp_path)


@pytest.fixture
def with_connection(durable) -> Iterator[Callable]:
    with connect(durable.url) as connection:
        yield connection
