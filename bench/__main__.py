"""`python -m bench`: the site beside a bare Django project on the same PostgreSQL, in the same minutes.

Trust the quotients: absolute figures belong to the machine and its load. See docs/running.md.
"""

import argparse
import json
import re
import sys
import tempfile
import time
import uuid
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.goals import Row, ratios, table
from bench.measuring import Request, Sample, measure
from bench.servers import LITE, Running, environment, headers, seed, start
from bench.sitting import Lite, Sitting
from bench.weight import weigh
from tests.postgres import Missing, Server, server
from tests.prove.day import Times
from tests.prove.running import demo_environment
from tests.prove.running import seed as seed_class

SEARCH = 10  # five questions with many joins and a page of what they found, beside a page that asks one
BY_COUNT = ("start", "hand in")
SOURCE = 4  # 240 paragraphs with their marks and easier wordings, beside a page of one lesson part
MAIN = re.compile(r"<main\b.*?</main>", re.S)


class Bench:
    """Both systems, seeded and running."""

    def __init__(self, database: Server, folder: Path, *, students: int, columns: int, starts: int):
        self.database, self.folder = database, folder
        self.query = psycopg.connect(host=str(database.folder), user="postgres", dbname="postgres", autocommit=True)
        for name in ("site", "bare"):
            self.query.execute(f"CREATE DATABASE {name}")
        self.env = {name: environment(database, name, folder) for name in ("site", "bare")}
        self.site = seed("bench.seed_site", *map(str, (students, columns, starts)), env=self.env["site"])
        self.sitting = Sitting(self.site["sitting"], "site", str(database.folder))
        self.env[LITE] = demo_environment(folder / LITE)
        self.lite = Lite(seed_class(self.env[LITE], 8, 1))
        self.refuse_wrong_pages()
        text = MAIN.search(self.site["probes"]["lesson"]["html"])
        self.bare = seed("bench.seed_bare", str(students), str(columns), env=self.env["bare"], text=text[0])
        self.revs: dict[int, int] = defaultdict(int)
        self.running: dict[str, Running] = {}

    def refuse_wrong_pages(self) -> None:
        for name, probe in self.site["probes"].items():
            if probe["status"] != 200 or self.site["known"][name] not in probe["html"]:
                raise RuntimeError(f"The page {name} answered {probe['status']} without its known text.")

    # -- Requests --------------------------------------------------------------------------------------

    def page(self, name: str):
        """GET of a page of the site, by one reader after the other."""
        people = self.site["teacher" if name == "table" else "students"]
        sent = [headers(self.site["cookies"], person["session"]) for person in people]
        known = self.site["known"][name].encode()
        return lambda n: Request("GET", self.site["paths"][name], sent[n % len(sent)], known)

    def bare_get(self, path: str, known: str):
        sent = [headers(self.site["cookies"], session) for session in self.bare["sessions"]]
        return lambda n: Request("GET", path, sent[n % len(sent)], known.encode())

    def save(self, n: int) -> Request:
        """A save by the n-th client; its text changes each time. One writer an item, so that no save conflicts."""
        client = n % 8
        who = self.site["students"][client]
        op = {"op_id": str(uuid.uuid4()), "slot": 1, "base_rev": self.revs[client], "value": f"Words {n} " * 20}
        self.revs[client] += 1
        sent = headers(self.site["cookies"], who["session"])
        body = json.dumps({"ops": [op]}).encode()
        return Request("POST", f"/attempts/{who['attempt']}/save/", sent, b'"result": "saved"', body)

    def bare_save(self, n: int) -> Request:
        sent = headers(self.site["cookies"], self.bare["sessions"][n % 8])
        return Request("POST", "/note/", sent, b'"saved":', json.dumps({"value": f"Words {n} " * 20}).encode())

    # -- Runs -------------------------------------------------------------------------------------------

    def start(self, name: str) -> Running:
        if name == LITE:
            first = self.lite.first()
        else:
            first = (
                self.page("lesson")(0) if name == "site" else self.bare_get(self.bare["page"], "same lesson text")(0)
            )
        self.running[name] = start(name, self.env[name], self.folder / f"{name}.log", first)
        return self.running[name]

    def stop(self) -> None:
        for running in self.running.values():
            running.stop()
        self.running = {}
        self.query.close()
        self.sitting.query.close()

    def actions(self) -> dict:
        """name -> (system, request maker, share of the count, clients). Starts and hand-ins are made by the count."""
        return {
            "lesson": ("site", self.page("lesson"), 1, 8),
            "bare page": ("bare", self.bare_get(self.bare["page"], "same lesson text"), 1, 8),
            "save": ("site", self.save, 1, 8),
            "bare insert": ("bare", self.bare_save, 1, 8),
            "save, SQLite": (LITE, self.lite.save, 1, 8),
            "start": ("site", self.sitting.starts, 1, 8),
            "hand in": ("site", self.sitting.finishes, 1, 8),
            "home": ("site", self.page("home"), 1, 8),
            "search": ("site", self.page("search"), 1, 8),
            "source": ("site", self.page("source"), 1, 8),
            "table": ("site", self.page("table"), 0, 1),
            "bare grid": ("bare", self.bare_get("/grid/", "Student 0"), 0, 1),
        }

    def run(self, action: str, count: int, grids: int) -> Sample:
        system, make, share, clients = self.actions()[action]
        here = self.running[system]
        number = count if share else grids
        if action in BY_COUNT:
            make = make(number)
        return measure(here.port, make, number, clients, server=here.pid, database=self.database.process.pid)

    def sessions(self) -> int:
        """Connections that the site has opened to its database so far."""
        time.sleep(1.2)  # PostgreSQL reports with a delay
        (count,) = self.query.execute("SELECT sessions FROM pg_stat_database WHERE datname = 'site'").fetchone()
        return count


