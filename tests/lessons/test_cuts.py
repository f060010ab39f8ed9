"""Excerpts with marked cuts: what is shown, what is said to be left out, what is refused, what is only a warning."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from lessons.blocks import Reader, kinds
from lessons.forms.authoring import editors
from lessons.models import Block
from lessons.queries.authoring import blocks_of, problems_of
from lessons.sources.cuts import Stretch, loose_starts, quote_problem, stretches_of, trimmed, typed_of, words_shown
from lessons.sources.models import ExcerptRange
from lessons.sources.render import PassageView, SpanView
from tests import make

TEXT = "Stalin came. He spoke long, and he left.\nNobody asked why 😀 he did."


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("", []),
        ("Stalin came.", [(0, 12)]),
        ("Stalin … came.", [(0, 12)]),
        ("He spoke ... left.", [(13, 40)]),
        ("he left. Nobody … why", [(32, 57)]),
        ("Stalin came.\nNobody … did.", [(0, 12), (41, 67)]),
    ],
)
def test_words_that_are_typed_are_found(typed, places):
    assert stretches_of(TEXT, typed, "8") == places


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Lenin came.", "“Lenin came.” does not stand in passage 8. Copy its words exactly: first words … last words."),
        ("Nobody … why\nStalin came.", "In passage 8 “Stalin came.” stands before or inside what is shown already. Write the "
         "stretches in their order in the source, none overlapping another."),
        ("Stalin … long\nspoke long", "In passage 8 “spoke long” stands before or inside what is shown already. Write the "
         "stretches in their order in the source, none overlapping another."),
    ],
)  # fmt: skip
def test_words_that_are_not_there_or_not_in_order_are_refused(typed, sentence):
    with pytest.raises(ValueError) as refused:
        stretches_of(TEXT, typed, "8")
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("start", "warned"),
    [(0, False), (13, False), (41, False), (16, True), (32, True), (48, True)],
)
def test_a_cut_that_may_take_the_subject_off_its_sentence_is_a_warning(start, warned):
    said = loose_starts(TEXT, [(start, len(TEXT))], "8")
    assert bool(said) == warned
    if start == 16:
        assert said == ["In passage 8 what is shown begins inside a sentence: “spoke long, and he left. …”. Look whether its "
                        "subject was cut off."]  # fmt: skip


word = st.sampled_from(["he", "came", "…", "He", "left.", "😀", "came,"])


@given(st.lists(word, min_size=3, max_size=40), st.data())
def test_what_is_drawn_as_typed_is_read_as_the_same_places(words, data):
    text = " ".join(words)
    starts = [at for at in range(len(text)) if at == 0 or text[at - 1] == " "]
    edges = sorted(data.draw(st.lists(st.sampled_from(starts), min_size=2, max_size=4, unique=True)))
    places = [(a, b - 1) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    if [len(stretches_of(text, text[a:b], "8")) for a, b in places] and places[0][0] == 0:
        try:
            read = stretches_of(text, typed_of(text, places[:1], "8"), "8")
        except ValueError:
            raise AssertionError("what the form shows is not what it reads") from None
        assert read == places[:1]


def test_a_trimmed_passage_has_its_marks_on_their_words_and_says_what_is_left_out():
    view = PassageView("8", TEXT, (SpanView(13, 15, "sic"), SpanView(0, 67, "voice"), SpanView(16, 21, "note")))
    short = trimmed(view, [Stretch(0, 15), Stretch(41, 67, note="x")])
    assert short.text == "Stalin came. He\nNobody asked why 😀 he did."
    assert [(s.kind, short.text[s.start : s.end]) for s in short.spans] == [
        ("sic", "He"), ("voice", "Stalin came. He"), ("gap", "\n"), ("voice", "Nobody asked why 😀 he did."),
    ]  # fmt: skip
    assert [s.note for s in short.spans if s.kind == "gap"] == ["text left out here"]


def test_words_are_counted_as_they_are_shown():
    assert [words_shown(TEXT, [Stretch()]), words_shown(TEXT, [Stretch(0, 12), Stretch(41)])] == [14, 8]


@pytest.mark.parametrize(
    ("code", "words", "blocked"),
    [("InC", 300, False), ("InC", 301, True), ("", 9000, False), ("CC-BY-4.0", 9000, False), ("NoC-US", 9000, False)],
)
def test_the_statement_of_rights_says_how_much_may_be_shown(code, words, blocked):
    assert bool(quote_problem("Diary", code, words)) == blocked


# -- In a lesson ------------------------------------------------------------------------------------------


@pytest.fixture
def block(cast) -> Block:
    edition = make.source(cast.shelf, slug="diary", passages=(TEXT, "Second words.", "Third words."))
    version = make.lesson(
        cast.shelf, blocks=[{"kind": "part", "body": {"title": "One"}}, {"kind": "excerpt", "body": {"letter": "A"},
                                                                         "excerpt": make.excerpt(edition)}], locked=False,
    )  # fmt: skip
    return blocks_of(version)[1]


def saved(cast, block: Block, **typed):
    """The form of the block with all passages ticked; what was typed, by the number of the passage."""
    passages = {p.number: p.pk for p in block.excerpt.edition.passages.all()}
    named = {}
    for name, value in typed.items():
        field, _, number = name.partition("_")
        named[f"{field}_{passages[number]}"] = value
    data = {"letter": "A", "edition": block.excerpt.edition_id, "passages": list(passages.values())}
    editor = editors()["excerpt"]
    form = editor.form(block, querydict(data | named), user=cast.ana)
    if form.is_valid():
        editor.write(block, form.values, cast.ana)
        assert editor.values(block) == form.values
    return form


def querydict(data: dict):
    made = QueryDict(mutable=True)
    for name, value in data.items():
        made.setlist(name, [str(one) for one in value] if isinstance(value, list) else [str(value)])
    return made


def drawn(block: Block) -> str:
    return str(kinds()["excerpt"].load([block], Reader(user=None))[block.key]["html"])


def test_a_teacher_trims_a_passage_and_marks_a_cut(cast, block):
    saved(cast, block, only_1="Stalin came.\nNobody … did.", cut_2="on", left_2="three pages")
    rows = ExcerptRange.objects.filter(excerpt=block.excerpt).values_list(
        "passage__number", "start", "end", "cut_after", "cut_note"
    )
    assert list(rows) == [
        ("1", 0, 12, False, ""), ("1", 41, None, False, ""), ("2", 0, None, True, "three pages"), ("3", 0, None, False, ""),
    ]  # fmt: skip
    html = drawn(block)
    assert "He spoke" not in html
    assert html.count("text left out here") == 2
    assert "text left out here: three pages" in html
    form = editors()["excerpt"].form(block, user=cast.ana)
    passage = block.excerpt.edition.passages.get(number="1")
    assert form.fields[f"only_{passage.pk}"].initial == "Stalin came.\nNobody asked why 😀 he did."


def test_a_passage_without_its_end_says_so(cast, block):
    saved(cast, block, only_1="Stalin came.")
    assert drawn(block).count("text left out here") == 1


def test_crossing_stretches_are_refused_and_what_was_typed_is_kept(cast, block):
    form = saved(cast, block, only_1="Nobody … did.\nStalin came.")
    assert [words for field in form.errors.values() for words in field] == [
        "In passage 1 “Stalin came.” stands before or inside what is shown already. Write the stretches in their order in "
        "the source, none overlapping another."
    ]


def test_a_cut_inside_a_sentence_is_said_beside_the_block_and_refuses_nothing(cast, block):
    assert saved(cast, block, only_1="spoke … left.").is_valid()
    assert (
        "begins inside a sentence: “spoke long, and he left. …”" in editors()["excerpt"].summaries([block])[block.key]
    )


def test_s17_a_lesson_that_shows_too_much_of_a_protected_source_is_not_published(cast, block):
    source = block.excerpt.edition.source
    long = make.source(cast.shelf, slug="long", passages=("word " * 301,))
    block.excerpt = make.excerpt(long)
    block.save(update_fields=["excerpt"])
    assert problems_of(block.version, blocks_of(block.version)) == []
    long.source.rights_code = "CNE"
    long.source.save(update_fields=["rights_code"])
    said = problems_of(block.version, blocks_of(block.version))
    assert [key for key, _ in said] == [block.key]
    assert "shows 301 words of “Title of long”" in said[0][1]
    assert "at most 300 may be shown" in said[0][1]
    assert source.rights_code == ""
