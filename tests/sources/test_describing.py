"""The form of a source: six fields, one look, stored; then who can use it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from coursesite.audit.models import Event
from lessons.sources.actions.sharing import publish_source
from lessons.sources.errors import GapsLeft
from lessons.sources.gaps import EXPORT, SHELF, Facts, gaps, unsettled
from lessons.sources.guesses import filed_under, is_body, kind_of, names_of, role_of
from lessons.sources.models import Agent, Source
from tests import make

NO_ROWS = {
    f"{prefix}-{name}": value
    for prefix in ("step", "holding", "link")
    for name, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))
}
SIX = NO_ROWS | {
    "title": "Letter about the speech",
    "who": "Karin Holm",
    "when": "March 1956",
    "origin": "A family's papers",
    "text": "First paragraph.\n\nSecond paragraph.",
    "headnote": "A letter home.",
    "relation": "primary",
    "date_kind": "created",
}


@pytest.fixture
def ana(client, cast, sign_in):
    return sign_in(client, cast.ana)


@pytest.fixture
def send(ana, cast):
    """send(**fields): the form of a new source, as it is answered at first."""
    return lambda **fields: ana.post("/sources/new/", SIX | {"shelf": cast.shelf.pk} | fields)


def confirmed(response, **choices) -> dict:
    """What the teacher sends after she has looked: the fields as the page shows them, and what it proposes."""
    form, check = response.context["form"], response.context["check"]
    shown = dict(form.data.items())
    proposed = {bound.html_name: bound.initial for bound in check.asked if bound.initial}
    marks = {"marks": [mark.key for mark in form.intake.proposals]} if form.intake else {}
    return shown | proposed | marks | choices


def test_six_fields_and_one_look_make_a_source(send):
    looked = send()
    assert looked.status_code == 200
    assert Source.objects.count() == 0
    assert b"We read \xe2\x80\x9cMarch 1956\xe2\x80\x9d as" in looked.content
    assert [p.number for p in looked.context["form"].intake.passages] == ["1", "2"]
    stored = send(**confirmed(looked))
    source = Source.objects.get()
    assert stored.headers["Location"] == f"/sources/{source.slug}/edit/"
    assert (source.slug, source.kind, source.reach) == ("letter-about-the-speech", "letter", "draft")
    assert (source.date_edtf, source.date_display, source.date_from.isoformat()) == (
        "1956-03",
        "March 1956",
        "1956-03-01",
    )
    assert [(a.agent.name, a.role) for a in source.agents.all()] == [("Karin Holm", "creator")]
    assert Agent.objects.get().sort_name == "Holm, Karin"
    edition = source.editions.get()
    assert [p.text for p in edition.passages.all()] == ["First paragraph.", "Second paragraph."]
    assert edition.locked_at is not None
    assert "karin holm" in source.folded
    assert Event.objects.filter(verb="source_make").count() == 1


def test_a_title_alone_is_enough_once_its_kind_is_chosen(ana, cast):
    fields = NO_ROWS | {"title": "Something", "relation": "primary", "date_kind": "created", "shelf": cast.shelf.pk}
    looked = ana.post("/sources/new/", fields)
    assert looked.status_code == 200
    refused = ana.post("/sources/new/", fields | confirmed(looked))
    assert refused.status_code == 422
    assert b"Choose what kind of source it is." in refused.content
    ana.post("/sources/new/", fields | confirmed(looked) | {"check-kind": "memorandum"})
    assert Source.objects.get().kind == "memorandum"


def test_a_text_changed_after_the_look_is_looked_at_again(send):
    answer = confirmed(send())
    again = send(**answer | {"text": "Other words."})
    assert again.status_code == 200
    assert Source.objects.count() == 0
    send(**confirmed(again))
    assert [p.text for p in Source.objects.get().editions.get().passages.all()] == ["Other words."]


def test_what_was_typed_stands_in_the_form_that_is_refused(send):
    refused = send(title="", when="31 February 1956", headnote="Kept <words>")
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Write a title." in page
    assert "There is no 31 February 1956." in page
    assert 'value="31 February 1956"' in page
    assert "Kept &lt;words&gt;" in page


@pytest.mark.parametrize("name", ["who", "when", "origin"])
def test_written_and_not_known_at_once_is_refused(send, name):
    refused = send(**{f"{name}_unknown": "on"})
    assert refused.status_code == 422
    assert "Either write it or tick “not known”, not both." in refused.content.decode()


def test_undated_is_stored_as_not_known(send):
    send(**confirmed(send(when="n.d.")))
    source = Source.objects.get()
    assert (source.date_edtf, source.date_display, source.not_known) == ("", "", ["when"])


def test_a_known_spelling_leads_to_the_person_that_bears_it(send):
    known = Agent.objects.create(
        slug="mao",
        name="Mao Zedong",
        sort_name="Mao Zedong",
        variants=["Mao Tse-tung"],
        folded="mao zedong mao tse-tung",
    )
    looked = send(who="Mao Tse-tung; Karin Holm", title="Speech")
    assert looked.context["check"].names == ["Karin Holm"]
    send(**confirmed(looked))
    makers = [(row.agent.name, row.role) for row in Source.objects.get().agents.all()]
    assert makers == [(known.name, "speaker"), ("Karin Holm", "speaker")]


def test_a_file_is_read_like_pasted_text(send):
    looked = send(text="", file=SimpleUploadedFile("letter.txt", b"One.\n\nTwo.\n\nThree."))
    send(**confirmed(looked))
    assert Source.objects.get().editions.get().passages.count() == 3


def test_more_is_stored_too(send):
    rows = {
        "step-TOTAL_FORMS": 2, "step-0-name": "Karin Holm", "step-0-role": "recorder", "step-1-note": "found in a drawer",
        "step-1-role": "filed", "step-1-when": "about 1960",
        "holding-TOTAL_FORMS": 1, "holding-0-repository": "City archive", "holding-0-levels": "Box 3",
        "holding-0-url": "https://example.org/3", "holding-0-retrieved_on": "2026-11-22",
        "place": "Uppsala", "rights_code": "CNE", "imprint_pages": "3-4",
    }  # fmt: skip
    more = {"who": ""} | rows
    send(**confirmed(send(**more)))
    source = Source.objects.get()
    steps = [(row.agent and row.agent.name, row.role, row.note, row.date_edtf) for row in source.agents.all()]
    assert steps == [("Karin Holm", "recorder", "", ""), (None, "filed", "found in a drawer", "1960~")]
    held = source.holdings.get()
    assert (held.repository.name, held.levels, held.url) == ("City archive", "Box 3", "https://example.org/3")
    assert (source.place.name, source.rights_code, source.imprint) == ("Uppsala", "CNE", {"v": 1, "pages": "3-4"})


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("holding-0-url", "javascript:alert(1)", "Write the whole address, beginning with https://"),
        ("holding-0-levels", "Box 3", "Name the archive, library or site where it is."),
        ("step-0-when", "02/03/1956", "Day or month first?"),
    ],
)
def test_a_row_that_cannot_be_stored_says_what_to_do(send, field, value, words):
    refused = send(**{"holding-TOTAL_FORMS": 1, "step-TOTAL_FORMS": 1, field: value})
    assert refused.status_code == 422
    assert words in refused.content.decode()


# -- Changing what stands ------------------------------------------------------------------------------


def as_it_stands(ana, source) -> dict:
    """The fields of the form as the page shows them."""
    form = ana.get(f"/sources/{source.slug}/edit/").context
    data = {bound.html_name: bound.value() for bound in form["form"] if bound.value() not in (None, False)}
    for rows in form["rows"].all:
        data |= {bound.html_name: bound.value() for bound in rows.management_form}
        for row in rows:
            data |= {bound.html_name: bound.value() for bound in row if bound.value() not in (None, False)}
    return data


@pytest.fixture
def source(cast):
    made = make.source(cast.shelf, slug="a-speech").source
    made.reach = "draft"
    made.date_display = "1956"
    made.save()
    agent = Agent.objects.create(slug="holm", name="Karin Holm", sort_name="Holm, Karin", folded="karin holm")
    made.agents.create(agent=agent, role="speaker", position=1, note="on the radio")
    return made


def test_saving_unchanged_changes_nothing(ana, source):
    before = Source.objects.values().get(), list(source.agents.values("agent", "role", "note", "position"))
    data = as_it_stands(ana, source)
    assert ana.post("/sources/a-speech/edit/", data).status_code == 302
    after = Source.objects.values().get(), list(source.agents.values("agent", "role", "note", "position"))
    assert after[1] == before[1]
    changed = {name for name in before[0] if before[0][name] != after[0][name]}
    assert changed <= {"folded", "imprint", "date_from", "date_to"}


def test_a_maker_taken_out_of_the_field_is_no_maker_any_more(ana, source):
    ana.post("/sources/a-speech/edit/", as_it_stands(ana, source) | {"who": "", "who_unknown": "on"})
    source.refresh_from_db()
    assert (source.agents.count(), source.not_known) == (0, ["who"])


def test_what_somebody_else_changed_meanwhile_is_not_written_over(ana, source):
    data = as_it_stands(ana, source)
    Source.objects.filter(pk=source.pk).update(headnote="Other words")
    refused = ana.post("/sources/a-speech/edit/", data | {"headnote": "My words"})
    assert refused.status_code == 409
    assert Source.objects.get().headnote == "Other words"
    told = (
        refused.content.decode().partition("What stands now, where you wrote something else")[2].partition("</dl>")[0]
    )
    assert re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", told) == [("A line for students before they read", "Other words")]
    assert "Look once, then save" not in refused.content.decode()
    ana.post(
        "/sources/a-speech/edit/", data | {"headnote": "My words", "seen": refused.context["form"]["seen"].value()}
    )
    assert Source.objects.get().headnote == "My words"


def test_a_shared_source_cannot_lose_what_sharing_asks(ana, source):
    Source.objects.update(reach="shelf", origin="An archive")
    refused = ana.post("/sources/a-speech/edit/", as_it_stands(ana, source) | {"who": ""})
    assert refused.status_code == 422
    assert "Who made it is missing." in refused.content.decode()
    assert source.agents.count() == 1


# -- Who can use it -----------------------------------------------------------------------------------

NOTHING = Facts(True, False, False, False, False, False, False, 0, True, False, False)


def test_nothing_but_a_title_lacks_this():
    assert [gap.field for gap in gaps(NOTHING, SHELF)] == ["origin", "who", "when"]
    fields = ["origin", "who", "when", "text", "place", "holding", "rights_code"]
    assert [gap.field for gap in gaps(NOTHING, EXPORT)] == fields
    assert unsettled(NOTHING) == ["who", "when", "origin", "place", "holding"]


def test_not_known_closes_a_gap_but_not_the_holding_of_an_export():
    said = Facts(**vars(NOTHING) | {"not_known": frozenset(unsettled(NOTHING))})
    assert gaps(said, SHELF) == []
    assert [gap.field for gap in gaps(said, EXPORT)] == ["text", "holding", "rights_code"]


def test_a_translation_without_its_translator_is_a_gap_of_export():
    facts = Facts(True, True, True, True, True, True, True, 1, True, translated=True, translator=False)
    assert [gap.field for gap in gaps(facts, EXPORT)] == ["translator"]


def test_one_click_marks_the_rest_as_not_known_for_one_s_classes(ana, source):
    Source.objects.update(date_edtf="", date_display="")
    source.agents.all().delete()
    page = ana.get("/sources/a-speech/edit/").content.decode()
    assert "Students will see “not known” for who made it, when, where it is from, the place" in page
    ana.post("/sources/a-speech/reach/", {"reach": "classes"})
    source.refresh_from_db()
    assert source.reach == "classes"
    assert source.not_known == ["who", "when", "origin", "place", "holding", "translator"]


def test_the_shared_shelf_refuses_with_the_list_of_gaps(ana, source, cast):
    refused = ana.post("/sources/a-speech/reach/", {"reach": "shelf"})
    assert refused.status_code == 422
    assert '<a href="/sources/a-speech/edit/#id_origin">Where you got it is missing.' in refused.content.decode()
    with pytest.raises(GapsLeft):
        publish_source(source=source, reach="export", by=cast.ana)
    assert Source.objects.get().reach == "draft"
    Source.objects.update(origin="An archive")
    ana.post("/sources/a-speech/reach/", {"reach": "shelf"})
    assert Source.objects.get().reach == "shelf"
    ana.post("/sources/a-speech/reach/", {"reach": "draft"})
    assert Source.objects.get().reach == "draft"
    assert list(Event.objects.filter(verb__startswith="source_").order_by("pk").values_list("verb", flat=True)) == [
        "source_publish",
        "source_withdraw",
    ]


def test_every_gap_leads_to_a_field_of_the_page(ana, source):
    source.holdings.all().delete()
    page = ana.get("/sources/a-speech/edit/").content.decode()
    fields = {gap.field for gap in gaps(NOTHING, EXPORT)} | {"translator"}
    assert [name for name in sorted(fields) if f'id="id_{name}"' not in page] == []


# -- The library ------------------------------------------------------------------------------------------


def test_the_library_shows_one_s_own_and_what_is_shared(ana, source, cast):
    mine = make.source(cast.shelf, slug="mine").source
    shared = make.source(make.shelf(kind="school"), slug="shared").source
    hidden = make.source(cast.other_shelf, slug="hidden").source
    draft = make.source(make.shelf(kind="school"), slug="school-draft").source
    Source.objects.filter(pk=draft.pk).update(reach="draft")
    rows = ana.get("/sources/").context["page"].rows
    assert [(row.source.slug, row.may_edit) for row in rows] == [("a-speech", True), ("mine", True), ("shared", False)]
    assert hidden not in [row.source for row in rows]
    assert [mine, shared] == [row.source for row in rows][1:]


def test_the_library_is_filtered_by_words_kind_and_reach(ana, source, cast):
    Source.objects.update(folded="title of a-speech karin holm")
    make.source(cast.shelf, slug="other", kind="letter")
    found = ana.get("/sources/", {"words": "Holm"}).context["page"].rows
    assert [row.source.slug for row in found] == ["a-speech"]
    assert [row.source.slug for row in ana.get("/sources/?kind=letter").context["page"].rows] == ["other"]
    assert [row.source.slug for row in ana.get("/sources/?reach=draft").context["page"].rows] == ["a-speech"]
    assert ana.get("/sources/?kind=nonsense").status_code == 422


def test_the_library_is_paged_by_key(ana, cast):
    for number in range(51):
        make.source(cast.shelf, slug=f"s{number:02}")
    first = ana.get("/sources/").context["page"]
    assert len(first.rows) == 50
    second = ana.get("/sources/", {"after": first.after}).context["page"]
    assert [row.source.slug for row in second.rows] == ["s50"]
    assert second.after == ""


def test_the_library_asks_the_same_for_any_number_of_sources(ana, cast, query_count_is_constant):
    make.source(cast.shelf)
    queries = query_count_is_constant(
        lambda: ana.get("/sources/"), lambda: [make.source(cast.shelf) for _ in range(10)]
    )
    assert queries <= 12


def test_the_form_asks_the_same_for_any_number_of_rows(ana, source, query_count_is_constant):
    def grow():
        for position in range(2, 12):
            source.agents.create(role="filed", position=position, note=f"step {position}")

    assert query_count_is_constant(lambda: ana.get("/sources/a-speech/edit/"), grow) <= 25


# -- Persons ----------------------------------------------------------------------------------------------


def test_a_person_is_mended_and_found_by_the_new_spelling(ana, source):
    fields = {
        "name": "Karin Holm",
        "sort_name": "Holm, Karin",
        "variants": "K. Holm\nKarin Andersson",
        "kind": "person",
    }
    saved = ana.post("/persons/holm/edit/", fields | {"born": "about 1910", "died": "1988"})
    assert saved.status_code == 302
    agent = Agent.objects.get()
    assert (agent.variants, agent.born, agent.died) == (["K. Holm", "Karin Andersson"], "1910~", "1988")
    assert "karin andersson" in agent.folded
    assert ana.get("/persons/holm/edit/").context["form"]["born"].value() == "about 1910"


def test_a_person_whom_another_s_source_names_is_not_hers_to_mend(ana, source, cast):
    theirs = make.source(cast.other_shelf).source
    theirs.agents.create(agent=Agent.objects.get(), role="speaker", position=1)
    assert ana.get("/persons/holm/edit/").status_code == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"born": "02/03/1910"}, "read in one way only"),
        ({"born": "1988", "died": "1910"}, "The end lies before the beginning"),
    ],
)
def test_dates_of_a_person_that_cannot_be_are_refused(ana, source, fields, words):
    refused = ana.post("/persons/holm/edit/", {"name": "K", "sort_name": "K", "kind": "person"} | fields)
    assert refused.status_code == 422
    assert words in refused.content.decode()


# -- Guesses ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Diary of an ambassador", "diary"),
        ("Letter about the speech", "letter"),
        ("Something", ""),
        ("Minutes", "notes"),
    ],
)
def test_the_title_tells_the_kind(title, kind):
    assert kind_of(title) == kind


def test_names_and_how_they_are_filed():
    assert names_of("Nikita Khrushchev; Mao Zedong ;;Mao Zedong") == ["Nikita Khrushchev", "Mao Zedong"]
    assert [filed_under(name) for name in ("Nikita Khrushchev", "Mao", "the Albanian delegation")] == [
        "Khrushchev, Nikita",
        "Mao",
        "Albanian delegation",
    ]
    assert [is_body(name) for name in ("Polish Workers Party", "Karin Holm", "")] == [True, False, False]
    assert [role_of(kind) for kind in ("speech", "notes", "letter")] == ["speaker", "recorder", "creator"]
