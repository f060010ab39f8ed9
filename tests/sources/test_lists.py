"""Timeline, places, persons and glossary: each of what its reader may see, and the forms that add to them."""

import re

import pytest
from django.urls import reverse

from coursesite.audit.models import Event as Recorded
from lessons.models import GatePass, LessonEvent, LessonTerm
from lessons.sources.actions.chronicle import event_details, make_event, make_place, make_term, stamp_of, term_details
from lessons.sources.actions.folding import fold_term
from lessons.sources.actions.naming import agent_named
from lessons.sources.models import Agent, Event, Place, Sense, Source, Term
from tests import make


def event(slug: str, edtf: str = "1956-02-25", first: str = "1956-02-25", last: str = "", **values) -> Event:
    given = {"title": f"Event {slug}", "date_display": edtf} | values
    return Event.objects.create(slug=slug, date_edtf=edtf, date_from=first, date_to=last or first, **given)


def lesson_of(cast, *, events=(), terms=()):
    """A lesson on Ana's shelf, given to her class."""
    version = make.lesson(cast.shelf, title="The thaw", locked=False)
    for one in events:
        LessonEvent.objects.create(version=version, event=one)
    for n, one in enumerate(terms, 1):
        LessonTerm.objects.create(version=version, term=one, position=n)
    version.locked_at = version.edited_at
    version.save(update_fields=["locked_at"])
    version.lesson.live_version = version
    version.lesson.save(update_fields=["live_version"])
    make.give_lesson(cast.hist, version)
    return version


def given_source(cast, slug: str, **values) -> Source:
    edition = make.source(cast.shelf, slug=slug)
    Source.objects.filter(pk=edition.source_id).update(**values)
    block = {"kind": "excerpt", "body": {"v": 1}, "excerpt": make.excerpt(edition)}
    make.give_lesson(cast.hist, make.lesson(cast.shelf, blocks=[block]))
    return edition.source


def term(name: str, *senses: str) -> Term:
    made = Term.objects.create(slug=name, name=name)
    for n, text in enumerate(senses, 1):
        Sense.objects.create(term=made, position=n, text=text, reference="Jones 2006")
    fold_term(made)
    return made


@pytest.fixture
def read(client, sign_in):
    """read(user, route, *args, **query): the page as that person."""

    def read(user, route, *args, **query):
        answer = sign_in(client, user).get(reverse(f"sources:{route}", args=args), query)
        assert answer.status_code == 200
        return answer.content.decode()

    return read


@pytest.fixture
def send(client, sign_in):
    def send(user, route, data, *args):
        return sign_in(client, user).post(reverse(f"sources:{route}", args=args), data)

    return send


# -- The timeline ------------------------------------------------------------------------------------


def test_timeline_lists_earliest_first_with_doubt_in_words_and_draws_below(cast, read):
    lesson_of(cast, events=[event("b", "1962?", "1962-01-01", "1962-12-31", date_display="1962"), event("a")])
    page = read(cast.irina, "timeline")
    assert re.findall(r'<li id="(event-\w)"', page) == ["event-a", "event-b"]
    assert '<time datetime="1956-02-25">1956-02-25</time>' in page
    assert '<span class="date">perhaps 1962</span>' in page
    assert page.index("</ol>\n") < page.index("<svg viewBox")
    assert page.count('class="bar-doubt"') == 1


def test_timeline_puts_what_has_no_date_under_its_own_heading(cast, read):
    given_source(cast, "leaflet", date_edtf="", date_from=None, date_to=None)
    page = read(cast.irina, "timeline")
    assert "Title of leaflet" in page.split("<h2>Undated</h2>")[1]


def test_timeline_tells_a_julian_date_as_written_with_the_gregorian_day(cast, read):
    given_source(
        cast, "decree", date_edtf="1917-11-07", date_from="1917-11-07", date_to="1917-11-07", calendar="julian",
        date_as_written="25 October 1917", date_display="7 November 1917",
    )  # fmt: skip
    assert "25 October 1917 (Julian calendar), which is 7 November 1917" in read(cast.irina, "timeline")


def test_timeline_shows_one_lane_where_it_is_asked_for(cast, read):
    lesson_of(cast, events=[event("a", lane="USSR"), event("b", lane="Poland")])
    page = read(cast.irina, "timeline", lane="Poland")
    assert re.findall(r'<li id="(event-\w)"', page) == ["event-b"]


