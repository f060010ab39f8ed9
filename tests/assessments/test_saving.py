"""The save protocol: what is told is what was kept."""

import datetime
import json
import threading
import uuid

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.actions.saving import save_answers
from assessments.models import Answer, Attempt
from tests.assessments.parts import begin, body_of, essay, hand_in_attempt, op, post_body, post_ops, quiz, results

LONG = "These are the words of a long answer that took somebody an hour to write."


@pytest.fixture
def attempt(cast) -> Attempt:
    return begin(quiz(cast), cast.irina)


@pytest.fixture
def irina(client, cast, sign_in) -> Client:
    return sign_in(client, cast.irina)


def kept(attempt: Attempt) -> list[tuple]:
    rows = Answer.objects.filter(item__attempt=attempt).order_by("pk")
    return [(row.item.slot, row.rev, row.kind, row.value) for row in rows]


def test_a_save_is_a_row(irina, attempt):
    answer = post_ops(irina, attempt, op(1, 0, "a"), op(2, 0, ["a", "c"]))
    assert answer.status_code == 200
    assert results(answer) == [("saved", 1), ("saved", 1)]
    assert set(answer.json()) == {"server_now", "closes_at", "results"}
    assert kept(attempt) == [(1, 1, "saved", "a"), (2, 1, "saved", ["a", "c"])]


def test_revisions_run_on(irina, attempt):
    for base, value in enumerate("abc"):
        assert results(post_ops(irina, attempt, op(1, base, value))) == [("saved", base + 1)]
    assert kept(attempt) == [(1, 1, "saved", "a"), (1, 2, "saved", "b"), (1, 3, "saved", "c")]


def test_the_good_path_is_three_statements(irina, attempt):
    post_ops(irina, attempt, op(1, 0, "a"))
    with CaptureQueriesContext(connection) as queries:
        post_ops(irina, attempt, op(1, 1, "b"))
    said = [query["sql"].split()[0].replace("EXECUTE", "SELECT") for query in queries.captured_queries]  # prepared
    assert said == ["SELECT", "SELECT", "INSERT"], [query["sql"] for query in queries.captured_queries]


def test_the_answer_says_when_the_attempt_closes(cast, client, sign_in, standing_clock):
    closes = standing_clock() + datetime.timedelta(hours=1)
    attempt = begin(quiz(cast, closes_at=closes), cast.irina)
    answer = post_ops(sign_in(client, cast.irina), attempt, op())
    assert answer.json()["closes_at"] == "2026-03-02T10:00:00Z"
    assert answer.json()["server_now"] == "2026-03-02T09:00:00Z"


def test_the_same_op_again_is_replayed(irina, attempt):
    first = op(1, 0, "a")
    post_ops(irina, attempt, first)
    answer = post_ops(irina, attempt, first)
    assert [(one["result"], one["rev"], one["kept_as"]) for one in answer.json()["results"]] == [
        ("replayed", 1, "saved")
    ]
    assert len(kept(attempt)) == 1


def test_a_stale_base_is_a_conflict_and_both_are_kept(irina, attempt):
    post_ops(irina, attempt, op(3, 0, "first"))
    answer = post_ops(irina, attempt, op(3, 0, "second"))
    assert answer.status_code == 200
    told = answer.json()["results"][0]
    assert (told["result"], told["rev"], told["value"]) == ("conflict", 1, "first")
    assert kept(attempt) == [(3, 1, "saved", "first"), (3, 0, "conflict", "second")]


def test_the_same_words_on_a_stale_base_are_saved_already(irina, attempt):
    post_ops(irina, attempt, op(3, 0, "same"))
    assert results(post_ops(irina, attempt, op(3, 0, "same"))) == [("saved", 1)]
    assert len(kept(attempt)) == 1


def test_a_blank_over_a_long_text_must_say_that_it_means_it(irina, attempt):
    post_ops(irina, attempt, op(3, 0, LONG))
    told = post_ops(irina, attempt, op(3, 1, "")).json()["results"][0]
    assert (told["result"], told["rev"], told["value"]) == ("conflict", 1, LONG)
    assert results(post_ops(irina, attempt, op(3, 1, "", cleared=True))) == [("saved", 2)]


def test_a_blank_over_a_short_text_is_saved(irina, attempt):
    post_ops(irina, attempt, op(3, 0, "short"))
    assert results(post_ops(irina, attempt, op(3, 1, ""))) == [("saved", 2)]


def test_after_handing_in_it_is_late_and_kept(irina, cast, attempt):
    hand_in_attempt(attempt_id=attempt.public_id, by=cast.irina)
    answer = post_ops(irina, attempt, op(3, 0, "too late"))
    assert (answer.status_code, answer.json()["code"]) == (409, "closed")
    assert results(answer) == [("late", 0)]
    assert kept(attempt) == [(3, 0, "late", "too late")]


@pytest.mark.parametrize(("seconds", "status", "kind"), [(59, 200, "saved"), (61, 409, "late")])
def test_a_minute_of_grace(cast, client, sign_in, standing_clock, seconds, status, kind):
    attempt = begin(quiz(cast, closes_at=standing_clock() + datetime.timedelta(hours=1)), cast.irina)
    standing_clock.advance(hours=1, seconds=seconds)
    irina = Client()
    answer = post_ops(sign_in(irina, cast.irina), attempt, op())
    assert (answer.status_code, kept(attempt)[0][2]) == (status, kind)


