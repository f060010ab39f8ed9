"""HTML as Word writes it: read without its conditional comments; its marked paragraphs as real lists and headings."""

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree, html

LIST_LEVEL = re.compile(r"mso-list:\s*l(\d+)\s+level(\d+)", re.IGNORECASE)
LIST_CLASS = re.compile(r"\bMsoListParagraph|\bMsoListBullet|\bMsoListNumber", re.IGNORECASE)
ORDERED = re.compile(r"^\(?(?:\d+|[a-z]|[ivxlc]+)[.)]$", re.IGNORECASE)
CONDITIONAL = re.compile(r"<!--\[if[^\]<]*\]>", re.IGNORECASE)
CONDITIONAL_END = re.compile(r"<!\[endif\]-->", re.IGNORECASE)
BULLET = re.compile(r"^[\s\xa0]*([·•●○o§▪■\-–]|\(?(?:\d+|[a-zA-Z]|[ivxlc]+)[.)])[\s\xa0]+")


@dataclass
class _Open:
    level: int
    element: Any  # of lxml, which has no types


def body_of(text: str):
    """The body of an HTML text; None where there is none. Without Word's conditional comments and processing instructions."""
    text = text.replace("\x00", "")
    text = _without_conditional(text)
    text = re.sub(r"<!(?:--)?\[(?:if[^\]<]*|endif)\](?:--)?>", "", text, flags=re.IGNORECASE)
    text = re.sub(r"<\?xml[^<>]*>", "", text)
    try:
        document = html.document_fromstring(text, parser=html.HTMLParser(remove_comments=True, remove_pis=True))
    except (etree.ParserError, ValueError):
        return None
    return document.find("body")


def _without_conditional(text: str) -> str:
    """Each comment goes up to the next end. Looked for once from left to right: what never ends costs no second look."""
    kept, at = [], 0
    for begun in CONDITIONAL.finditer(text):
        if begun.start() < at:
            continue
        ended = CONDITIONAL_END.search(text, begun.end())
        if ended is None:
            break
        kept.append(text[at : begun.start()])
        at = ended.end()
    return "".join(kept) + text[at:]


def build_lists(body) -> None:
    """Runs of Word's list paragraphs become ul and ol, nested by their level."""
    stack: list[_Open] = []
    last = None
    for paragraph in [p for p in body.iter("p") if p.getparent() is not None]:
        level = _level(paragraph)
        if level is None or (stack and not _follows(last, paragraph)):
            stack = []
        if level is None:
            continue
        marker = _take_marker(paragraph)
        last = _place(paragraph, level, marker, stack)


def _level(paragraph) -> int | None:
    style = paragraph.get("style") or ""
    found = LIST_LEVEL.search(style)
    if found:
        return int(found[2])
    return 1 if LIST_CLASS.search(paragraph.get("class") or "") and _marker_of(paragraph) is not None else None


def _follows(last, paragraph) -> bool:
    """Whether nothing but space stands between the list made last and this paragraph."""
    before = paragraph.getprevious()
    return before is not None and before is last and not (before.tail or "").strip()


def _marker_of(paragraph):
    """The element that Word says to ignore: the bullet or number itself."""
    for element in paragraph.iter("span"):
        if "mso-list:ignore" in (element.get("style") or "").lower().replace(" ", ""):
            return element
    return None


def _take_marker(paragraph) -> str:
    element = _marker_of(paragraph)
    if element is not None:
        marker = element.text_content().strip().strip("\xa0").strip()
        element.drop_tree()
        return marker
    found = BULLET.match(paragraph.text or "")
    if found:
        paragraph.text = (paragraph.text or "")[found.end() :]
        return found[1]
    return ""


def _place(paragraph, level: int, marker: str, stack: list[_Open]):
    """Move one paragraph into the list of its level; gives the outermost list."""
    while stack and stack[-1].level > level:
        stack.pop()
    if not stack or stack[-1].level < level:
        made = etree.Element("ol" if ORDERED.match(marker) and marker.lower() != "o" else "ul")
        if made.tag == "ol" and re.match(r"^\(?\d+", marker) and int(re.sub(r"\D", "", marker)) > 1:
            made.set("start", re.sub(r"\D", "", marker))
        if stack:
            stack[-1].element[-1].append(made)
        else:
            paragraph.addprevious(made)
        stack.append(_Open(level, made))
    tail, paragraph.tail = paragraph.tail, None
    item = etree.SubElement(stack[-1].element, "li")
    item.text = (paragraph.text or "").lstrip()
    for child in list(paragraph):
        item.append(child)
    parent = paragraph.getparent()
    parent.remove(paragraph)
    outer = stack[0].element
    outer.tail = ((outer.tail or "") + (tail or "")) or None
    return outer


def name_headings(body) -> None:
    """Word's title and Google's title paragraph are headings in all but name."""
    for paragraph in list(body.iter("p")):
        name = (paragraph.get("class") or "").lower()
        found = re.search(r"\bmsoheading([1-6])", name)
        if found:
            paragraph.tag = f"h{found[1]}"
        elif "msotitle" in name.split() or "title" in name.split():
            paragraph.tag = "h1"
        elif "msosubtitle" in name.split() or "subtitle" in name.split():
            paragraph.tag = "h2"
        elif re.search(r"\bmso(?:intense)?quote\b", name):
            _quote(paragraph)


def _quote(paragraph) -> None:
    box = etree.Element("blockquote")
    paragraph.addprevious(box)
    box.tail, paragraph.tail = paragraph.tail, None
    box.append(paragraph)