def test_timeline_names_place_evidence_and_lessons_as_links(cast, read):
    source = given_source(cast, "speech")
    hidden = make.source(cast.other_shelf, slug="hidden").source
    one = event("a", place=Place.objects.create(name="Moscow"))
    one.sources.add(source, hidden)
    lesson_of(cast, events=[one])
    page = read(cast.irina, "timeline")
    assert f'<a href="/places/#place-{one.place.pk}">Moscow</a>' in page
    assert '<a href="/sources/speech/">Title of speech</a>' in page
    assert f'<a href="/c/{cast.hist.public_id}/l/' in page
    assert "Title of hidden" not in page


def test_timeline_names_a_source_once_where_an_event_of_its_day_has_it(cast, read):
    talk = given_source(cast, "talk", date_from="1956-10-19", date_to="1956-10-19", date_edtf="1956-10-19")
    later = given_source(cast, "later", date_from="1957-01-01", date_to="1957-01-01", date_edtf="1957-01-01")
    one = event("a", "1956-10-19/1956-10-20", "1956-10-19", "1956-10-20")
    one.sources.add(talk, later)
    lesson_of(cast, events=[one])
    page = read(cast.irina, "timeline")
    assert re.findall(r'<li id="((?:event|source)-\w+)"', page) == ["event-a", "source-later"]
    assert '<a href="/sources/talk/">Title of talk</a> (speech)' in page
    assert 'id="source-talk"' in read(cast.irina, "timeline", lane="Sources")


def test_timeline_waits_with_an_event_whose_source_asks_something_first(cast, read):
    edition = make.source(cast.shelf, slug="talk")
    prompt = make.prompt(cast.shelf)
    block = {"kind": "excerpt", "body": {"v": 1}, "excerpt": make.excerpt(edition), "prompt": prompt}
    gated = make.lesson(cast.shelf, blocks=[block])
    make.give_lesson(cast.hist, gated)
    told, other = event("a"), event("b")
    told.sources.add(edition.source)
    lesson_of(cast, events=[told, other])
    assert re.findall(r'<li id="(event-\w)"', read(cast.irina, "timeline")) == ["event-b"]
    assert re.findall(r'<li id="(event-\w)"', read(cast.ana, "timeline")) == ["event-a", "event-b"]
    GatePass.objects.create(
        enrolment=cast.hist.enrolments.get(user=cast.irina), lesson=gated.lesson, key=gated.blocks.get().key
    )
    assert re.findall(r'<li id="(event-\w)"', read(cast.irina, "timeline")) == ["event-a", "event-b"]


def test_timeline_shows_nothing_of_other_classes(cast, read):
    lesson_of(cast, events=[event("a")])
    assert "event-a" not in read(cast.lena, "timeline")
    assert "event-a" not in read(cast.tom, "timeline")
    assert "event-a" in read(cast.ana, "timeline")


def test_timeline_asks_as_much_for_many_as_for_few(cast, client, sign_in, query_count_is_constant):
    lesson_of(cast, events=[event("first")])
    given_source(cast, "first-source")
    sign_in(client, cast.irina)

    def grow():
        new = [event(f"e{n}", place=Place.objects.create(name=f"P{n}")) for n in range(5)]
        lesson_of(cast, events=new)
        new[0].sources.add(given_source(cast, "another"))

    assert query_count_is_constant(lambda: client.get(reverse("sources:timeline")), grow) <= 12


@pytest.mark.parametrize("route", ["place_list", "term_list", "agent_list"])
def test_lists_ask_as_much_for_many_as_for_few(cast, client, sign_in, query_count_is_constant, route):
    def more(tag: str):
        place = Place.objects.create(name=f"Place {tag}")
        lesson_of(cast, events=[event(f"e{tag}", place=place)], terms=[term(f"t{tag}", "A sense.")])
        agent = Agent.objects.create(slug=f"a{tag}", name=f"Agent {tag}", sort_name=tag)
        given_source(cast, f"s{tag}", place=place).agents.create(agent=agent, role="speaker", position=1)

    more("0")
    sign_in(client, cast.irina)
    grow = [f"{n}" for n in range(1, 5)]
    assert query_count_is_constant(lambda: client.get(reverse(f"sources:{route}")), lambda: [more(n) for n in grow]) <= 12  # fmt: skip


# -- Places, persons, glossary -----------------------------------------------------------------------


def test_place_list_tells_both_names_and_what_happened_there(cast, read):
    place = Place.objects.create(name="Stalingrad", modern_name="Volgograd", variants=["Tsaritsyn"])
    lesson_of(cast, events=[event("a", place=place), event("b", place=place)])
    page = read(cast.irina, "place_list")
    assert page.count("today Volgograd") == 1
    assert "Also: Tsaritsyn" in page
    assert '<a href="/timeline/#event-a">Event a</a>' in page
    assert "Stalingrad" not in read(cast.lena, "place_list")


