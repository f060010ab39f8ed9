"""Questions with gaps, numbers and dates on pages: written by a teacher, practised, answered in a quiz, printed."""

import uuid
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from assessments.forms.authoring.choices import ChoiceAuthor
from assessments.forms.authoring.editor import AUTHORS
from assessments.forms.authoring.pairs import MatchingAuthor, TruthAuthor
from assessments.kinds import kind_of
from assessments.kinds.cloze import read_cloze
from assessments.models import AnswerKey, LessonQuestion
from assessments.sheets import blank_sheet
from tests import make
from tests.assessments.parts import begin, op, post_ops, results

# Fields -> what of the key they become.
TYPED = {
    "cloze": ({"text": "In [[1956]] he [[*spoke|sang]].\n\nTwice."}, "text", "In [[1956]] he [[*spoke|sang]].\n\nTwice."),
    "number": ({"number": "1 234,5", "unit": "km", "off": "1%", "half_off": "5%"}, "number", "1234.5"),
    "date": ({"words": "25 October 1917 (O.S.)", "precision": "month", "partial": "on"}, "edtf", "1917-11-07"),
    "single": (
        {"text_1": "Yun", "mark_1": "on", "text_2": "Kim", "misreading_2": "takes who tells for who spoke"},
        "misreadings", ["takes who tells for who spoke"],
    ),
    "truth": (
        {"truth": "no", "text_1": "Yes", "mark_1": "on", "text_2": "No", "misreading_2": "takes a pen for a voice"},
        "misreadings", ["takes a pen for a voice"],
    ),
    "matching": (
        {"text_1": "Spoke", "partner_1": "Yun", "misread_1": "Kim :: takes the teller for the speaker",
         "text_2": "Told", "partner_2": "Kim"},
        "misreadings", ["takes the teller for the speaker"],
    ),
}  # fmt: skip


@pytest.fixture
def written(client, cast, sign_in):
    blocks = [{"kind": "part", "body": {"v": 1, "title": "One"}}, {"kind": "question", "body": {"v": 1}}]
    block = make.lesson(cast.shelf, blocks=blocks, locked=False).blocks.get(kind="question")
    return sign_in(client, cast.ana), f"/lessons/{block.version.lesson.slug}/blocks/{block.key}/"


def fields(form) -> dict:
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, False, "")}


@pytest.mark.parametrize("kind", list(TYPED))
def test_a_teacher_writes_it_and_what_she_wrote_stands_in_the_form_again(written, kind):
    ana, where = written
    typed, part, expected = TYPED[kind]
    stamp = ana.get(where).context["form"]["stamp"].value()
    blank = fields(ana.post(where, {"kind": kind, "look": "1"}).context["form"])
    blank = {name: value for name, value in blank.items() if name.startswith("id_") or name == "off"}
    sent = blank | {"kind": kind, "stamp": stamp, "stem": "Ask?", "explain": "Because."} | typed
    assert ana.post(where, sent).status_code == 302
    body, key = LessonQuestion.objects.get().question_version.body, AnswerKey.objects.get().value
    kept = list(key[part].values()) if part == "misreadings" else key[part]
    assert (kept, part in body) == (expected, False)
    again = fields(ana.get(where).context["form"])
    assert ana.post(where, again).status_code == 302
    assert (LessonQuestion.objects.get().question_version.body, AnswerKey.objects.get().value) == (body, key)


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("cloze", {"text": "No gap"}, "There is no gap yet."), ("number", {"number": "1,234"}, "can be read in two ways"),
        ("number", {"number": "5", "off": "2", "half_off": "1"}, "Write a wider distance"),
        ("number", {"number": "5", "off": "2", "half_off": "3%"}, "both with %"),
        ("date", {"words": "02/03/1956"}, "Day or month first?"), ("date", {"words": "n.d."}, "a beginning and an end"),
        ("date", {"words": ""}, "There is no date yet."), ("date", {"words": "before 1956"}, "a beginning and an end"),
        ("matching", {"text_1": "A", "partner_1": "B", "misread_1": "Z :: reads amiss", "text_2": "C", "partner_2": "D"},
         "“Z” is none of the things to choose."),
        ("matching", {"text_1": "A", "partner_1": "B", "misread_1": "B :: reads amiss", "text_2": "C", "partner_2": "D"},
         "“B” is right here, so it shows no misreading."),
        ("single", {"text_1": "A", "mark_1": "on", "misreading_1": "reads amiss", "text_2": "B"},
         "This choice is marked as right, so it shows no misreading."),
        ("truth", {"truth": "no", "text_1": "A", "mark_1": "on", "misreading_1": "reads amiss", "text_2": "B"},
         "This reason is marked as right, so it shows no misreading."),
    ],
)  # fmt: skip
def test_what_is_not_whole_says_what_to_do(written, kind, typed, said):
    answer = written[0].post(written[1], {"kind": kind, "stem": "Ask?", "off": "0"} | typed)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)


