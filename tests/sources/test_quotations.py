"""Every shipped quotation is modelled in full: who speaks through whom, who wrote down and translated, what is cut."""

import json
import re

from lessons.sources.actions.loading import CONTENT
from lessons.sources.cite.chicago import note
from lessons.sources.cite.words import plain
from lessons.sources.models import Alignment, Passage, Span
from lessons.sources.queries.citing import bare_citable, citables
from lessons.sources.queries.heads import source_heads
from tests.held import held

QUOTATIONS = {row["id"]: row for row in json.loads((CONTENT / "quotations.json").read_text(encoding="utf-8"))}
KHRUSHCHEV = ("Nikita Khrushchev",)
SOVIET_SIDE = ("The Soviet side at the talks",)
ALBANIANS = "The Albanian delegation (Hysni Kapo, with Ramiz Alia)"
# Written by hand from the notes on the quotations: who speaks, the last to write first, the first speaker last.
CHAINS = {
    "Q01": ("Nikita Khrushchev", "Karl Marx"),
    "Q04": ("Nikita Khrushchev", "Vladimir Lenin"),
    "Q13a": ("Władysław Gomułka", *SOVIET_SIDE),
    "Q13b": ("Władysław Gomułka", *SOVIET_SIDE),
    "Q13c": ("Władysław Gomułka", *SOVIET_SIDE),
    "Q15": ("Mikhail Zimyanin", "“Rightists” in China, as the report calls them"),
    "Q16": (ALBANIANS, "Mao Zedong"),
    "Q18": ("V. I. Ivanov", "Kim Il Sung", "Yun Gong-heum"),
    "Q19": ("V. I. Ivanov", "Qiao Xiaoguang", "Yun Gong-heum"),
    "Q24": ("Aleksander Zawadzki", "Anastas Mikoyan"),
    "Q25": ("V. I. Ivanov", "Kim Il Sung", "Yun Gong-heum"),
    "Q27": ("A Chinese note-taker, not named", "Mao Zedong"),
}
# Where the quoted words break off or leave something out: each such sign has its note.
CUT = re.compile(r"…|\.{3,4}")


@held
def loaded(shipped_sources):
    return shipped_sources


def passage_of(quotation: str) -> Passage:
    words = QUOTATIONS[quotation]["exact"]
    found = Passage.objects.filter(text__contains=words, edition__role__in=["transcription", "translation"])
    assert found.count() == 1
    return found.select_related("edition__source", "edition__translator").get()


def test_there_are_31():
    assert len(QUOTATIONS) == 31


def test_who_speaks_through_whom(loaded):
    found = {}
    for quotation, row in QUOTATIONS.items():
        passage = passage_of(quotation)
        start = passage.text.index(row["exact"])
        end = start + len(row["exact"])
        voices = passage.spans.filter(kind="voice", start__lt=end, end__gt=start).order_by("depth")
        chain = tuple(voice.agent.name for voice in voices)
        if len(chain) > 1:
            found[quotation] = chain
    assert found == CHAINS


def untold(quotation: str) -> list[str]:
    """What is not told of the quotation's way to us."""
    edition = passage_of(quotation).edition
    source = edition.source
    roles = set(source.agents.values_list("role", flat=True))
    told = {
        "origin": bool(source.origin),
        "made by somebody, or said to be not known": bool(roles & {"creator", "speaker", "recorder"}),
        "translated by somebody, or said to be not known": "translator" in roles,
        "compared with": bool(edition.verified_against),
        "about the text": bool(edition.about),
        "numbered by": bool(edition.scheme),
        "where it lies, or said to be not known": edition.holding is not None or not source.holdings.exists(),
    }
    return [what for what, is_told in told.items() if not is_told]


def test_its_way_to_us_is_told(loaded):
    assert {quotation: untold(quotation) for quotation in QUOTATIONS if untold(quotation)} == {}


def unmarked_cuts(quotation: str) -> list[tuple[int, int]]:
    passage = passage_of(quotation)
    start = passage.text.index(QUOTATIONS[quotation]["exact"])
    signs = [(start + m.start(), start + m.end()) for m in CUT.finditer(QUOTATIONS[quotation]["exact"])]
    gaps = set(passage.spans.filter(kind="gap").values_list("start", "end"))
    return [sign for sign in signs if not any(a < sign[1] and sign[0] < b for a, b in gaps)]


def test_each_cut_is_marked(loaded):
    assert {quotation: unmarked_cuts(quotation) for quotation in QUOTATIONS if unmarked_cuts(quotation)} == {}