def test_term_list_gives_each_sense_with_whose_it_is(cast, read):
    lesson_of(cast, terms=[term("destalinization", "In the narrow sense.", "In the wide sense.")])
    page = read(cast.irina, "term_list")
    assert page.index("In the narrow sense.") < page.index("In the wide sense.")
    assert page.count("(Jones 2006)") == 2
    assert ">The thaw</a>" in page
    assert "narrow" not in read(cast.lena, "term_list")


def test_agent_tells_the_parts_in_the_sources_that_one_sees(cast, read, client, sign_in):
    agent = Agent.objects.create(slug="mao", name="Mao Zedong", sort_name="Mao", variants=["Mao Tse-tung"], born="1893")
    given_source(cast, "talk").agents.create(agent=agent, role="speaker", position=1)
    make.source(cast.other_shelf, slug="hidden").source.agents.create(agent=agent, role="creator", position=1)
    page = read(cast.irina, "agent", "mao")
    assert "Speech: speaking" in page
    assert "1893" in page
    assert "Title of hidden" not in page
    assert sign_in(client, cast.olga).get(reverse("sources:agent", args=["mao"])).status_code == 404


# -- The forms ---------------------------------------------------------------------------------------


def test_term_new_adds_a_word_with_its_senses_and_records_it(cast, send):
    data = {
        "name": "Thaw",
        "variants": "Ottepel\n Ottepel \nоттепель",
        "sense_1": "A milder time.",
        "sense_2": "A novel.",
    }
    assert send(cast.ana, "term_new", data | {"reference_2": "Ehrenburg"}).status_code == 302
    made = Term.objects.get()
    assert (made.slug, made.variants) == ("thaw", ["Ottepel", "оттепель"])
    assert list(made.senses.values_list("text", "reference")) == [("A milder time.", ""), ("A novel.", "Ehrenburg")]
    assert made.folded == "thaw ottepel оттепель a milder time. a novel."
    assert Recorded.objects.filter(verb="term_make").count() == 1


def test_term_new_refuses_a_word_that_is_there(cast, send):
    make_term(values={"name": "Thaw", "variants": [], "senses": []}, by=cast.ana)
    answer = send(cast.ana, "term_new", {"name": "THAW", "sense_1": "Again."})
    assert answer.status_code == 422
    assert "The glossary has the word “THAW” already." in answer.content.decode()


def test_term_edit_over_another_s_change_is_a_conflict_that_keeps_both(cast, send):
    made = make_term(values={"name": "Thaw", "variants": [], "senses": []}, by=cast.ana)
    seen = stamp_of(term_details(made))
    Sense.objects.create(term=made, position=1, text="Another's words.")
    answer = send(cast.ana, "term_edit", {"name": "Thaw", "sense_1": "My words.", "stamp": seen}, made.slug)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "My words." in page
    assert "<dd>Another&#x27;s words.</dd>" in page
    assert list(made.senses.values_list("text", flat=True)) == ["Another's words."]
    again = re.search(r'name="stamp" value="(\w+)"', page)[1]
    back = {"name": "Thaw", "sense_1": "My words.", "stamp": again}
    assert send(cast.ana, "term_edit", back, made.slug).status_code == 302
    assert list(made.senses.values_list("text", flat=True)) == ["My words."]


def test_term_edit_of_a_word_in_another_s_lesson_is_forbidden(cast, client, sign_in):
    used = term("thaw", "A sense.")
    school = make.shelf(kind="school")
    version = make.lesson(school, locked=False)
    LessonTerm.objects.create(version=version, term=used, position=1)
    version.lesson.live_version = version
    version.lesson.save(update_fields=["live_version"])
    address = reverse("sources:term_edit", args=["thaw"])
    assert sign_in(client, cast.ana).get(address).status_code == 403
    assert sign_in(client, cast.irina).get(address).status_code == 404


def test_event_new_asks_how_a_date_is_meant_before_it_is_kept(cast, send):
    data = {"title": "A speech", "date_display": "19-20 October 1956"}
    answer = send(cast.ana, "event_new", data)
    assert answer.status_code == 422
    assert 'value="1956-10-19/1956-10-20"' in answer.content.decode()
    assert send(cast.ana, "event_new", data | {"date_edtf": "1956-10-19/1956-10-20"}).status_code == 302
    made = Event.objects.get()
    assert (str(made.date_from), str(made.date_to), made.date_display) == (
        "1956-10-19",
        "1956-10-20",
        "19-20 October 1956",
    )


