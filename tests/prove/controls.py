"""P2: the proofs can fail. One guard is taken away, and the same ledger must find what then goes wrong."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.prove.cluster import Database
from tests.prove.ledger import Ledger, judge
from tests.prove.racing import race
from tests.prove.running import running_site
from tests.prove.storm import Faults, Storm, rage


@dataclass(frozen=True)
class Found:
    """What a control says, and how much it found: it must be something."""

    line: str
    count: int


def without_durability(database: Database, log: Path) -> Found:
    """A database that acknowledges before it has written loses what it acknowledged.

    PostgreSQL hands every full page of its log to the system, so a crash loses the saves of the last page only;
    now and then that page is empty, hence up to ten tries.
    """
    server, told = database.server, database.told
    kept = dict(server.options)
    crashes, verdict = 0, None
    with running_site(database.environment, log) as site:
        server.options = kept | {"synchronous_commit": "off", "wal_writer_delay": "10s"}
        try:
            while crashes < 10 and not (verdict and verdict.lost):
                crashes += 1
                server.stop()
                server.start()
                heads = {row.item: row.rev for row in database.saved()}
                storm = Storm(site.port, told["cookies"], Ledger(), enough=2000, words=3)

                def pull_the_plug(storm: Storm = storm) -> bool:
                    server.stop("immediate")
                    storm.halted.set()
                    return True

                injected = Faults(storm, [pull_the_plug], 1, first=100)
                rage(storm, [one | {"revs": heads} for one in told["students"][:16]], injected)
                server.start()
                verdict = judge(storm.ledger.receipts, database.saved())
        finally:
            server.stop()
            server.options = kept
            server.start()
    assert verdict is not None
    return Found(f"synchronous_commit=off: acked={verdict.acked} crashes={crashes} lost={verdict.lost}", verdict.lost)


def without_unique(database: Database, log: Path) -> Found:
    """Without the unique key of item and revision, an operation that is delivered twice is kept twice."""
    database.ask("DROP INDEX a_saved_answer_has_its_own_rev")
    with running_site(database.environment, log) as site:
        storm = Storm(site.port, database.told["cookies"], Ledger(), enough=120, words=3)
        rage(storm, database.told["students"][:16], Faults(storm, [], 0))
    verdict = judge(storm.ledger.receipts, database.saved())
    said = f"acked={verdict.acked} delivered twice={storm.ledger.doubled} duplicated={verdict.dup}"
    return Found(f"without unique (item, rev): {said}", verdict.dup)


def without_lock(database: Database, log: Path) -> Found:
    """Without FOR SHARE, a save slips in behind a hand-in that is under way."""
    students, raced, slipped = iter(database.told["students"]), 0, 0
    with running_site(database.environment, log, wsgi="tests.prove.loosened") as site:
        while not slipped and (some := [one for _, one in zip(range(10), students, strict=False)]):
            race(site.port, database.told, some)
            raced, slipped = raced + len(some), database.saved_after_hand_in()
    return Found(f"without FOR SHARE: races={raced} saved after a hand-in={slipped}", slipped)


CONTROLS: dict[str, Callable[[Database, Path], Found]] = {
    "durability": without_durability,
    "unique": without_unique,
    "lock": without_lock,
}


def control_of_today() -> str:
    """In every run of the suite one of them, by turns, so that a red one is red all day."""
    return list(CONTROLS)[int(time.time() // 86_400) % len(CONTROLS)]
