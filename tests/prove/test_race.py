"""P4: saves race with hand-ins. What was acknowledged before is handed in, and nothing is saved behind it."""

from pathlib import Path

import pytest

from tests.prove.cluster import SOUND, Database
from tests.prove.ledger import Row, Verdict, judge
from tests.prove.racing import Pair, race
from tests.prove.running import demo_environment, run, running_site, seed
from tests.prove.test_crash import rows_of


def line_of(pairs: list[Pair], verdict: Verdict, where: str) -> str:
    return (
        f"P4 {where}: pairs={len(pairs)} acked={verdict.acked} lost={verdict.lost} altered={verdict.altered} "
        f"refused as late={sum(pair.late for pair in pairs)}"
    )


def judged(pairs: list[Pair], rows: list[Row]) -> Verdict:
    return judge([receipt for pair in pairs for receipt in pair.receipts], rows)


def judge_pairs(pairs: list[Pair], verdict: Verdict) -> None:
    assert [problem for pair in pairs for problem in pair.problems] == []
    assert all(pair.handed_in for pair in pairs)
    assert verdict.is_clean(), verdict
    assert sum(pair.late for pair in pairs) > 0, "no hand-in came between two saves: nothing raced"


@pytest.mark.prove
@pytest.mark.postgres
def test_p4_1000_saves_and_hand_ins_never_cross_on_postgresql(thousand: Database, tmp_path: Path, say):
    with running_site(thousand.environment, tmp_path / "site.log") as site:
        pairs = race(site.port, thousand.told, thousand.told["students"])
    verdict = judged(pairs, thousand.saved())
    say(f"{line_of(pairs, verdict, 'PostgreSQL')} saved after a hand-in={thousand.saved_after_hand_in()}")
    judge_pairs(pairs, verdict)
    assert thousand.is_sound()


@pytest.mark.prove
def test_p4_300_saves_and_hand_ins_never_cross_on_sqlite(tmp_path: Path, say):
    environment = demo_environment(tmp_path)
    told = seed(environment, 300, slots=1)
    with running_site(environment, tmp_path / "site.log") as site:
        pairs = race(site.port, told, told["students"])
    verdict = judged(pairs, rows_of(tmp_path / "site.sqlite3"))
    say(line_of(pairs, verdict, "SQLite"))
    judge_pairs(pairs, verdict)
    assert run("manage.py", "verify_integrity", environment=environment) == SOUND
