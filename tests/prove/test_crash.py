"""P1, P2, P8: no acknowledged answer is lost, doubled, changed or out of order while workers and the database are killed."""

import contextlib
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.prove.cluster import SAVED, SOUND, Database
from tests.prove.controls import CONTROLS, control_of_today
from tests.prove.ledger import Ledger, Row, Verdict, judge
from tests.prove.running import demo_environment, run, running_site, seed
from tests.prove.storm import Faults, Storm, Student, rage


def rows_of(file: Path) -> list[Row]:
    """Every saved answer of a SQLite file, read without Django."""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        found = connection.execute(SAVED.replace("value FROM", "json_extract(value, '$') FROM"))
        return [Row(item, rev, with_dashes(op), value) for item, rev, op, value in found]


def with_dashes(op: str) -> str:
    return f"{op[:8]}-{op[8:12]}-{op[12:16]}-{op[16:20]}-{op[20:]}"


def prove(database: Database, log: Path, say, *, students: int, acks: int, faults: int) -> None:
    with running_site(database.environment, log) as site:
        storm = Storm(site.port, database.told["cookies"], Ledger(), acks)
        injected = Faults(storm, [site.kill_worker, database.crash], faults)
        rage(storm, database.told["students"][:students], injected)
    verdict = judge(storm.ledger.receipts, database.saved())
    say(line_of(verdict, injected, storm.ledger, "PostgreSQL, fsync on"))
    assert storm.problems == []
    assert database.is_sound()
    assert verdict.is_clean(), verdict
    assert verdict.acked >= acks
    assert injected.done >= faults
    assert storm.ledger.doubled > 0


def line_of(verdict: Verdict, faults: Faults, ledger: Ledger, where: str) -> str:
    others = {status: count for status, count in sorted(ledger.statuses.items()) if status != 200}
    return (
        f"P1 acked={verdict.acked} faults={faults.done} lost={verdict.lost} dup={verdict.dup} altered={verdict.altered} "
        f"({where}; out of order={verdict.disordered}; delivered twice={ledger.doubled}; "
        f"first receipt after a fault within {faults.slowest:.1f} s; other answers {others})"
    )


@pytest.mark.postgres
def test_p1_m01_m03_no_acknowledged_answer_is_lost_in_600_saves_and_6_faults(a_class, tmp_path, say):
    prove(a_class, tmp_path / "site.log", say, students=16, acks=600, faults=6)


@pytest.mark.prove
@pytest.mark.postgres
def test_p1_m01_m03_no_acknowledged_answer_is_lost_in_10_000_saves_and_50_faults(a_school, tmp_path, say):
    prove(a_school, tmp_path / "site.log", say, students=200, acks=10_000, faults=50)


@pytest.mark.prove
def test_p1_m01_no_acknowledged_answer_is_lost_on_sqlite_when_workers_are_killed(tmp_path, say):
    environment = demo_environment(tmp_path)
    told = seed(environment, 24, slots=3)
    with running_site(environment, tmp_path / "site.log") as site:
        storm = Storm(site.port, told["cookies"], Ledger(), 3_000)
        injected = Faults(storm, [site.kill_worker], 30)
        rage(storm, told["students"], injected)
    assert storm.problems == []
    verdict = judge(storm.ledger.receipts, rows_of(tmp_path / "site.sqlite3"))
    say(line_of(verdict, injected, storm.ledger, "SQLite, kill -9 of workers"))
    assert run("manage.py", "verify_integrity", environment=environment) == SOUND
    assert verdict.is_clean(), verdict
    assert (verdict.acked >= 3_000, injected.done) == (True, 30)


# -- P2: a proof that cannot fail proves nothing -------------------------------------------------------------


@pytest.mark.postgres
def test_p2_the_control_of_the_day_finds_what_went_wrong(a_class, tmp_path, say):
    found = CONTROLS[control_of_today()](a_class, tmp_path / "site.log")
    say(f"P2 control, {found.line}")
    assert found.count > 0


@pytest.mark.prove
@pytest.mark.postgres
@pytest.mark.parametrize("name", CONTROLS)
def test_p2_every_control_finds_what_went_wrong(a_school, tmp_path, say, name):
    found = CONTROLS[name](a_school, tmp_path / "site.log")
    say(f"P2 control, {found.line}")
    assert found.count > 0


# -- P8: how soon it goes on --------------------------------------------------------------------------------


def time_to_go_on(site, database: Database, fault: Callable[[], bool], students: int) -> tuple[float, float]:
    """Seconds from the fault to the first receipt, and until every student has got one."""
    storm = Storm(site.port, database.told["cookies"], Ledger(), enough=10**9)
    heads = {row.item: row.rev for row in database.saved()}
    raging = [Student(storm, one | {"revs": heads}, n) for n, one in enumerate(database.told["students"][:students])]
    for student in raging:
        student.start()
    time.sleep(5)
    fault()
    since = time.monotonic()

    def until(enough: Callable) -> float:
        while not enough(student.last > since for student in raging) and not storm.is_over():
            time.sleep(0.01)
        return time.monotonic() - since

    first, every = until(any), until(all)
    storm.halted.set()
    for student in raging:
        student.join(60)
    assert storm.problems == []
    return first, every


@pytest.mark.prove
@pytest.mark.postgres
@pytest.mark.parametrize("name", ["all workers killed", "the database crashes"])
def test_p8_the_first_save_comes_within_15_seconds_and_all_within_60(a_school, tmp_path, say, name):
    with running_site(a_school.environment, tmp_path / "site.log") as site:
        fault = site.kill_workers if name == "all workers killed" else a_school.crash
        first, every = time_to_go_on(site, a_school, fault, 200)
    say(f"P8 {name}: first save after {first:.1f} s, no queue left after {every:.1f} s (200 students)")
    assert (first <= 15, every <= 60) == (True, True)
    assert a_school.is_sound()
