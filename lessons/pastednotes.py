"""Footnotes in pasted HTML: any two links of the text that lead to each other, whoever wrote them.

Word, Google Docs and wikis differ in names and marks, but in all of them the mention leads to the note and the note
leads back. The one that stands first is the mention.
"""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

NOTE_BOXES = ("li", "aside", "dd", "p")
MARK = re.compile(r"^\s*[\[(]?\s*(?:\d{1,3}|[ivxlc]{1,6}|[a-z*†‡])\s*[\])]?\s*$", re.IGNORECASE)
LEADING = " \xa0\n\r\t^↑"
WORD_NOTE = re.compile(r"^_(?:ftn|edn)\w*$|^ftnt\w*$|^cite_note", re.IGNORECASE)
MADE = "footnote-ref"


@dataclass
class _Note:
    box: Any  # of lxml, which has no types
    mentions: list = field(default_factory=list)


def collect_notes(body) -> int:
    """Notes become one numbered list at the end, linked both ways. Gives how many marks have lost their note."""
    names = _names(body)
    order = {element: n for n, element in enumerate(body.iter())}
    prefix = "w" + hashlib.sha256(html.tostring(body)).hexdigest()[:8] + "-"
    notes: dict = {}
    lost = []
    for link in list(body.iter("a")):
        target = (link.get("href") or "").strip().rpartition("#")
        if not target[1] or (target[0] and not WORD_NOTE.match(target[2])):
            continue
        goal = names.get(target[2])
        box = _box(goal, body) if goal is not None else None
        if box is None or not _leads_back(box, link, names):
            if goal is None and WORD_NOTE.match(target[2]) and MARK.match(link.text_content()):
                lost.append(link)
        elif order[link] < order[box]:
            notes.setdefault(box, _Note(box)).mentions.append(link)
    if notes:
        _write(body, list(notes.values()), names, prefix)
    for link in lost:
        link.drop_tag()
    return len(lost)


def _names(body) -> dict:
    found: dict = {}
    for element in body.iter():
        for name in (element.get("id"), element.get("name")):
            if name:
                found.setdefault(name, element)
    return found


def _box(goal, body):
    """The block that holds the whole note: Word's own box, a list item, else the paragraph."""
    best = None
    for element in (goal, *goal.iterancestors()):
        if element is body:
            break
        style = (element.get("style") or "").lower().replace(" ", "")
        if re.search(r"mso-element:(?:foot|end)note(?!-list)", style):
            return element
        if element.tag in NOTE_BOXES and (best is None or element.tag == "li"):
            best = element
    if best is None and goal.tag == "div":
        best = goal
    return best


def _inside(element, box) -> bool:
    return element is box or box in element.iterancestors()


def _leads_back(box, link, names) -> bool:
    if _inside(link, box):
        return False
    return any(_goal(back, names) is not None and _near(_goal(back, names), link) for back in box.iter("a"))


def _goal(link, names):
    return names.get((link.get("href") or "").rpartition("#")[2])


def _near(goal, link) -> bool:
    """Whether a name stands on the mention itself, or on the small thing around it."""
    return goal is link or goal in list(link.iterancestors())[:3] or link in list(goal.iterancestors())[:2]


def _write(body, notes: list[_Note], names, prefix: str) -> None:
    listing = etree.Element("ol")
    for number, note in enumerate(notes, 1):
        item = etree.SubElement(listing, "li", id=f"{prefix}fn-{number}")
        backs = [
            a for a in note.box.iter("a") if _goal(a, names) is not None and not _inside(_goal(a, names), note.box)
        ]
        for back in [b for b in backs if any(_near(_goal(b, names), m) for m in note.mentions)]:
            _take(back)
        _move_inside(note.box, item)
        for count, mention in enumerate(note.mentions, 1):
            place = f"{prefix}fnref-{number}" + (f"-{count}" if count > 1 else "")
            _mention(mention, number, place, f"{prefix}fn-{number}")
            _back(item, number, count, len(note.mentions), place)
    _tidy(body)
    body.append(listing)


def _take(back) -> None:
    """Take a link back out, with the mark's brackets or arrow and the small box that held nothing else."""
    outer = back
    while outer.getparent() is not None and outer.getparent().tag in ("sup", "span", "b", "i"):
        if outer.getparent().text_content().strip() != back.text_content().strip():
            break
        outer = outer.getparent()
    outer.drop_tree()


def _move_inside(box, item) -> None:
    """The note's words; a single paragraph in it is not kept as one."""
    inner = [child for child in box if child.text_content().strip()]
    source = inner[0] if len(inner) == 1 and inner[0].tag == "p" and not (box.text or "").strip() else box
    item.text = (source.text or "").lstrip(LEADING)
    for child in list(source):
        item.append(child)
    first = next((e for e in item.iter() if (e.text or "").strip()), None)
    if first is not None:
        first.text = first.text.lstrip(LEADING)
    box.drop_tree()


def _mention(link, number: int, place: str, goal: str) -> None:
    """The mention as a raised number; an old raised box around it goes."""
    outer = link
    while outer.getparent() is not None and outer.getparent().tag in ("sup", "span"):
        if outer.getparent().text_content().strip() != link.text_content().strip():
            break
        outer = outer.getparent()
    made = etree.Element("sup", {"class": MADE})
    anchor = etree.SubElement(made, "a", {"id": place, "href": f"#{goal}", "aria-label": f"Note {number}"})
    anchor.text = str(number)
    made.tail, outer.tail = outer.tail, None
    outer.getparent().replace(outer, made)


def _back(item, number: int, count: int, of: int, place: str) -> None:
    which = f", mention {count}" if of > 1 else ""
    label = f"Back to note {number}{which} in the text"
    back = etree.SubElement(item, "a", {"class": "footnote-back", "href": f"#{place}", "aria-label": label})
    back.text = "↩"
    before = back.getprevious()
    if before is not None:
        before.tail = (before.tail or "").rstrip() + " "
    else:
        item.text = (item.text or "").rstrip() + " "


def _tidy(body) -> None:
    """Lists and boxes that held only notes, and the line that Word draws above them."""
    for element in list(body.iter("ol", "ul", "dl", "div", "section")):
        style = (element.get("style") or "").lower().replace(" ", "")
        is_word_box = "footnote-list" in style or "endnote-list" in style
        if element.getparent() is not None and not element.text_content().strip():
            element.drop_tree()
        elif is_word_box:
            for line in list(element.iter("hr")):
                line.drop_tree()
    body_children = list(body)
    if body_children and body_children[-1].tag == "hr":
        body_children[-1].drop_tree()
