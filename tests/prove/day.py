"""A class's day as its browsers live it: all start, all write, all sign in, all hand in. Every answer is timed."""

import json
import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tests.prove.ledger import Ledger
from tests.prove.running import Caller
from tests.prove.storm import Storm, Student

FORM = "application/x-www-form-urlencoded"


@dataclass
class Times:
    """Seconds that people waited, and what was answered."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, seconds: float, *statuses: int) -> None:
        with self.lock:
            self.seconds.append(seconds)
            self.statuses.update(statuses)

    def part(self, share: float) -> float:
        """part(0.95): what 95 of 100 waited at most."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    def faults(self) -> int:
        return sum(count for status, count in self.statuses.items() if status == 0 or status >= 500)

    def __str__(self) -> str:
        shown = f"p50={self.part(0.5):.2f} s p95={self.part(0.95):.2f} s p99={self.part(0.99):.2f} s"
        return f"{len(self.seconds)} waited {shown}, answers {dict(sorted(self.statuses.items()))}"


def at_random_moments(seconds: float, work: Callable, people: Iterable) -> None:
    """work(person) for each, in a thread of their own, somewhere within these seconds. A failure fails the proof."""
    problems: list[BaseException] = []

    def one(person) -> None:
        time.sleep(random.uniform(0, seconds))
        try:
            work(person)
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=one, args=(person,), daemon=True) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]


def twice(callers: list[Caller], path: str, body: bytes, kind: str) -> list[tuple[int, bytes]]:
    """The same request at the same moment over every connection."""
    with ThreadPoolExecutor(len(callers)) as pool:
        return list(pool.map(lambda caller: caller.post(path, body, kind), callers))


def start_together(port: int, told: dict, quiz: str, students: list[dict], seconds: float) -> Times:
    """Everybody presses Start, with a double click, and waits for the first question."""
    times = Times()

    def start(student: dict) -> None:
        callers = [Caller(port, told["cookies"], student["session"]) for _ in range(2)]
        begun = time.monotonic()
        statuses = [status for status, _ in twice(callers, f"{quiz}start/", b"", FORM)]
        status, page = callers[0].get(f"{quiz}attempt/")
        times.add(time.monotonic() - begun, *statuses, status)
        if (statuses, status) != ([302, 302], 200) or b"Who spoke?" not in page:
            raise AssertionError(f"the starts answered {statuses}, the page {status}: {page[-300:]!r}")
        for caller in callers:
            caller.close()

    at_random_moments(seconds, start, students)
    return times


class Paced(Student):
    """A student who writes as people do: a save every `every` seconds, tried until it is acknowledged."""

    def __init__(self, storm: Storm, told: dict, seed: int, times: Times, every: float, seconds: float):
        super().__init__(storm, told, seed)
        self.times, self.every, self.until = times, every, time.monotonic() + seconds

    def save(self, slot: str) -> None:
        moment = time.monotonic() + (self.random.uniform(0, self.every) if not self.last else self.every)
        while time.monotonic() < min(moment, self.until):
            if self.storm.halted.wait(0.05):
                return
        if time.monotonic() >= self.until:
            self.until = 0.0
            return
        begun = time.monotonic()
        super().save(slot)
        self.times.add(time.monotonic() - begun)

    def run(self) -> None:
        try:
            while self.until and not self.storm.is_over():
                self.save(self.random.choice(list(self.revs)))
        except Exception as problem:
            self.storm.problems.append(f"{type(problem).__name__}: {problem}")
        finally:
            for caller in self.callers:
                caller.close()


def write_together(
    port: int,
    told: dict,
    students: list[dict],
    ledger: Ledger,
    *,
    every: float,
    seconds: float,
    meanwhile: Callable[[], object] = lambda: None,
) -> Times:
    """All save at their own pace, each receipt into the ledger; `meanwhile()` runs beside them."""
    storm, times = Storm(port, told["cookies"], ledger, enough=10**9), Times()
    before = Counter(ledger.statuses)
    writing = [Paced(storm, one, n, times, every, seconds) for n, one in enumerate(students)]
    for student in writing:
        student.start()
    meanwhile()
    for student in writing:
        student.join(seconds + 90)
    if storm.problems or any(student.is_alive() for student in writing):
        raise AssertionError(f"some did not end their saves: {storm.problems}")
    times.statuses = ledger.statuses - before
    return times


def hand_in_together(
    port: int, told: dict, students: list[dict], attempts: dict[int, str], *, seconds: float, at_once: int = 1
) -> tuple[Times, list[set[str]]]:
    """The bell: everybody hands in, with one answer that was not sent before. Says the receipts that each one got."""
    times, codes = Times(), []

    def hand_in(student: dict) -> None:
        callers = [Caller(port, told["cookies"], student["session"]) for _ in range(at_once)]
        op = {"op_id": str(uuid.uuid4()), "slot": 1, "base_rev": 0, "value": "a"}
        body = json.dumps({"ops": [op], "known": {}, "sure": True}).encode()
        begun = time.monotonic()
        answers = twice(callers, f"/attempts/{attempts[student['user']]}/finish/", body, "application/json")
        times.add(time.monotonic() - begun, *(status for status, _ in answers))
        codes.append({json.loads(content)["code"] if status == 200 else f"{status}" for status, content in answers})
        for caller in callers:
            caller.close()

    at_random_moments(seconds, hand_in, students)
    return times, codes


def sign_in_together(port: int, told: dict, students: list[dict], seconds: float) -> Times:
    """Everybody signs in with a passphrase: hashing is what costs."""
    times = Times()

    def sign_in(student: dict) -> None:
        caller = Caller(port, told["cookies"], "")
        body = f"login={student['username']}&password={told['passphrase'].replace(' ', '+')}"
        begun = time.monotonic()
        status, _ = caller.post("/sign-in/", body.encode(), FORM)
        times.add(time.monotonic() - begun, status)
        caller.close()

    at_random_moments(seconds, sign_in, students)
    return times
