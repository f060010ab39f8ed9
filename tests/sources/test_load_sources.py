"""Loading the shipped sources: once, again, and after a change."""

import shutil

import pytest

from coursesite.audit.models import Event
from lessons.sources.actions.loading import CONTENT, load_sources
from lessons.sources.errors import ContentError
from lessons.sources.models import Agent, Edition, Holding, Passage, Source, SourceAgent, Span
from tests.sources.follower import HEARD

TABLES = (Agent, Source, SourceAgent, Holding, Edition, Passage, Span, Event)


def counts():
    return [table.objects.count() for table in TABLES]


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped content, to be changed."""
    return shutil.copytree(CONTENT, tmp_path / "content")


def test_loading_twice_changes_nothing(cast):
    loaded = load_sources(shelf=cast.shelf, by=cast.ana)
    before = counts()
    again = load_sources(shelf=cast.shelf, by=cast.ana)
    assert counts() == before
    assert again == loaded
    assert len(loaded) == len(list((CONTENT / "sources").glob("*.md")))


def test_every_loaded_edition_is_locked(cast):
    load_sources(shelf=cast.shelf, by=cast.ana)
    assert Edition.objects.filter(locked_at=None).count() == 0
    assert Passage.objects.count() > 100


def test_dates_have_their_bounds(cast):
    sources = load_sources(shelf=cast.shelf, by=cast.ana)
    bounds = sources["gomulka-notes"].date_from, sources["gomulka-notes"].date_to
    assert [day.isoformat() for day in bounds] == ["1956-10-19", "1956-10-20"]


def test_changed_words_make_a_new_edition_and_leave_the_old_one(
    cast, folder, settings, django_capture_on_commit_callbacks
):
    settings.EDITION_FOLLOWERS = ("tests.sources.follower.hears",)
    HEARD.clear()
    load_sources(shelf=cast.shelf, by=cast.ana, folder=folder)
    file = folder / "sources" / "card-000.md"
    words = Passage.objects.get(edition__source__slug="card-000", number="1").text
    file.write_text(file.read_text().replace(words, words + " Added."))
    with django_capture_on_commit_callbacks(execute=True):
        load_sources(shelf=cast.shelf, by=cast.ana, folder=folder)
    assert [(1, 2, cast.ana.pk)] == HEARD
    texts = Passage.objects.filter(edition__source__slug="card-000", number="1").order_by("edition__number")
    assert [p.text for p in texts] == [words, words + " Added."]
    assert Edition.objects.filter(source__slug="card-000").count() == 2


def test_a_changed_source_line_is_corrected_in_place(cast, folder):
    source = load_sources(shelf=cast.shelf, by=cast.ana, folder=folder)["kiev-leaflet"]
    file = folder / "sources" / "kiev-leaflet.md"
    file.write_text(file.read_text().replace(f'title = "{source.title}"', 'title = "Another title"'))
    editions = Edition.objects.count()
    load_sources(shelf=cast.shelf, by=cast.ana, folder=folder)
    source.refresh_from_db()
    assert source.title == "Another title"
    assert Edition.objects.count() == editions


def test_a_fault_in_one_file_names_it_and_writes_nothing(cast, folder):
    file = folder / "sources" / "kiev-leaflet.md"
    file.write_text(file.read_text().replace("rights =", "right ="))
    with pytest.raises(ContentError, match=r"sources/kiev-leaflet\.md.*right"):
        load_sources(shelf=cast.shelf, by=cast.ana, folder=folder)
    assert Source.objects.count() == 0
