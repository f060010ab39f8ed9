"""Files that are handed in: what is taken and what is refused, the student's way without script, who may see them."""

import io
import uuid

import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from assessments.kinds import kind_of
from assessments.kinds.upload import most_files
from coursesite.files.drawing import draw_file, kind_of_file, safe_name
from coursesite.files.errors import FileRefused
from coursesite.files.models import Blob, Upload
from tests import make
from tests.assessments.parts import begin, op, post_ops, results

NOTES = Image.new("RGB", (120, 80), (200, 190, 150))
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


def as_file(form: str, **options) -> bytes:
    file = io.BytesIO()
    if form == "HEIC":
        pillow_heif.from_pillow(NOTES).save(file)
    else:
        NOTES.save(file, form, **options)
    return file.getvalue()


PNG = as_file("PNG")
BOMB = io.BytesIO()
Image.new("1", (9000, 9000)).save(BOMB, "PNG")
exif = Image.Exif()
exif[0x010F] = "canary-of-the-camera"


# -- What is taken ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "kept"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "jpg"), ("HEIC", "jpg")])
def test_a_photograph_is_drawn_anew(form, kept):
    handed = draw_file(as_file(form, **({"exif": exif} if form == "JPEG" else {})))
    assert (handed.extension, [(page.width, page.height) for page in handed.pages]) == (kept, [(120, 80)])
    assert b"canary-of-the-camera" not in handed.data


def test_a_pdf_is_kept_as_it_came_and_its_first_pages_are_drawn():
    pdf = as_file("PDF", save_all=True, append_images=[NOTES] * 21)
    handed = draw_file(pdf)
    assert (handed.data == pdf, handed.media_type, len(handed.pages)) == (True, "application/pdf", 20)
    assert {page.media_type for page in handed.pages} == {"image/jpeg"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "This file is empty."), (SVG, "This file cannot be taken."), (b"<html><script>", "This file cannot be taken."),
        (b"GIF89a" + bytes(20), "This file cannot be taken."), (b"PK\x03\x04" + bytes(50), "This file cannot be taken."),
        (b"%PDF-1.7\n<script>", "cut off or damaged"), (as_file("HEIC")[:300], "cut off or damaged"),
        (PNG[:60], "cut off or damaged"), (b"\xff\xd8\xff" + SVG, "cut off or damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(10_000_000), "larger than 10 MB"), (b"MZ" + PNG, "This file cannot be taken."),
        (BOMB.getvalue(), "This picture has 81 million pixels."),
    ],
)  # fmt: skip
def test_what_is_no_photograph_and_no_pdf_is_refused_in_words(data, said):
    with pytest.raises(FileRefused) as refusal:
        draw_file(data)
    assert said in str(refusal.value)


def test_what_hides_behind_a_picture_does_not_come_with_it():
    handed = draw_file(PNG + b"<script>canary</script>")
    assert b"canary" not in handed.data
    assert (kind_of_file(b"%PDF-"), kind_of_file(b"\0\0\0\x18ftypheic"), kind_of_file(b"%!PS")) == ("pdf", "heic", "")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("notes.png", "notes.jpg"), ("../../etc/passwd", "passwd.jpg"), ("C:\\x\\page 1.HEIC", "page 1.jpg"), ("", "file.jpg"),
        ("page.html.png", "page.html.jpg"), ("a\r\nSet-Cookie: b.png", "aSet-Cookie b.jpg"), ("\u202egnp.exe", "gnp.jpg"),
        ("ż" * 255 + ".png", "ż" * 80 + ".jpg"), ("...", "file.jpg"), ('"><b>.png', "b.jpg"), (".htaccess", "file.jpg"),
    ],
)  # fmt: skip
def test_odd_names_are_made_harmless(name, kept):
    assert safe_name(name, "jpg") == kept


IDS = [str(uuid.UUID(int=n)) for n in range(7)]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ([], []), (IDS[:1], IDS[:1]), (IDS[:5], IDS[:5]), (IDS[:2] * 2, IDS[:2]), (IDS[:6], None), (["x"], None), ("x", None),
        ([1], None), (None, None), (["../" + IDS[0]], None), ([IDS[0].upper() + " "], None), ([""], None),
    ],
)  # fmt: skip
def test_a_value_is_a_short_list_of_ids(value, kept):
    if kept is None:
        with pytest.raises(ValueError):
            kind_of("upload").clean(value)
    else:
        assert kind_of("upload").clean(value) == kept