def test_a_text_with_gaps_is_shown_as_students_will_see_it_before_anything_is_saved(written):
    page = written[0].post(written[1], {"kind": "cloze", "look": "1", "text": "He [[*spoke|sang]] in [[1956]]."})
    assert "Students see:" in page.content.decode()
    assert '<span class="cloze-blank">sang / spoke</span>' in page.content.decode()
    assert LessonQuestion.objects.count() == 0


# -- Author forms keep what was written, by chance --------------------------------------------------------------------

WORDS = st.text(st.sampled_from("aB ż&"), min_size=1, max_size=6).map(str.strip).filter(bool)
ROWS = st.lists(
    st.fixed_dictionaries({"html": WORDS, "mark": st.booleans(), "note": WORDS, "misreading": st.sampled_from(["", "takes"])}),
    min_size=2, max_size=5,
).map(lambda rows: [row | {"id": f"c{n}"} for n, row in enumerate(rows)])  # fmt: skip


@effort(max_examples=60, deadline=None)
@given(rows=ROWS, gaps=st.lists(WORDS, min_size=1, max_size=4))
def test_packing_and_unpacking_gives_what_was_written(rows, gaps):
    for author, values in (
        (ChoiceAuthor("several"), {"rows": rows}),
        (TruthAuthor("truth"), {"rows": rows, "truth": "no"}),
    ):
        assert author.unpack(*author.pack(values)) == values
    names = list(dict.fromkeys(row["html"] for row in rows))
    pairs = [
        {"id": row["id"], "html": row["html"], "partner": row["html"], "note": "", "misreadings": {}} for row in rows
    ]
    pairs[0]["misreadings"] = {name: "takes" for name in names if name != pairs[0]["partner"]}
    matching = {"rows": pairs, "others": []}
    assert MatchingAuthor().unpack(*MatchingAuthor().pack(matching)) == matching
    text = {"text": " und ".join(f"[[{one}]]" for one in gaps)}
    if all(any(sign.isalnum() for sign in one) for one in gaps):
        assert AUTHORS["cloze"].unpack(*AUTHORS["cloze"].pack(text)) == text


@effort(max_examples=40, deadline=None)
@given(
    number=st.decimals(min_value=-10_000, max_value=10_000, places=2).map(lambda one: f"{one:f}"),
    off=st.sampled_from(["0", "5"]), half=st.sampled_from(["", "9"]), percent=st.booleans(),
    words=st.sampled_from(["1956", "25 February 1956", "19-20 October 1956", "the 1950s"]), precision=st.sampled_from(["day", "year"]),
)  # fmt: skip
def test_numbers_and_dates_keep_what_was_written(number, off, half, percent, words, precision):
    values = {"number": number, "unit": "km", "off": off, "half_off": half, "percent": percent}
    assert AUTHORS["number"].unpack(*AUTHORS["number"].pack(values)) == values
    assert kind_of("number").mark({}, AUTHORS["number"].pack(values)[1], number, Decimal(3)) == 3
    values = {"words": words, "precision": precision, "partial": percent}
    assert AUTHORS["date"].unpack(*AUTHORS["date"].pack(values)) == values


# -- Answering --------------------------------------------------------------------------------------------------------

