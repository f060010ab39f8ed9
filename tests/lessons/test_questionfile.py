"""One question of a lesson file: every kind is read, and what is wrong is told with its file and line."""

from decimal import Decimal

import pytest

from assessments.kinds import kind_of
from assessments.questionplan import PARTS, plan_question
from lessons.questionfile import KINDS, parse_question
from lessons.sources.errors import ContentError

FOUR = Decimal(4)
TEXTS = {
    "single": "Who?\n- [x] Yun :: Yes.\n- [ ] Kim :: No. :: takes who tells for who spoke\n- [ ] Mao :: No.",
    "several": "Which?\n- [x] A :: Yes.\n- [x] B :: Yes.\n- [ ] C :: No. :: reads a wish as a deed\n- [ ] D :: No.",
    "truth": "True?\nanswer: false\n- [ ] He held the pen :: So? :: takes holding the pen for speaking\n- [x] He noted it :: Yes.",
    "short": "What?\n= Brinkmanship",
    "chronology": "Order.\n1. A (1953)\n2. B (1955)\n3. C (1956)",
    "speaker": "Who?\npassage: D ¶5\nwords: the party had rejected\n- Mao :: He was not there.",
    "passage": "Which?\nsource: D\nmode: one\n- [x] ¶5 :: Yes.\n- [ ] ¶6 :: No.",
    "matching": "Match.\n- Poznań => Poland :: Look at the map.\n- Budapest => Hungary\n- => Romania",
    "categorise": "Sort.\n- Poznań => Poland\n- Budapest => Hungary\n- Warsaw => Poland",
    "cloze": "Fill.\n> In [[*Poland|Hungary]] a rising began\n>\n> in [[Poznań]].",
    "number": "How many?\nunit: days\nwithin: 1\nhalf: 3\n= 16",
    "date": "When?\nexact: month\npartial: no\n= 25 October 1917 (O.S.)",
    "upload": "Photograph.\nfiles: 2",
    "essay": "Write.\nlength: 100-150",
}


class File:
    slug, file = "a-lesson", "lessons/a-lesson.md"


def read(kind: str, text: str):
    return parse_question(kind, "q", [*text.split("\n"), "explain: Because."], 10, File.file)


def test_every_kind_can_be_read_and_planned():
    assert set(TEXTS) == set(KINDS) == set(PARTS)


@pytest.mark.parametrize("kind", list(TEXTS))
def test_a_question_of_each_kind_is_planned_with_a_key_that_marks_it(kind):
    plan = plan_question(File, read(kind, TEXTS[kind]))
    assert (plan.kind, plan.body["v"], plan.key["v"], plan.key["explain"]) == (kind, 1, 1, "<p>Because.</p>\n")
    assert not {"right", "accepted", "ranks", "true", "gaps", "number", "edtf", "misreadings"} & set(plan.body)
    answers = {
        "single": next(iter(plan.key.get("right", [""]))), "several": plan.key.get("right"), "short": "brinkmanship",
        "truth": ["truth:no", *(f"reason:{one}" for one in plan.key.get("right", []))], "number": "17", "date": "November 1917",
        "matching": [f"{row}:{one[0]}" for row, one in plan.key.get("right", {}).items()] if kind == "matching" else [],
        "categorise": [f"{row}:{one[0]}" for row, one in plan.key.get("right", {}).items()] if kind == "categorise" else [],
        "cloze": [f"1:{plan.key['gaps']['1']['right'][0]}", "2:Poznan"] if kind == "cloze" else [],
        "chronology": sorted(plan.key.get("ranks", {}), key=plan.key.get("ranks", {}).get),
    }  # fmt: skip
    if kind in answers:
        assert kind_of(kind).mark(plan.body, plan.key, answers[kind], FOUR) == FOUR


def test_misreadings_and_sources_are_planned():
    one = plan_question(File, read("single", TEXTS["single"]))
    assert list(one.key["misreadings"].values()) == ["takes who tells for who spoke"]
    [choice] = plan_question(File, read("truth", TEXTS["truth"])).key["misreadings"]
    assert choice.startswith("reason:c")
    assert plan_question(File, read("passage", TEXTS["passage"])).about == ("D",)
    assert plan_question(File, read("speaker", TEXTS["speaker"])).about[:3] == ("D", "5", "the party had rejected")
    assert plan_question(File, read("cloze", TEXTS["cloze"])).key["text"] == (
        "In [[*Poland|Hungary]] a rising began\n\nin [[Poznań]]."
    )


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("guess", "Who?", "line 10: “guess” is no kind of question."), ("single", "Who?\n- [x] Yun", "line 12: The choice has no"),
        ("truth", "True?\nanswer: maybe", "line 12: answer: wants true or false, not “maybe”."),
        ("number", "How many?\nwithin: some\n= 16", "line 12: within: wants a number such as 10 or 5%, not “some”."),
        ("number", "How many?", "line 10: The question “q” needs one line “= 16”."),
        ("upload", "Bring.\nfiles: 9", "line 12: files: wants a number from 1 to 5, not “9”."),
        ("essay", "Write.\nlength: long", "line 12: length: wants two numbers such as 120-200"),
        ("passage", "Which?\n- [x] ¶5 :: Yes.", "and a line “source: D”."),
        ("cloze", "Fill.\n> No gap.", "with gaps such as [[words]]."), ("matching", "Match.\n- A => B", "two or more lines"),
        ("short", "What?\n= x\nMore.", "line 13: Text stands after the choices."),
        ("date", "When?\n= 25 Feb 1956\n= 1956", "needs one line “= 25 February 1956”."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_file_and_line(kind, text, said):
    with pytest.raises(ContentError) as error:
        read(kind, text)
    assert str(error.value).startswith("lessons/a-lesson.md, line ")
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("date", "When?\n= 02/03/1956", "Day or month first?"), ("number", "How many?\n= 1,234", "can be read in two ways"),
        ("cloze", "Fill.\n> [[a|]]", "Gap 1 has an empty place."), ("matching", "M.\n- A => B\n- C => B", "only one thing to choose"),
        ("number", "How many?\nwithin: 5%\nhalf: 10\n= 16", "both with %"),
    ],
)  # fmt: skip
def test_what_its_kind_refuses_is_told_by_file_and_line_too(kind, text, said):
    with pytest.raises(ContentError) as error:
        plan_question(File, read(kind, text))
    assert str(error.value).startswith("lessons/a-lesson.md, line 10: The question “q”: ")
    assert said in str(error.value)
