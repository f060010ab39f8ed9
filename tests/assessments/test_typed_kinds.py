"""Text with gaps, numbers and historical dates: what each answer is worth, by hand and by chance."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from assessments.kinds import kind_of
from assessments.kinds.base import misreading
from assessments.kinds.cloze import read_cloze
from assessments.kinds.readnumber import Unread, readings

FOUR = Decimal(4)
TEXT = "In [[1956]] [[Gomułka|Władysław Gomułka]] spoke in [[*Warsaw|Moscow|Prague]].\nNobody [[clapped|applauded]]."
GAPS, GAP_KEY = read_cloze(TEXT)
WARSAW, MOSCOW = (
    next(one for one, words in GAPS["parts"][5]["options"] if words == name) for name in ("Warsaw", "Moscow")
)


def marked(name: str, body, key, value, points=FOUR) -> str:
    text = f"{kind_of(name).mark(body, key, value, points):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# -- Text with gaps --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (["1:1956", "2:Gomułka", f"3:{WARSAW}", "4:clapped"], "4"), ([f"3:{WARSAW}", "1:1956"], "2"), (["1:1956"], "1"),
        (["2:gomulka"], "1"), (["2:GOMULKA!"], "1"), (["2:Wladyslaw-Gomulka"], "1"), (["2:Ochab"], "0"), (["2:Gomulk"], "0"),
        ([f"3:{MOSCOW}"], "0"), ([f"3:{WARSAW}"], "1"), (["3:Warsaw"], "0"), (["4:Applauded."], "1"), (["4: clapped "], "1"),
        (["4:clapped", "4:stood"], "1"), (["4:stood", "4:clapped"], "0"), (["1:1957"], "0"), (["1: "], "0"), (["1:"], "0"),
        ([], "0"), (None, "0"), ("1:1956", "0"), (["1956"], "0"), (["5:1956"], "0"), ([":1956"], "0"), ([1, None], "0"),
        (["1:1956", "2:Ochab", f"3:{MOSCOW}", "4:applauded"], "2"), (["1:١٩٥٦"], "0"), (["1:19 56"], "1"),
    ],
)  # fmt: skip
def test_each_gap_gives_its_share(value, expected):
    assert marked("cloze", GAPS, GAP_KEY, value) == expected


def test_the_body_of_a_text_with_gaps_does_not_tell_what_is_right():
    assert "gaps" not in GAPS
    assert [words for _, words in GAPS["parts"][5]["options"]] == ["Moscow", "Prague", "Warsaw"]
    assert "Gomułka" not in str(GAPS)


def test_a_text_with_gaps_in_words():
    kind, value = kind_of("cloze"), [f"3:{MOSCOW}", "2:<b>Gomulka"]
    assert kind.describe(value, GAPS) == "2: <b>Gomulka; 3: Moscow"
    assert kind.picked(value, GAPS) == ["2:<b>gomulka", f"3:{MOSCOW}"]
    assert [kind.said(one, GAPS) for one in kind.picked(value, GAPS)] == ["Gap 2: <b>gomulka", "Gap 3: Moscow"]
    shown = kind.feedback(GAPS, GAP_KEY, value)
    assert [(one.html, one.right) for one in shown.lines] == [
        ("Gap 2: &lt;b&gt;Gomulka", False),
        ("Gap 3: Moscow", False),
    ]
    assert shown.solution == ("In [1956] [Gomułka] spoke in [Warsaw].\nNobody [clapped].",)
    assert kind.read(["2:Gomulka", "", f"3:{WARSAW}"], GAPS) == ["2:Gomulka", f"3:{WARSAW}"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("No gap.", "There is no gap yet."), ("A [[]] gap", "Gap 1 has an empty place."), ("[[a|]]", "Gap 1 has an empty"),
        ("[[*a|*b]]", "offers only right words"), ("[[*a|b|a]]", "offers the same words twice"), ("[[a]] [[b", "begun or ended"),
        ("a]] [[b]]", "begun or ended"), ("[[!!]]", "write words or numbers"), ("[[x]]" * 21, "There are 21 gaps."),
        (f"[[{'x' * 57}]]", "at most 56 characters"), ("[[*]]", "Gap 1 has an empty place."),
    ],
)  # fmt: skip
def test_a_notation_that_is_wrong_is_told_by_its_gap(text, said):
    with pytest.raises(ValueError) as refusal:
        read_cloze(text)
    assert said in str(refusal.value)


# -- Numbers ---------------------------------------------------------------------------------------------------------

KM = {"v": 1, "unit": "km"}
NEAR = {"v": 1, "number": "1234.5", "off": "10", "half_off": "50", "percent": False}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1234.5", "4"), ("1,234.5", "4"), ("1 234,5", "4"), ("1.234,5", "4"), ("1'234.5", "4"), ("1’234,5 km", "4"),
        ("1234,5km", "4"), ("1 234,5", "4"), ("١٢٣٤٫٥", "4"), ("１２３４．５", "4"), ("+1234.5 KM.", "4"), ("1230", "4"),
        ("1244.5", "4"), ("1244.6", "2"), ("1224.5", "4"), ("1224.4", "2"), ("1184.5", "2"), ("1184.4", "0"), ("1284.5", "2"),
        ("1285", "0"), ("-1234.5", "0"), ("−1234,5", "0"), ("1,234", "4"), ("1.234", "4"), ("12345", "0"), ("1.2345", "0"),
        ("1.2345 thousand", "4"), ("1234.5 m", "0"), ("about 1234", "0"), ("1e3", "0"), ("NaN", "0"), ("∞", "0"), ("", "0"),
        ("12 34", "0"), ("1234.5.", "0"), (None, "0"), (["1234.5"], "0"), (1234.5, "0"), ("12³", "0"), ("½", "0"),
    ],
)  # fmt: skip
def test_a_number_is_right_within_its_distance_and_half_right_within_the_wider_one(value, expected):
    assert marked("number", KM, NEAR, value) == expected


@pytest.mark.parametrize(("value", "expected"), [("95", "4"), ("105", "4"), ("94.9", "0"), ("100%", "0"), ("106", "0")])
def test_a_distance_in_parts_of_a_hundred(value, expected):
    assert marked("number", {}, {"number": "100", "off": "5", "half_off": "", "percent": True}, value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("٣", ["3"]), ("0,5", ["0.5"]), (".5", ["0.5"]), ("1,00,000", ["100000"]), ("1,234,567", ["1234567"]),
        ("1.234.567,89", ["1234567.89"]), ("12 million", ["12000000"]), ("1,5 million", ["1500000.0"]), ("3.", ["3"]),
        ("1,234", ["1234", "1.234"]), ("20.000", ["20000", "20.000"]), ("0,234", ["0.234"]), ("1234,567", ["1234.567"]),
    ],
)  # fmt: skip
def test_a_number_is_read_as_a_person_would(text, expected):
    assert [str(one) for one in readings(text)] == expected


@pytest.mark.parametrize(
    "text", ["1,23,45", "1,2,3", "1.2,3.4", "1 23 456", "twelve", "3 or 4", "1-2", "x" * 61, "1..2"]
)
def test_what_is_no_number_is_refused_in_words(text):
    with pytest.raises(Unread):
        readings(text)


def test_a_number_that_can_be_read_in_two_ways_is_asked_about_and_marked_by_its_better_reading():
    kind = kind_of("number")
    assert kind.doubt("1,234", {}) == "“1,234” can be read in two ways. Write 1234 or 1.2340, whichever you mean."
    assert (kind.doubt("1234", {}), kind.doubt("", {}), kind.doubt("3 km", KM)) == ("", "", "")
    assert kind.doubt("3 miles", KM) == "We cannot read “3 miles” as a number. Write the number in km, without “miles”."
    exact = {"number": "1.234", "off": "0", "half_off": "", "percent": False}
    assert (marked("number", {}, exact, "1,234"), marked("number", {}, exact, "1,235")) == ("4", "0")
    assert (kind.describe("3", KM), kind.describe("3 km", KM), kind.picked("3,0", KM)) == ("3 km", "3 km", ["3"])
    assert kind.feedback(KM, NEAR, "3").solution == ("1234.5 km, or up to 10 more or less",)


# -- Dates -----------------------------------------------------------------------------------------------------------

SPEECH = {"v": 1, "edtf": "1956-02-25", "words": "25 February 1956", "calendar": "gregorian", "precision": "day"}
PLENUM = SPEECH | {"edtf": "1956-10-19/1956-10-20", "words": "19-20 October 1956"}
RISING = SPEECH | {"edtf": "1917-11-07", "words": "25 October 1917 (O.S.)", "calendar": "julian"}
MARCH = SPEECH | {"edtf": "1956-03-02", "words": "2 March 1956"}
MONTH = SPEECH | {"edtf": "1956-10", "words": "October 1956"}
DECADE = SPEECH | {"edtf": "195X", "words": "the 1950s"}


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        (SPEECH, "25 February 1956", "4"), (SPEECH, "25 Feb 1956", "4"), (SPEECH, "Feb 25, 1956", "4"),
        (SPEECH, "February 25th, 1956", "4"), (SPEECH, "the 25th of February 1956", "4"), (SPEECH, "1956-02-25", "4"),
        (SPEECH, "25.II.1956", "4"), (SPEECH, "25. II. 1956", "4"), (SPEECH, "25.2.1956", "4"), (SPEECH, "25/02/1956", "4"),
        (SPEECH, "02/25/1956", "4"), (SPEECH, "1956 February 25", "4"), (SPEECH, "25 FEBRUARY 1956", "4"),
        (SPEECH, "on 25 February 1956", "4"), (SPEECH, "Saturday, 25 February 1956", "4"), (SPEECH, "about 25 February 1956", "4"),
        (SPEECH, "12 February 1956 (O.S.)", "4"), (SPEECH, "25 February 1956 (N.S.)", "4"), (SPEECH, "25-02-1956", "4"),
        (SPEECH, "1956.02.25", "4"), (SPEECH, "25–2–1956", "4"), (SPEECH, "12 (25) February 1956", "0"),
        (SPEECH, "24 February 1956", "2"), (SPEECH, "February 1956", "2"), (SPEECH, "2.1956", "2"), (SPEECH, "1956", "1"),
        (SPEECH, "25 March 1956", "1"), (SPEECH, "spring 1956", "1"), (SPEECH, "25 February 1957", "0"), (SPEECH, "25 February", "0"),
        (SPEECH, "the 1950s", "0"), (SPEECH, "30 February 1956", "0"), (SPEECH, "before 1957", "0"), (SPEECH, "yesterday", "0"),
        (SPEECH, "25 February 1956 (O.S.)", "1"), (SPEECH, "24 or 25 February 1956", "2"),
        (PLENUM, "19-20 October 1956", "4"), (PLENUM, "19–20 October 1956", "4"), (PLENUM, "19 to 20 October 1956", "4"),
        (PLENUM, "19 and 20 October 1956", "4"), (PLENUM, "19/20 October 1956", "4"), (PLENUM, "October 19-20, 1956", "4"),
        (PLENUM, "1956-10-19/1956-10-20", "4"), (PLENUM, "19 October 1956", "2"), (PLENUM, "October 1956", "2"), (PLENUM, "1956", "1"),
        (RISING, "25 Oct 1917 (O.S.)", "4"), (RISING, "7 November 1917", "4"), (RISING, "25 October (7 November) 1917", "4"),
        (RISING, "25 October 1917", "4"), (RISING, "25 October 1917, Old Style", "4"), (RISING, "November 1917", "2"),
        (RISING, "8 November 1917", "2"), (RISING, "1917", "1"), (RISING, "October 1917", "1"),
        (MARCH, "02/03/1956", "4"), (MARCH, "03/02/1956", "4"), (MARCH, "02/04/1956", "1"), (MARCH, "2.III.1956", "4"),
        (MONTH, "October 1956", "4"), (MONTH, "10/1956", "4"), (MONTH, "23 October 1956", "4"), (MONTH, "1956", "2"),
        (DECADE, "1956", "4"), (DECADE, "the 1950s", "4"), (DECADE, "1960", "0"), (DECADE, "25 February 1956", "4"),
        (SPEECH | {"precision": "month"}, "February 1956", "4"), (SPEECH | {"precision": "month"}, "1956", "2"),
        (SPEECH | {"precision": "year"}, "1956", "4"), (SPEECH | {"precision": "year"}, "1957", "0"),
        (SPEECH | {"partial": False}, "February 1956", "0"), (SPEECH | {"partial": False}, "25.2.1956", "4"),
        (SPEECH, "", "0"), (SPEECH, None, "0"), (SPEECH, ["1956"], "0"), (SPEECH, "n.d.", "0"), ({}, "1956", "0"),
    ],
)  # fmt: skip
def test_a_date_counts_in_whatever_words_and_calendar(key, value, expected):
    assert marked("date", {}, key, value) == expected


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("02/03/1956", "Day or month first? Write it so that it can be read in one way: 2 March 1956, or 3 February 1956."),
        ("25 February", "The year is missing. Write it behind the month, such as 25 February 1956."),
        ("undated", "Write the date that you think is right, even a rough one."),
        ("25 February 1956", ""), ("between 1955 and 1957", ""), ("", ""), (None, ""),
    ],
)  # fmt: skip
def test_a_date_that_can_be_read_in_two_ways_is_asked_about(value, said):
    assert kind_of("date").doubt(value, {}) == said


def test_a_date_is_shown_as_it_was_read():
    kind = kind_of("date")
    [line] = kind.feedback({}, RISING | {"explain": "So."}, "25 October 1917").lines
    assert (line.right, line.html) == (
        True,
        "25 October 1917 (read as 25 October 1917 in the Julian calendar (Old Style), which is 7 November 1917 in ours)",
    )
    assert kind.feedback({}, SPEECH, "February 1956").lines[0].note == "Half of the points are for this."
    assert [kind.picked(one, {}) for one in ("25.2.1956", "1956-02-25", "Never!", "")] == [
        ["25 February 1956"], ["25 February 1956"], ["never!"], [],
    ]  # fmt: skip


# -- By chance -------------------------------------------------------------------------------------------------------

WORDS = st.text(st.sampled_from("12 5,.':/-IVXabGomulka%٣km()Fer"), max_size=24)


@effort(max_examples=100, deadline=None)
@given(value=WORDS, points=st.decimals(min_value=0, max_value=1000, places=4), seed=st.integers())
def test_marks_lie_between_nothing_and_all_and_words_can_be_told(value, points, seed):
    for name, body, key in (("number", KM, NEAR), ("date", {}, SPEECH), ("date", {}, RISING), ("date", {}, DECADE)):
        kind = kind_of(name)
        assert 0 <= kind.mark(body, key, value, points) <= points
        assert all(isinstance(one, str) for one in (kind.doubt(value, body), *kind.picked(value, body)))
        assert isinstance(kind.feedback(body, key, value).lines, tuple)
    sent = [f"{gap}:{value}" for gap in random.Random(seed).sample("12345", 5)] + [f"3:{WARSAW}"]
    result = kind_of("cloze").mark(GAPS, GAP_KEY, sent, points)
    parts = [
        part | ({"options": random.Random(seed).sample(part["options"], 3)} if "options" in part else {})
        for part in GAPS["parts"]
    ]
    assert 0 <= result == kind_of("cloze").mark({"parts": parts}, GAP_KEY, sent, points) <= points


@effort(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("ab[]|* \n"), max_size=40))
def test_a_text_that_is_read_keeps_all_its_words(text):
    try:
        body, key = read_cloze(text)
    except ValueError:
        return
    inside = iter(text.split("[[")[1:])
    again = "".join(part.get("text") or f"[[{next(inside).split(']]')[0]}]]" for part in body["parts"])
    assert (again, key["text"]) == (text, text)


# -- Misreadings -----------------------------------------------------------------------------------------------------


def test_a_choice_may_name_the_misreading_that_it_shows():
    key = {"misreadings": {"a": "takes the recorder for the speaker", "reason:b": "takes holding the pen for speaking"}}
    assert [misreading(key, one) for one in ("a", "reason:b", "c")] == [
        "takes the recorder for the speaker", "takes holding the pen for speaking", "",
    ]  # fmt: skip
    assert misreading({}, "a") == ""


@pytest.mark.parametrize(
    ("kind", "body", "value", "picked"),
    [
        ("single", {"choices": [["a", "A"], ["b", "B"]]}, "b", ["b"]), ("single", {"choices": [["a", "A"]]}, "z", []),
        ("several", {"choices": [["a", "A"], ["b", "B"]]}, ["b", "a", "z"], ["b", "a"]),
        ("passage", {"choices": [["7", "A"], ["8", "B"]]}, ["8"], ["8"]),
        ("short", {}, "  Gomułka ", ["gomulka"]), ("short", {}, "…", []),
        ("chronology", {"items": [["a", "A"], ["b", "B"]]}, ["b", "a"], ["1:b", "2:a"]),
        ("matching", {"lefts": [["l", "L"]], "rights": [["r", "R"]]}, ["l:r", "l:x"], ["l:r"]),
        ("truth", {"choices": [["a", "A"]]}, ["reason:a", "truth:yes"], ["truth:yes", "reason:a"]),
        ("essay", {}, "Words.", []), ("upload", {}, ["x"], []),
    ],
)  # fmt: skip
def test_what_of_an_answer_is_counted(kind, body, value, picked):
    assert kind_of(kind).picked(value, body) == picked
