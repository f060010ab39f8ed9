"""A picture as a source: made in one form, shown with its words, in lessons too, and to nobody else."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coursesite.files.images import BROKEN, NO_PICTURE
from coursesite.files.models import Blob, Upload
from lessons.sources.models import Source, SourceImage
from lessons.sources.queries.images import stamp_of_image
from tests import make
from tests.bodies import NO_ROWS
from tests.sources.pictures import SECRET, as_file, drawn, opened, photograph

ALT = "A poster: a man points at a crowd."
NEW = NO_ROWS | {
    "title": "Poster of a crowd", "relation": "primary", "date_kind": "created", "kind": "image",
    "picture-alt": ALT, "when_unknown": "on",
}  # fmt: skip
EDITED = {"picture-alt": ALT, "picture-caption": "A poster, showing a crowd."}


def sent(data: bytes, name: str = "poster.jpg", media_type: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, media_type)


@pytest.fixture
def ana(cast, client: Client) -> Client:
    client.force_login(cast.ana)
    return client


@pytest.fixture
def poster(cast) -> Source:
    """An image source on Ana's shelf, with a picture for phones beside the large one."""
    source = make.source(cast.shelf, passages=(), slug="poster", kind="image").source
    Source.objects.filter(pk=source.pk).update(date_display="1966", date_edtf="1966")
    make.picture(
        source, cast.ana, width=1200, height=900, form="JPEG", alt=ALT, caption="A poster, showing a crowd.",
        description="A man points.\n\nA crowd looks up.", credit="Studio Four", rights_code="CC-BY-4.0",
        shows_edtf="1961", shows_display="1961",
    )  # fmt: skip
    source.refresh_from_db()
    return source


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]


def edit(client: Client, source: Source, **values):
    return client.post(reverse("sources:image_edit", args=[source.slug]), EDITED | values)


# -- Making one ----------------------------------------------------------------------------------------


def test_image_new_is_looked_at_once_and_stored_without_sending_the_file_again(cast, ana):
    address = reverse("sources:image_new")
    first = ana.post(address, NEW | {"shelf": cast.shelf.pk, "picture-file": sent(photograph(1000, 500))})
    page = first.content.decode()
    assert (first.status_code, "Look once, then save" in page, Source.objects.count()) == (200, True, 0)
    again = {
        "checked": hidden(page, "checked"),
        "picture-upload": hidden(page, "picture-upload"),
        "check-kind": "image",
    }
    second = ana.post(address, NEW | again | {"shelf": cast.shelf.pk})
    source = Source.objects.get()
    assert (second.status_code, second["Location"]) == (302, reverse("sources:source_edit", args=[source.slug]))
    image = source.image
    assert (source.kind, source.reach, image.alt) == ("image", "draft", ALT)
    assert (image.width, image.height, image.blob.media_type) == (1000, 500, "image/jpeg")
    assert [p.text for p in source.editions.get(label="picture").passages.all()] == [ALT]


def test_image_new_is_one_step_from_the_library(ana):
    assert reverse("sources:image_new") in ana.get(reverse("sources:source_list")).content.decode()


def test_image_new_keeps_the_file_when_something_else_is_missing(cast, ana):
    body = NEW | {"shelf": cast.shelf.pk, "picture-alt": "", "picture-file": sent(as_file())}
    answer = ana.post(reverse("sources:image_new"), body)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say in a sentence what is to be seen, for whoever cannot see it." in page
    assert hidden(page, "picture-upload") == str(Upload.objects.get(by=cast.ana).public_id)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (sent(b"<svg onload='x()'>", "picture.png", "image/png"), NO_PICTURE),
        (sent(as_file(drawn(900, 900), "JPEG")[:1500]), BROKEN),
        (sent(b""), "This file is empty. Choose the picture again."),
        (None, "Choose the file of the picture."),
    ],
)
def test_image_edit_refuses_what_is_no_picture_whatever_it_is_called(cast, ana, file, words):
    source = make.source(cast.shelf).source
    file = {"picture-file": file} if file else {}
    answer = edit(ana, source, **{"picture-seen": "none"}, **file)
    assert (answer.status_code, words in answer.content.decode(), Blob.objects.count()) == (422, True, 0)


def test_another_s_kept_file_cannot_be_taken(cast, ana):
    source = make.source(cast.other_shelf).source
    theirs = make.picture(source, cast.tom).blob
    own = make.source(cast.shelf).source
    upload = Upload.objects.get(blob=theirs).public_id
    answer = edit(ana, own, **{"picture-seen": "none", "picture-upload": str(upload)})
    assert (answer.status_code, SourceImage.objects.filter(source=own).count()) == (422, 0)