GAPS, GAP_KEY = read_cloze("In [[1956]] he [[*spoke|sang]].")
SPOKE = GAP_KEY["gaps"]["2"]["right"][0]
ASKED = {
    "cloze": (
        GAPS,
        GAP_KEY,
        ["1:1956", f"2:{SPOKE}"],
        {"answer-1-gap-1": "1957", "answer-1": f"2:{SPOKE}"},
        "1: 1957; 2: spoke",
        1,
    ),
    "number": (
        {"unit": "km"},
        {"number": "5", "off": "0", "half_off": "1", "percent": False},
        "5",
        {"answer-1": "6"},
        "6 km",
        1,
    ),
    "date": (
        {},
        {"edtf": "1956-02-25", "words": "x", "precision": "day"},
        "1956-02-25",
        {"answer-1": "2/1956"},
        "2/1956",
        1,
    ),
}


@pytest.mark.parametrize("kind", list(ASKED))
def test_in_a_quiz_it_is_saved_looked_over_and_marked(client, cast, sign_in, kind):
    body, key, right, plain, said, points = ASKED[kind]
    body, key = {"v": 1, "stem": "<p>Ask?</p>"} | body, {"v": 1, "explain": "canary"} | key
    version = make.question(cast.shelf, kind, body=body, key=key, points=2)
    given = make.give_assessment(cast.hist, make.assessment(cast.shelf, [version], title="Quiz"), feedback="handed_in")
    attempt = begin(given, cast.irina)
    irina, at = sign_in(client, cast.irina), f"/c/{cast.hist.public_id}/t/{given.assignment.public_id}"
    assert "canary" not in irina.get(f"{at}/attempt/").content.decode()
    assert results(post_ops(irina, attempt, op(1, 0, right))) == [("saved", 1)]
    shown = [*right] if isinstance(right, list) else [right]
    page = irina.get(f"{at}/attempt/").content.decode()
    assert all(f'value="{one.removeprefix("1:")}"' in page for one in shown)
    assert irina.post(f"{at}/attempt/", plain | {"base-1": 1, "op-1": str(uuid.uuid4())}).status_code == 302
    assert said in irina.get(f"{at}/review/").content.decode()
    irina.post(f"{at}/hand-in/", {"sure": "on"})
    assert attempt.items.get().scores.get().points == points
    assert said in irina.get(f"{at}/feedback/").content.decode()
    assert said in sign_in(client, cast.ana).get(f"{at}/mark/{attempt.public_id}/").content.decode()


def test_practice_asks_before_it_calls_a_date_wrong(client, cast, sign_in):
    blocks = [{"kind": "part", "body": {"v": 1, "title": "One"}}, {"kind": "question", "body": {"v": 1}}]
    version = make.lesson(cast.shelf, blocks=blocks)
    key = version.blocks.get(kind="question").key
    question = make.question(cast.shelf, "date", body={"v": 1, "stem": "<p>When?</p>"}, key=ASKED["date"][1])
    LessonQuestion.objects.create(lesson=version.lesson, key=key, question_version=question)
    ana, where = sign_in(client, cast.ana), f"/lessons/{version.lesson.slug}/q/{key}/"
    asked = ana.post(where, {"answer-0": "02/03/1956", "wrong": 0}).content.decode()
    assert ["Day or month first?" in asked, "Not right yet." in asked, 'name="wrong" value="0"' in asked] == [
        True,
        False,
        True,
    ]
    assert "Not right yet." in ana.post(where, {"answer-0": "3 March 1957", "wrong": 0}).content.decode()


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("cloze", GAPS, ["(1)", "sang", "spoke"]), ("number", {"unit": "km"}, ["km"]), ("date", {}, ["Date:"]),
        ("upload", {}, ["Hand your own sheets in"]), ("passage", {"choices": [["7", "Words"]]}, ["¶7", "Words"]),
    ],
)  # fmt: skip
def test_on_paper_there_is_a_place_for_the_answer(kind, body, words):
    page = render_to_string(
        "assessments/paper/_answer.html", {"q": blank_sheet(kind_of(kind), body, Decimal(1), anchor="q1")}
    )
    assert [one in page for one in words] == [True] * len(words)
