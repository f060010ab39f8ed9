"""The scenarios of the source page under their numbers: S1 to S5, S23, S24."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html as lxml_html

from coursesite import clock
from lessons.sources.models import Alignment, Edition, Passage
from tests import make
from tests.held import held
from tests.sources.big import big_source


@held
def sources(shipped_sources):
    return shipped_sources


@pytest.fixture
def ask(client, cast):
    """ask(slug, **asked): (answer, its tree), as Ana."""
    client.force_login(cast.ana)

    def ask(slug, **asked):
        answer = client.get(reverse("sources:source", args=[slug]), asked)
        return answer, lxml_html.fromstring(answer.content.decode())

    return ask


def words(element) -> str:
    return " ".join(element.text_content().split())


def fact(tree, name) -> str:
    rows = [row for facts in tree.find_class("source-facts") for row in facts]  # what is shown, and what is folded
    return next(words(row[1]) for row in rows if words(row[0]) == name)


# -- S1: the address of a paragraph ------------------------------------------------------------------------


def test_s1_every_number_and_every_two_neighbours_have_an_address(ask, sources, cast):
    big_source(cast.shelf)
    for slug, wanted in (("secret-speech", {"p8", "p9", "p8-9"}), ("big-source", {"p8", "p9", "p8-9", "ph1", "p120"})):
        _, tree = ask(slug)
        assert (slug, wanted - set(tree.xpath("//@id"))) == (slug, set())


def test_s1_the_link_of_a_number_reads_as_words(ask, cast):
    big_source(cast.shelf)
    _, tree = ask("big-source")
    links = {link.get("href"): link.get("aria-label") for link in tree.find_class("src-num")}
    assert (links["#p8"], links["#ph1"]) == ("Paragraph 8", "Heading 1")


def test_s1_the_note_on_numbers_says_who_numbered(ask, cast):
    big_source(cast.shelf)
    _, tree = ask("big-source")
    said = [words(line) for line in tree.find_class("src-line")]
    assert any("Paragraph numbers: assigned: body paragraphs, headings not counted" in line for line in said)


@pytest.mark.parametrize(
    ("typed", "place"), [("8", "p8"), ("¶ 8", "p8"), ("8–9", "p8-9"), ("8 to 9", "p8-9"), ("8-12", "p8"), ("h2", "ph2")]
)
def test_s1_without_script_a_number_is_typed_and_leads_there(client, cast, typed, place):
    big_source(cast.shelf)
    client.force_login(cast.ana)
    answer = client.get(reverse("sources:source", args=["big-source"]), {"p": typed})
    assert (answer.status_code, answer["Location"]) == (302, f"/sources/big-source/#{place}")


def test_s1_an_unknown_paragraph_gives_a_message(ask, cast):
    big_source(cast.shelf)
    answer, tree = ask("big-source", p="999")
    assert answer.status_code == 422
    assert "There is no paragraph 999 here." in words(tree.find_class("error-summary")[0])
    assert tree.get_element_by_id("id_p").get("value") == "999"


# -- S2: an honest source line -----------------------------------------------------------------------------


def test_s2_the_source_line_tells_speaker_recorder_date_place_text_and_archive(ask, sources):
    _, tree = ask("mao-kapo-1962")
    assert "Mao Zedong, speaking" in fact(tree, "Who")
    assert "ritten down by" in fact(tree, "Who")
    assert fact(tree, "Date").startswith("Recorded 29 June 1962")
    assert "Wuhan" in fact(tree, "Place")
    assert fact(tree, "Kept at") != ""
    found = fact(tree, "Found at")
    assert "Wilson Center Digital Archive" in found
    assert "Document number 117679" in found
    assert "digitalarchive.wilsoncenter.org/document/117679" in found
    assert "retriev" in found
    assert fact(tree, "Rights") != ""


def test_s2_a_translation_without_a_known_translator_says_so(ask, sources):
    _, tree = ask("mao-kapo-1962")
    assert any(words(line).startswith("Translator not stated") for line in tree.find_class("src-line"))
    _, tree = ask("ivanov-diary")
    said = [words(line) for line in tree.find_class("src-line")]
    assert any(line.startswith("Translated by Gary Goldberg") for line in said)
    assert any(line.startswith("Translated by James F. Person") for line in said)


def test_s2_how_it_came_to_us_stands_in_order(ask, cast):
    big_source(cast.shelf)
    _, tree = ask("big-source")
    assert [words(step) for step in tree.find_class("steps")[0]] == [
        "Said by Anna Speaker",
        "Written down by Boris Recorder",
        "Filed: who filed it is not known",
    ]


def test_s2_a_doubtful_date_says_what_is_in_doubt(ask, cast):
    big_source(cast.shelf)
    _, tree = ask("big-source")
    said = words(tree.find_class("about-date")[0])
    assert "As written: 25.II.1956" in said
    assert "The date is not certain." in said
    assert "a stamp that is hard to read" in said


def test_s2_a_plain_date_has_no_disclosure(ask, cast):
    make.source(cast.shelf, slug="plain")
    _, tree = ask("plain")
    assert tree.find_class("about-date") == []


# -- S3: nested voices -------------------------------------------------------------------------------------


def test_s3_three_voices_are_told_in_words(ask, sources):
    _, tree = ask("ivanov-diary")
    said = [words(item) for item in tree.get_element_by_id("p5").find_class("src-voices")[0].iter("li")]
    assert any(
        line.startswith("Yun Gong-heum, as told by Kim Il Sung, as written down by V. I. Ivanov, from “the Workers’")
        for line in said
    )
    assert any(line.startswith("Kim Il Sung, as written down by V. I. Ivanov") for line in said)


def test_s3_a_voice_is_drawn_in_the_words_and_named_beside_them_alike(ask, sources):
    _, tree = ask("ivanov-diary")
    passage = tree.get_element_by_id("p5")
    inside = {name for span in passage.find_class("span-voice") for name in span.classes if name.startswith("voice-")}
    beside = {name for name in ("voice-2", "voice-3") if passage.find_class("src-voices")[0].find_class(name)}
    assert inside == beside == {"voice-2", "voice-3"}


def test_s3_a_term_opens_its_meaning_without_script(ask, cast):
    big_source(cast.shelf)
    _, tree = ask("big-source")
    passage = tree.get_element_by_id("p3")
    (button,) = passage.find_class("span-term")
    meaning = tree.get_element_by_id(button.get("popovertarget"))
    assert (button.tag, button.text_content(), meaning.get("popover")) == ("button", "Paragraph", "")
    assert "A meeting of many, for hours or days." in words(meaning)


# -- S4: two translations ----------------------------------------------------------------------------------


@pytest.fixture
def aligned_diary(sources):
    """The shipped diary, its two translations aligned as its file says."""
    left = Passage.objects.get(edition__source__slug="ivanov-diary", edition__label="en-goldberg", number="5")
    right = Passage.objects.get(edition__source__slug="ivanov-diary", edition__label="en-person", number="1")
    assert Alignment.objects.filter(left=left, right=right).count() == 1
    return left, right


def test_s4_the_diary_stands_side_by_side_with_what_differs_marked(ask, aligned_diary):
    answer, tree = ask("ivanov-diary", view="compare")
    assert answer.status_code == 200
    rows = [row for row in tree.find_class("pair") if row.find_class("cell")]
    assert len(rows) == 1
    left, right = (rows[0].find_class(name)[0] for name in ("cell-left", "cell-right"))
    marked = [" ".join(words(span) for span in cell.find_class("span-only")) for cell in (left, right)]
    assert "only here: he described matters" in marked[0]
    assert "only here: painting the matter in" in marked[1]
    assert [p.get("lang") for p in rows[0].find_class("src-words")] == ["en", "en"]
    assert {p.get("dir") for p in rows[0].find_class("src-words")} == {"ltr"}
    assert [words(h) for h in tree.find_class("pair-heads")[0]] == [
        "English translation by Gary Goldberg",
        "English translation by James F. Person",
    ]


def test_s4_the_words_without_their_marks_are_the_source_s(ask, aligned_diary):
    _, tree = ask("ivanov-diary", a="en-goldberg.1", b="en-person.1")
    for said in tree.find_class("said"):
        said.drop_tree()
    assert [p.text_content() for p in tree.find_class("src-words")] == [p.text for p in aligned_diary]


def test_s4_the_easier_version_stands_against_its_original_by_number(ask, sources):
    _, tree = ask("secret-speech", a="en.1", b="adapted.1")
    rows = [row for row in tree.find_class("pair") if row.find_class("cell")]
    empty = [row for row in rows if row.find_class("cell-left")[0].find_class("nothing")]
    assert (len(rows) > 10, empty) == (True, [])


def test_s4_a_corrected_text_is_compared_sign_by_sign_with_the_one_before(ask, cast):
    first = make.source(cast.shelf, slug="corrected", passages=["The Party met.", "It went home."])
    second = Edition.objects.create(
        source=first.source, label="en", number=2, role="translation", scheme=first.scheme, extent="whole"
    )
    for n, text in (("1", "The party met."), ("2", "It went home.")):
        Passage.objects.create(edition=second, number=n, position=int(n), text=text)
    second.locked_at = clock.now()
    second.save(update_fields=["locked_at"])
    _, tree = ask("corrected", view="compare")
    assert [words(span) for span in tree.find_class("span-only")][1:] == ["only here: Party", "only here: party"]
    assert "Later corrected" not in words(tree.find_class("source-views")[0])
    _, whole = ask("corrected")
    assert [p.text_content() for p in whole.find_class("src-words")] == ["The party met.", "It went home."]


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({"a": "en.1", "b": "en.1"}, "Choose two different texts."),
        ({"a": "fr.9"}, "This source has no such text. Choose one from the list."),
        ({"view": "upside-down"}, "upside-down"),
    ],
)
def test_s4_a_pair_that_cannot_be_is_refused_in_words(ask, cast, asked, problem):
    big_source(cast.shelf)
    answer, tree = ask("big-source", **asked)
    assert answer.status_code == 422
    assert problem in words(tree.find_class("error-summary")[0])


def test_s4_a_source_of_one_text_offers_no_comparison(ask, cast):
    make.source(cast.shelf, slug="single")
    _, tree = ask("single")
    assert "Compare" not in words(tree.find_class("source-views")[0])
    answer, tree = ask("single", view="compare")
    assert (answer.status_code, "nothing to compare" in words(tree)) == (422, True)


# -- S5: cuts and damage ------------------------------------------------------------------------------------


def test_s5_cuts_stand_in_brackets_and_say_what_is_missing(ask, sources):
    _, tree = ask("secret-speech")
    first = tree.get_element_by_id("p2")
    cuts = first.find_class("span-gap")
    assert {cut.get("aria-label") for cut in cuts} == {"text left out"}
    assert all("in-brackets" in cut.classes for cut in cuts)
    notes = [words(item) for item in first.find_class("src-notes")[0].iter("li")]
    assert sum(note.startswith("Text left out") for note in notes) == len(cuts)
    assert any("Wilhelm Bloss" in note for note in notes)


def test_s5_the_damaged_words_bear_their_sic(ask, sources):
    _, tree = ask("secret-speech")
    passage = tree.get_element_by_id("p8-9")
    assert words(passage.find_class("span-sic-end")[-1]).endswith("lies capriciously")
    notes = [words(item) for item in passage.find_class("src-notes")[0].iter("li")]
    assert any(note.startswith("So in the text (sic), “that lies capriciously”") for note in notes)


def test_the_easier_version_throughout_has_the_source_s_words_one_tap_away(ask, sources):
    answer, tree = ask("ivanov-diary", easier="1")
    passage = tree.get_element_by_id("p5")
    assert answer.status_code == 200
    assert "stood up" in words(passage.find_class("src-easier")[0])
    assert passage.find_class("adapted-label") != []
    original = passage.find_class("src-original")[0]
    assert (original.tag, "Yun Gong-heum arose" in words(original)) == ("details", True)


# -- S23: speed; S24: cards ---------------------------------------------------------------------------------


def statements(client, address) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize("asked", ["", "?easier=1", "?view=compare"])
def test_s23_the_page_asks_as_little_for_120_paragraphs_as_for_6(client, cast, asked):
    counts = []
    for size in (6, 120):
        made = big_source(cast.shelf, paragraphs=size, slug=f"big-{size}")
        blocks = [{"kind": "part", "body": {"v": 1, "title": "One"}},
                  {"kind": "excerpt", "excerpt": make.excerpt(made.first)}]  # fmt: skip
        make.give_lesson(cast.hist, make.lesson(cast.shelf, blocks=blocks))
    client.force_login(cast.irina)
    for size in (6, 120):
        address = reverse("sources:source", args=[f"big-{size}"]) + asked
        caches["drawn"].clear()
        client.get(reverse("sources:source", args=["big-6"]))
        first, again = statements(client, address), statements(client, address)
        counts.append((len(first), len(again)))
    (few_first, few_again), (many_first, many_again) = counts
    assert (many_again, many_again <= 9) == (few_again, True)
    assert many_first <= 12
    assert many_first <= few_first + 2


def test_s24_a_card_says_whose_claims_it_tells_and_leaves_them_as_they_were(ask, sources):
    _, tree = ask("card-000")
    said = words(tree.find_class("card-origin")[0])
    assert "published blog post of 6 December 2011" in said
    assert re.search(r"right or wrong\. Errors in it are theirs and have been left", said)
    assert "whom it calls the foreign minister of China" in words(tree.get_element_by_id("p4"))
