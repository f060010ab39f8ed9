"""Handing in from the page in one request: what was unsent comes with it, and nothing acknowledged is left behind."""

import datetime
import json

import pytest

from assessments.actions.saving import save_answers
from assessments.models import Answer, Attempt
from tests.assessments.parts import begin, body_of, essay, op, post_ops, quiz

WORDS = "The words of an essay of five hundred words, told short."


def finish(client, attempt: Attempt, *ops, known=None, sure=True):
    body = json.dumps(body_of(*ops) | {"known": known or {}, "sure": sure})
    return client.post(f"/attempts/{attempt.public_id}/finish/", body, content_type="application/json")


@pytest.fixture
def irina(client, cast, sign_in):
    return sign_in(client, cast.irina)


def test_what_was_unsent_is_handed_in_and_twice_gives_one_receipt(irina, cast):
    given = essay(cast)
    attempt = begin(given, cast.irina)
    unsent = op(1, 0, WORDS)
    first, again = finish(irina, attempt, unsent), finish(irina, attempt, unsent)
    assert (first.status_code, again.status_code) == (200, 200)
    room, task = given.assignment.classroom.public_id, given.assignment.public_id
    assert first.json()["receipt"] == f"/c/{room}/t/{task}/receipt/"
    assert first.json()["code"] == again.json()["code"] != ""
    assert first.json()["code"] in irina.get(first.json()["receipt"]).content.decode()
    assert [one["kept_as"] for one in again.json()["results"]] == ["saved"]
    assert [(item.value, item.final_rev) for item in attempt.items.all()] == [(WORDS, 1)]
    assert list(Answer.objects.values_list("kind", flat=True)) == ["saved"]


def test_blanks_are_named_until_they_are_meant_and_what_came_is_saved(irina, cast):
    attempt = begin(quiz(cast), cast.irina)
    answer = finish(irina, attempt, op(1, 0, "a"), sure=False)
    assert (answer.status_code, answer.json()["code"], answer.json()["slots"]) == (409, "unanswered", [2, 3, 4])
    assert [one["result"] for one in answer.json()["results"]] == ["saved"]
    assert finish(irina, attempt, sure=True).status_code == 200


def test_a_conflict_keeps_it_open_until_the_time_is_over(irina, cast, standing_clock):
    closes = standing_clock() + datetime.timedelta(minutes=10)
    attempt = begin(essay(cast, closes_at=closes), cast.irina)
    save_answers(attempt_id=attempt.public_id, ops=[op(1, 0, "from the other tab")], by=cast.irina)
    answer = finish(irina, attempt, op(1, 0, "from this tab"))
    told = answer.json()["results"][0]
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert (told["result"], told["value"]) == ("conflict", "from the other tab")
    standing_clock.set(closes + datetime.timedelta(seconds=45))
    late = op(1, 0, "still this tab")
    assert finish(irina, attempt, late).json()["results"][0]["result"] == "conflict"
    attempt.refresh_from_db()
    assert attempt.submitted_at == closes
    kept = [(row.kind, row.value) for row in Answer.objects.order_by("pk")]
    assert kept == [("saved", "from the other tab"), ("conflict", "from this tab"), ("conflict", "still this tab")]


def test_a_restored_site_says_what_it_lost_and_takes_it_again(irina, cast):
    attempt = begin(essay(cast), cast.irina)
    post_ops(irina, attempt, op(1, 0, "kept in the backup"))
    answer = finish(irina, attempt, known={"1": 3})
    assert (answer.status_code, answer.json()) == (409, {"code": "rewound", "revs": {"1": 1}})
    attempt.refresh_from_db()
    assert attempt.submitted_at is None
    again = finish(irina, attempt, op(1, 1, "written after it"), known={"1": 1})
    assert again.status_code == 200
    assert attempt.items.get().value == "written after it"


def test_m13_a_stale_blank_does_not_wipe_an_essay(irina, cast):
    attempt = begin(essay(cast), cast.irina)
    text = "word " * 500
    post_ops(irina, attempt, op(1, 0, "first"))
    post_ops(irina, attempt, op(1, 1, text))
    told = [post_ops(irina, attempt, op(1, base, "")).json()["results"][0] for base in (0, 1, 2)]
    assert [(one["result"], one["rev"], one["value"]) for one in told] == [("conflict", 2, text)] * 3
    kept = [(row.kind, row.rev, row.value) for row in Answer.objects.order_by("pk")]
    assert kept[2:] == [("conflict", 0, ""), ("conflict", 1, ""), ("conflict", 2, "")]


BAD = {
    "no known": {"ops": [], "sure": True},
    "sure is a word": {"ops": [], "known": {}, "sure": "on"},
    "known is a list": {"ops": [], "known": [], "sure": True},
    "known names no slot": {"ops": [], "known": {"x": 1}, "sure": True},
    "known below 0": {"ops": [], "known": {"1": -1}, "sure": True},
    "slot 0": {"ops": [], "known": {"0": 1}, "sure": True},
    "another key": {"ops": [], "known": {}, "sure": True, "by": 1},
}


@pytest.mark.parametrize("name", BAD)
def test_another_shape_is_422(irina, cast, name):
    attempt = begin(essay(cast), cast.irina)
    path = f"/attempts/{attempt.public_id}/finish/"
    answer = irina.post(path, json.dumps(BAD[name]), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_the_state_tells_time_that_was_added(irina, cast, standing_clock):
    closes = standing_clock() + datetime.timedelta(minutes=10)
    attempt = begin(essay(cast, closes_at=closes), cast.irina)
    path = f"/attempts/{attempt.public_id}/state/"
    told = {"server_now": "2026-03-02T09:00:00Z", "closes_at": "2026-03-02T09:10:00Z", "state": "open"}
    assert irina.get(path).json() == told
    assert irina.get(path).headers["Cache-Control"] == "no-store"
    Attempt.objects.update(closes_at=closes + datetime.timedelta(minutes=10))
    assert irina.get(path).json() == told | {"closes_at": "2026-03-02T09:20:00Z"}
    finish(irina, attempt)
    assert irina.get(path).json()["state"] == "handed_in"
