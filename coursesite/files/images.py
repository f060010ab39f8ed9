"""Pictures drawn anew: what a file hides beside its picture (place, camera, thumbnails, comments) is not passed on.

Bytes in, bytes out. Whoever sent the file said nothing that is believed: neither its name nor its type.
"""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

from coursesite.files.errors import PictureRefused

READ = ("JPEG", "PNG", "WEBP", "GIF")
LARGEST_FILE = 10_000_000  # bytes
MOST_PIXELS = 40_000_000  # the file says how many before it is decoded; each takes a dozen bytes
LONGEST_SIDE, SMALL_SIDE = 4096, 800
HEAVY_PNG = 4_000_000  # bytes: a PNG of more is a photograph, and smaller as JPEG
EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png"}

TOO_LARGE = "This file is larger than 10 MB. Save the picture smaller, at most 4096 pixels wide, and choose it again."
NO_PICTURE = (
    "This file is not a picture that we can read. Save it as JPEG, PNG, WebP or GIF and choose it again; "
    "a phone’s HEIC pictures and SVG drawings must be exported first."
)
BROKEN = "This picture is cut off or damaged. Open it, save it anew and choose it again."


@dataclass(frozen=True)
class Drawn:
    """A picture as we store it."""

    data: bytes
    media_type: str
    width: int
    height: int


def redraw(data: bytes) -> Drawn:
    """The picture upright, in our own file, at most 4096 pixels a side. PictureRefused says what to do."""
    if len(data) > LARGEST_FILE:
        raise PictureRefused(TOO_LARGE)
    picture, is_drawing = _decoded(data)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return _encoded(picture, is_drawing)


def smaller(large: Drawn | bytes, side: int = SMALL_SIDE) -> Drawn:
    """The same picture for phones, at most 800 pixels a side where nothing else is said; for pictures that redraw() made."""
    data = large if isinstance(large, bytes) else large.data
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as opened:
        if max(opened.size) <= side:
            return Drawn(data, str(opened.get_format_mimetype()), *opened.size)
        is_drawing = opened.format == "PNG"
        picture = opened.copy()
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    return _encoded(picture, is_drawing)


def measured(data: bytes) -> tuple[int, int]:
    """(width, height) of a picture that redraw() made."""
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as opened:
        return opened.size


def fitted(width: int, height: int, side: int = SMALL_SIDE) -> tuple[int, int]:
    """How large a picture is drawn where no side may be longer than `side`."""
    longest = max(width, height)
    if longest <= side:
        return width, height
    return max(1, round(width * side / longest)), max(1, round(height * side / longest))


def _decoded(data: bytes) -> tuple[Image.Image, bool]:
    """(the first frame, upright, as L, RGB or RGBA; whether it came as a drawing rather than a photograph)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            opened = Image.open(io.BytesIO(data), formats=READ)
        except Image.DecompressionBombError:
            raise PictureRefused(_too_many(0)) from None
        except Exception:  # decoders of damaged files fail in many ways
            raise PictureRefused(NO_PICTURE) from None
        with opened:
            pixels = opened.width * opened.height
            if pixels > MOST_PIXELS:
                raise PictureRefused(_too_many(pixels))
            is_drawing = opened.format in ("PNG", "GIF")
            try:
                opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is read at half its size or less
                opened.load()
                picture = _plain(ImageOps.exif_transpose(opened))
            except Exception:
                raise PictureRefused(BROKEN) from None
    return picture, is_drawing


def _too_many(pixels: int) -> str:
    said = f"{pixels // 1_000_000} million pixels" if pixels else "more than 100 million pixels"
    return f"This picture has {said}. Save it with 40 million at most, such as 7300 × 5400, and choose it again."


def _plain(picture: Image.Image) -> Image.Image:
    """Grey or colour of eight bits, with transparency only where some of it is transparent; nothing beside it."""
    if picture.mode.startswith("I"):  # grey of sixteen bits
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    elif "transparency" in picture.info or picture.mode in ("LA", "PA", "La", "RGBa", "RGBA"):
        picture = picture.convert("RGBA")
        if picture.getchannel("A").getextrema()[0] == 255:
            picture = picture.convert("RGB")
    elif picture.mode in ("1", "L"):
        picture = picture.convert("L")
    else:
        picture = _in_our_colours(picture)
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare


def _in_our_colours(picture: Image.Image) -> Image.Image:
    """sRGB, which all screens show alike. A profile that cannot be read is left out of account."""
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            from_it = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(picture, from_it, ImageCms.createProfile("sRGB"), outputMode="RGB")
            return turned or picture.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return picture.convert("RGB")


def _encoded(picture: Image.Image, is_drawing: bool) -> Drawn:
    if is_drawing or picture.mode == "RGBA":
        data = _saved(picture, "PNG", optimize=True)
        if len(data) <= HEAVY_PNG or picture.mode == "RGBA":
            return Drawn(data, "image/png", *picture.size)
    data = _saved(picture, "JPEG", quality=86, progressive=True, optimize=True)
    return Drawn(data, "image/jpeg", *picture.size)


def _saved(picture: Image.Image, form: str, **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()