@pytest.mark.parametrize("typed", ["", "someday", "30 February 1956", "25 Oct 1917 (O.S.)"])
def test_event_new_refuses_what_is_no_date(cast, send, typed):
    assert send(cast.ana, "event_new", {"title": "A speech", "date_display": typed}).status_code == 422
    assert Event.objects.count() == 0


@pytest.mark.parametrize("field", ["sources", "place"])
@pytest.mark.parametrize("typed", ["9" * 30, "-1", "x", "1\x00"])
def test_event_new_refuses_a_number_of_no_row(cast, send, field, typed):
    data = {"title": "A speech", "date_display": "1957", "date_edtf": "1957", field: typed}
    assert send(cast.ana, "event_new", data).status_code == 422
    assert Event.objects.count() == 0


def test_event_edit_keeps_the_evidence_that_the_teacher_does_not_see(cast, send):
    values = {"title": "A", "date_display": "1956", "date_edtf": "1956", "lane": "", "note": "", "reference": "",
              "place": None, "sources": []}  # fmt: skip
    made = make_event(values=values, by=cast.ana)
    hidden = make.source(cast.other_shelf, slug="hidden").source
    made.sources.add(hidden)
    shown = make.source(cast.shelf, slug="shown").source
    data = {"title": "B", "date_display": "1956", "date_edtf": "1956", "sources": [shown.pk]}
    assert send(cast.ana, "event_edit", data | {"stamp": stamp_of(event_details(made))}, made.slug).status_code == 302
    made.refresh_from_db()
    assert made.title == "B"
    assert set(made.sources.all()) == {hidden, shown}


def test_a_conflict_tells_in_words_what_stands_and_no_source_that_the_teacher_does_not_see(cast, send):
    values = {"title": "A", "date_display": "1956", "date_edtf": "1956", "lane": "", "note": "", "reference": "",
              "place": Place.objects.create(name="Poznań"), "sources": []}  # fmt: skip
    made = make_event(values=values, by=cast.ana)
    for shelf, slug in ((cast.other_shelf, "hidden"), (cast.shelf, "shown")):
        source = make.source(shelf, slug=slug).source
        Source.objects.filter(pk=source.pk).update(title=f"CANARY {slug}")
        made.sources.add(source)
    data = {"title": "B", "date_display": "1956", "date_edtf": "1956", "stamp": "of before"}
    answer = send(cast.ana, "event_edit", data, made.slug)
    stands = answer.content.decode().partition("What stands now")[2]
    assert answer.status_code == 409
    assert re.findall("<dd>(.*?)</dd>", stands) == ["A", "1956", "1956", "Poznań", "CANARY shown"]
    assert "CANARY hidden" not in answer.content.decode()


def test_place_new_and_what_is_there_already(cast, send):
    assert send(cast.ana, "place_new", {"name": "Kiev", "modern_name": "Kyiv"}).status_code == 302
    assert send(cast.ana, "place_new", {"name": "Kiev"}).status_code == 422
    assert list(Place.objects.values_list("name", "modern_name")) == [("Kiev", "Kyiv")]
    values = {"name": "Lvov", "modern_name": "Lviv", "variants": [], "note": ""}
    assert make_place(values=values, by=cast.ana).name == "Lvov"


def test_a_place_or_a_person_of_somebody_s_private_shelf_is_not_told(cast, send):
    hidden = make.source(cast.other_shelf, slug="hidden").source
    Source.objects.filter(pk=hidden.pk).update(reach="draft", place=Place.objects.create(name="Kiev", note="CANARY"))
    theirs = Agent.objects.create(slug="mao", name="Mao", sort_name="Mao", folded="mao")
    hidden.agents.create(agent=theirs, role="speaker", position=1)
    assert send(cast.ana, "place_new", {"name": "Kiev"}).status_code == 302
    assert sorted(Place.objects.values_list("name", "note")) == [("Kiev", ""), ("Kiev", "CANARY")]
    assert agent_named("Mao", by=cast.tom) == theirs
    mine = agent_named("Mao", by=cast.ana)
    assert (mine == theirs, mine.name) == (False, "Mao")
    assert agent_named("Mao", by=cast.ana) == mine


def test_the_forms_are_not_there_for_who_keeps_no_shelf(cast, client, sign_in):
    for route in ("term_new", "event_new", "place_new"):
        assert sign_in(client, cast.irina).get(reverse(f"sources:{route}")).status_code == 404
        assert sign_in(client, cast.mia).get(reverse(f"sources:{route}")).status_code == 404