def starts(bench: Bench, times: int) -> dict[str, list[float]]:
    """Seconds to the first page, each system in turn; the last of each is left running."""
    taken = defaultdict(list)
    for turn in range(times):
        for name in ("bare", "site"):
            taken[name].append(bench.start(name).seconds)
            if turn + 1 < times:
                bench.running.pop(name).stop()
    return taken


def rounds(bench: Bench, *, number: int, count: int, grids: int) -> dict[str, list[Sample]]:
    """Every action in each round, the order turned by one each time."""
    found = defaultdict(list)
    order = list(bench.actions())
    few = max(16, count // 4)
    for action in order:  # a whole round of starts ahead, so that a hand-in never comes before its start
        bench.run(action, few + count if action == "start" else few, 2)
    for turn in range(number):
        for action in order[turn % len(order) :] + order[: turn % len(order)]:
            found[action].append(bench.run(action, count, grids))
        print(f"  round {turn + 1} of {number}", file=sys.stderr, flush=True)
    return found


def new_connections(bench: Bench, count: int) -> float:
    """Connections opened for each request once the threads have theirs."""
    bench.run("lesson", count, 1)
    before = bench.sessions()
    bench.run("lesson", count, 1)
    return round((bench.sessions() - before) / count, 2)


@dataclass(frozen=True)
class AtOnce:
    """What a whole class waited when all did the same."""

    starts: Times
    saves: Times


def all_at_once(bench: Bench, *, starting: float, writing: float) -> AtOnce:
    port = bench.running["site"].port
    return AtOnce(bench.sitting.all_start(port, starting), bench.sitting.all_write(port, writing))


def sitting_rows(bench: Bench, found: dict[str, list[Sample]], at_once: AtOnce) -> list[Row]:
    """B3, B4, B11 and what a class feels."""

    def cpu(action: str) -> list[float]:
        return [sample.cpu for sample in found[action]]

    few, many = (bench.site["sitting"]["statements"][number] for number in ("20", "100"))
    rates = [[sample.per_second for sample in found[name]] for name in ("save", "save, SQLite")]
    slow = tuple(sample.p95 / sample.p50 for sample in found["save, SQLite"])
    number, starts, saves = len(bench.site["sitting"]["students"]), at_once.starts, at_once.saves
    return [
        Row("B3", "start of 20 questions, CPU of bare insert (c)", ratios(cpu("start"), cpu("bare insert")), 4),
        Row("B3", "start of 20 questions, statements", (few[0],), 12, ""),
        Row("B3", "start of 100 questions, statements", (many[0],), few[0], ""),
        Row("B3", f"{number} starts at once, each twice, p95", (starts.part(0.95),), 3, "s"),
        Row("B3", f"{number} starts at once, answers that are errors", (starts.faults(),), 0, ""),
        Row("B4", "hand in 20 questions, CPU of bare insert (c)", ratios(cpu("hand in"), cpu("bare insert")), 6),
        Row("B4", "hand in 20 questions, statements", (few[1],), 15, ""),
        Row("B4", "hand in 100 questions, statements", (many[1],), few[1], ""),
        Row("P7", f"{number} students, a save each 10 s, p95", (saves.part(0.95),), 1, "s"),
        Row("P7", f"{number} students, a save each 10 s, p99", (saves.part(0.99),), 3, "s"),
        Row("P7", f"{number} students, answers that are errors", (saves.faults(),), 0, ""),
        Row("B11", "save on SQLite, time of PostgreSQL's", ratios(*rates), 1.25),
        Row("B11", "save on SQLite, p95 of p50 with 8 writers", slow, 10),
        Row("B11", "save on SQLite, refused as busy", (len(bench.lite.busy),), 0, ""),
    ]


def rows(
    bench: Bench, found: dict[str, list[Sample]], taken: dict[str, list[float]], connections: float, at_once: AtOnce
) -> list[Row]:
    def cpu(action: str) -> list[float]:
        return [sample.cpu for sample in found[action]]

    probes = bench.site["probes"]
    weights = {name: weigh(probes[name]["html"], bench.folder / "static") for name in ("lesson", "attempt")}
    slow = tuple(sample.p95 / sample.p50 for sample in found["save"])
    told = [
        Row("B1", "lesson page, CPU of bare page (b)", ratios(cpu("lesson"), cpu("bare page")), 1.5),
        Row("B1", "lesson page, statements", (probes["lesson"]["queries"],), 8, ""),
        Row("B2", "save an answer, CPU of bare insert (c)", ratios(cpu("save"), cpu("bare insert")), 1.3),
        Row("B2", "save an answer, statements", (bench.site["save_queries"],), 3, ""),
        Row("B2", "save an answer, p95 of p50 with 8 clients", slow, 3),
        Row("B5", "student home, CPU of bare page (b)", ratios(cpu("home"), cpu("bare page")), 2),
        Row("B5", "student home, statements", (probes["home"]["queries"],), 10, ""),
        Row("B12", "search over 2,000 passages, CPU of bare page (b)", ratios(cpu("search"), cpu("bare page")), SEARCH),
        Row("B12", "search over 2,000 passages, statements", (probes["search"]["queries"],), 8, ""),
        Row("B13", "source of 120 paragraphs, CPU of bare page (b)", ratios(cpu("source"), cpu("bare page")), SOURCE),
        Row("B13", "source of 120 paragraphs, statements", (probes["source"]["queries"],), 9, ""),
        Row("B6", "class table, CPU of bare grid", ratios(cpu("table"), cpu("bare grid")), 0.5),
        Row("B6", "class table, statements", (probes["table"]["queries"],), 8, ""),
        Row("B6", "class table, HTML", (len(probes["table"]["html"].encode()) / 1000,), 400, "kB"),
    ]
    told += sitting_rows(bench, found, at_once)
    for name, weight in weights.items():
        told += [
            Row("B8", f"{name} page, first visit", (weight.first / 1000,), 120, "kB gzip"),
            Row("B8", f"{name} page, first visit", (weight.requests,), 10, "requests"),
            Row("B8", f"{name} page, later visits", (weight.later / 1000,), 20, "kB gzip"),
            Row("B8", f"{name} page, files of other hosts", (weight.foreign,), 0, ""),
        ]
    memory = {name: running.pss() for name, running in bench.running.items()}
    return [
        *told,
        Row("B9", "start to first signed-in page, of bare", ratios(taken["site"], taken["bare"]), 3),
        Row("B9", f"memory with 2 workers ({memory['site']:.0f} MiB), of bare", (memory["site"] / memory["bare"],), 2),
        Row("B10", "new database connections a request", (connections,), 0, ""),
    ]


def absolute(found: dict[str, list[Sample]]) -> str:
    lines = ["Milliseconds a request in the middle round (server CPU + PostgreSQL CPU; p50, p95; requests a second):"]
    for action, samples in found.items():
        middle = sorted(samples, key=lambda sample: sample.cpu)[len(samples) // 2]
        lines.append(
            f"  {action:12} {middle.server:7.2f} + {middle.database:5.2f}   "
            f"p50 {middle.p50:6.1f}  p95 {middle.p95:6.1f}   {middle.per_second:6.1f}/s"
        )
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    reader = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    reader.add_argument("--rounds", type=int, default=5)
    reader.add_argument("--count", type=int, default=200, help="requests of each sort in a round")
    reader.add_argument("--quick", action="store_true", help="tiny counts: whether it works, not how fast it is")
    reader.add_argument("--json", type=Path, help="write the rows there too")
    given = reader.parse_args(arguments)
    number, count, grids = (2, 24, 2) if given.quick else (given.rounds, given.count, 8)
    size = {"students": 20, "columns": 5} if given.quick else {"students": 200, "columns": 20}
    seconds = {"starting": 2, "writing": 6} if given.quick else {"starting": 10, "writing": 30}
    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder, server(durable=True) as database:
            print("Filling both databases ...", file=sys.stderr, flush=True)
            bench = Bench(database, Path(folder), **size, starts=count * (number + 2))
            try:
                taken = starts(bench, 2 if given.quick else 5)
                bench.start(LITE)
                found = rounds(bench, number=number, count=count, grids=grids)
                at_once = all_at_once(bench, **seconds)
                told = rows(bench, found, taken, new_connections(bench, count), at_once)
            finally:
                bench.stop()
    except Missing as reason:
        print(reason, file=sys.stderr)
        return 1
    size_line = f"{size['students']} students x {size['columns']} tasks"
    print(f"{number} rounds of {count} requests, {grids} of each grid; {size_line}; PostgreSQL with fsync on.\n")
    print(table(told), absolute(found), sep="\n\n")
    if given.json:
        given.json.write_text(json.dumps([row.cells() for row in told], indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
