"""What a student hands in as a file, recognised by its first bytes and drawn as pictures.

Photographs are drawn anew, as all pictures are. What needs a decoder that we trust less (HEIC, PDF) is drawn by a process
of its own, with limits, which knows neither settings nor secrets.
"""

import re
import struct
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from coursesite.files.drawchild import EMPTY, LARGE, LOCKED
from coursesite.files.errors import FileRefused, PictureRefused
from coursesite.files.images import LARGEST_FILE, NO_PICTURE, Drawn, redraw, smaller

CHILD = Path(__file__).with_name("drawchild.py")
LONGEST_NAME = 80
PAGE_SIDE = 1600  # of a photograph as it is shown for marking
LONGEST_WAIT = 40  # seconds by the clock; of processor time the child has half of that
HEIC = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
TAKEN = "a photo (JPEG, PNG, WebP or HEIC) or a PDF"
REFUSED = {
    LOCKED: "This PDF is locked. Save it without a passphrase and choose it again.",
    EMPTY: "This PDF has no pages. Choose another file.",
    LARGE: "This photo has more than 60 million pixels. Save it smaller and choose it again.",
}
BROKEN = "This file is cut off or damaged, or too heavy for us to draw. Save it anew and choose it again."


@dataclass(frozen=True)
class Handed:
    """A file as we keep it: `whole` is what can be taken away, `pages` are pictures of it."""

    data: bytes
    media_type: str
    extension: str
    pages: tuple[Drawn, ...]


def kind_of_file(data: bytes) -> str:
    """picture, heic, pdf, or "" for what we do not take. Neither the name nor the type that was sent is looked at."""
    if data[:3] == b"\xff\xd8\xff" or data[:8] == b"\x89PNG\r\n\x1a\n" or (data[:4] + data[8:12]) == b"RIFFWEBP":
        return "picture"
    if data[4:8] == b"ftyp" and data[8:12] in HEIC:
        return "heic"
    return "pdf" if data[:5] == b"%PDF-" else ""


def draw_file(data: bytes) -> Handed:
    """The file as it is kept and shown. FileRefused says what to do."""
    if not data:
        raise FileRefused("This file is empty. Choose it again.")
    if len(data) > LARGEST_FILE:
        raise FileRefused("This file is larger than 10 MB. Save it smaller and choose it again.")
    kind = kind_of_file(data)
    if not kind:
        raise FileRefused(f"This file cannot be taken. Choose {TAKEN}.")
    if kind == "pdf":
        return Handed(data, "application/pdf", "pdf", tuple(redraw(page) for page in drawn_apart("pdf", data)))
    large = _redrawn(drawn_apart("heic", data)[0] if kind == "heic" else data)
    extension = "png" if large.media_type == "image/png" else "jpg"
    return Handed(large.data, large.media_type, extension, (smaller(large, PAGE_SIDE),))


def _redrawn(data: bytes) -> Drawn:
    try:
        return redraw(data)
    except PictureRefused as refusal:
        raise FileRefused(BROKEN if str(refusal) == NO_PICTURE else str(refusal)) from None


def safe_name(name: str, extension: str) -> str:
    """What was sent as a name, for showing and for saving: no folders, no hidden signs, an end that says what it is."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in '"<>|:*?;')
    bare = " ".join(seen.split()).rsplit(".", 1)[0].strip(". ")[:LONGEST_NAME]
    return f"{bare or 'file'}.{extension}"


def drawn_apart(kind: str, data: bytes) -> list[bytes]:
    """The pictures that the process of its own made of the file."""
    command = [sys.executable, "-I", str(CHILD), kind]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=LONGEST_WAIT, env={}, check=False)
    except subprocess.TimeoutExpired:
        raise FileRefused(BROKEN) from None
    pictures = list(split(done.stdout))
    if done.returncode or not pictures:
        raise FileRefused(REFUSED.get(done.returncode, BROKEN))
    return pictures


def split(stream: bytes):
    """The pictures of the child's answer; one that is cut off is left out."""
    at = 0
    while at + 4 <= len(stream):
        (size,) = struct.unpack_from(">I", stream, at)
        if at + 4 + size > len(stream):
            return
        yield stream[at + 4 : at + 4 + size]
        at += 4 + size