@pytest.mark.parametrize("value", [*([IDS[:n]] for n in range(6)), [], None, "words", ["x"], [None]])
def test_files_are_for_a_person_to_mark(value):
    assert kind_of("upload").mark({}, {}, value, 3) is None
    assert isinstance(kind_of("upload").describe(value, {}), str)


def test_how_many_files_a_question_takes():
    assert [most_files(body) for body in ({}, {"most": 2}, {"most": 9})] == [5, 2, 5]


# -- A student's way -------------------------------------------------------------------------------------------------


@pytest.fixture
def task(cast):
    version = make.question(cast.shelf, "upload", body={"v": 1, "stem": "<p>Photograph it.</p>", "most": 2}, points=3)
    short = make.question(cast.shelf, "short", body={"v": 1, "stem": "<p>Word?</p>"}, key={"v": 1, "accepted": ["x"]})
    made = make.assessment(cast.shelf, [version, short], title="Notes")
    return make.give_assessment(cast.hist, made)


def at(given) -> str:
    return f"/c/{given.assignment.classroom.public_id}/t/{given.assignment.public_id}"


def sent(name: str = "notes.png", data: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "text/html")


def newest(attempt, slot: int = 1):
    return (
        attempt.items.get(slot=slot)
        .answers.filter(kind="saved")
        .order_by("-rev")
        .values_list("value", flat=True)
        .first()
    )


def test_attempt_files_are_brought_shown_taken_away_and_handed_in(client, cast, sign_in, task):
    attempt, irina = begin(task, cast.irina), sign_in(client, cast.irina)
    where, page = f"{at(task)}/attempt/files/1/", f"{at(task)}/attempt/"
    typed = {"base-1": 0, "base-2": 0, "answer-2": "typed before"}
    answer = irina.post(where, typed | {"file-1": [sent("one.png"), sent("two.png")]})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{page}#q1")
    one, two = Upload.objects.filter(by=cast.irina).order_by("pk")
    assert (newest(attempt), newest(attempt, 2)) == ([str(one.public_id), str(two.public_id)], "typed before")
    shown = irina.get(page).content.decode()
    assert [name in shown for name in ("one.png", "two.png", f"/files/{one.public_id}/1/")] == [True] * 3
    held = {"base-1": 1, "base-2": 1, "answer-2": "typed before", "answer-1": newest(attempt)}
    full = irina.post(where, held | {"file-1": sent()})
    assert (full.status_code, "Hand in at most 2 files; 2 stand already." in full.content.decode()) == (422, True)
    assert irina.post(where, held | {"remove-1": str(one.public_id)}).status_code == 302
    assert newest(attempt) == [str(two.public_id)]
    own = f"/attempts/{attempt.public_id}/files"
    assert [irina.get(f"{own}/{one.public_id}/").status_code, irina.get(f"{own}/{two.public_id}/").status_code] == [
        404,
        200,
    ]
    ana = sign_in(client, cast.ana)
    assert ana.get(f"{own}/{two.public_id}/").status_code == 404  # not handed in yet
    irina = sign_in(client, cast.irina)
    assert "1 file" in irina.get(f"{at(task)}/review/").content.decode()
    irina.post(f"{at(task)}/hand-in/", {"sure": "on"})
    assert f"{own}/{two.public_id}/1/" in irina.get(f"{at(task)}/feedback/").content.decode()
    ana = sign_in(client, cast.ana)
    assert f'<img src="{own}/{two.public_id}/1/"' in ana.get(f"{at(task)}/mark/{attempt.public_id}/").content.decode()
    assert ana.get(f"{own}/{two.public_id}/1/").headers["Content-Type"] == "image/png"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([sent("page.svg", SVG)], "“page.svg”: This file cannot be taken."), ([], "Choose a file first."),
        ([sent("a.html.png", b"<html>")], "“a.html.png”: This file cannot be taken."), ([sent("e.png", b"")], "is empty"),
    ],
)  # fmt: skip
def test_attempt_files_says_what_to_do_and_keeps_what_was_typed(client, cast, sign_in, task, files, said):
    begin(task, cast.irina)
    body = {"base-1": 0, "base-2": 0, "answer-2": "typed before", "file-1": files}
    answer = sign_in(client, cast.irina).post(f"{at(task)}/attempt/files/1/", body)
    page = answer.content.decode()
    assert (answer.status_code, said in page, 'value="typed before"' in page) == (422, True, True)
    assert ('<nav class="question-list"' in page, "Save and next" in page) == (True, False)  # all questions, as before
    assert Blob.objects.count() == 0


