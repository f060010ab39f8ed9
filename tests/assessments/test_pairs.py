"""Matching, groups, and true or false with a reason: by hand, by chance, written, practised, in a quiz."""

import random
import uuid
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from assessments.kinds import kind_of
from assessments.models import AnswerKey, LessonQuestion
from tests import make
from tests.assessments.parts import begin, op, post_ops, results

FOUR = Decimal(4)
PAIRS = {
    "v": 1, "stem": "<p>Who did it?</p>",
    "lefts": [["a", "Spoke"], ["b", "Told"], ["c", "Wrote"], ["d", "Typed"]],
    "rights": [["w", "Ivanov"], ["x", "Kim"], ["y", "Mao &amp; Choe"], ["z", "Yun"]],
}  # fmt: skip
KEY = {"v": 1, "right": {"a": ["z"], "b": ["x"], "c": ["w"], "d": ["w"]}, "feedback": {"a:x": "canary: he told it."}}
STATEMENT = {
    "v": 1,
    "stem": "<p>Ivanov accused Kim.</p>",
    "choices": [["p", "He held the pen"], ["q", "He only noted it"]],
}
FALSE = {"v": 1, "true": False, "right": ["q"], "feedback": {"p": "canary: holding the pen is not speaking."}}
BODIES = {"matching": (PAIRS, KEY), "categorise": (PAIRS, KEY), "truth": (STATEMENT, FALSE)}


def marked(kind: str, value) -> str:
    body, key = BODIES[kind]
    return f"{kind_of(kind).mark(body, key, value, FOUR).normalize():f}"


@pytest.mark.parametrize("kind", ["matching", "categorise"])
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (["a:z", "b:x", "c:w", "d:w"], "4"), (["d:w", "c:w", "b:x", "a:z"], "4"), (["a:z", "b:x", "c:w"], "3"),
        (["a:z"], "1"), (["c:w", "d:w"], "2"), (["a:w", "b:w", "c:w", "d:w"], "2"), (["a:y", "b:y", "c:y", "d:y"], "0"),
        (["a:x", "b:z"], "0"), (["a:z", "b:z", "c:z", "d:z"], "1"), ([], "0"), (["a:z", "a:z"], "1"), (["a:x", "a:z"], "0"),
        (["a:z", "a:x"], "1"), (["e:z"], "0"), (["a:nobody", "b:x"], "1"), (["a"], "0"), (["a:"], "0"), ([":z"], "0"),
        ("a:z", "0"), (None, "0"), ([["a", "z"]], "0"), ([1, None, "b:x"], "1"), ({"a": "z"}, "0"), (["z:a"], "0"),
    ],
)  # fmt: skip
def test_each_line_gives_its_share(kind, value, expected):
    assert marked(kind, value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (["truth:no", "reason:q"], "4"), (["reason:q", "truth:no"], "4"), (["truth:no"], "2"),
        (["truth:no", "reason:p"], "2"), (["truth:yes", "reason:q"], "0"), (["truth:yes"], "0"),
        (["truth:yes", "reason:p"], "0"), (["reason:q"], "0"), (["reason:p"], "0"), ([], "0"),
        (["truth:no", "reason:zz"], "2"), (["truth:maybe", "reason:q"], "0"), (["truth:yes", "truth:no"], "0"),
        (["truth:no", "truth:yes"], "2"), (["no", "q"], "0"), ("truth:no", "0"), (None, "0"), ([None, 3], "0"),
        ({"truth": "no"}, "0"), (["truth:no", "reason:q", "reason:p"], "4"), (["truth:no", "reason:p", "reason:q"], "2"),
        (["truth:"], "0"),
    ],
)  # fmt: skip
def test_a_verdict_gives_half_and_its_reason_the_other_half(value, expected):
    assert marked("truth", value) == expected


@pytest.mark.parametrize("kind", list(BODIES))
def test_without_a_key_nothing_is_given(kind):
    body, key = BODIES[kind]
    full = ["a:z", "truth:no", "reason:q"]
    assert kind_of(kind).mark(body, {}, full, FOUR) == 0
    assert kind_of(kind).mark({}, key, [], FOUR) == 0


@pytest.mark.parametrize("kind", list(BODIES))
@effort(max_examples=30, deadline=None)
@given(
    value=st.lists(st.tuples(st.sampled_from(["a", "b", "c", "truth", "reason", ""]), st.sampled_from("wxzpq"))),
    points=st.decimals(min_value=0, max_value=1000, places=4),
    seed=st.integers(),
)
def test_marks_lie_between_nothing_and_all_and_the_order_shown_changes_nothing(kind, value, points, seed):
    body, key = BODIES[kind]
    sent = [f"{row}:{option}" for row, option in value]
    result = kind_of(kind).mark(body, key, sent, points)
    assert 0 <= result <= points
    lists = {part: pairs for part, pairs in body.items() if isinstance(pairs, list)}
    mixed = body | {part: random.Random(seed).sample(pairs, len(pairs)) for part, pairs in lists.items()}
    assert kind_of(kind).mark(mixed, key, sent, points) == result
    assert isinstance(kind_of(kind).describe(sent, body), str)


def test_answers_and_feedback_in_words():
    kind = kind_of("matching")
    assert kind.describe(["d:y", "a:x"], PAIRS) == "Spoke: Kim; Typed: Mao & Choe"
    shown = kind.feedback(PAIRS, KEY, ["a:x", "b:x"])
    assert [(one.html, one.right, one.note) for one in shown.lines] == [
        ("Spoke: Kim", False, "canary: he told it."), ("Told: Kim", True, ""),
    ]  # fmt: skip
    assert shown.solution == ("Spoke: Yun", "Told: Kim", "Wrote: Ivanov", "Typed: Ivanov")
    assert kind_of("truth").describe(["truth:no", "reason:q"], STATEMENT) == (
        "This statement is: False; Because: He only noted it"
    )


