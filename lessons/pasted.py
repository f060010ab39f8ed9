"""HTML pasted from Word, Google Docs or a web page: what a text needs is kept, the rest is named.

`clean_pasted` gives safe HTML and a list in words of what was left out. The order of its steps matters: notes are
found by their links before links are judged, and lists by Word's own marks before styles go.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree, html

from lessons.clean import clean_html, is_html, is_safe_link, paragraphs
from lessons.pastednotes import collect_notes
from lessons.sources.pastedword import body_of, build_lists, name_headings

# What is dropped with all that is in it, and what it is called: one, several.
DROPPED = {
    "picture": ("img", "picture", "v:imagedata", "v:shape"),
    "drawing": ("svg", "canvas", "math"),
    "film or sound": ("video", "audio"),
    "embedded page": ("iframe", "object", "embed", "frame", "frameset"),
    "form": ("form",),
    "script": ("script", "noscript"),
}
MANY = {"film or sound": "films or sounds"}
FIELDS = ("input", "select", "textarea", "button")
SILENT = ("style", "meta", "link", "title", "head", "xml", "template", "base", "o:p", "w:sdt", "m:omath")
INLINE_STYLES = (
    ("strong", re.compile(r"font-weight:\s*(?:bold|[6-9]00)")),
    ("em", re.compile(r"font-style:\s*italic")),
    ("sup", re.compile(r"vertical-align:\s*super")),
    ("sub", re.compile(r"vertical-align:\s*sub(?!per)")),
    ("s", re.compile(r"text-decoration[^;]*:[^;]*line-through")),
)
PLAIN_COLOUR = re.compile(
    r"^(?:windowtext|black|auto|inherit|initial|currentcolor|#000(?:000)?|rgb\(0, ?0, ?0\)|transparent|none|white|"
    r"#fff(?:fff)?|rgb\(255, ?255, ?255\)|rgba?\(0, ?0, ?0, ?0\))$"
)
COLOUR = re.compile(r"(?:^|;)\s*(?:color|background|background-color)\s*:\s*([^;]+)")
FONT = re.compile(r"(?:^|;)\s*(?:font-family|font-size|font)\s*:")
BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "hr", "dl"}
BOXES = {
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "aside",
    "figure",
    "center",
    "details",
    "address",
    "nav",
}
RENAMED = {"b": "strong", "i": "em", "cite": "em", "dfn": "em", "strike": "s", "del": "s", "tt": "code", "kbd": "code",
           "samp": "code", "dt": "p", "dd": "p", "figcaption": "p", "summary": "p", "legend": "p"}  # fmt: skip


@dataclass
class Cleaned:
    """Safe HTML, and in words what it lacks."""

    html: str
    left_out: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def report(self) -> str:
        """`What was left out: 2 pictures, colours, 1 form.`; "" where everything was kept."""
        said = f"What was left out: {', '.join(self.left_out)}." if self.left_out else ""
        return " ".join([said, *self.notices]).strip()


def clean_pasted(text: str) -> Cleaned:
    """Never fails: what cannot be read as HTML is taken as plain words."""
    if not is_html(text):
        return Cleaned(clean_html(paragraphs(text)))
    body = body_of(text)
    if body is None:
        return Cleaned("")
    done = Cleaned("")
    _drop(body, done)
    _note_styles(body, done)
    build_lists(body)
    lost = collect_notes(body)
    if lost:
        done.notices.append(f"{_count(lost, 'note mark')} stayed plain: the note itself was not in what you pasted.")
    _inline_styles(body)
    _links(body, done)
    _tables(body, done)
    name_headings(body)
    _unwrap_boxes(body)
    _lower_headings(body)
    inner = (body.text or "") + "".join(html.tostring(child, encoding="unicode") for child in body)
    done.html = clean_html(re.sub(r"(?:\xa0|&nbsp;){2,}", " ", inner))
    return done


def _count(number: int, word: str) -> str:
    return f"{number} {word if number == 1 else MANY.get(word, word + 's')}"


def _drop(body, done: Cleaned) -> None:
    found = {word: [e for e in body.iter() if e.tag in tags] for word, tags in DROPPED.items()}
    controls = [e for e in body.iter(*FIELDS) if not any(a.tag == "form" for a in e.iterancestors())]
    if controls and not found["form"]:
        done.left_out.append(_count(len(controls), "form field"))
    for word, elements in found.items():
        outer = [e for e in elements if not any(a in elements for a in e.iterancestors())]
        if outer:
            done.left_out.append(_count(len(outer), word))
    remarks = [e for e in body.iter() if "mso-element:comment-list" in _style(e)]
    marks = [e for e in body.iter("a") if "msocomanchor" in (e.get("class") or "").lower()]
    if marks:
        done.left_out.append(_count(len(marks), "comment"))
    outer = [element for elements in found.values() for element in elements]
    for element in [*outer, *controls, *remarks, *marks, *body.iter(*SILENT)]:
        if element.getparent() is not None:
            element.drop_tree()


def _style(element) -> str:
    return re.sub(r"\s*:\s*", ":", (element.get("style") or "").lower())


def _note_styles(body, done: Cleaned) -> None:
    colours = fonts = False
    for element in body.iter():
        style = _style(element)
        named = [found.strip() for found in COLOUR.findall(style)] + [
            element.get("color") or "",
            element.get("bgcolor") or "",
        ]
        colours = colours or any(name and not PLAIN_COLOUR.match(name) for name in named)
        fonts = fonts or bool(FONT.search(style)) or element.tag == "font"
    done.left_out += [word for word, there in (("colours", colours), ("fonts and sizes", fonts)) if there]


def _inline_styles(body) -> None:
    """Bold, italic and the like, where only a style says so; <b style="font-weight:normal"> is nothing."""
    for element in list(body.iter("span", "b", "font", "a")):
        style = _style(element)
        if element.tag == "b" and "font-weight:normal" in style:
            element.tag = "span"
        if element.tag in ("span", "font"):
            for name, pattern in INLINE_STYLES:
                if pattern.search(style) and (element.text_content().strip()):
                    _wrap_inside(element, name)


def _wrap_inside(element, name: str) -> None:
    inner = etree.Element(name)
    inner.text, element.text = element.text, None
    for child in list(element):
        inner.append(child)
    element.append(inner)


def _links(body, done: Cleaned) -> None:
    unsafe = 0
    for link in list(body.iter("a")):
        if link.get("class") in ("footnote-ref", "footnote-back") or link.getparent().get("class") == "footnote-ref":
            continue
        address = _real_address((link.get("href") or "").strip())
        if address.startswith("#") or not address:
            link.drop_tag()
        elif is_safe_link(address):
            link.attrib.clear()
            link.set("href", address)
        else:
            unsafe += 1
            link.drop_tag()
    if unsafe:
        done.left_out.append(
            _count(unsafe, "link") + (" that lead" + ("s" if unsafe == 1 else "") + " to no web address")
        )


def _real_address(address: str) -> str:
    """Google Docs sends every link by way of Google."""
    found = re.match(r"https?://www\.google\.com/url\?(?:[^#]*&)?q=([^&]+)", address)
    return unquote(found[1]) if found else address


def _tables(body, done: Cleaned) -> None:
    """The first row of a table without heading cells becomes its heading row."""
    made = 0
    for table in list(body.iter("table")):
        rows = list(table.iter("tr"))
        if not rows or not table.text_content().strip():
            table.drop_tree()
            continue
        if len(rows) > 1 and not any(True for _ in table.iter("th")):
            made += 1
            for cell in rows[0]:
                cell.tag = "th"
        for number, row in enumerate(rows):
            for cell in row.iterchildren("th"):
                cell.set("scope", "col" if number == 0 or row.getparent().tag == "thead" else "row")
    if made:
        done.notices.append(f"The first row of {_count(made, 'table')} was taken as headings.")


def _unwrap_boxes(body) -> None:
    """A box with blocks in it goes; one with mere words becomes a paragraph. Loose words become paragraphs."""
    for element in list(body.iter()):
        if element.tag in RENAMED:
            element.tag = RENAMED[element.tag]
        if element.tag == "p" and element.getparent().tag in ("li", "th", "td") and _is_alone(element):
            element.drop_tag()
        elif element.tag in BOXES:
            if any(child.tag in BLOCKS | BOXES for child in element.iter() if child is not element):
                element.drop_tag()
            else:
                element.tag = "p"
    loose = None
    if (body.text or "").strip():
        loose = etree.Element("p")
        loose.text, body.text = body.text, None
        body.insert(0, loose)
    for child in list(body):
        if child is loose:
            continue
        tail, child.tail = child.tail, None
        if child.tag in BLOCKS:
            loose = None
        else:
            if loose is None:
                loose = etree.Element("p")
                child.addprevious(loose)
            loose.append(child)
        if (tail or "").strip():
            if loose is None:
                loose = etree.Element("p")
                loose.text = tail
                child.addnext(loose)
            else:
                child.tail = tail


def _is_alone(element) -> bool:
    """Whether nothing but space, and lists below it, stands beside this paragraph in its list item or cell."""
    parent = element.getparent()
    beside = [child for child in parent if child is not element]
    return not (parent.text or "").strip() and all(child.tag in ("ul", "ol") for child in beside)


def _lower_headings(body) -> None:
    """The page has its own h1 and h2: the highest heading of the text becomes h3."""
    found = list(body.iter("h1", "h2", "h3", "h4", "h5", "h6"))
    shift = max(0, 3 - min((int(e.tag[1]) for e in found), default=3))
    for element in found:
        element.tag = f"h{min(6, int(element.tag[1]) + shift)}"
