"""Attempts for tests: a quiz and an essay that a class was given, begun by a student, and the browser's saves."""

import json
import uuid
from collections.abc import Sequence

from django.db import IntegrityError
from django.test import Client

from assessments.actions.attempts import start_attempt
from assessments.actions.finishing import finish_attempt
from assessments.actions.saving import Op
from assessments.models import AssignedAssessment, Attempt
from coursesite.accounts.models import User
from tests import make

CANARY = "canary-of-the-key"
BODIES = {
    "single": (
        {"v": 1, "stem": "<p>Who spoke?</p>", "choices": [["a", "Khrushchev"], ["b", "Mao"], ["c", "Tito"]]},
        {"v": 1, "right": ["a"], "feedback": {"a": f"<p>{CANARY} yes</p>"}, "explain": f"<p>{CANARY} because</p>"},
    ),
    "several": (
        {"v": 1, "stem": "<p>Which?</p>", "choices": [["a", "One"], ["b", "Two"], ["c", "Three"], ["d", "Four"]]},
        {"v": 1, "right": ["a", "b"], "feedback": {"c": f"<p>{CANARY} no</p>"}, "explain": f"<p>{CANARY}</p>"},
    ),
    "short": (
        {"v": 1, "stem": "<p>What word?</p>"},
        {"v": 1, "accepted": [f"{CANARY}", "Brinkmanship"], "explain": f"<p>{CANARY}</p>"},
    ),
    "chronology": (
        {"v": 1, "stem": "<p>Order these.</p>", "items": [["z", "Speech"], ["x", "Death"], ["y", "Revolt"]]},
        {"v": 1, "ranks": {"x": 1, "z": 2, "y": 3}, "dates": {"x": f"{CANARY} 1953"}, "explain": f"<p>{CANARY}</p>"},
    ),
    "essay": ({"v": 1, "stem": "<p>How much was too much?</p>"}, {"v": 1}),
}
KINDS = ("single", "several", "short", "chronology")


def question(cast: make.Cast, kind: str, **values):
    body, key = BODIES[kind]
    return make.question(cast.shelf, kind, body=body, key=key, **values)


def quiz(cast: make.Cast, kinds=KINDS, **values) -> AssignedAssessment:
    """A quiz of one question a kind, two points each, given to Hist 11B."""
    made = make.assessment(cast.shelf, [question(cast, kind, points=2) for kind in kinds], title="Source quiz")
    return make.give_assessment(cast.hist, made, **values)


def essay(cast: make.Cast, **values) -> AssignedAssessment:
    """An essay with a rubric and two documents, A and B, of two passages each."""
    speech = make.source(cast.shelf, passages=("We must abolish the cult.", "Stalin was excessively rude."))
    diary = make.source(cast.shelf, passages=("He said it with a smile.", "Nobody clapped."), kind="diary")
    documents = [make.excerpt(speech), make.excerpt(diary)]
    version = question(cast, "essay", points=12, documents=documents, rubric_version=make.rubric(cast.shelf))
    made = make.assessment(cast.shelf, [version], kind="essay", title="Closing essay")
    return make.give_assessment(cast.hist, made, **values)


def begin(given: AssignedAssessment, student: User) -> Attempt:
    enrolment = given.assignment.classroom.enrolments.get(user=student)
    return start_attempt(given=given, enrolment=enrolment, by=student)


def hand_in_attempt(*, attempt_id: uuid.UUID, by: User, ops: Sequence[Op] = ()) -> Attempt:
    """As the answering page does, with what was not sent yet; empty answers are meant to be empty."""
    return finish_attempt(attempt_id=attempt_id, by=by, ops=ops, known={}, sure=True).attempt


def op(slot: int = 1, base: int = 0, value="a", *, op_id: uuid.UUID | None = None, cleared: bool = False) -> Op:
    return Op(op_id or uuid.uuid4(), slot, base, value, cleared)


def body_of(*ops: Op) -> dict:
    names = ("slot", "base_rev", "value", "cleared")
    return {"ops": [{"op_id": str(one.op_id)} | {name: getattr(one, name) for name in names} for one in ops]}


def post_ops(client: Client, attempt: Attempt, *ops: Op, **options):
    return post_body(client, attempt, json.dumps(body_of(*ops)), **options)


def post_body(client: Client, attempt: Attempt, body, **options):
    path = f"/attempts/{attempt.public_id}/save/"
    return client.post(path, body, content_type="application/json", **options)


def results(response) -> list[tuple[str, int]]:
    return [(one["result"], one["rev"]) for one in response.json()["results"]]


class Meddler:
    """Somebody is quicker, so many times: the insert of a mark finds its number taken."""

    def __init__(self, table: str, times: int = 1) -> None:
        self.table, self.left = f'INSERT INTO "{table}"', times

    def __call__(self, execute, sql, params, many, context):
        if self.left and sql.startswith(self.table):
            self.left -= 1
            raise IntegrityError("duplicate key")
        return execute(sql, params, many, context)
