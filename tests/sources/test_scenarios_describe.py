"""Scenarios S2 (refusing what is incomplete) and S13 (dates), as a teacher meets them on the pages."""

import pytest

from lessons.actions.publishing import publish_draft
from lessons.errors import NotReady
from lessons.models import LessonVersion
from lessons.sources.models import Repository, Source
from lessons.sources.policy import SHARED
from tests import make

NO_ROWS = {f"{rows}-{name}_FORMS": 0 for rows in ("step", "holding", "link") for name in ("TOTAL", "INITIAL")}


@pytest.fixture
def ana(client, cast, sign_in):
    return sign_in(client, cast.ana)


@pytest.fixture
def type_date(ana, cast):
    """type_date(words, **answer): the form of a letter with this date, answered as the page proposes and as `answer` says."""

    def type_date(words, **answer):
        fields = {
            "title": "A letter",
            "when": words,
            "relation": "primary",
            "date_kind": "created",
            "shelf": cast.shelf.pk,
        }
        looked = ana.post("/sources/new/", NO_ROWS | fields)
        if not answer:
            return looked
        checked = looked.context["form"].data["checked"]
        return ana.post("/sources/new/", NO_ROWS | fields | {"checked": checked, "check-kind": "letter"} | answer)

    return type_date


def stored():
    source = Source.objects.get()
    return source.date_edtf, source.date_display, source.calendar, source.date_as_written


@pytest.mark.parametrize(
    ("typed", "proposed", "said", "calendar"),
    [
        ("19-20 October 1956", "1956-10-19/1956-10-20", "19 to 20 October 1956", "gregorian"),
        ("probably 1962", "1962?", "probably 1962", "gregorian"),
        (
            "25 Oct 1917 (O.S.)",
            "1917-11-07",
            "25 October 1917 in the Julian calendar (Old Style), which is 7 November 1917 in ours",
            "julian",
        ),
    ],
)
def test_s13_a_date_is_proposed_confirmed_and_stored_with_what_was_typed(type_date, typed, proposed, said, calendar):
    looked = type_date(typed)
    assert looked.status_code == 200
    assert said in looked.content.decode()
    assert Source.objects.count() == 0
    assert type_date(typed, **{"check-date": proposed}).status_code == 302
    assert stored() == (proposed, typed, calendar, typed if calendar == "julian" else "")


@pytest.mark.parametrize(("answer", "first", "last"), [("1956/1964", 1956, 1964), ("[1956..1964]", 1956, 1964)])
def test_s13_between_asks_throughout_or_at_some_time_within(type_date, answer, first, last):
    asked = type_date("between 1956 and 1964")
    assert asked.status_code == 422
    assert "Throughout that time, or at some time within it?" in asked.content.decode()
    assert type_date("between 1956 and 1964", **{"check-kind": "letter"}).status_code == 422
    type_date("between 1956 and 1964", **{"check-date": answer})
    source = Source.objects.get()
    assert (source.date_edtf, source.date_from.year, source.date_to.year) == (answer, first, last)


@pytest.mark.parametrize("answer", ["1956-03-02", "1956-02-03"])
def test_s13_day_or_month_first_is_refused_until_it_is_answered(type_date, answer):
    asked = type_date("02/03/1956")
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "Day or month first?" in page
    assert "2 March 1956" in page
    assert "3 February 1956" in page
    assert type_date("02/03/1956", **{"check-date": "1956-05-05"}).status_code == 422
    assert Source.objects.count() == 0
    type_date("02/03/1956", **{"check-date": answer})
    assert stored()[:2] == (answer, "02/03/1956")


def test_s13_sources_sort_by_the_first_day_then_by_the_last(cast):
    rows = [("a", "1956-10-20"), ("b", "1956"), ("c", "1956-10-19/1956-10-24"), ("d", "1956-10-19")]
    ends = {"a": ("1956-10-20",) * 2, "b": ("1956-01-01", "1956-12-31"), "c": ("1956-10-19", "1956-10-24"),
            "d": ("1956-10-19",) * 2}  # fmt: skip
    for slug, edtf in rows:
        source = make.source(cast.shelf, slug=slug).source
        source.date_edtf, (source.date_from, source.date_to) = edtf, ends[slug]
        source.save()
    assert list(Source.objects.order_by("date_from", "date_to").values_list("slug", flat=True)) == ["b", "d", "c", "a"]


COMPLETE = {"origin": "An archive", "rights_code": "CNE", "not_known": ["place"]}


@pytest.fixture
def complete(cast, ana):
    """A source that lacks nothing for export."""
    edition = make.source(cast.shelf, slug="talk")
    source = edition.source
    Source.objects.update(reach="draft", date_display="1956", **COMPLETE)
    source.agents.create(role="speaker", position=1, note="a speaker of whom only the voice is known")
    source.agents.create(role="translator", position=2, note="not named in the archive")
    source.holdings.create(repository=Repository.objects.create(name="An archive"))
    return source


def take_away(source, what):
    if what == "creator":
        source.agents.filter(role="speaker").delete()
    elif what == "holding":
        source.holdings.all().delete()
    else:
        Source.objects.update(**{"date": {"date_edtf": ""}, "rights": {"rights_code": ""}}[what])


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("creator", "Who made it is missing."),
        ("date", "The date is missing."),
        ("holding", "Where it is kept is missing."),
        ("rights", "The statement of rights is missing."),
    ],
)
def test_s2_export_with_a_gap_is_refused_with_the_list_of_gaps(ana, complete, what, words):
    take_away(complete, what)
    refused = ana.post("/sources/talk/reach/", {"reach": "export"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert words in page
    assert [gap.words.startswith(words) for gap in refused.context["left"]] == [True]
    assert Source.objects.get().reach == "draft"


def test_s2_a_source_without_numbered_text_is_not_exported(ana, cast, complete):
    bare = Source.objects.create(
        shelf=cast.shelf, slug="bare", title="Bare", kind="letter", date_edtf="1956", **COMPLETE
    )
    bare.agents.create(role="creator", position=1, note="nobody knows who")
    bare.holdings.create(repository=complete.holdings.get().repository)
    refused = ana.post("/sources/bare/reach/", {"reach": "export"})
    assert refused.status_code == 422
    assert "There is no text yet, so that no paragraph has a number." in refused.content.decode()


def test_s2_a_complete_source_is_ready_for_export(ana, complete):
    assert ana.post("/sources/talk/reach/", {"reach": "export"}).status_code == 302
    assert Source.objects.get().reach in SHARED


def test_a_lesson_that_shows_a_draft_source_is_not_published(cast):
    edition = make.source(cast.shelf, slug="drafted")
    Source.objects.update(reach="draft")
    blocks = [
        {"kind": "part", "body": {"v": 1, "title": "One"}},
        {"kind": "excerpt", "body": {"v": 1, "letter": "A"}, "excerpt": make.excerpt(edition)},
    ]
    version = make.lesson(cast.shelf, blocks=blocks, locked=False)
    with pytest.raises(NotReady) as refusal:
        publish_draft(lesson=version.lesson, by=cast.ana)
    assert refusal.value.problems == [
        "The source “Title of drafted” is a draft still. Open “Edit” on its page and say that it is for your classes, "
        "or take the excerpt out."
    ]
    Source.objects.update(reach="classes")
    publish_draft(lesson=version.lesson, by=cast.ana)
    assert LessonVersion.objects.get().locked_at is not None
