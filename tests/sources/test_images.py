"""A picture is drawn anew: upright, at most so large, without what hid beside it; other files are refused."""

import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from coursesite.files import images
from coursesite.files.errors import PictureRefused
from coursesite.files.images import fitted, measured, redraw, smaller
from tests.sources.pictures import SECRET, as_file, drawn, opened, photograph, with_words


def colours(data: bytes) -> tuple[str, str]:
    """The colour near the top left and near the bottom right, in words."""
    picture = opened(data).convert("RGB")
    width, height = picture.size
    points = [(width // 8, height // 8), (width - width // 8 - 1, height - height // 8 - 1)]
    red = [picture.getpixel(point)[0] > 128 for point in points]
    return tuple("red" if one else "blue" for one in red)


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (as_file(form="PNG"), "image/png"),
        (as_file(form="JPEG"), "image/jpeg"),
        (as_file(form="WEBP"), "image/jpeg"),
        (as_file(form="GIF"), "image/png"),
        (as_file(drawn(mode="P"), form="PNG"), "image/png"),
        (as_file(drawn(mode="L"), form="PNG"), "image/png"),
        (as_file(drawn(mode="1"), form="PNG"), "image/png"),
        (as_file(drawn(mode="RGBA"), form="WEBP"), "image/jpeg"),
        (as_file(drawn(mode="CMYK"), form="JPEG"), "image/jpeg"),
        (as_file(Image.new("I;16", (120, 80), 40000)), "image/png"),
    ],
)
def test_each_sort_becomes_a_jpeg_or_a_png_of_the_same_size(data, media_type):
    made = redraw(data)
    assert (made.media_type, made.width, made.height, opened(made.data).size) == (media_type, 120, 80, (120, 80))


def test_sixteen_bits_of_grey_stay_as_light_as_they_were():
    made = opened(redraw(as_file(Image.new("I;16", (4, 4), 40000))).data)
    assert (made.mode, made.getpixel((1, 1))) == ("L", 40000 // 256)


def test_transparency_stays():
    picture = drawn(mode="RGBA")
    picture.putpixel((0, 0), (0, 0, 0, 0))
    made = opened(redraw(as_file(picture, "WEBP", lossless=True)).data)
    assert (made.format, made.mode, made.getpixel((0, 0))[3], made.getpixel((5, 5))[3]) == ("PNG", "RGBA", 0, 255)


@pytest.mark.parametrize("data", [photograph(), with_words()])
def test_what_hides_beside_the_picture_is_gone(data):
    assert SECRET.encode() in data
    made = redraw(data)
    assert SECRET.encode() not in made.data
    assert (dict(opened(made.data).getexif()), "comment" in opened(made.data).info) == ({}, False)
    assert SECRET.encode() not in smaller(made).data


@pytest.mark.parametrize(
    ("orientation", "size", "seen"),
    [
        (1, (120, 80), ("red", "blue")),
        (3, (120, 80), ("blue", "red")),
        (6, (80, 120), ("red", "blue")),
        (8, (80, 120), ("blue", "red")),
    ],
)
def test_a_photograph_stands_upright(orientation, size, seen):
    made = redraw(photograph(orientation=orientation))
    assert ((made.width, made.height), colours(made.data)) == (size, seen)


def test_the_first_frame_of_a_moving_picture_is_shown():
    frames = [drawn(), Image.new("RGB", (120, 80), "green")]
    data = as_file(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert colours(redraw(data).data) == ("red", "blue")


def test_a_large_picture_is_made_smaller_and_again_for_phones():
    made = redraw(as_file(drawn(5000, 1000), "JPEG"))
    small = smaller(made)
    assert (made.width, made.height) == (4096, 819)
    assert ((small.width, small.height), measured(small.data)) == ((800, 160), (800, 160))
    assert fitted(made.width, made.height) == (800, 160)


def test_a_small_picture_is_its_own_small_version():
    made = redraw(as_file())
    assert smaller(made.data) == made


def test_a_photograph_that_came_as_png_is_kept_as_jpeg(monkeypatch):
    monkeypatch.setattr(images, "HEAVY_PNG", 100)
    assert redraw(as_file()).media_type == "image/jpeg"


def claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be so large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    data = b"\x89PNG\r\n\x1a\n"
    for name, body in chunks:
        data += struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    return data


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", images.NO_PICTURE),
        (b"GIF89a", images.NO_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", images.NO_PICTURE),
        (b"<html><body>no picture</body></html>", images.NO_PICTURE),
        (as_file(form="BMP"), images.NO_PICTURE),
        (as_file(form="TIFF"), images.NO_PICTURE),
        (as_file(form="PDF"), images.NO_PICTURE),
        (as_file(drawn(900, 900), "JPEG")[:2000], images.BROKEN),
        (as_file(drawn(900, 900), "PNG")[:200], images.BROKEN),
        (claims(300, 300), images.BROKEN),
        (b"\xff" * (images.LARGEST_FILE + 1), images.TOO_LARGE),
        (
            claims(9000, 9000),
            "This picture has 81 million pixels. "
            "Save it with 40 million at most, such as 7300 × 5400, and choose it again.",
        ),
        (
            claims(60000, 60000),
            "This picture has more than 100 million pixels. "
            "Save it with 40 million at most, such as 7300 × 5400, and choose it again.",
        ),
    ],
)
def test_what_is_no_picture_for_us_is_refused_with_what_to_do(data, words):
    with pytest.raises(PictureRefused) as refusal:
        redraw(data)
    assert str(refusal.value) == words


BASES = [photograph(), with_words(), as_file(form="GIF"), as_file(form="WEBP")]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(BASES), st.data())
def test_a_damaged_file_is_redrawn_or_refused_and_nothing_else(base, data):
    content = bytearray(base)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        made = redraw(bytes(content[: data.draw(st.integers(1, len(content)))]))
    except PictureRefused:
        return
    assert opened(made.data).size == (made.width, made.height)


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_no_side_is_longer_than_asked(width, height):
    size = fitted(width, height)
    assert min(size) >= 1 and max(size) == min(800, max(width, height))
