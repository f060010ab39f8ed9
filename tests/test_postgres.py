"""The PostgreSQL of the tests: it crashes when told, comes back with what was committed, and ends with the test."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests import postgres

pytestmark = pytest.mark.postgres
ROOT = Path(__file__).resolve().parent.parent


def connect(mine: postgres.Server) -> psycopg.Connection:
    return psycopg.connect(host=str(mine.folder), user="postgres", dbname="postgres", autocommit=True)


def test_a_durable_server_keeps_what_was_committed_before_a_crash():
    with postgres.server(durable=True) as mine:
        with connect(mine) as connection:
            shown = [connection.execute(f"SHOW {name}").fetchone()[0] for name in ("fsync", "synchronous_commit")]
            assert shown == ["on", "on"]
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        mine.stop("immediate")
        with pytest.raises(psycopg.OperationalError):
            connect(mine)
        mine.start()
        with connect(mine) as connection:
            assert connection.execute("SELECT number FROM kept").fetchone() == (7,)
    assert not mine.folder.exists()


def test_told_to_end_it_leaves_no_server_and_no_folder(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    told = tmp_path / "url"
    command = ["bash", "-c", f'echo "$DATABASE_URL" > {told}; sleep 60']
    tool = subprocess.Popen([sys.executable, "tests/postgres.py", *command], cwd=ROOT, env=environment)
    until = time.monotonic() + 60
    while not (told.exists() and told.read_text().endswith("\n")) and time.monotonic() < until:
        time.sleep(0.05)
    folder = Path(told.read_text().strip().removeprefix("postgres://postgres@/").removesuffix("/postgres"))
    assert (folder / "data" / "postmaster.pid").exists()
    tool.send_signal(signal.SIGTERM)
    assert tool.wait(30) == 143
    assert not folder.exists()
