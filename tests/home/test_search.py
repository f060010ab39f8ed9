"""One search over lessons, sources, passages, words and historical persons, each of what the reader may see."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coursesite import clock
from coursesite.home.queries.search import found
from coursesite.ui.fold import fold
from lessons.models import LessonTerm
from lessons.sources.actions.folding import fold_agent, fold_term
from lessons.sources.models import Agent, Edition, Event, Passage, Sense, Span, Term
from lessons.sources.searched import folded_passage
from tests import make


def said(group) -> list[str]:
    return ["".join(piece.words for piece in hit.name) for hit in group.hits]


def results(user, query: str) -> dict[str, list[str]]:
    """Key of the group -> names of what was found."""
    return {key: said(group) for key, _, group in found(user, query).groups}


def agent(name: str, *variants: str) -> Agent:
    made = Agent.objects.create(slug=fold(name).replace(" ", "-"), name=name, sort_name=name, variants=list(variants))
    fold_agent(made)
    return made


def given_source(cast, slug: str, *texts: str) -> Edition:
    """A source on Ana's shelf, whose passages her class reads in a lesson."""
    edition = make.source(cast.shelf, slug=slug, passages=texts)
    block = {"kind": "excerpt", "body": {"v": 1}, "excerpt": make.excerpt(edition)}
    make.give_lesson(cast.hist, make.lesson(cast.shelf, title=f"On {slug}", blocks=[block]))
    return edition


@pytest.mark.parametrize("query", ["gomulka", "Gomułka", "GOMUŁKA", " gomułka "])
def test_accents_and_capitals_do_not_matter(cast, query):
    given_source(cast, "notes", "Comrade Gomułka answers.")
    assert results(cast.irina, query) == {"passages": ["Title of notes"]}


@pytest.mark.parametrize(
    ("names", "query", "text"),
    [
        (("Mao Zedong", "Mao Tse-tung"), "Mao Tse-tung", "I spoke with Mao Zedong."),
        (("Mao Zedong", "Mao Tse-tung"), "mao zedong", "I spoke with Mao Tse-tung."),
        (("Yun Gong-heum", "Yoon Gong-heum", "Yun Kong Hum"), "Yoon Gong-heum", "Comrade Yun Kong Hum rose."),
        (("Yun Gong-heum", "Yoon Gong-heum", "Yun Kong Hum"), "Yun Kong Hum", "Comrade Yoon Gong-heum rose."),
    ],
)
def test_names_of_one_person_are_found_by_each_other(cast, names, query, text):
    edition = given_source(cast, "diary", text, "Nobody is named.")
    person = agent(names[0], *names[1:])
    edition.source.agents.create(agent=person, role="speaker", position=1)
    fold_agent(person)
    assert results(cast.irina, query) == {
        "persons": [names[0]], "sources": ["Title of diary"], "passages": ["Title of diary"],
    }  # fmt: skip


def test_s5_the_corrected_wording_finds_the_passage(cast):
    edition = make.source(cast.shelf, slug="kapo", passages=("Some words.",))
    corrected = Edition.objects.create(source=edition.source, label="second", role="translation", extent="fragments")
    text = "He lies capriciously."
    row = Passage.objects.create(edition=corrected, number="1", position=1, text=text)
    Span.objects.create(passage=row, start=8, end=20, kind="sic", text="probably “in a casket”")
    row.folded = folded_passage(text, [("sic", "probably “in a casket”")])
    row.save(update_fields=["folded"])
    corrected.locked_at = clock.now()
    corrected.save(update_fields=["locked_at"])
    ((_, _, group),) = [g for g in found(cast.ana, "lies in a casket").groups if g[0] == "passages"]
    assert [(hit.url, bool(hit.note)) for hit in group.hits] == [("/sources/kapo/#p1", True)]
    assert results(cast.ana, "lies capriciously") == {"passages": ["Title of kapo"]}


def test_all_words_must_stand_in_what_is_found(cast):
    given_source(cast, "speech", "The cult of the individual.", "The individual alone.")
    assert results(cast.irina, "cult individual") == {"passages": ["Title of speech"]}
    assert results(cast.irina, "cult nowhere") == {}


def test_a_passage_that_was_corrected_is_found_as_it_stands_now(cast):
    old = given_source(cast, "report", "The wrnog word.")
    new = Edition.objects.create(source=old.source, label=old.label, number=2, role=old.role, extent="fragments")
    Passage.objects.create(edition=new, number="1", position=1, text="The right word.", folded="the right word.")
    assert results(cast.irina, "wrnog") == {"passages": ["Title of report"]}
    new.locked_at = clock.now()
    new.save(update_fields=["locked_at"])
    assert results(cast.irina, "wrnog") == {}
    assert results(cast.irina, "right word") == {"passages": ["Title of report"]}


