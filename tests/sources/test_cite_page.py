"""Citing on the site: from the shipped rows, at a paragraph, as files, for those who may read the source."""

import json

import pytest
from django.urls import reverse
from lxml import html as lxml_html

from lessons.sources.models import Agent, Holding, Repository, Source
from lessons.sources.queries.citing import citables
from tests import make
from tests.held import held
from tests.sources.test_cite_files import faults


@held
def sources(shipped_sources):
    return shipped_sources


@pytest.fixture
def ana(client, cast):
    client.force_login(cast.ana)
    return client


def ways(answer) -> dict[str, str]:
    """Key of the way -> its words as they are copied."""
    page = lxml_html.fromstring(answer.content.decode())
    return {p.get("id").removeprefix("cite-"): p.text_content() for p in page.find_class("cite-words")}


TITLE = "Diary of Ambassador of the USSR to the DPRK V. I. Ivanov for the Period from 29 August to 14 September 1956"
PLACE = "RGANI, fond 5, opis 28, delo 410, listy 319–21"
URL = "http://digitalarchive.wilsoncenter.org/document/114136"


def test_the_shipped_diary_at_paragraph_5_s16(ana, sources):
    said = ways(ana.get(reverse("sources:source_cite", args=["ivanov-diary"]), {"at": "en-goldberg:5"}))
    quoted = said.pop("quotation")
    assert said == {
        "note": f"V. I. Ivanov, “{TITLE},” entry of 1 September 1956, para. 5, {PLACE}, obtained by James F. Person, "
        f"trans. Gary Goldberg, Wilson Center Digital Archive, {URL}.",
        "short": "Ivanov, “Diary of Ambassador,” para. 5.",
        "entry": f"Ivanov, V. I. “{TITLE}.” Entry of 1 September 1956. {PLACE}. Obtained by James F. Person. "
        f"Translated by Gary Goldberg. Wilson Center Digital Archive. {URL}.",
        "reference": f"Ivanov, V. I. 1956. “{TITLE}.” Entry of 1 September. {PLACE}. Obtained by James F. Person. "
        f"Translated by Gary Goldberg. Wilson Center Digital Archive. {URL}.",
        "in-text": "(Ivanov 1956, para. 5)",
    }
    assert quoted.startswith("“At the Plenum…[Minister of Trade] Yun Gong-heum arose.")
    assert quoted.endswith("repudiated the general line of the party” (Ivanov 1956, para. 5)")


def test_the_other_translation_is_cited_with_its_own_translator_and_document(ana, sources):
    said = ways(ana.get(reverse("sources:source_cite", args=["ivanov-diary"]), {"at": "en-person:1"}))
    assert "para. 1, RGANI, fond 5, opis 28, delo 410, list 319," in said["note"]
    assert said["note"].endswith("trans. James F. Person, Wilson Center Digital Archive, "
                                 "http://digitalarchive.wilsoncenter.org/document/113372.")  # fmt: skip


def test_copied_words_keep_the_cuts_and_the_sic_s5(ana, sources):
    address = reverse("sources:source_cite", args=["secret-speech"])
    quoted = ways(ana.get(address, {"at": "en:8-9"}))["quotation"]
    assert "that lies capriciously [sic], and abuses his power...Vladimir Ilyich said: ‘Stalin" in quoted
    assert "a less capricious temper…” (Khrushchev 1956, paras. 8–9)" in quoted
    assert "against the accused...” (Khr" in ways(ana.get(address, {"at": "en:13"}))["quotation"]
    assert "proven […] actually eliminated" in ways(ana.get(address, {"at": "en:13"}))["quotation"]


def test_every_shipped_text_is_cited_without_gaps_in_its_sentences(sources):
    editions = [e.pk for source in sources.values() for e in source.editions.exclude(role="adaptation")]
    found = citables(editions)
    assert len(found) == len(editions)
    assert [c.slug for c in found.values() if c.makers and "Zedong" in c.makers[0].family] == []
    summaries = {c.slug for c in found.values() if c.is_summary or c.summed_up}
    assert summaries == {slug for slug, source in sources.items() if source.is_card}


def test_a_card_is_cited_as_the_work_it_sums_up_or_as_our_summary(ana, sources):
    known = ways(ana.get(reverse("sources:source_cite", args=["card-003"]), {"at": "summary:4"}))
    assert known["note"] == (
        "“Destalinization 1956-1964,” World History at KMLA, 7 June 2006, cited from the summary by the course team, "
        "para. 4, http://testserver/sources/card-003/."
    )
    plain = ways(ana.get(reverse("sources:source_cite", args=["ref-cold-war"]), {"at": "summary:3"}))
    assert plain["note"] == (
        "Reference card: dates of the Cold War, summary by the course team, para. 3, "
        "http://testserver/sources/ref-cold-war/."
    )
    assert "quotation" not in known | plain