# -- Refusals ----------------------------------------------------------------------------------------


def test_without_sign_in_it_is_401_in_json(client, attempt):
    answer = post_ops(client, attempt, op())
    assert (answer.status_code, answer.json()) == (401, {"code": "auth"})
    assert kept(attempt) == []


@pytest.mark.parametrize("who", ["omar", "lena", "olga", "ana", "adam"])
def test_another_persons_attempt_is_404(client, cast, sign_in, attempt, who):
    answer = post_ops(sign_in(client, getattr(cast, who)), attempt, op())
    assert (answer.status_code, answer.json()) == (404, {"code": "not_found"})
    assert kept(attempt) == []


def test_a_slot_that_is_not_there_is_404(irina, attempt):
    assert post_ops(irina, attempt, op(9)).status_code == 404


def test_without_the_token_it_is_403_in_json(cast, sign_in, attempt):
    strict = sign_in(Client(enforce_csrf_checks=True), cast.irina)
    answer = post_ops(strict, attempt, op())
    assert (answer.status_code, answer.json()) == (403, {"code": "csrf"})


def test_more_than_half_a_megabyte_is_413(irina, attempt):
    answer = post_body(irina, attempt, "x" * (512 * 1024 + 1))
    assert (answer.status_code, answer.json()) == (413, {"code": "too_large"})


def wrong(**changes) -> str:
    body = body_of(op())
    body["ops"][0] |= changes
    return json.dumps(body)


DEEP = "[" * 5000 + "]" * 5000
BAD = {
    "empty": "",
    "not json": "{",
    "a list": "[]",
    "no ops": '{"ops": []}',
    "21 ops": json.dumps(body_of(*[op() for _ in range(21)])),
    "another key": json.dumps(body_of(op()) | {"user": 1}),
    "another key in an op": wrong(item_id=1),
    "no slot": wrong(slot=None),
    "slot is text": wrong(slot="1"),
    "slot is true": wrong(slot=True),
    "slot is 0": wrong(slot=0),
    "slot is a fraction": wrong(slot=1.0),
    "base below 0": wrong(base_rev=-1),
    "base too large": wrong(base_rev=10**12),
    "op_id is no uuid": wrong(op_id="one"),
    "cleared is a word": wrong(cleared="yes"),
    "value is null": wrong(value=None),
    "value is a number": wrong(value=3),
    "value is an object": wrong(value={"a": 1}),
    "value in lists": wrong(value=[["a"]]),
    "NUL": wrong(value="a\0b"),
    "half a surrogate pair": wrong(value="\ud800"),
    "too long": wrong(value="x" * 60_001),
    "too many choices": wrong(value=["a"] * 61),
    "a long choice": wrong(value=["x" * 61]),
    "NaN": wrong(slot=float("nan")),
    "deep": f'{{"ops": {DEEP}}}',
    "a key twice": '{"ops": [], "ops": []}',
    "not utf-8": b"\xff\xfe",
}


@pytest.mark.parametrize("name", BAD)
def test_what_has_another_shape_is_422(irina, attempt, name):
    answer = post_body(irina, attempt, BAD[name])
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert kept(attempt) == []


def test_the_same_op_twice_in_one_request_is_422(irina, attempt):
    same = uuid.uuid4()
    assert post_ops(irina, attempt, op(1, op_id=same), op(3, op_id=same)).status_code == 422


# -- Races -----------------------------------------------------------------------------------------------


def together(*calls):
    """Runs the calls at once, each in a thread with a connection of its own; their answers or errors, in order."""
    gate, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        gate.wait()
        try:
            answers[place] = call()
        except Exception as error:
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    return answers


@pytest.mark.django_db(transaction=True)
def test_of_six_saves_on_one_base_one_is_saved_and_none_is_lost(cast):
    attempt = begin(quiz(cast), cast.irina)
    ops = [op(3, 0, f"text {n}") for n in range(6)]
    calls = [lambda one=one: save_answers(attempt_id=attempt.public_id, ops=[one], by=cast.irina) for one in ops]
    told = [saved.results[0].result for saved in together(*calls)]
    assert sorted(told) == ["conflict"] * 5 + ["saved"]
    assert sorted(row[3] for row in kept(attempt)) == [f"text {n}" for n in range(6)]


@pytest.mark.django_db(transaction=True)
def test_a_save_that_races_the_hand_in_is_in_it_or_is_told_late(cast):
    given = essay(cast, tries=12)
    for _ in range(12):
        attempt = begin(given, cast.irina)
        first = op(1, 0, "words")
        saved, _ = together(
            lambda attempt=attempt, first=first: save_answers(attempt_id=attempt.public_id, ops=[first], by=cast.irina),
            lambda attempt=attempt: hand_in_attempt(attempt_id=attempt.public_id, by=cast.irina),
        )
        item = attempt.items.get()
        expected = {"saved": ("words", 1), "late": (None, None)}[saved.results[0].result]
        assert (item.value, item.final_rev) == expected
