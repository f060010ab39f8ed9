"""No acknowledged answer is lost, doubled, changed or out of order while workers and the database are killed."""

import contextlib
import sqlite3
from pathlib import Path

import psycopg
import pytest

from tests.postgres import Server, server
from tests.prove.ledger import Ledger, Row, Verdict, judge
from tests.prove.running import demo_environment, run, running_site, school_environment, seed
from tests.prove.storm import Faults, Storm, rage

SAVED = "SELECT item_id, rev, op_id, value FROM assessments_answer WHERE kind = 'saved' ORDER BY item_id, rev"


def connect(database: Server) -> psycopg.Connection:
    return psycopg.connect(host=str(database.folder), user="postgres", dbname="postgres", autocommit=True)


def rows_of(database: Server | Path) -> list[Row]:
    """Every saved answer, read without Django."""
    if isinstance(database, Server):
        with connect(database) as connection:
            return [Row(item, rev, str(op), value) for item, rev, op, value in connection.execute(SAVED)]
    with contextlib.closing(sqlite3.connect(database)) as connection:
        found = connection.execute(SAVED.replace("value FROM", "json_extract(value, '$') FROM"))
        return [Row(item, rev, with_dashes(op), value) for item, rev, op, value in found]


def with_dashes(op: str) -> str:
    return f"{op[:8]}-{op[8:12]}-{op[12:16]}-{op[16:20]}-{op[20:]}"


def crash(database: Server) -> bool:
    """pg_ctl stop -m immediate, and start: recovery from the write-ahead log."""
    database.stop("immediate")
    database.start()
    return True


def prove(tmp_path: Path, say, *, students: int, acks: int, faults: int) -> None:
    """The storm, then the control on the same site: a proof that cannot fail proves nothing."""
    with server(durable=True) as database:
        environment = school_environment(database.url)
        told = seed(environment, students, slots=3)
        with running_site(environment, tmp_path / "site.log") as site:
            storm = Storm(site.port, told["cookies"], Ledger(), acks)
            injected = Faults(storm, [site.kill_worker, lambda: crash(database)], faults)
            rage(storm, told["students"], injected)
            verdict = judge(storm.ledger.receipts, rows_of(database))
            say(line_of(verdict, injected, storm.ledger, "PostgreSQL, fsync on"))
            assert storm.problems == []
            assert run("manage.py", "verify_integrity", environment=environment) == "All 13 rules hold.\n"
            control, crashes = negative_control(database, site.port, told)
    say(f"P2 control, synchronous_commit=off: acked={control.acked} crashes={crashes} lost={control.lost}")
    assert verdict.is_clean(), verdict
    assert verdict.acked >= acks
    assert injected.done >= faults
    assert storm.ledger.doubled > 0
    assert control.lost > 0


def negative_control(database: Server, port: int, told: dict) -> tuple[Verdict, int]:
    """The same students on a database that acknowledges before it has written: the ledger must see the loss.

    PostgreSQL hands every full page of its log to the system, so a crash loses the saves of the last page only;
    now and then that page is empty, hence up to ten tries.
    """
    database.options |= {"synchronous_commit": "off", "wal_writer_delay": "10s"}
    crashes, verdict = 0, None
    while crashes < 10 and not (verdict and verdict.lost):
        crashes += 1
        database.stop()
        database.start()
        heads = {row.item: row.rev for row in rows_of(database)}
        storm = Storm(port, told["cookies"], Ledger(), enough=2000, words=3)

        def pull_the_plug(storm: Storm = storm) -> bool:
            database.stop("immediate")
            storm.halted.set()
            return True

        injected = Faults(storm, [pull_the_plug], 1, first=100)
        rage(storm, [one | {"revs": heads} for one in told["students"]], injected)
        database.start()
        verdict = judge(storm.ledger.receipts, rows_of(database))
    return verdict, crashes


def line_of(verdict: Verdict, faults: Faults, ledger: Ledger, where: str) -> str:
    others = {status: count for status, count in sorted(ledger.statuses.items()) if status != 200}
    return (
        f"P1 acked={verdict.acked} faults={faults.done} lost={verdict.lost} dup={verdict.dup} altered={verdict.altered} "
        f"({where}; out of order={verdict.disordered}; delivered twice={ledger.doubled}; "
        f"first receipt after a fault within {faults.slowest:.1f} s; other answers {others})"
    )


@pytest.mark.postgres
def test_no_acknowledged_answer_is_lost_in_600_saves_and_6_faults(tmp_path, say):
    prove(tmp_path, say, students=16, acks=600, faults=6)


@pytest.mark.prove
@pytest.mark.postgres
def test_no_acknowledged_answer_is_lost_in_10_000_saves_and_50_faults(tmp_path, say):
    prove(tmp_path, say, students=60, acks=10_000, faults=50)


@pytest.mark.prove
def test_no_acknowledged_answer_is_lost_on_sqlite_when_workers_are_killed(tmp_path, say):
    environment = demo_environment(tmp_path)
    told = seed(environment, 24, slots=3)
    with running_site(environment, tmp_path / "site.log") as site:
        storm = Storm(site.port, told["cookies"], Ledger(), 3_000)
        injected = Faults(storm, [site.kill_worker], 30)
        rage(storm, told["students"], injected)
    assert storm.problems == []
    verdict = judge(storm.ledger.receipts, rows_of(tmp_path / "site.sqlite3"))
    say(line_of(verdict, injected, storm.ledger, "SQLite, kill -9 of workers"))
    assert run("manage.py", "verify_integrity", environment=environment) == "All 13 rules hold.\n"
    assert verdict.is_clean(), verdict
    assert (verdict.acked >= 3_000, injected.done) == (True, 30)
