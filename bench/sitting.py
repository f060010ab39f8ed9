"""A class that sits tests: starts, hand-ins, and all of it at once. The n-th start is the n-th hand-in."""

import json
import uuid

import psycopg

from bench.measuring import Request
from bench.servers import headers
from tests.prove.day import Times, start_together, write_together
from tests.prove.ledger import Ledger

ATTEMPTS = (
    "SELECT g.public_id::text, a.student_id, a.public_id::text FROM assessments_attempt a "
    "JOIN classes_work w ON w.id = a.work_id JOIN classes_assignment g ON g.id = w.assignment_id "
    "WHERE a.submitted_at IS NULL"
)
# Every question of every open attempt answered once, as so many saves would have left it.
ANSWER_ALL = (
    "INSERT INTO assessments_answer (item_id, rev, kind, op_id, value, received_at) "
    "SELECT i.id, 1, 'saved', gen_random_uuid(), '\"a\"'::jsonb, now() FROM assessments_attemptitem i "
    "JOIN assessments_attempt a ON a.id = i.attempt_id JOIN classes_work w ON w.id = a.work_id "
    "WHERE a.submitted_at IS NULL AND w.assignment_id = ANY(SELECT id FROM classes_assignment WHERE public_id = ANY(%s::uuid[])) "
    "AND NOT EXISTS (SELECT 1 FROM assessments_answer p WHERE p.item_id = i.id)"
)


class Sitting:
    """`told` is the sitting part of what bench.seed_site said."""

    def __init__(self, told: dict, database: str, folder: str):
        self.told, self.started, self.finished = told, 0, 0
        self.query = psycopg.connect(host=folder, user="postgres", dbname=database, autocommit=True)
        self.attempts: dict[tuple[str, int], str] = {}
        self.quizzes = told["quizzes"][:-2]  # the last two are for all at once

    def place(self, n: int) -> tuple[str, dict]:
        """The quiz and the student of the n-th start."""
        students = self.told["students"]
        return self.quizzes[n // len(students)], students[n % len(students)]

    def starts(self, count: int):
        """A maker of the next `count` starts."""
        first, self.started = self.started, self.started + count

        def make(n: int) -> Request:
            quiz, student = self.place(first + n)
            sent = headers(self.told["cookies"], student["session"])
            return Request("POST", f"{quiz}start/", sent, f"{quiz}attempt/".encode(), b"", status=302)

        return make

    def finishes(self, count: int):
        """A maker of the next `count` hand-ins, of attempts in which each question was answered."""
        ids = [quiz.rstrip("/").rpartition("/")[2] for quiz in self.quizzes]
        self.query.execute(ANSWER_ALL, [ids])
        self.attempts |= {(quiz, who): attempt for quiz, who, attempt in self.query.execute(ATTEMPTS)}
        first, self.finished = self.finished, self.finished + count
        body = json.dumps({"ops": [], "known": {}, "sure": True}).encode()

        def make(n: int) -> Request:
            quiz, student = self.place(first + n)
            attempt = self.attempts[quiz.rstrip("/").rpartition("/")[2], student["user"]]
            return Request(
                "POST", f"/attempts/{attempt}/finish/", headers(self.told["cookies"], student["session"]),
                b'"receipt"', body,
            )  # fmt: skip

        return make

    def all_start(self, port: int, seconds: float) -> Times:
        """Everybody within so many seconds, each twice, to the first question; a few warm the pages first."""
        start_together(port, self.told, self.told["quizzes"][-2], self.told["students"][:8], 1)
        return start_together(port, self.told, self.told["quizzes"][-1], self.told["students"], seconds)

    def all_write(self, port: int, seconds: float) -> Times:
        """Everybody saves once in ten seconds."""
        return write_together(port, self.told, self.told["students"], Ledger(), every=10.0, seconds=seconds)


class Lite:
    """Eight writers on the site with SQLite."""

    def __init__(self, told: dict):
        self.told, self.revs, self.busy = told, [0] * len(told["students"]), []

    def save(self, n: int) -> Request:
        client = n % len(self.revs)
        who = self.told["students"][client]
        op = {"op_id": str(uuid.uuid4()), "slot": 1, "base_rev": self.revs[client], "value": f"Words {n} " * 20}
        self.revs[client] += 1
        sent, body = headers(self.told["cookies"], who["session"]), json.dumps({"ops": [op]}).encode()
        return Request("POST", f"/attempts/{who['attempt']}/save/", sent, b'"result": "saved"', body, busy=self.busy)

    def first(self) -> Request:
        who = self.told["students"][0]
        path = f"/attempts/{who['attempt']}/state/"
        return Request("GET", path, headers(self.told["cookies"], who["session"]), b'"state"')
