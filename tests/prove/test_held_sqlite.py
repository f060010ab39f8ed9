"""M21: another program holds SQLite. The site answers within twelve seconds, and saves the same op afterwards."""

import json
import sqlite3
import time
import uuid
from contextlib import closing
from pathlib import Path

import pytest

from tests.prove.running import Caller, demo_environment, running_site, seed


@pytest.mark.prove
def test_m21_a_save_on_a_held_sqlite_is_503_within_12_seconds_and_later_saved(tmp_path: Path, say):
    environment = demo_environment(tmp_path)
    told = seed(environment, 1, slots=1)
    (student,) = told["students"]
    op = {"op_id": str(uuid.uuid4()), "slot": 1, "base_rev": 0, "value": "words"}
    body, path = json.dumps({"ops": [op]}).encode(), f"/attempts/{student['attempt']}/save/"
    with running_site(environment, tmp_path / "site.log") as site:
        caller = Caller(site.port, told["cookies"], student["session"])
        with closing(sqlite3.connect(tmp_path / "site.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            begun = time.monotonic()
            status, content = caller.post(path, body)
            took = time.monotonic() - begun
        say(f"M21 SQLite held by another program: {status} after {took:.1f} s")
        assert (status, json.loads(content)) == (503, {"code": "busy"})
        assert 8 < took <= 12
        status, content = caller.post(path, body)
        assert (status, json.loads(content)["results"][0]["result"]) == (200, "saved")
        caller.close()
