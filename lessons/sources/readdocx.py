"""The paragraphs and headings of a Word file (docx): a zip of XML, read without trust.

Nothing is unpacked beyond its limit, whatever the zip says of its size; XML that declares entities is refused.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from lessons.sources.readhtml import Blocks, note_remark, picture_remarks
from lessons.sources.textclean import UNREADABLE

MOST_UNPACKED = 30_000_000  # bytes of one part
MOST_PARTS = 5_000
BROKEN = "This Word file is damaged. Open it in Word, save it again as docx, then choose it once more."
TOO_MUCH = "This Word file unpacks to far more than its size. Copy its text and paste it into the box instead."
ENTITIES = (
    "This Word file holds XML entities, which Word does not write. Copy its text and paste it into the box instead."
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
GONE = (f"{W}del", f"{W}moveFrom")
HEADING = re.compile(r"^(?:heading \d|title|subtitle)$")


def read_docx(raw: bytes) -> Blocks:
    """ValueError, with a sentence that says what to do, for what is no sound docx."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if len(packed.namelist()) > MOST_PARTS:
                raise ValueError(TOO_MUCH)
            if "word/document.xml" not in packed.namelist():
                raise ValueError(UNREADABLE)
            document = _parsed(_unpacked(packed, "word/document.xml"))
            styles = _unpacked(packed, "word/styles.xml") if "word/styles.xml" in packed.namelist() else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ValueError(BROKEN) from error
    return _blocks(document, _heading_styles(styles))


def _unpacked(packed: zipfile.ZipFile, name: str) -> bytes:
    with packed.open(name) as part:
        found = part.read(MOST_UNPACKED + 1)
    if len(found) > MOST_UNPACKED:
        raise ValueError(TOO_MUCH)
    return found


def _parsed(xml: bytes) -> Any:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or b"\x00" in xml[:200]:
        raise ValueError(ENTITIES)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(BROKEN) from error
    if root.getroottree().docinfo.doctype:
        raise ValueError(ENTITIES)
    return root


def _heading_styles(xml: bytes) -> set[str]:
    """Ids of the styles that are headings, in whatever language the Word was that made them."""
    if not xml:
        return set()
    return {
        style.get(f"{W}styleId")
        for style in _parsed(xml).iter(f"{W}style")
        if HEADING.match((_value(style, "name") or "").lower()) or style.find(f"{W}pPr/{W}outlineLvl") is not None
    }


def _value(element: Any, name: str) -> str | None:
    found = element.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val")


def _blocks(document: Any, headings: set[str]) -> Blocks:
    found = Blocks()
    for double in list(document.iter(FALLBACK)):  # what a text box holds stands in the file twice
        double.getparent().remove(double)
    numbered = 0
    for paragraph in document.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        heading = style is not None and (style.get(f"{W}val") in headings or _is_heading_id(style.get(f"{W}val")))
        heading = heading or paragraph.find(f"{W}pPr/{W}outlineLvl") is not None
        numbered += paragraph.find(f"{W}pPr/{W}numPr") is not None and not heading
        found.add(heading, "".join(_words(paragraph)))
    found.remarks += picture_remarks(sum(1 for _ in document.iter(f"{W}drawing", f"{W}pict")))
    marks = sum(1 for _ in document.iter(f"{W}footnoteReference", f"{W}endnoteReference"))
    if marks:
        found.remarks.append(note_remark(marks))
    if numbered:
        found.remarks.append(
            f"Word numbers {'1 paragraph' if numbered == 1 else f'{numbered} paragraphs'} by itself. Those numbers are "
            "no words of the text: compare them with the numbers below."
        )
    if next(document.iter(f"{W}del", f"{W}ins"), None) is not None:
        found.remarks.append("The file has tracked changes: they were read as if all of them were accepted.")
    return found


def _is_heading_id(name: str | None) -> bool:
    return bool(re.match(r"^(?:Heading\d|Title|Subtitle)$", name or ""))


def _words(paragraph: Any) -> list[str]:
    """The words of its own runs: not of a text box inside it, nor what was deleted or hidden."""
    if next(paragraph.iterancestors(*GONE), None) is not None:
        return []
    return [_sign(piece) for run in _runs(paragraph) if run.find(f"{W}rPr/{W}vanish") is None for piece in run]


def _runs(element: Any) -> Iterator[Any]:
    """In order, without a second look at what stands in a paragraph inside this one."""
    waiting = [iter(element)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag != f"{W}p" and child.tag not in GONE:
            if child.tag == f"{W}r":
                yield child
            waiting.append(iter(child))


def _sign(piece: Any) -> str:
    if piece.tag == f"{W}t":
        return piece.text or ""
    return {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}.get(piece.tag, "")
