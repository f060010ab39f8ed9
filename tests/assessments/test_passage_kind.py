"""Find the passage: marking by hand and by chance, writing one, practising it, and in a quiz."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from assessments.kinds import kind_of
from assessments.models import AnswerKey, LessonQuestion
from tests import make
from tests.assessments.parts import begin, op, post_ops, results

FIND = kind_of("passage")
TEXTS = [["1", "We must abolish it."], ["2", "A &lt; B said so."], ["3-4", "Nobody clapped."], ["7", "It must stay."]]
ALL = {"v": 1, "label": "Source A: Speech", "source": "A", "mode": "all", "choices": TEXTS}
ONE = ALL | {"mode": "one"}
KEY = {"v": 1, "right": ["1", "3-4"], "feedback": {"7": "canary: this passage says the opposite.", "1": "Yes."}}


@pytest.mark.parametrize(
    ("body", "value", "expected"),
    [
        (ALL, ["1", "3-4"], "4"), (ALL, ["3-4", "1"], "4"), (ALL, ["1"], "2"), (ALL, ["3-4"], "2"), (ALL, ["7"], "0"),
        (ALL, ["1", "7"], "0"), (ALL, ["1", "3-4", "7"], "2"), (ALL, ["1", "2", "3-4", "7"], "0"), (ALL, [], "0"),
        (ALL, ["1", "1"], "2"), (ALL, ["1", "99"], "2"), (ALL, "1", "0"), (ALL, None, "0"), (ALL, [1, None], "0"),
        (ALL, ["3", "4"], "0"), (ONE, ["1"], "4"), (ONE, ["3-4"], "4"), (ONE, ["2"], "0"), (ONE, ["7"], "0"),
        (ONE, ["1", "3-4"], "0"), (ONE, ["1", "2"], "0"), (ONE, [], "0"), (ONE, ["1", "1"], "4"), (ONE, "1", "0"),
        (ONE, {"1": 1}, "0"), (ONE, ["99"], "0"),
    ],
)  # fmt: skip
def test_passages_are_marked(body, value, expected):
    assert f"{FIND.mark(body, KEY, value, Decimal(4)).normalize():f}" == expected


def test_without_a_key_nothing_is_given():
    assert FIND.mark(ALL, {}, ["1"], Decimal(4)) == 0


@effort(max_examples=40, deadline=None)
@given(
    value=st.lists(st.sampled_from(["1", "2", "3-4", "7", "9", ""])),
    points=st.decimals(min_value=0, max_value=1000, places=4),
    body=st.sampled_from([ALL, ONE]),
    seed=st.integers(),
)
def test_marks_lie_between_nothing_and_all_and_the_order_changes_nothing(value, points, body, seed):
    marked = FIND.mark(body, KEY, value, points)
    assert 0 <= marked <= points
    mixed = body | {"choices": random.Random(seed).sample(TEXTS, len(TEXTS))}
    assert FIND.mark(mixed, KEY, sorted(value), points) == marked


def test_feedback_names_each_passage_that_was_chosen():
    lines = FIND.feedback(ALL, KEY, ["2", "7"]).lines
    assert [(line.html, line.chosen, line.right, line.note) for line in lines] == [
        ("¶1 We must abolish it.", False, True, "Yes."), ("¶2 A &lt; B said so.", True, False, ""),
        ("¶3-4 Nobody clapped.", False, True, ""), ("¶7 It must stay.", True, False, KEY["feedback"]["7"]),
    ]  # fmt: skip
    assert FIND.describe(["7", "2"], ALL) == "¶2 A < B said so.; ¶7 It must stay."


@pytest.fixture
def asked(cast):
    edition = make.source(cast.shelf, passages=("We must abolish it.", "A < B said so.", "It must stay."))
    blocks = [
        {"kind": "part", "body": {"v": 1, "title": "One"}},
        {"kind": "excerpt", "body": {"v": 1, "letter": "D"}, "excerpt": make.excerpt(edition)},
        {"kind": "question", "body": {"v": 1}},
    ]
    return make.lesson(cast.shelf, blocks=blocks, locked=False).blocks.get(kind="question")


def test_a_teacher_writes_it_and_what_she_wrote_stands_in_the_form_again(client, cast, sign_in, asked):
    ana, where = sign_in(client, cast.ana), f"/lessons/{asked.version.lesson.slug}/blocks/{asked.key}/"
    stamp = ana.get(where).context["form"]["stamp"].value()
    sent = {"kind": "passage", "stamp": stamp, "stem": "Which says that it must go?", "mode": "one"}
    empty = ana.post(where, sent)
    assert (empty.status_code, "Choose a source of this lesson" in empty.content.decode()) == (422, True)
    form = ana.post(where, sent | {"source": "D", "look": "1"}).context["form"]
    assert [name for name in form.fields if name.startswith("mark_")] == ["mark_1", "mark_2", "mark_3"]
    none = ana.post(where, sent | {"source": "D"})
    assert (none.status_code, "Mark at least one passage" in none.content.decode()) == (422, True)
    sent |= {"source": "D", "mark_1": "on", "note_3": "It says: a < b & c.", "explain": "See ¶1."}
    assert ana.post(where, sent).status_code == 302
    body, key = LessonQuestion.objects.get().question_version.body, AnswerKey.objects.get().value
    assert [number for number, _ in body["choices"]] == ["1", "2", "3"]
    assert body["choices"][1][1] == "A &lt; B said so."
    assert (body["mode"], key["right"]) == ("one", ["1"])
    assert "right" not in body
    form = ana.get(where).context["form"]
    again = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False, "")}
    assert ana.post(where, again).status_code == 302
    assert (LessonQuestion.objects.get().question_version.body, AnswerKey.objects.get().value) == (body, key)


def test_no_more_of_a_passage_is_shown_than_its_excerpt_shows(client, cast, sign_in, asked):
    shown = asked.version.blocks.get(kind="excerpt").excerpt.ranges.get(position=1)
    shown.start, shown.end = 3, 15
    shown.save(update_fields=["start", "end"])
    ana, where = sign_in(client, cast.ana), f"/lessons/{asked.version.lesson.slug}/blocks/{asked.key}/"
    stamp = ana.get(where).context["form"]["stamp"].value()
    sent = {"kind": "passage", "stamp": stamp, "stem": "Which?", "mode": "one", "source": "D", "mark_1": "on"}
    assert ana.post(where, sent).status_code == 302
    choices = LessonQuestion.objects.get().question_version.body["choices"]
    assert choices[0] == ["1", "[…] must abolish […]"]


def test_in_a_quiz_it_is_shown_saved_marked_and_explained(client, cast, sign_in):
    version = make.question(cast.shelf, "passage", body=ALL | {"stem": "<p>Which?</p>"}, key=KEY, points=4)
    given = make.give_assessment(cast.hist, make.assessment(cast.shelf, [version], title="Quiz"), feedback="handed_in")
    attempt = begin(given, cast.irina)
    irina, at = sign_in(client, cast.irina), f"/c/{cast.hist.public_id}/t/{given.assignment.public_id}"
    page = irina.get(f"{at}/attempt/").content.decode()
    assert ("A &lt; B said so." in page, "canary" in page, page.count('type="checkbox"')) == (True, False, 4)
    assert results(post_ops(irina, attempt, op(1, 0, ["1", "3-4"]))) == [("saved", 1)]
    assert 'value="3-4" checked' in irina.get(f"{at}/attempt/").content.decode()
    assert "¶3-4 Nobody clapped." in irina.get(f"{at}/review/").content.decode()
    irina.post(f"{at}/hand-in/", {"sure": "on"})
    assert attempt.items.get().scores.get().points == 4
    assert "¶3-4 Nobody clapped." in sign_in(client, cast.ana).get(f"{at}/mark/{attempt.public_id}/").content.decode()