def test_the_page_of_a_source_shows_how_it_is_cited_and_where_to_choose_a_paragraph(ana, sources):
    answer = ana.get(reverse("sources:source", args=["ivanov-diary"]))
    assert list(ways(answer)) == ["note", "short", "entry", "reference", "in-text"]
    page = lxml_html.fromstring(answer.content.decode())
    links = page.xpath("//details[@id='cite']//a/@href")
    base = "/sources/ivanov-diary/cite"
    assert links == [*(f"{base}.{ext}?at=en-goldberg" for ext in ("json", "ris", "bib")), f"{base}/"]


@pytest.mark.parametrize(
    ("ext", "kind", "first"),
    [
        ("json", "application/vnd.citationstyles.csl+json; charset=utf-8", "["),
        ("ris", "application/x-research-info-systems; charset=utf-8", "TY  - MANSCPT"),
        ("bib", "application/x-bibtex; charset=utf-8", "@misc{ivanov1956,"),
    ],
)
def test_a_citation_leaves_as_a_file(ana, sources, ext, kind, first):
    answer = ana.get(reverse("sources:cite_file", args=["ivanov-diary", ext]), {"at": "en-goldberg:5"})
    assert (answer.status_code, answer["Content-Type"]) == (200, kind)
    assert answer["Content-Disposition"] == f'attachment; filename="ivanov-diary.{ext}"'
    assert answer.content.decode().splitlines()[0] == first


def test_the_csl_file_of_the_diary_is_valid_and_points_at_the_paragraph_s16(ana, sources):
    (item,) = json.loads(ana.get("/sources/ivanov-diary/cite.json", {"at": "en-goldberg:5"}).content)
    assert faults(item) == []
    assert item["custom"] == {"locator": "5", "label": "paragraph"}
    assert (item["archive_collection"], item["archive_location"]) == (
        "RGANI",
        "fond 5, opis 28, delo 410, listy 319–21",
    )


def test_a_paragraph_that_is_not_there_is_said_so(ana, sources):
    answer = ana.get(reverse("sources:source_cite", args=["ivanov-diary"]), {"at": "en-goldberg:99"})
    assert answer.status_code == 422
    assert "This source has no such paragraph. Choose one from the list." in answer.content.decode()
    assert ana.get("/sources/ivanov-diary/cite.json", {"at": "en-goldberg:99"}).status_code == 404
    assert ana.get("/sources/ivanov-diary/cite.exe").status_code == 404


def test_easier_wording_is_not_cited(ana, sources):
    answer = ana.get(reverse("sources:source_cite", args=["ivanov-diary"]), {"at": "adapted-goldberg:5"})
    assert answer.status_code == 422


def test_a_source_without_a_text_is_cited_all_the_same(ana, cast):
    Source.objects.create(shelf=cast.shelf, slug="bare", title="Bare notes", kind="notes", date_edtf="1956")
    said = ways(ana.get(reverse("sources:source_cite", args=["bare"])))
    assert said["note"] == "“Bare notes,” 1956."
    assert ana.get("/sources/bare/cite.ris").status_code == 200


def test_words_of_a_citation_are_escaped(ana, cast):
    edition = make.source(cast.shelf, slug="sharp", passages=["<script>alert(1)</script>"])
    Source.objects.filter(slug="sharp").update(title="<b>T</b>")
    body = ana.get(reverse("sources:source_cite", args=["sharp"]), {"at": "en:1"}).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body
    assert [bad for bad in ("<script>alert", "<b>T") if bad in body] == []
    assert edition.source.slug == "sharp"


def test_citing_asks_as_many_queries_for_one_text_as_for_many(cast, django_assert_num_queries):
    editions = [make.source(cast.shelf).pk]
    with django_assert_num_queries(3):
        citables(editions)
    held_by = Repository.objects.create(name="Archive")
    person = Agent.objects.create(slug="x", name="X Y", sort_name="Y, X")
    for _ in range(5):
        edition = make.source(cast.shelf)
        edition.source.agents.create(agent=person, role="creator", position=1)
        Holding.objects.create(source=edition.source, repository=held_by)
        editions.append(edition.pk)
    with django_assert_num_queries(3):
        assert len(citables(editions)) == 6
