"""The page of a source: words, numbers, what stands beside them, who may read it."""

import json

from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from lxml import html as lxml_html

from lessons.library import CONTENT
from lessons.sources.models import Place, Source
from lessons.sources.render import numbers_of
from tests import make
from tests.held import held

QUOTATIONS = json.loads((CONTENT / "quotations.json").read_text())


@held
def sources(shipped_sources):
    return shipped_sources


@held(copied=False)
def pages(cast, sources):
    client = Client()
    client.force_login(cast.ana)
    answers = {slug: client.get(reverse("sources:source", args=[slug])) for slug in sources}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {slug: lxml_html.fromstring(answer.content.decode()) for slug, answer in answers.items()}


def test_every_quotation_is_one_uninterrupted_run_of_a_page(pages):
    runs = [p.text_content() for page in pages.values() for p in page.find_class("src-words")]
    assert [row["id"] for row in QUOTATIONS if not any(row["exact"] in run for run in runs)] == []


def test_ids_are_unique_and_every_paragraph_arrives_by_label_and_number(pages, sources):
    for slug, page in pages.items():
        ids = page.xpath("//@id")
        assert (slug, sorted(ids)) == (slug, sorted(set(ids)))
        numbers = [
            n
            for edition in sources[slug].editions.exclude(role="adaptation")
            for n in edition.passages.values_list("number", flat=True)
        ]
        wanted = {f"p{name}" for number in numbers for name in [number, *numbers_of(number)]}
        assert (slug, sorted(wanted - set(ids))) == (slug, [])


def test_a_range_is_reached_by_either_number(pages):
    ids = set(pages["secret-speech"].xpath("//@id"))
    assert {"p8-9", "p8", "p9", "p78"} <= ids


def test_cuts_are_spoken_and_voices_stand_in_words(pages):
    page = pages["secret-speech"]
    assert "text left out" in page.xpath("//span[contains(@class, 'span-gap')]/@aria-label")
    voices = " ".join(li.text_content() for ul in page.find_class("src-voices") for li in ul)
    assert "Khrushchev reads out Lenin's letter" in voices
    notes = " ".join(details.text_content() for details in page.find_class("src-notes"))
    assert "So in the text (sic), “that lies capriciously”" in notes


def test_the_easier_wording_is_labelled_and_one_tap_away(pages):
    easier = pages["secret-speech"].find_class("src-adapted")
    assert {d.tag for d in easier} == {"details"}
    assert {d.find_class("adapted-label")[0].text_content() for d in easier} == {
        "Adapted: easier wording by the course team, not the source's words"
    }
    assert {p.get("id") for d in easier for p in d.iter("p")} == {None}


def test_cards_say_that_they_cannot_be_quoted(pages, sources):
    label = "Our summary: can be pointed at, never quoted"
    labelled = {slug for slug, page in pages.items() if label in page.text_content()}
    assert labelled == {slug for slug, source in sources.items() if source.is_card}


def test_the_source_line_names_who_in_each_role_and_what_is_not_known(pages, sources):
    facts = {
        slug: " ".join(" ".join(part.text_content() for part in page.find_class("source-facts")).split())
        for slug, page in pages.items()
    }
    assert "Nikita Khrushchev, speaking" in facts["secret-speech"]
    assert "25 February 1956" in facts["secret-speech"]
    unplaced = {slug for slug, source in sources.items() if not source.place and not source.is_card}
    assert unplaced != set()
    assert {slug for slug in facts if "Place not known" in facts[slug]} == unplaced  # our own cards lie nowhere
    assert [slug for slug, source in sources.items() if source.is_card and "is kept" in facts[slug]] == []


def test_two_voices_that_begin_alike_are_told_apart_by_their_words(pages):
    said = [
        " ".join(li.text_content().split()) for li in pages["secret-speech"].xpath("//div[@class='src-voices']//li")
    ]
    told = [line for line in said if "excessively rude" in line]
    assert ["“Stalin is excessively rude, that”" in told[0], "“Stalin is excessively rude, and”" in told[1]] == [
        True,
        True,
    ]


def test_words_bear_their_language(pages):
    assert {p.get("lang") for page in pages.values() for p in page.find_class("src-words")} == {"en"}


def test_a_source_is_seen_by_staff_of_its_shelf_and_by_classes_that_were_given_it(client, cast):
    edition = make.source(cast.shelf, slug="hidden-notes")
    address = reverse("sources:source", args=["hidden-notes"])
    statuses = {}
    for who in ("ana", "tom", "irina", "lena", "olga"):
        client.force_login(getattr(cast, who))
        statuses[who] = client.get(address).status_code
    assert statuses == {"ana": 200, "tom": 404, "irina": 404, "lena": 404, "olga": 404}
    blocks = [{"kind": "part", "body": {"v": 1, "title": "One"}}, {"kind": "excerpt", "excerpt": make.excerpt(edition)}]
    make.give_lesson(cast.hist, make.lesson(cast.shelf, blocks=blocks))
    client.force_login(cast.irina)
    assert client.get(address).status_code == 200
    client.force_login(cast.lena)
    assert client.get(address).status_code == 404


def test_words_of_a_source_are_escaped(client, cast):
    make.source(cast.shelf, slug="sharp", passages=["<script>alert(1)</script> & so on"])
    Source.objects.filter(slug="sharp").update(title="<b>Title</b>", place=Place.objects.create(name="<i>Place</i>"))
    client.force_login(cast.ana)
    body = client.get(reverse("sources:source", args=["sharp"])).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; so on" in body
    assert [bad for bad in ("<script>alert", "<b>Title", "<i>Place") if bad in body] == []


def test_the_page_asks_the_same_number_of_queries_for_any_number_of_passages(client, cast, query_count_is_constant):
    edition = make.source(cast.shelf, slug="long")
    client.force_login(cast.ana)

    def grow():
        second = edition.source.editions.create(label="ru", role="transcription", scheme="s", extent="whole")
        for n in range(1, 40):
            passage = second.passages.create(number=str(n), position=n, text=f"Words {n}")
            passage.spans.create(start=0, end=5, kind="sic", text="odd")
        second.locked_at = edition.locked_at
        second.save(update_fields=["locked_at"])

    def drawn_anew():
        caches["drawn"].clear()
        return client.get(reverse("sources:source", args=["long"]))

    assert query_count_is_constant(drawn_anew, grow) <= 10
