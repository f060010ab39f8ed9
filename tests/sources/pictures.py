"""Pictures drawn for tests, with all that a file can hide beside its picture."""

import io

from PIL import Image, ImageDraw, PngImagePlugin

SECRET = "cnry-where-it-was-taken"


def drawn(width: int = 120, height: int = 80, mode: str = "RGB") -> Image.Image:
    """Red on the left half, blue on the right, so that one can see which way is up."""
    picture = Image.new("RGB", (width, height), "red")
    ImageDraw.Draw(picture).rectangle((width // 2, 0, width, height), fill="blue")
    return picture.convert(mode)


def as_file(picture: Image.Image | None = None, form: str = "PNG", **options) -> bytes:
    file = io.BytesIO()
    (picture or drawn()).save(file, form, **options)
    return file.getvalue()


def photograph(width: int = 120, height: int = 80, orientation: int = 1) -> bytes:
    """A JPEG as a phone makes it: camera, place and a comment beside the picture."""
    exif = Image.Exif()
    exif[0x010F] = SECRET  # who made the camera
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 30.0)  # where it was taken
    exif.get_ifd(0x8825)[1] = "N"
    return as_file(drawn(width, height), "JPEG", exif=exif, comment=SECRET.encode(), quality=95)


def with_words(width: int = 120, height: int = 80) -> bytes:
    """A PNG with a text beside its picture."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SECRET)
    return as_file(drawn(width, height), "PNG", pnginfo=info)


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture
