"""Saves racing with hand-ins: what was acknowledged before the hand-in is handed in, and nothing is saved behind it."""

import json
import random
import threading
import time
import uuid
from pathlib import Path

import pytest

from tests.postgres import server
from tests.prove.ledger import Receipt, judge
from tests.prove.running import Caller, demo_environment, run, running_site, school_environment, seed
from tests.prove.test_crash import rows_of

SAVES = 4  # of each pair, one after the other, while the hand-in comes


class Pair:
    """One student in two tabs: one saves, the other hands in, from the same moment on."""

    def __init__(self, port: int, cookies: dict[str, str], told: dict):
        self.told = told
        self.callers = [Caller(port, cookies, told["session"]) for _ in range(2)]
        self.start = threading.Barrier(2)
        self.receipts: list[Receipt] = []
        self.late, self.handed_in, self.problems = 0, False, []

    def save(self) -> None:
        self.start.wait()
        for base in range(SAVES):
            op, value = str(uuid.uuid4()), f"words {base} {uuid.uuid4()}"
            body = {"ops": [{"op_id": op, "slot": 1, "base_rev": base, "value": value}]}
            status, content = self.callers[0].post(f"/attempts/{self.told['attempt']}/save/", json.dumps(body).encode())
            if status == 409:
                self.late += 1
                return
            if status != 200:
                self.problems.append(f"the save answered {status}: {content[:100]!r}")
                return
            (result,) = json.loads(content)["results"]
            self.receipts.append(Receipt(self.told["items"]["1"], result["rev"], op, value))

    def hand_in(self) -> None:
        self.start.wait()
        time.sleep(random.uniform(0, 0.12))
        path = f"/c/{self.told['classroom']}/t/{self.told['assignment']}/hand-in/"
        status, content = self.callers[1].post(path, b"sure=on", "application/x-www-form-urlencoded")
        self.handed_in = status == 302
        if not self.handed_in:
            self.problems.append(f"the hand-in answered {status}: {content[:100]!r}")

    def race(self) -> None:
        threads = [threading.Thread(target=work) for work in (self.save, self.hand_in)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for caller in self.callers:
            caller.close()


def prove_race(environment: dict[str, str], database, log: Path, pairs: int, tell, where: str) -> None:
    told = seed(environment, pairs, slots=1)
    with running_site(environment, log) as site:
        raced = [Pair(site.port, told["cookies"], one) for one in told["students"]]
        ahead = iter(raced)
        lock = threading.Lock()

        def runner() -> None:
            while True:
                with lock:
                    pair = next(ahead, None)
                if pair is None:
                    return
                pair.race()

        runners = [threading.Thread(target=runner) for _ in range(6)]
        for thread in runners:
            thread.start()
        for thread in runners:
            thread.join()
    problems = [problem for pair in raced for problem in pair.problems]
    verdict = judge([receipt for pair in raced for receipt in pair.receipts], rows_of(database))
    tell(
        f"P4 {where}: pairs={pairs} acked={verdict.acked} lost={verdict.lost} altered={verdict.altered} "
        f"refused as late={sum(pair.late for pair in raced)}"
    )
    assert problems == []
    assert all(pair.handed_in for pair in raced)
    assert verdict.is_clean(), verdict
    assert sum(pair.late for pair in raced) > 0, "no hand-in came between two saves: nothing raced"
    assert run("manage.py", "verify_integrity", environment=environment) == "All 13 rules hold.\n"


@pytest.mark.prove
@pytest.mark.postgres
def test_a_save_and_a_hand_in_never_cross_on_postgresql(tmp_path, say):
    with server(durable=True) as database:
        environment = school_environment(database.url)
        prove_race(environment, database, tmp_path / "site.log", 500, say, "PostgreSQL")


@pytest.mark.prove
def test_a_save_and_a_hand_in_never_cross_on_sqlite(tmp_path, say):
    database = tmp_path / "site.sqlite3"
    prove_race(demo_environment(tmp_path), database, tmp_path / "site.log", 300, say, "SQLite")
