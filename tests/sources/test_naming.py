"""What the texts of a source are called: in words, each by a name of its own, nowhere by its short label."""

import pytest

from lessons.sources.actions.editions import make_edition
from lessons.sources.drafts import PassageDraft
from lessons.sources.models import Agent, Edition
from lessons.sources.queries.naming import text_names, versions_named
from tests import make


def test_texts_are_named_by_language_role_and_translator():
    person = Agent(name="James F. Person")
    russian = Edition(pk=1, label="ru", role="transcription", language="ru")
    texts = [
        russian,
        Edition(pk=2, label="en", role="translation", language="en", translator=person),
        Edition(pk=3, label="en-2", role="translation", language="en-GB"),
        Edition(pk=4, label="en-3", role="translation", language="en"),
        Edition(pk=5, label="adapted", role="adaptation", language="ru", based_on=russian),
        Edition(pk=6, label="picture", role="summary"),
        Edition(pk=7, label="card", role="summary"),
    ]
    assert text_names(texts) == {
        "ru": "Russian transcription",
        "en": "English translation by James F. Person",
        "en-2": "English translation",
        "en-3": "English translation, text 2",
        "adapted": "Easier version of the Russian transcription",
        "picture": "The picture in words",
        "card": "Summary in our own words",
    }


def test_versions_are_told_apart_only_where_there_are_several():
    texts = [Edition(label="en", number=n, role="translation", language="en") for n in (1, 2)]
    texts.append(Edition(label="pl", number=1, role="transcription", language="pl"))
    assert versions_named(texts) == {
        "en.1": "English translation, version 1",
        "en.2": "English translation, version 2",
        "pl.1": "Polish transcription",
    }


@pytest.mark.parametrize("page", ["", "edit/", "text/en/1/", "text/en/correct/", "text/en/marks/1/", "align/"])
def test_no_page_of_a_source_shows_a_bare_label(cast, client, sign_in, page):
    edition = make.source(cast.shelf, slug="diary")
    make_edition(source=edition.source, label="en-zz", role="transcription", language="en", scheme="counted", extent="whole",
                 passages=[PassageDraft("1", "p", "Words.")], by=cast.ana)  # fmt: skip
    shown = sign_in(client, cast.ana).get(f"/sources/diary/{page}")
    words = shown.content.decode()
    assert shown.status_code == 200
    assert "English translation" in words
    assert not any(bare in words for bare in (">en-zz", "“en-zz", "(en-zz", "“en”", ">en<", "(en)"))