def test_a_lesson_is_found_by_its_words_once_it_is_open(cast):
    blocks = [{"kind": "prose", "body": {"v": 1, "html": "<p>Wielka burza w Poznaniu, Gomułka.</p>"}}]
    version = make.lesson(cast.shelf, title="The thaw", blocks=blocks)
    given = make.give_lesson(cast.hist, version)
    assert results(cast.irina, "poznaniu gomulka") == {"lessons": ["The thaw"]}
    assert results(cast.lena, "poznaniu") == {}
    given.assignment.opens_at = clock.now().replace(year=2999)
    given.assignment.save(update_fields=["opens_at"])
    assert results(cast.irina, "poznaniu") == {}
    assert results(cast.mia, "poznaniu") == {"lessons": ["The thaw"]}


def test_a_class_that_keeps_an_older_version_finds_nothing_of_the_newer(cast):
    old = make.lesson(cast.shelf, title="The thaw")
    make.give_lesson(cast.hist, old)
    newer = old.lesson.versions.create(number=2, title="The frost", locked_at=clock.now())
    old.lesson.live_version, old.lesson.folded = newer, "the frost"
    old.lesson.save(update_fields=["live_version", "folded"])
    assert results(cast.irina, "frost") == {}
    assert results(cast.irina, "thaw") == {"lessons": ["The thaw"]}
    assert results(cast.ana, "frost") == {"lessons": ["The frost"]}


def test_a_word_of_the_glossary_is_found_by_variant_and_sense_in_a_lesson_that_one_reads(cast):
    term = Term.objects.create(slug="thaw", name="thaw", variants=["Ottepel"])
    Sense.objects.create(term=term, position=1, text="A milder time.")
    fold_term(term)
    version = make.lesson(cast.shelf, locked=False)
    LessonTerm.objects.create(version=version, term=term, position=1)
    version.locked_at = clock.now()
    version.save(update_fields=["locked_at"])
    assert results(cast.irina, "ottepel") == {}
    make.give_lesson(cast.hist, version)
    assert results(cast.irina, "ottepel") == {"terms": ["thaw"]}
    assert results(cast.irina, "milder") == {"terms": ["thaw"]}
    assert results(cast.lena, "milder") == {}


@pytest.mark.parametrize("query", ["%", "_", "100%", "\\", "a_b%c"])
def test_signs_are_no_wildcards(cast, query):
    given_source(cast, "speech", "Nothing of the sort.")
    assert results(cast.irina, query) == {}


def test_the_search_asks_five_questions_over_2000_passages(cast):
    given_source(cast, "long", *(f"Paragraph {n} about Gomułka and the cult." for n in range(2000)))
    agent("Władysław Gomułka", "Wladyslaw Gomulka", "W. Gomułka")
    len(results(cast.irina, "cult"))
    with CaptureQueriesContext(connection) as asked:
        group = {key: group for key, _, group in found(cast.irina, "Gomulka cult").groups}["passages"]
    assert len(group.hits) == 20
    assert group.more
    assert len([q for q in asked.captured_queries if "schoolrole" not in q["sql"].lower()[:200]]) <= 5


def test_search_marks_the_words_and_leads_to_the_paragraph(client, sign_in, cast):
    given_source(cast, "notes", "Comrade Gomułka answers.")
    page = sign_in(client, cast.irina).get(reverse("home:search"), {"q": "gomulka"}).content.decode()
    assert 'href="/sources/notes/#p1"' in page
    assert '<mark><span class="visually-hidden">found: </span>Gomułka</mark>' in page


def test_search_that_finds_nothing_says_how_names_are_searched(client, sign_in, cast):
    page = sign_in(client, cast.irina).get(reverse("home:search"), {"q": "Xyzzy"}).content.decode()
    assert "No lesson, source, word or person has “Xyzzy”." in page
    assert "Names are searched without accents." in page


@pytest.mark.parametrize("query", ["a", "%", "?"])
def test_search_for_one_letter_asks_for_two(client, sign_in, cast, query):
    answer = sign_in(client, cast.irina).get(reverse("home:search"), {"q": query})
    assert answer.status_code == 422
    assert "Write at least two letters." in answer.content.decode()


def test_search_cuts_what_is_very_long_and_says_so(client, sign_in, cast):
    answer = sign_in(client, cast.irina).get(reverse("home:search"), {"q": "word " * 100 + "\x00"})
    assert answer.status_code == 200
    assert "Only its first 200 characters were looked for." in answer.content.decode()


def test_search_without_a_word_shows_the_box(client, sign_in, cast):
    page = sign_in(client, cast.irina).get(reverse("home:search")).content.decode()
    assert re.search(r'<input[^>]*name="q"', page)
    assert "<h2>Or look through</h2>" in page
    assert Event.objects.count() == 0


def test_other_names_of_somebody_in_unseen_sources_alone_are_not_asked_for(cast):
    given_source(cast, "diary", "Bronstein spoke.")
    person = agent("Leon Trotsky", "Bronstein")
    hidden = make.source(cast.other_shelf, slug="hidden").source
    hidden.agents.create(agent=person, role="speaker", position=1)
    assert results(cast.irina, "Trotsky") == {}
    assert results(cast.irina, "Bronstein") == {"passages": ["Title of diary"]}