# -- Writing --------------------------------------------------------------------------------------------------------

TYPED = {
    "matching": {"text_1": "Spoke", "partner_1": "Yun", "note_1": "No & no", "text_2": "Told", "partner_2": "Kim",
                 "others": "Mao\nKim"},
    "categorise": {"text_1": "Poznań", "partner_1": "Poland", "text_2": "Budapest", "partner_2": "Hungary",
                   "text_3": "Warsaw", "partner_3": "Poland", "others": ""},
    "truth": {"truth": "no", "text_1": "He held the pen", "note_1": "So?", "text_2": "He noted it", "mark_2": "on"},
}  # fmt: skip


@pytest.fixture
def written(client, cast, sign_in):
    """(the teacher's client, the address of an empty question of a draft)."""
    blocks = [{"kind": "part", "body": {"v": 1, "title": "One"}}, {"kind": "question", "body": {"v": 1}}]
    block = make.lesson(cast.shelf, blocks=blocks, locked=False).blocks.get(kind="question")
    return sign_in(client, cast.ana), f"/lessons/{block.version.lesson.slug}/blocks/{block.key}/"


def fields(form) -> dict:
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, False, "")}


@pytest.mark.parametrize("kind", list(TYPED))
def test_a_teacher_writes_it_and_what_she_wrote_stands_in_the_form_again(written, kind):
    ana, where = written
    stamp = ana.get(where).context["form"]["stamp"].value()
    blank = fields(ana.post(where, {"kind": kind, "look": "1"}).context["form"])
    sent = blank | {"stamp": stamp, "stem": "Ask?", "explain": "Because."} | TYPED[kind]
    assert ana.post(where, sent).status_code == 302
    body, key = LessonQuestion.objects.get().question_version.body, AnswerKey.objects.get().value
    again = fields(ana.get(where).context["form"])
    wanted = dict(TYPED[kind])
    wanted |= {"others": "Mao"} if kind == "matching" else {}  # Kim is a partner already
    assert {name: again.get(name, "") for name in wanted} == {n: True if v == "on" else v for n, v in wanted.items()}
    assert ana.post(where, again).status_code == 302
    assert (LessonQuestion.objects.get().question_version.body, AnswerKey.objects.get().value) == (body, key)
    assert "right" not in body
    assert "true" not in body
    if kind == "matching":
        assert [html for _, html in body["rights"]] == ["Kim", "Mao", "Yun"]
        assert sorted(key["feedback"].values()) == ["No &amp; no", "No &amp; no"]


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("matching", {"text_1": "Spoke", "partner_1": "Yun"}, "Write at least two lines."),
        ("matching", {"text_1": "Spoke", "text_2": "Told", "partner_2": "Kim"}, "Write both, or leave both empty."),
        ("categorise", {"text_1": "A", "partner_1": "G", "text_2": "B", "partner_2": "G"}, "only one thing to choose"),
        ("truth", {"text_1": "A", "text_2": "B", "mark_1": "on"}, "Say whether the statement is true or false."),
        ("truth", {"truth": "yes", "text_1": "A", "text_2": "B"}, "Mark at least one reason"),
    ],
)
def test_what_is_not_whole_says_what_to_do(written, kind, typed, said):
    answer = written[0].post(written[1], {"kind": kind, "stem": "Ask?"} | typed)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)


# -- Answering ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "right", "plain", "said"),
    [
        ("matching", ["a:z", "b:x", "c:w", "d:w"], {"answer-1": ["a:z", "", "c:w", ""]}, "Spoke: Yun; Wrote: Ivanov"),
        ("truth", ["truth:no", "reason:q"], {"answer-1-truth": "truth:no", "answer-1-reason": "reason:p"},
         "This statement is: False; Because: He held the pen"),
    ],
)  # fmt: skip
def test_in_a_quiz_it_is_saved_looked_over_and_marked(client, cast, sign_in, kind, right, plain, said):
    body, key = BODIES[kind]
    version = make.question(cast.shelf, kind, body=body, key=key, points=4)
    given = make.give_assessment(cast.hist, make.assessment(cast.shelf, [version], title="Quiz"), feedback="handed_in")
    attempt = begin(given, cast.irina)
    irina, at = sign_in(client, cast.irina), f"/c/{cast.hist.public_id}/t/{given.assignment.public_id}"
    assert "canary" not in irina.get(f"{at}/attempt/").content.decode()
    assert results(post_ops(irina, attempt, op(1, 0, right))) == [("saved", 1)]
    page = irina.get(f"{at}/attempt/").content.decode()
    assert [f'value="{one}" selected' in page or f'value="{one}" checked' in page for one in right] == [True] * len(
        right
    )
    assert irina.post(f"{at}/attempt/", plain | {"base-1": 1, "op-1": str(uuid.uuid4())}).status_code == 302
    page = irina.get(f"{at}/review/").content.decode()
    assert (said in page, "Answered in part</strong>, 2 places still empty" in page) == (True, kind == "matching")
    irina.post(f"{at}/hand-in/", {"sure": "on"})
    assert attempt.items.get().scores.get().points == 2
    assert said in irina.get(f"{at}/feedback/").content.decode()
    assert said in sign_in(client, cast.ana).get(f"{at}/mark/{attempt.public_id}/").content.decode()