def test_the_two_translations_stand_side_by_side(loaded):
    pair = Alignment.objects.get(left__edition__label="en-goldberg")
    assert (pair.left.number, pair.right.number, pair.right.edition.label) == ("5", "1", "en-person")
    names = [pair.left.edition.translator.name, pair.right.edition.translator.name]
    assert names == ["Gary Goldberg", "James F. Person"]
    numbers = [pair.left.edition.holding.document_number, pair.right.edition.holding.document_number]
    assert numbers == ["114136", "113372"]


def test_each_translation_is_said_with_its_translator(loaded):
    diary = loaded["ivanov-diary"]
    head = source_heads([diary.pk])[diary.pk]
    assert [head.text_words(edition) for edition in diary.editions.filter(role="translation").order_by("label")] == [
        "English translation by Gary Goldberg",
        "English translation by James F. Person",
    ]
    speech = loaded["secret-speech"]
    assert source_heads([speech.pk])[speech.pk].text_words(speech.editions.get(label="en")) == "English translation"


def test_a_memorandum_is_cited_under_the_ambassador_who_wrote_it_and_notes_under_their_taker(loaded):
    slugs = ("ivanov-diary", "ivanov-qiao-memo", "gomulka-notes", "zawadzki-notes")
    assert {slug: [name.full for name in bare_citable(loaded[slug]).makers] for slug in slugs} == {
        "ivanov-diary": ["V. I. Ivanov"],
        "ivanov-qiao-memo": ["V. I. Ivanov"],
        "gomulka-notes": ["Władysław Gomułka"],
        "zawadzki-notes": ["Aleksander Zawadzki"],
    }


def test_a_talk_that_was_printed_is_cited_with_the_chronicle(loaded):
    edition = loaded["mao-choe-1969"].editions.get(label="en")
    assert plain(note(citables([edition.pk])[edition.pk])) == (
        "Mao Zedong, Mao Zedong's Conversation with North Korean Official Choe Yong-geon (Excerpt), Tiananmen Gate, Beijing, "
        "1 October 1969, printed in Zhonghua renmin gongheguo shilu, vol. 3, part 1, p. 522, Wilson Center Digital Archive, "
        "http://digitalarchive.wilsoncenter.org/document/111509."
    )


def test_what_we_have_at_second_hand_alone_is_cited_so(loaded):
    assert plain(note(bare_citable(loaded["wreath-1961"]))) == (
        "Zhou Enlai, Inscription on a wreath for Stalin, The mausoleum on Red Square, Moscow, October 1961, "
        "quoted from a blog post of 2011, without a source."
    )
    assert {slug for slug, source in loaded.items() if bare_citable(source).quoted_from} == {
        "kiev-leaflet", "we-will-bury-you", "wreath-1961",
    }  # fmt: skip


def test_our_own_cards_bear_no_date_of_the_time_that_they_tell_of(loaded):
    reference = [source for source in loaded.values() if source.kind == "reference"]
    assert [source.slug for source in reference if source.date_edtf and source.date_edtf < "2000"] == []


def test_the_two_records_of_one_meeting_lead_to_each_other(loaded):
    sisters = {
        source.slug: [link.other.slug for link in source.links.filter(kind="sister")]
        for source in (loaded["gomulka-notes"], loaded["zawadzki-notes"])
    }
    assert sisters == {"gomulka-notes": ["zawadzki-notes"], "zawadzki-notes": ["gomulka-notes"]}


def test_the_way_of_the_speech_is_told_in_steps(loaded):
    steps = loaded["secret-speech"].agents.values_list("role", "agent__name", "date_edtf")
    assert list(steps) == [
        ("speaker", "Nikita Khrushchev", "1956-02-25"),
        ("recorder", None, ""),
        ("released", "US Department of State", "1956-06-04"),
        ("printed", "The New York Times", "1956-06-05"),
        ("printed", None, "1989"),
        ("translator", None, ""),
        ("published_by", "Wilson Center Digital Archive", ""),
    ]


def test_terms_stand_in_the_words(loaded):
    marked = Span.objects.filter(kind="term", passage__edition__source__slug="secret-speech")
    assert sorted(set(marked.values_list("term__slug", flat=True))) == [
        "cult-of-the-individual",
        "marxism-leninism",
        "ussr",
    ]
    words = {span.passage.text[span.start : span.end] for span in marked.select_related("passage")}
    assert words == {"cult of the individual", "Marxism-Leninism", "Marxist", "Leninist", "Soviet Union"}


def test_a_damaged_place_says_so(loaded):
    sic = passage_of("Q04").spans.get(kind="sic")
    assert passage_of("Q04").text[sic.start : sic.end] == "that lies capriciously"
