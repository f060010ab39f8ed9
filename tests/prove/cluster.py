"""One PostgreSQL with fsync on, one database filled in it, and a copy of that for each proof."""

from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.postgres import Server
from tests.prove.ledger import Row
from tests.prove.running import run, school_environment, seed

SAVED = "SELECT item_id, rev, op_id, value FROM assessments_answer WHERE kind = 'saved' ORDER BY item_id, rev"
SOUND = "All 13 rules hold.\n"


@dataclass
class Database:
    """One database of a cluster, read and broken without Django. `told` is what tests.prove.seed said of it."""

    server: Server
    name: str
    told: dict

    @property
    def environment(self) -> dict[str, str]:
        return school_environment(self.server.url.removesuffix("postgres") + self.name)

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self.server.folder), user="postgres", dbname=self.name, autocommit=True)

    def ask(self, statement: str, *values) -> list[tuple]:
        """The rows of a question; [] for a change."""
        with self.connect() as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def saved(self) -> list[Row]:
        return [Row(item, rev, str(op), value) for item, rev, op, value in self.ask(SAVED)]

    def saved_after_hand_in(self) -> int:
        ((count,),) = self.ask(
            "SELECT count(*) FROM assessments_answer p JOIN assessments_attemptitem i ON i.id = p.item_id "
            "JOIN assessments_attempt a ON a.id = i.attempt_id WHERE p.kind = 'saved' "
            "AND a.submitted_at IS NOT NULL AND p.rev > coalesce(i.final_rev, 0)"
        )
        return count

    def crash(self) -> bool:
        """pg_ctl stop -m immediate, and start: recovery from the write-ahead log."""
        self.server.stop("immediate")
        self.server.start()
        return True

    def is_sound(self) -> bool:
        return run("manage.py", "verify_integrity", environment=self.environment) == SOUND


class Cluster:
    """`copy()` is a database of one's own, as it was filled. Filled in haste; durable from then on."""

    def __init__(self, server: Server, students: int, slots: int = 3):
        self.server, self.copies = server, 0
        self.told = seed(school_environment(server.url), students, slots)
        server.stop()
        server.options |= dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "on")
        server.start()

    def copy(self) -> Database:
        self.copies += 1
        name = f"proof_{self.copies}"
        with psycopg.connect(
            host=str(self.server.folder), user="postgres", dbname="template1", autocommit=True
        ) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE postgres")
        return Database(self.server, name, self.told)


def log_of(folder: Path) -> Path:
    return folder / "site.log"