def test_attempt_files_loaded_anew_leads_to_the_question(client, cast, sign_in, task):
    """A phone that forgot the page asks for the address of the form that was refused."""
    begin(task, cast.irina)
    answer = sign_in(client, cast.irina).get(f"{at(task)}/attempt/files/1/")
    assert (answer.status_code, answer.url) == (302, f"{at(task)}/attempt/#q1")


def test_attempt_files_of_one_day_are_limited_before_anything_is_drawn(client, cast, sign_in, task, monkeypatch):
    monkeypatch.setattr("assessments.views.answering.MOST_A_DAY", 1)
    attempt, irina = begin(task, cast.irina), sign_in(client, cast.irina)
    where = f"{at(task)}/attempt/files/1/"
    irina.post(where, {"base-1": 0, "file-1": sent("one.png")})
    held = {"base-1": 1, "answer-1": newest(attempt)}
    refused = irina.post(where, held | {"file-1": sent("two.png", b"%PDF-broken")})
    assert (refused.status_code, "files since yesterday" in refused.content.decode()) == (422, True)
    assert irina.post(where, held | {"remove-1": held["answer-1"][0]}).status_code == 302  # taking away always works
    assert newest(attempt) == []


def test_attempt_file_is_only_ever_saved_and_another_s_file_is_nobody_s_answer(client, cast, sign_in, task):
    attempt, theirs = begin(task, cast.irina), begin(task, cast.omar)
    irina = sign_in(client, cast.irina)
    irina.post(f"{at(task)}/attempt/files/1/", {"base-1": 0, "file-1": sent('x"\r\nA: b.html.png')})
    file = newest(attempt)[0]
    answer = irina.get(f"/attempts/{attempt.public_id}/files/{file}/")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Content-Type"]) == ("nosniff", "image/png")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert "A" not in answer.headers
    omar = sign_in(client, cast.omar)
    assert results(post_ops(omar, theirs, op(1, 0, [file]))) == [("saved", 1)]
    assert omar.get(f"/attempts/{theirs.public_id}/files/{file}/").status_code == 404
    assert file not in omar.get(f"{at(task)}/attempt/").content.decode()


# -- A doubt about what was typed ------------------------------------------------------------------------------------


def test_attempt_doubt_asks_and_the_page_and_the_review_say_it_too(client, cast, sign_in):
    key = {"v": 1, "edtf": "1956-03-02", "words": "2 March 1956", "calendar": "gregorian", "precision": "day"}
    version = make.question(cast.shelf, "date", body={"v": 1, "stem": "<p>When?</p>"}, key=key, points=2)
    given = make.give_assessment(cast.hist, make.assessment(cast.shelf, [version], title="When"), feedback="handed_in")
    attempt, irina = begin(given, cast.irina), sign_in(client, cast.irina)
    asked = irina.post(f"/attempts/{attempt.public_id}/doubt/", {"slot": 1, "value": "02/03/1956"}).json()["doubt"]
    assert asked.startswith("Day or month first?")
    assert irina.post(f"{at(given)}/attempt/", {"base-1": 0, "answer-1": "02/03/1956"}).status_code == 302
    assert ["Day or month first?" in irina.get(f"{at(given)}/{page}/").content.decode() for page in ("attempt", "review")] == [
        True, True,
    ]  # fmt: skip
    irina.post(f"{at(given)}/hand-in/", {"sure": "on"})
    assert attempt.items.get().scores.get().points == 2
