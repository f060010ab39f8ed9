"""What a run cost: CPU of whole process trees, memory, times. Only Linux knows /proc."""

import http.client
import os
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def tree(root: int) -> list[int]:
    """A process and all that stem from it."""
    found, ahead = [], [root]
    while ahead:
        pid = ahead.pop()
        found.append(pid)
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                ahead += [int(child) for child in children.read_text().split()]
            except OSError:
                continue
    return found


def cpu_seconds(root: int) -> float:
    """User and system time of the living, and of the dead that were waited for."""
    ticks = 0
    for pid in tree(root):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(int(field) for field in fields[11:15])
    return ticks / TICK


def pss_mib(root: int) -> float:
    """Memory with shared pages counted by share."""
    total = 0
    for pid in tree(root):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


@dataclass(frozen=True)
class Request:
    """One request and a text that its answer, or where it leads, must hold: a status alone proves nothing.

    `busy` counts answers 503, after which the request is sent again as the site's own page does; without it a 503 is wrong.
    """

    method: str
    path: str
    headers: dict[str, str]
    known: bytes
    body: bytes | None = None
    status: int = 200
    busy: list[float] | None = None


@dataclass(frozen=True)
class Sample:
    """A run of many requests: milliseconds of CPU each, times in milliseconds."""

    server: float
    database: float
    p50: float
    p95: float
    per_second: float

    @property
    def cpu(self) -> float:
        return self.server + self.database


class WrongAnswer(Exception):
    """An answer that is not the page that was asked for: its figures would be about something else."""


def ask(connection: http.client.HTTPConnection, request: Request) -> bytes:
    while True:
        connection.request(request.method, request.path, body=request.body, headers=request.headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != 503 or request.busy is None:
            break
        request.busy.append(time.perf_counter())
    told = content + answer.headers.get("Location", "").encode()
    if answer.status != request.status or request.known not in told:
        raise WrongAnswer(f"{request.method} {request.path} answered {answer.status}: {told[:300]!r}")
    return content


def measure(
    port: int, make: Callable[[int], Request], number: int, clients: int, *, server: int, database: int
) -> Sample:
    """`number` requests by `clients` at once, each over one connection that is kept."""
    times: list[float] = []
    problems: list[Exception] = []
    parts = [range(start, number, clients) for start in range(clients)]

    def client(mine: Sequence[int]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            for n in mine:
                request, start = make(n), time.perf_counter()
                ask(connection, request)
                times.append(time.perf_counter() - start)
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    before = cpu_seconds(server), cpu_seconds(database)
    threads = [threading.Thread(target=client, args=(part,)) for part in parts]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - start
    if problems:
        raise problems[0]
    after = cpu_seconds(server), cpu_seconds(database)
    each = [(later - earlier) * 1000 / number for earlier, later in zip(before, after, strict=True)]
    times.sort()
    return Sample(
        each[0], each[1], statistics.median(times) * 1000, times[int(len(times) * 0.95)] * 1000, number / took
    )