# -- What is said of it ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            {"picture-caption": "A poster depicting Mao and"},
            "It breaks off after “and”. Write the rest of the sentence.",
        ),
        ({"picture-alt": "A poster of"}, "It breaks off after “of”. Write the rest of the sentence."),
        ({"picture-alt": "Image."}, "This says what kind of file it is, not what is to be seen."),
        ({"picture-alt": ""}, "Say in a sentence what is to be seen, for whoever cannot see it."),
        ({"picture-shows": "02/03/1961"}, "Choose one."),
        ({"picture-shows": "a while ago"}, "We cannot read “a while ago” as a date."),
    ],
)
def test_image_edit_says_what_to_do(poster, ana, values, words):
    before = stamp_of_image(poster.image)
    answer = edit(ana, poster, **{"picture-seen": before} | values)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert stamp_of_image(SourceImage.objects.get(source=poster)) == before


def test_image_edit_shows_how_a_date_is_read_before_it_is_stored(poster, ana):
    values = {"picture-seen": stamp_of_image(poster.image), "picture-shows": "about 1961"}
    first = edit(ana, poster, **values)
    page = first.content.decode()
    assert (first.status_code, "Nothing is stored yet." in page, SourceImage.objects.get().shows_edtf) == (
        200, True, "1961",
    )  # fmt: skip
    second = edit(ana, poster, **values, **{"picture-reading": "1961~"})
    image = SourceImage.objects.get()
    assert (second.status_code, image.shows_edtf, image.shows_display) == (302, "1961~", "about 1961")


def test_image_edit_keeps_the_date_that_stands_and_the_picture(poster, ana):
    blob = poster.image.blob
    answer = edit(ana, poster, **{"picture-seen": stamp_of_image(poster.image), "picture-shows": "1961"})
    image = SourceImage.objects.get()
    assert (answer.status_code, image.shows_edtf, image.blob, image.caption) == (
        302, "1961", blob, "A poster, showing a crowd.",
    )  # fmt: skip


def test_image_edit_of_what_was_changed_meanwhile_is_a_conflict(poster, ana):
    before = stamp_of_image(poster.image)
    assert edit(ana, poster, **{"picture-seen": before, "picture-caption": "Another."}).status_code == 302
    late = edit(ana, poster, **{"picture-seen": before, "picture-caption": "Mine."})
    assert (late.status_code, SourceImage.objects.get().caption) == (409, "Another.")
    page = late.content.decode()
    assert "Mine." in page
    again = edit(ana, poster, **{"picture-seen": hidden(page, "picture-seen"), "picture-caption": "Mine."})
    assert (again.status_code, SourceImage.objects.get().caption) == (302, "Mine.")


def test_a_changed_description_keeps_its_numbers_and_gives_none_again(poster, cast):
    def numbered():
        newest = poster.editions.filter(label="picture").order_by("-number").first()
        return newest.number, [(p.number, p.text) for p in newest.passages.all()]

    assert numbered() == (1, [("1", "A man points."), ("2", "A crowd looks up.")])
    said = {"alt": ALT, "description": "A man points."}
    make.picture(poster, cast.ana, **said)
    assert numbered() == (2, [("1", "A man points.")])
    poster.refresh_from_db()
    make.picture(poster, cast.ana, **said | {"description": "A man points.\n\nThree flags."})
    assert numbered() == (3, [("1", "A man points."), ("3", "Three flags.")])


# -- Showing it ------------------------------------------------------------------------------------------


def test_source_page_shows_a_picture_with_all_its_words_and_both_dates(poster, ana):
    page = ana.get(reverse("sources:source", args=[poster.slug])).content.decode()
    assert f'alt="{ALT}"' in page
    assert "A poster, showing a crowd." in page
    assert "The picture: 1966; it shows: 1961." in page
    assert "Studio Four" in page and "CC BY 4.0" in page
    assert 'srcset="/sources/poster/image/small.jpg 800w, /sources/poster/image/large.jpg 1200w"' in page
    assert reverse("sources:image_zoom", args=[poster.slug]) in page


def given_in_a_lesson(cast, poster: Source):
    excerpt = make.excerpt(poster.editions.get(label="picture"))
    Source.objects.filter(pk=poster.pk).update(reach="classes")
    blocks = (
        {"kind": "part", "body": {"v": 1, "title": "One"}},
        {"kind": "excerpt", "body": {"v": 1, "letter": "A"}, "excerpt": excerpt},
    )
    version = make.lesson(cast.shelf, blocks=blocks)
    make.give_lesson(cast.hist, version)
    return version.lesson


