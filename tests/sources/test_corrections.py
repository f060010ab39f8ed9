"""Correcting a numbered text: numbers stay for ever, marks stay on their words or are listed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.sources.actions.naming import agent_named
from lessons.sources.corrections import Change, Lost, corrected
from lessons.sources.drafts import PassageDraft, SpanDraft, passage_problems
from lessons.sources.errors import EditionRefused
from lessons.sources.models import Edition, Span
from tests import make

SIC = SpanDraft(3, 7, "sic", "leads")  # lies
VOICE = SpanDraft(0, 27, "voice", "", 1, 1)
TEXT = "He lies here. Nobody knows."
PASSAGES = [
    PassageDraft("h1", "heading", "Head"),
    PassageDraft("8-9", "p", TEXT, (VOICE, SIC)),
    PassageDraft("10", "p", "Ten."),
]


def after(**changes: Change):
    named = {number.replace("_", "-").removeprefix("n"): change for number, change in changes.items()}
    return corrected(PASSAGES, named, {"h1", "8-9", "9.2", "10"})


def told(done):
    return [(p.number, p.kind, p.text) for p in done.passages]


def test_nothing_changed_changes_nothing():
    done = after(n8_9=Change(TEXT, "p"), n10=Change("Ten.", "p"))
    assert (done.passages, done.differences, done.lost) == (PASSAGES, [], [])


def test_marks_stay_on_their_words():
    done = after(n8_9=Change("Here he lies here. Nobody at all knows.", "p"))
    assert [(s.kind, done.passages[1].text[s.start : s.end]) for s in done.passages[1].spans] == [("sic", "lies")]
    assert done.lost == [Lost("8-9", "voice", TEXT, "")]


def test_a_mark_whose_words_went_is_listed():
    done = after(n8_9=Change("He leads here. Nobody knows.", "p"))
    assert done.passages[1].spans == ()
    assert done.lost == [Lost("8-9", "voice", TEXT, ""), Lost("8-9", "sic", "lies", "leads")]


def test_differences_are_shown_word_by_word():
    difference = after(n8_9=Change("He leads here. Nobody knows.", "p")).differences[0]
    assert [(p.text, p.only) for p in difference.before] == [
        ("He ", False),
        ("lies", True),
        (" here. Nobody knows.", False),
    ]
    assert [(p.text, p.only) for p in difference.after] == [
        ("He ", False),
        ("leads", True),
        (" here. Nobody knows.", False),
    ]


def test_an_empty_line_splits_and_the_half_gets_a_number_that_was_never_used():
    done = after(n8_9=Change("He lies here.\n\nNobody knows.", "p"))
    assert told(done)[1:3] == [("8-9", "p", "He lies here."), ("9.3", "p", "Nobody knows.")]
    assert [[(s.kind, p.text[s.start : s.end]) for s in p.spans] for p in done.passages[1:3]] == [
        [("voice", "He lies here."), ("sic", "lies")],
        [("voice", "Nobody knows.")],
    ]
    assert (done.lost, done.differences[0].said) == ([], "is split: what follows is 9.3")


def test_a_joined_passage_keeps_the_first_number():
    done = after(n10=Change("Ten.", "p", joins=True))
    assert told(done)[1:] == [("8-9", "p", f"{TEXT} Ten.")]
    assert done.differences[0].said == "is joined to 8-9; its own number is not used again"


def test_a_deleted_passage_is_named_with_its_marks():
    done = after(n8_9=Change("", "p", deletes=True))
    assert told(done) == [("h1", "heading", "Head"), ("10", "p", "Ten.")]
    assert [lost.kind for lost in done.lost] == ["voice", "sic"]


def test_what_is_pasted_into_a_correction_is_normalised():
    assert told(after(n10=Change("T\u00aden\r\nmore \u202e", "p")))[2] == ("10", "p", "Ten\nmore")


@pytest.mark.parametrize(
    ("number", "change", "sentence"),
    [
        ("10", Change(" ", "p"), "Passage 10 is empty. Write its words, or tick “Delete this passage”."),
        ("h1", Change("One\n\nTwo", "heading"),
         "The heading h1 holds an empty line. A heading is one piece: take the line out."),
        ("h1", Change("Head", "heading", joins=True),
         "Nothing stands before passage h1: it cannot be joined to anything."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_what_to_do(number, change, sentence):
    with pytest.raises(EditionRefused) as refused:
        corrected(PASSAGES, {number: change}, set())
    assert refused.value.problems == [sentence]


def test_a_text_keeps_at_least_one_passage():
    with pytest.raises(EditionRefused, match="Keep at least one"):
        corrected(PASSAGES[2:], {"10": Change("", "p", deletes=True)}, set())


words = st.lists(
    st.sampled_from(["he", "lies", "lies", "here", "😀", "“x”", ".", "\n", "\n\n", "and"]), min_size=1, max_size=14
)


@given(words, words, st.data())
def test_no_mark_is_ever_on_other_words(before, typed, data):
    text = " ".join(" ".join(before).split()) or "x"
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    passage = PassageDraft("8", "p", text, (SpanDraft(start, end, "sic"),))
    try:
        done = corrected([passage], {"8": Change(" ".join(typed), "p")}, {"8"})
    except EditionRefused:
        return
    spans = [(p, s) for p in done.passages for s in p.spans]
    assert [p.text[s.start : s.end].split() for p, s in spans] == [text[start:end].split()] * len(spans)
    assert len(spans) + len(done.lost) == 1
    assert passage_problems(done.passages) == []


# -- The pages --------------------------------------------------------------------------------------------


@pytest.fixture
def source(cast):
    return make.source(cast.shelf, slug="diary", passages=("He lies here.", "Second words.")).source


@pytest.fixture
def ana(cast, client):
    client.force_login(cast.ana)
    return client


def typed(**changed):
    body = {
        "seen": 1,
        "text_0": "He lies here.",
        "kind_0": "p",
        "text_1": "Second words.",
        "kind_1": "p",
        "step": "store",
    }
    return body | changed


CORRECT = "/sources/diary/text/en/correct/"
MARKS = "/sources/diary/text/en/marks/1/"


def test_edition_correct_shows_the_differences_then_stores_the_next_version(ana, source):
    page = ana.post(CORRECT, typed(text_0="He leads here.", step="preview"))
    assert "<del>lies</del>" in page.content.decode()
    assert "<ins>leads</ins>" in page.content.decode()
    assert source.editions.count() == 1
    assert ana.post(CORRECT, typed(text_0="He leads here.")).status_code == 302
    texts = [[p.text for p in edition.passages.all()] for edition in source.editions.order_by("number")]
    assert texts == [["He lies here.", "Second words."], ["He leads here.", "Second words."]]
    assert [ana.get(f"/sources/diary/text/en/{n}/").status_code for n in (1, 2, 3)] == [200, 200, 404]


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({}, 422, "Nothing was changed yet. Correct a word, or choose “Not now”."),
        ({"text_0": " "}, 422, "Passage 1 is empty. Write its words, or tick “Delete this passage”."),
        ({"kind_0": "poem"}, 422, "Choose a kind from the list."),
        (
            {"text_0": "Mine.", "seen": 7},
            409,
            "This text was corrected in another window or by somebody else meanwhile.",
        ),
    ],
)
def test_edition_correct_says_what_to_do_and_keeps_what_was_typed(ana, source, changed, status, sentence):
    page = ana.post(CORRECT, typed(note="Five errors.") | changed)
    assert (page.status_code, sentence in page.content.decode()) == (status, True)
    assert 'value="Five errors."' in page.content.decode()
    assert source.editions.count() == 1


def test_edition_correct_goes_back_with_what_was_typed(ana, source):
    assert "Mine.</textarea>" in ana.post(CORRECT, typed(text_0="Mine.", step="back")).content.decode()


def test_a_long_text_is_corrected_in_parts(ana, cast):
    make.source(cast.shelf, slug="long", passages=[f"Words {n}." for n in range(1, 121)])
    body = (
        {"seen": 1, "step": "store"}
        | {f"text_{n}": f"Words {n + 101}." for n in range(20)}
        | {f"kind_{n}": "p" for n in range(20)}
    )
    assert ana.post("/sources/long/text/en/correct/?page=3", body | {"text_19": "Last."}).status_code == 302
    new = Edition.objects.get(source__slug="long", number=2)
    assert [p.text for p in new.passages.all()][118:] == ["Words 119.", "Last."]


def test_edition_marks_are_set_on_words_that_are_typed(cast, ana, source):
    agent_named("Kim Il Sung", by=cast.ana)
    body = {"seen": 1, "m0-kind": "voice", "m0-agent": "kim il sung", "m0-depth": 1}
    body |= {"m1-kind": "voice", "m1-words": "He", "m1-to": "lies", "m1-agent": "Yun Gong-heum", "m1-depth": 2}
    body |= {"m2-kind": "sic", "m2-words": "e", "m2-nth": 3, "m2-text": "leads"}
    assert ana.post(MARKS, body).status_code == 302
    spans = Span.objects.filter(passage__edition__number=2).values_list(
        "kind", "start", "end", "depth", "agent__name", "text"
    )
    assert list(spans) == [
        ("voice", 0, 13, 1, "Kim Il Sung", ""), ("voice", 0, 7, 2, "Yun Gong-heum", ""), ("sic", 9, 10, 0, None, "leads"),
    ]  # fmt: skip
    assert ana.post(MARKS, {"seen": 2, "off": ["0", "1"]}).status_code == 302
    assert [s.kind for s in Span.objects.filter(passage__edition__number=3)] == ["sic"]


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({}, 422, "Nothing is marked and nothing is taken off yet. Choose a mark, or “Not now”."),
        ({"m0-kind": "sic", "m0-words": "leads"}, 422, "“leads” does not stand in passage 1. Copy the words exactly."),
        ({"m0-kind": "sic", "m0-words": "lies", "m0-nth": 2}, 422,
         "“lies” does not stand in passage 1 so often. Copy the words exactly."),
        ({"m0-kind": "note", "m0-words": "lies"}, 422, "Write what stands beside these words."),
        ({"m0-kind": "voice", "m0-depth": 1}, 422, "Choose who speaks in these words."),
        ({"m0-kind": "term"}, 422, "Choose the term of the glossary that these words stand for."),
        ({"m0-words": "lies"}, 422, "Choose what kind of mark this is."),
        ({"m0-kind": "sic", "m0-words": "here", "m0-to": "lies"}, 422,
         "“lies” does not stand after “here”. Copy the words exactly."),
        ({"m0-kind": "sic", "m0-words": "lies", "seen": 2}, 409, "This text was corrected in another window"),
    ],
)  # fmt: skip
def test_edition_marks_says_what_to_do(ana, source, body, status, sentence):
    page = ana.post(MARKS, {"seen": 1} | body)
    assert (page.status_code, sentence in page.content.decode()) == (status, True)
    assert source.editions.count() == 1


@pytest.mark.parametrize(
    ("second", "depth", "sentence"),
    [
        (("lies", "here."), 2, "Two voices in passage 1 cross: “He lies” and “lies here.”. Let one end before the other "
         "begins, or put one wholly inside the other."),
        (("lies", ""), 1, "In passage 1 the voice on “lies” stands inside the voice on “He lies”: give it a greater "
         "depth, such as 2."),
    ],
)  # fmt: skip
def test_voices_stand_apart_or_one_inside_the_other(ana, source, second, depth, sentence):
    who = "Kim Il Sung"
    body = {"seen": 1, "m0-kind": "voice", "m0-words": "He lies", "m0-agent": who, "m0-depth": 1, "m1-kind": "voice",
            "m1-words": second[0], "m1-to": second[1], "m1-agent": who, "m1-depth": depth}  # fmt: skip
    assert sentence in ana.post(MARKS, body).content.decode()


def test_a_text_is_corrected_by_editors_of_its_shelf_alone(cast, source, client):
    for person in (cast.irina, cast.tom):
        client.force_login(person)
        assert [client.get(page).status_code for page in (CORRECT, MARKS)] == [404, 404]
