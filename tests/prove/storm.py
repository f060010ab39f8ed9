"""Students who save without pause while parts of the site are killed, and write down every receipt."""

import json
import random
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.prove.ledger import Ledger, Receipt
from tests.prove.running import Caller

TWICE = 0.1  # of the operations are delivered twice at once
PATIENCE = 60.0  # seconds for which one op is tried before the proof fails


@dataclass
class Storm:
    """Shared by all students: where to, until when, and what went wrong."""

    port: int
    cookies: dict[str, str]
    ledger: Ledger
    enough: int
    words: int = 120  # of the longest answer
    halted: threading.Event = field(default_factory=threading.Event)
    problems: list[str] = field(default_factory=list)

    def is_over(self) -> bool:
        return self.halted.is_set() or self.ledger.acked() >= self.enough


class Student(threading.Thread):
    """One browser: an op is sent until it is acknowledged, and only then comes the next."""

    def __init__(self, storm: Storm, told: dict, seed: int):
        super().__init__(daemon=True)
        self.storm, self.told, self.random = storm, told, random.Random(f"{seed} {told['attempt']} {told.get('revs')}")
        self.path = f"/attempts/{told['attempt']}/save/"
        self.callers = [Caller(storm.port, storm.cookies, told["session"]) for _ in range(2)]
        self.revs = {slot: told.get("revs", {}).get(item, 0) for slot, item in told["items"].items()}
        self.last = 0.0  # when it was last told that something is saved

    def run(self) -> None:
        try:
            while not self.storm.is_over():
                self.save(self.random.choice(list(self.revs)))
        except Exception as problem:
            self.storm.problems.append(f"{type(problem).__name__}: {problem}")
            self.storm.halted.set()
        finally:
            for caller in self.callers:
                caller.close()

    def save(self, slot: str) -> None:
        op, base = str(uuid.UUID(int=self.random.getrandbits(128), version=4)), self.revs[slot]
        value = f"{op} " + "word " * self.random.randint(1, self.storm.words)
        body = json.dumps({"ops": [{"op_id": op, "slot": int(slot), "base_rev": base, "value": value}]}).encode()
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            answers = self.deliver(body)
            accepted = [answer for status, content in answers if (answer := self.read(status, content)) is not None]
            if accepted:
                self.revs[slot], self.last = base + 1, time.monotonic()
                for rev in accepted[:1]:
                    self.storm.ledger.write(Receipt(self.told["items"][slot], rev, op, value))
                return
            if self.storm.halted.is_set():
                return
            time.sleep(self.random.uniform(0.05, 0.4))
        raise TimeoutError(f"op {op} was not acknowledged within {PATIENCE:.0f} s")

    def deliver(self, body: bytes) -> list[tuple[int, bytes]]:
        """Once, or twice at the same moment over two connections."""
        if self.random.random() >= TWICE:
            return [self.callers[0].post(self.path, body)]
        second: list[tuple[int, bytes]] = []
        thread = threading.Thread(target=lambda: second.append(self.callers[1].post(self.path, body)))
        thread.start()
        first = self.callers[0].post(self.path, body)
        thread.join()
        self.storm.ledger.doubled += 1
        return [first, *second]

    def read(self, status: int, content: bytes) -> int | None:
        """The revision that was acknowledged. Anything but a save or a passing refusal fails the proof."""
        self.storm.ledger.count(status)
        if status in (0, 500, 502, 503):
            return None
        if status != 200:
            raise AssertionError(f"the save answered {status}: {content[:200]!r}")
        (result,) = json.loads(content)["results"]
        if result["result"] == "saved" or (result["result"], result.get("kept_as")) == ("replayed", "saved"):
            return result["rev"]
        raise AssertionError(f"a lone writer was told: {result}")


@dataclass
class Faults:
    """Faults at random moments: the next one comes a random number of receipts after the last."""

    storm: Storm
    kinds: list[Callable[[], bool]]
    number: int
    first: int = 0  # receipts before which nothing happens
    done: int = 0
    slowest: float = 0.0  # seconds from a fault to the next receipt

    def run(self) -> None:
        ledger, every = self.storm.ledger, self.storm.enough / (self.number + 1)
        for turn in range(self.number):
            goal = self.first or every * (turn + random.uniform(0.3, 1.0))
            while ledger.acked() < goal and not self.storm.is_over():
                time.sleep(0.002)
            while not self.storm.is_over() and not self.kinds[turn % len(self.kinds)]():
                time.sleep(0.05)
            self.done += 1
            before, since = ledger.acked(), time.monotonic()
            while ledger.acked() == before and not self.storm.is_over():
                time.sleep(0.002)
            self.slowest = max(self.slowest, time.monotonic() - since)


def rage(storm: Storm, students: list[dict], faults: Faults) -> None:
    """All students at once, faults meanwhile, until there are enough receipts."""
    threads = [Student(storm, told, seed) for seed, told in enumerate(students)]
    for thread in threads:
        thread.start()
    faults.run()
    for thread in threads:
        thread.join(PATIENCE + 30)
    storm.problems += [f"student {n} did not end" for n, thread in enumerate(threads) if thread.is_alive()]
