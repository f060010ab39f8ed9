"""Storing a text and correcting it: locked at once, numbers for ever, old versions readable."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from lessons.sources.actions.editions import correct_edition, make_edition
from lessons.sources.drafts import PassageDraft, SpanDraft
from lessons.sources.errors import EditionMoved, EditionRefused
from lessons.sources.models import Alignment, Edition, Passage, Source, Span
from tests import make
from tests.sources.follower import HEARD


@pytest.fixture
def source(cast) -> Source:
    return make.source(cast.shelf, slug="diary").source


def stored(source, *texts, label="text", by=None) -> Edition:
    drafts = [PassageDraft(str(n), "p", text) for n, text in enumerate(texts, 1)]
    about = {"role": "translation", "language": "en", "scheme": "counted by this site", "extent": "whole"}
    return make_edition(source=source, label=label, passages=drafts, by=by, **about)


def test_a_stored_text_is_locked_numbered_and_folded(cast, source):
    sic = SpanDraft(2, 9, "sic", "capriciously is meant")
    drafts = [
        PassageDraft("h1", "heading", "Gomułka"),
        PassageDraft("8-9", "p", "He lies.", (SpanDraft(3, 7, "gap"), sic)),
    ]
    with pytest.raises(EditionRefused):
        make_edition(source=source, label="text", role="translation", language="en", scheme="printed", extent="whole",
                     passages=drafts, by=cast.ana)  # fmt: skip
    drafts[1] = PassageDraft("8-9", "p", "He lies.", (SpanDraft(3, 7, "sic", "perhaps: leads"),))
    edition = make_edition(source=source, label="text", role="translation", language="en", scheme="printed", extent="whole",
                           passages=drafts, by=cast.ana, about="From a book.")  # fmt: skip
    rows = list(edition.passages.values_list("number", "position", "kind", "text", "folded"))
    assert rows == [
        ("h1", 1, "heading", "Gomułka", "gomulka"),
        ("8-9", 2, "p", "He lies.", "he lies. perhaps: leads"),
    ]
    assert edition.locked_at is not None
    assert edition.about == "From a book."
    assert list(Span.objects.filter(passage__edition=edition).values_list("start", "end", "kind")) == [(3, 7, "sic")]


def test_a_label_is_given_once(cast, source):
    stored(source, "One.", by=cast.ana)
    with pytest.raises(EditionRefused, match="Correct that one, or give the new text another name"):
        stored(source, "Two.", by=cast.ana)
    assert Edition.objects.filter(label="text").count() == 1


def test_a_correction_is_the_next_version_and_the_old_one_stays(cast, source):
    old = stored(source, "One.", "Two.", by=cast.ana)
    new = correct_edition(edition=old, passages=[PassageDraft("1", "p", "One!"), PassageDraft("2", "p", "Two.")],
                          by=cast.ana, note="A sign.")  # fmt: skip
    assert (new.label, new.number, new.role, new.locked_at is not None) == ("text", 2, "translation", True)
    assert [p.text for p in old.passages.all()] == ["One.", "Two."]
    assert [p.text for p in new.passages.all()] == ["One!", "Two."]


def test_a_number_of_a_deleted_passage_is_never_used_again(cast, source):
    first = stored(source, "One.", "Two.", by=cast.ana)
    second = correct_edition(edition=first, passages=[PassageDraft("1", "p", "One.")], by=cast.ana)
    with pytest.raises(EditionRefused, match="The number 2 belonged to a passage that was deleted"):
        correct_edition(
            edition=second, passages=[PassageDraft("1", "p", "One."), PassageDraft("2", "p", "New.")], by=cast.ana
        )
    assert Edition.objects.filter(label="text").count() == 2


def test_of_two_corrections_of_one_version_the_second_is_refused(cast, source):
    old = stored(source, "One.", by=cast.ana)
    correct_edition(edition=old, passages=[PassageDraft("1", "p", "First.")], by=cast.ana)
    with pytest.raises(EditionMoved):
        correct_edition(edition=old, passages=[PassageDraft("1", "p", "Second.")], by=cast.ana)


def test_what_stood_side_by_side_does_so_after_a_correction(cast, source):
    left, right = stored(source, "One.", "Two.", by=cast.ana), stored(source, "Un.", "Deux.", label="fr", by=cast.ana)
    pairs = zip(left.passages.all(), right.passages.all(), strict=True)
    Alignment.objects.bulk_create(Alignment(left=one, right=other, relation="approx") for one, other in pairs)
    new = correct_edition(edition=left, passages=[PassageDraft("2", "p", "Two!")], by=cast.ana)
    found = Alignment.objects.filter(left__edition=new).values_list("left__text", "right__text", "relation")
    assert list(found) == [("Two!", "Deux.", "approx")]
    assert Alignment.objects.filter(left__edition=left).count() == 2


def test_followers_hear_of_a_correction_after_its_commit(cast, source, settings, django_capture_on_commit_callbacks):
    settings.EDITION_FOLLOWERS = ("tests.sources.follower.hears",)
    HEARD.clear()
    old = stored(source, "One.", by=cast.ana)
    with django_capture_on_commit_callbacks() as callbacks:
        correct_edition(edition=old, passages=[PassageDraft("1", "p", "One!")], by=cast.ana)
    assert HEARD == []
    for call in callbacks:
        call()
    assert [(1, 2, cast.ana.pk)] == HEARD


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sources_passage SET text = 'Changed.' WHERE id = %s",
        "DELETE FROM sources_passage WHERE id = %s",
        "UPDATE sources_passage SET number = '7' WHERE id = %s",
    ],
)
def test_a_stored_text_resists_raw_sql(cast, source, statement):
    passage = stored(source, "One.", by=cast.ana).passages.get()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [passage.pk])
    assert Passage.objects.get(pk=passage.pk).text == "One."


# -- The page "Add text" -------------------------------------------------------------------------------

FORM = {"role": "transcription", "language": "pl", "extent": "whole", "about": "Typed by us."}


@pytest.fixture
def ana(cast, client):
    client.force_login(cast.ana)
    return client


def test_edition_new_shows_the_numbering_and_stores_nothing_before_it_is_said(ana, source):
    typed = FORM | {"text": "# Head\n\nHe lies [sic].\n\nTwo [Y].", "step": "preview"}
    page = ana.post("/sources/diary/text/", typed)
    assert page.status_code == 200
    assert source.editions.count() == 1
    words = page.content.decode()
    assert "3 passages, 2 of them numbered" in words
    assert "“lies” is marked as standing so in the source" in words
    stored = typed | {"previewed": "on", "marks": ["0"], "step": "store"}
    assert ana.post("/sources/diary/text/", stored).status_code == 302
    edition = source.editions.get(label="pl")
    assert list(edition.passages.values_list("number", "text")) == [
        ("h1", "Head"), ("1", "He lies."), ("2", "Two [Y]."),
    ]  # fmt: skip
    assert list(Span.objects.filter(passage__edition=edition).values_list("kind", flat=True)) == ["sic"]
    assert (edition.role, edition.extent, edition.about, edition.locked_at is not None) == (
        "transcription", "whole", "Typed by us.", True,
    )  # fmt: skip


def test_edition_new_keeps_what_was_typed_when_one_goes_back(ana, source):
    page = ana.post("/sources/diary/text/", FORM | {"text": "Some words\n\nof mine.", "step": "back"})
    assert page.status_code == 200
    assert "Some words\n\nof mine.</textarea>" in page.content.decode()
    assert "Typed by us.</textarea>" in page.content.decode()


def test_edition_new_puts_the_words_of_a_file_into_the_form(ana, source):
    file = SimpleUploadedFile("page.html", b"<h1>H</h1><p>One<br>line</p>")
    page = ana.post("/sources/diary/text/", FORM | {"file": file, "step": "preview"})
    assert [b for b in page.context["hidden"] if 'name="text" value="# H\n\nOne\nline"' in b] != []
    assert [b for b in page.context["hidden"] if 'name="lines" value="keep"' in b] != []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"text": ""}, "There is no text yet. Paste it, or choose a file."),
        ({"role": ""}, "Choose what this text is."),
        ({"role": "summary"}, "Choose from the list what this text is."),
        ({"label": "en"}, "This source has a text called “en”. Choose another short name."),
        ({"label": "Łódź"}, "Use letters without accents, figures and hyphens, such as en-person."),
        ({"role": "adaptation"}, "Choose the text that this is an easier version of."),
        ({"first": "0"}, "Write 1 or a larger number."),
    ],
)
def test_edition_new_says_what_to_do_and_keeps_what_was_typed(ana, source, changed, sentence):
    page = ana.post("/sources/diary/text/", FORM | {"text": "Words.", "step": "store"} | changed)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "Typed by us.</textarea>" in page.content.decode()
    assert source.editions.count() == 1


def test_an_easier_version_has_the_numbers_of_the_text_that_it_explains(ana, source):
    base = source.editions.get()
    typed = FORM | {
        "role": "adaptation",
        "based_on": base.pk,
        "text": "[7] Easy.",
        "numbering": "printed",
        "step": "store",
    }
    assert "“English translation” has no passage 7." in ana.post("/sources/diary/text/", typed).content.decode()
    assert ana.post("/sources/diary/text/", typed | {"text": "[2] Easy."}).status_code == 302
    assert source.editions.get(role="adaptation").based_on == base


def test_a_translator_is_known_by_name(ana, source):
    typed = FORM | {"text": "Words.", "step": "store", "translator": "Jan  Nowak"}
    ana.post("/sources/diary/text/", typed)
    ana.post("/sources/diary/text/", typed | {"translator": "jan nowak"})
    translators = {edition.translator for edition in source.editions.exclude(label="en")}
    assert [(a.name, a.sort_name, a.slug) for a in translators] == [("Jan Nowak", "Nowak, Jan", "jan-nowak")]
    assert set(source.editions.values_list("label", flat=True)) == {"en", "pl", "pl-2"}


def test_edition_new_is_there_for_editors_of_the_shelf_alone(cast, source, client):
    for person in (cast.irina, cast.tom):
        client.force_login(person)
        assert client.get("/sources/diary/text/").status_code == 404
