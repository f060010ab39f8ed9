"""Saves and a hand-in of the same attempt at the same moment, pair by pair, six pairs at once."""

import json
import random
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

from tests.prove.ledger import Receipt
from tests.prove.running import Caller

SAVES = 4  # of each pair, one after the other, while the hand-in comes


class Pair:
    """One student in two tabs: one saves, the other hands in, from the same moment on."""

    def __init__(self, port: int, cookies: dict[str, str], told: dict):
        self.told, self.item = told, told["items"]["1"]
        self.path = f"/attempts/{told['attempt']}/save/"
        self.callers = [Caller(port, cookies, told["session"]) for _ in range(2)]
        self.first = told.get("revs", {}).get(self.item, 0)
        self.start = threading.Barrier(2)
        self.receipts: list[Receipt] = []
        self.late, self.handed_in, self.problems = 0, False, []

    def save(self) -> None:
        self.start.wait()
        for base in range(self.first, self.first + SAVES):
            op, value = str(uuid.uuid4()), f"words {base} {uuid.uuid4()}"
            body = {"ops": [{"op_id": op, "slot": 1, "base_rev": base, "value": value}]}
            status, content = self.callers[0].post(self.path, json.dumps(body).encode())
            if status == 409:
                self.late += 1
                return
            if status != 200:
                self.problems.append(f"the save answered {status}: {content[:100]!r}")
                return
            (result,) = json.loads(content)["results"]
            self.receipts.append(Receipt(self.item, result["rev"], op, value))

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


def race(port: int, told: dict, students: list[dict]) -> list[Pair]:
    pairs = [Pair(port, told["cookies"], one) for one in students]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(Pair.race, pairs))
    return pairs
