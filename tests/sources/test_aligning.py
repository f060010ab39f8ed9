"""Two texts side by side: proposals, what a teacher chooses, what stays."""

import pytest

from lessons.sources.actions.editions import make_edition
from lessons.sources.aligning import proposals
from lessons.sources.drafts import PassageDraft
from lessons.sources.models import Alignment
from tests import make

LEFT = [("1", "He described matters."), ("2", "Nobody asked him why."), ("3", "Quite other words.")]
RIGHT = [("1", "He was painting the matter."), ("7", "Nobody asked him why!"), ("8", "Zzz.")]


def test_passages_are_proposed_by_number_then_by_their_words():
    assert proposals(LEFT, RIGHT, same_language=True) == {
        "1": ("1", "the same number"),
        "2": ("7", "95 per cent alike"),
    }
    assert proposals(LEFT, RIGHT, same_language=False) == {"1": ("1", "the same number")}


@pytest.fixture
def two(cast):
    left = make.source(cast.shelf, slug="diary", passages=[words for _, words in LEFT])
    right = make_edition(source=left.source, label="other", role="translation", language="en", scheme="printed", extent="whole",
                         passages=[PassageDraft(number, "p", words) for number, words in RIGHT], by=cast.ana)  # fmt: skip
    return left, right


@pytest.fixture
def ana(cast, client):
    client.force_login(cast.ana)
    return client


PAGE = "/sources/diary/align/?left=en&right=other"


def stored():
    rows = Alignment.objects.order_by("left__position").values_list("left__number", "right__number", "relation")
    return list(rows)


def test_edition_align_proposes_and_stores_what_is_chosen(ana, two):
    left, right = ({p.number: p.pk for p in edition.passages.all()} for edition in two)
    page = ana.get(PAGE)
    fields = page.context["form"].fields
    assert [fields[f"beside_{left[n]}"].initial for n in "123"] == [right["1"], right["7"], None]
    assert Alignment.objects.count() == 0
    body = {f"beside_{left['1']}": right["1"], f"as_{left['1']}": "approx", f"beside_{left['2']}": right["8"]}
    assert ana.post(PAGE, body).status_code == 302
    assert stored() == [("1", "1", "approx"), ("2", "8", "same")]
    assert ana.post(PAGE, body | {f"beside_{left['2']}": ""}).status_code == 302
    assert stored() == [("1", "1", "approx")]


def test_edition_align_offers_two_texts_that_differ(ana, two):
    """The button works as the page comes: it does not ask for one text beside itself."""
    pair = ana.get("/sources/diary/align/").context["pair"]
    assert [name for name, _ in pair.fields["left"].choices] == ["en", "other"]
    assert pair["right"].value() == "other"


@pytest.mark.parametrize(
    ("asked", "status", "sentence"),
    [
        ("", 200, "Show these two texts"),
        ("?left=en&right=en", 422, "Choose two different texts."),
        ("?left=en&right=nothing", 422, "Choose a text from the list."),
    ],
)
def test_edition_align_says_what_to_do(ana, two, asked, status, sentence):
    page = ana.get(f"/sources/diary/align/{asked}")
    assert (page.status_code, sentence in page.content.decode()) == (status, True)


def test_edition_align_refuses_a_passage_of_another_text(ana, two, cast):
    left = two[0].passages.get(number="1").pk
    other = make.source(cast.shelf).passages.first().pk
    page = ana.post(PAGE, {f"beside_{left}": other})
    assert (page.status_code, "Choose a passage from the list." in page.content.decode()) == (422, True)


def test_edition_align_is_there_for_editors_of_the_shelf_alone(cast, two, client):
    for person in (cast.irina, cast.tom):
        client.force_login(person)
        assert client.get(PAGE).status_code == 404
