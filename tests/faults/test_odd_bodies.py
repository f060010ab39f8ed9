"""M48: whatever comes to the saving address is answered with a code, and what is refused leaves no row."""

import json
import uuid

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.models import Answer
from tests.assessments.parts import begin, body_of, op, post_body, quiz

# Text that JSON can carry and a database cannot: NUL, halves of surrogate pairs.
ODD_TEXT = st.text(st.characters(codec=None), max_size=8) | st.sampled_from(["\0", "a\0b", "\ud800", "\udfff x", "😀"])
NUMBERS = st.integers() | st.floats(allow_nan=True) | st.sampled_from([10**400, -(10**30), 2**63, 1e308, True, None])
ANYTHING = st.recursive(
    NUMBERS | ODD_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ODD_TEXT, inner, max_size=3),
    max_leaves=8,
)
KEYS = ("op_id", "slot", "base_rev", "value", "cleared")


@st.composite
def changed_bodies(draw) -> bytes:
    """A good body in which one thing is replaced, left out, added or cut; or something else altogether."""
    body = body_of(op(1, 0, "a", op_id=uuid.UUID(int=draw(st.integers(0, 2**128 - 1)))))
    sort = draw(st.sampled_from(["replace", "omit", "add", "cut", "other", "deep", "long number"]))
    if sort == "replace":
        body["ops"][0][draw(st.sampled_from(KEYS))] = draw(ANYTHING)
    elif sort == "omit":
        del body["ops"][0][draw(st.sampled_from(KEYS))]
    elif sort == "add":
        target = draw(st.sampled_from([body, body["ops"][0]]))
        target[draw(st.sampled_from(["user", "item_id", "rev", "kind", "student", "received_at", ""]))] = draw(ANYTHING)
    elif sort == "other":
        body = draw(ANYTHING)
    text = json.dumps(body)
    if sort == "cut":
        return text.encode()[: draw(st.integers(0, len(text) - 1))] + draw(st.binary(max_size=4))
    if sort == "deep":
        depth = draw(st.integers(50, 5_000))
        return text.replace('"a"', "[" * depth + "]" * depth).encode()
    if sort == "long number":
        return text.replace('"base_rev": 0', f'"base_rev": {"9" * draw(st.integers(11, 6000))}').encode()
    return text.encode()


def test_m48_every_odd_body_has_a_code_and_a_refused_one_no_row(client, cast, sign_in):
    attempt = begin(quiz(cast), cast.irina)
    client.raise_request_exception = False
    sign_in(client, cast.irina)
    seen: set[int] = set()

    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(changed_bodies())
    def check(body: bytes) -> None:
        before = Answer.objects.count()
        answer = post_body(client, attempt, body)
        seen.add(answer.status_code)
        if answer.status_code == 200:
            return
        assert answer.status_code in (404, 413, 422), (answer.status_code, body[:200])
        assert set(answer.json()) <= {"code", "problems"}
        assert answer.json()["code"]
        assert Answer.objects.count() == before

    check()
    assert 422 in seen, "none was refused: the bodies say nothing"
    good = json.dumps(body_of(op(1, 0, "b")))
    assert post_body(client, attempt, good).status_code == 200, "all are refused"


def test_m48_two_megabytes_are_413_and_no_row(client, cast, sign_in):
    attempt = begin(quiz(cast), cast.irina)
    sign_in(client, cast.irina)
    answer = post_body(client, attempt, json.dumps(body_of(op(3, 0, "x" * 2_000_000))))
    assert (answer.status_code, answer.json()) == (413, {"code": "too_large"})
    assert Answer.objects.count() == 0