def test_a_student_sees_the_picture_of_her_lesson_and_looks_closely(poster, cast, client):
    lesson = given_in_a_lesson(cast, poster)
    client.force_login(cast.irina)
    part = reverse("lessons:lesson_part", args=[cast.hist.public_id, lesson.slug, 1])
    page = client.get(part).content.decode()
    assert f'alt="{ALT}"' in page and "A crowd looks up." in page and "The picture: 1966; it shows: 1961." in page
    assert "Studio Four" in page
    addresses = re.findall(r"/sources/poster/image/\w+\.jpg", page)
    assert {client.get(address).status_code for address in addresses} == {200}
    zoom = client.get(reverse("sources:image_zoom", args=["poster"]))
    assert (zoom.status_code, f'alt="{ALT}"' in zoom.content.decode()) == (200, True)


@pytest.mark.parametrize("who", ["olga", "lena", "tom", "adam"])
def test_who_was_not_given_the_source_gets_no_byte_of_its_picture(poster, cast, client, who):
    given_in_a_lesson(cast, poster)
    client.force_login(getattr(cast, who))
    routes = [("image_file", {"size": "large", "ext": "jpg"}), ("image_file", {"size": "small", "ext": "jpg"}),
              ("image_zoom", {}), ("image_edit", {})]  # fmt: skip
    answers = [client.get(reverse(f"sources:{name}", kwargs=more | {"source": "poster"})) for name, more in routes]
    assert [answer.status_code for answer in answers] == [404] * 4


def test_image_file_has_no_secret_and_is_asked_for_each_time(cast, ana):
    source = make.source(cast.shelf).source
    edit(
        ana, source, **{"picture-seen": "none", "picture-file": sent(photograph(orientation=6), "x.html", "text/html")}
    )
    address = reverse("sources:image_file", args=[source.slug, "large", "jpg"])
    answer = ana.get(address)
    data = b"".join(answer.streaming_content)
    assert (SECRET.encode() in data, opened(data).size) == (False, (80, 120))
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == f'inline; filename="{source.slug}.jpg"'
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-cache", "nosniff")
    kept = ana.get(address, headers={"If-None-Match": answer["ETag"]})
    assert (kept.status_code, kept.content, kept["Cache-Control"]) == (304, b"", "private, no-cache")


@pytest.mark.parametrize(("size", "ext"), [("large", "png"), ("huge", "jpg"), ("large", "html")])
def test_image_file_of_another_name_is_not_there(poster, ana, size, ext):
    assert ana.get(f"/sources/poster/image/{size}.{ext}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "width", "links"),
    [
        ("", 1200, ["?size=100"]),
        ("100", 1200, ["?size=75", "?size=150"]),
        ("400", 4800, ["?size=300"]),
        ("25", 300, ["?size=50"]),
    ],
)
def test_image_zoom_goes_by_links(poster, ana, asked, width, links):
    page = ana.get(reverse("sources:image_zoom", args=["poster"]), {"size": asked}).content.decode()
    assert (re.search(r'width="(\d+)"', page.split("zoom-box")[1])[1], re.findall(r'href="(\?size=\d+)"', page)) == (
        str(width), links,
    )  # fmt: skip


def test_image_zoom_of_another_size_is_refused(poster, ana):
    assert ana.get(reverse("sources:image_zoom", args=["poster"]), {"size": "9999"}).status_code == 422


# -- Queries ------------------------------------------------------------------------------------------


def test_a_lesson_with_more_pictures_asks_no_more(cast, ana, query_count_is_constant):
    blocks = [{"kind": "part", "body": {"v": 1, "title": "One"}}]

    def with_picture(letter: str) -> dict:
        source = make.source(cast.shelf, kind="image").source
        make.picture(source, cast.ana)
        excerpt = make.excerpt(source.editions.get(label="picture"))
        return {"kind": "excerpt", "body": {"v": 1, "letter": letter}, "excerpt": excerpt}

    version = make.lesson(cast.shelf, blocks=[*blocks, with_picture("A")], locked=False)
    address = reverse("lessons:lesson_preview", args=[version.lesson.slug, 1])

    def grow():
        for position, letter in enumerate("BCD", 3):
            version.blocks.create(position=position, **with_picture(letter))

    query_count_is_constant(lambda: ana.get(address), grow)


def test_a_source_page_asks_no_more_for_a_picture(cast, ana):
    source = make.source(cast.shelf, kind="image").source
    address = reverse("sources:source", args=[source.slug])

    def asked() -> int:
        ana.get(address)
        with CaptureQueriesContext(connection) as counted:
            ana.get(address)
        return len(counted)

    before = asked()
    make.picture(source, cast.ana)
    assert asked() == before
