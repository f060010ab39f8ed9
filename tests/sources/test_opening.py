"""A source that only a lesson or a quiz shows which is not open yet: its students find it nowhere before."""

from datetime import timedelta

import pytest
from django.urls import reverse

from coursesite import clock
from coursesite.home.queries.search import found
from lessons.sources.models import Source
from tests import make

DAY = timedelta(days=1)


def lesson(cast, edition, opens_at):
    blocks = [{"kind": "excerpt", "body": {"v": 1, "letter": "A"}, "excerpt": make.excerpt(edition)}]
    return make.give_lesson(cast.hist, make.lesson(cast.shelf, blocks=blocks), opens_at=opens_at)


def quiz(cast, edition, opens_at):
    asked = make.question(cast.shelf, documents=[make.excerpt(edition)])
    return make.give_assessment(cast.hist, make.assessment(cast.shelf, [asked]), opens_at=opens_at)


def addresses(cast, source) -> list[str]:
    return [
        reverse("sources:source", args=[source.slug]),
        reverse("sources:source_cite", args=[source.slug]),
        reverse("sources:cite_file", args=[source.slug, "json"]),
        reverse("sources:edition", args=[source.slug, "en", 1]),
        reverse("lessons:source_notes", args=[source.slug]),
        reverse("lessons:source_in_class", args=[cast.hist.public_id, source.slug]),
        reverse("lessons:notes_of_source", args=[cast.hist.public_id, source.slug]),
    ]


@pytest.mark.parametrize("give", [lesson, quiz])
def test_students_see_a_source_from_the_opening_on_and_teachers_before(client, cast, give):
    edition = make.source(cast.shelf, slug="unseen", passages=["An xyzzy of 1956."])
    given = give(cast, edition, clock.now() + DAY)

    def seen(who) -> list[bool]:
        client.force_login(who)
        pages = [client.get(address).status_code in (200, 302) for address in addresses(cast, edition.source)]
        listed = Source.objects.visible_to(who).filter(pk=edition.source_id).exists()
        return [*pages, listed, bool(found(who, "xyzzy").groups)]

    assert seen(cast.irina) == [False] * 9
    assert seen(cast.mia) == [True] * 9
    given.assignment.opens_at = clock.now() - DAY
    given.assignment.save(update_fields=["opens_at"])
    assert seen(cast.irina) == [True] * 9
    assert seen(cast.lena) == [False] * 9
