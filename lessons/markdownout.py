"""HTML of a lesson as Markdown, in the form of the content files: for a lesson that leaves the site as one file."""

import json
import re

from lxml import html as lxml_html

WRAPPED = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`"}
SKIPPED = {"script", "style", "svg", "button", "input", "select", "textarea", "nav"}
HEADINGS = {"h2": "##", "h3": "##", "h4": "###", "h5": "####", "h6": "#####"}
BLOCKS = {
    "p", "div", "section", "article", "header", "footer", "fieldset", "legend", "figure", "figcaption", "ul", "ol", "li",
    "blockquote", "table", "pre", "hr", "dl", "dt", "dd", "form", "details", "summary", *HEADINGS,
}  # fmt: skip
SPECIAL = re.compile(r"([\\`*_\[\]<>|]|&(?=#?\w+;))")
AT_START = re.compile(r"^([#~=+-]|:::)")
NUMBERED = re.compile(r"^(\d+)([.)])(?=\s|$)")


def markdown_of(html: str) -> str:
    """Sanitised HTML as Markdown: what it says, its headings, lists, tables, links; fields and drawings are left out."""
    if not html.strip():
        return ""
    return _blocks(lxml_html.fragment_fromstring(html, create_parent="div"))


def front_matter(values: dict, tables: list[dict]) -> str:
    """TOML between +++ lines, with a [[sources]] table for each excerpt."""
    lines = [f"{name} = {_toml(value)}" for name, value in values.items()]
    for table in tables:
        lines += ["", "[[sources]]", *(f"{name} = {_toml(value)}" for name, value in table.items())]
    return "\n".join(["+++", *lines, "+++"])


def fenced(header: str, text: str) -> str:
    """A block of the content files: what stands between ::: lines."""
    return f":::{header}\n{text}\n:::" if text else f":::{header}\n:::"


def titled(kind: str, *words: str) -> str:
    """`callout think "A title"`: the header of a block."""
    *plain, title = words
    return " ".join([kind, *plain, '"' + title.replace("\\", "").replace('"', "”") + '"'])


def quoted(text: str) -> str:
    """Words of a source: as a quotation of plain words, line by line."""
    return "\n".join(f"> {plain_line(line)}" if line else ">" for line in text.split("\n"))


def plain_line(text: str) -> str:
    """Words that stand in Markdown as they are."""
    line = SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return NUMBERED.sub(r"\1\\\2", AT_START.sub(r"\\\1", line))


def _toml(value) -> str:
    """Strings, numbers, days and lists of strings. JSON writes strings as TOML does, but for DEL."""
    if isinstance(value, list):
        return f"[{', '.join(_toml(one) for one in value)}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    return str(value)


def _blocks(element) -> str:
    """The blocks in an element, an empty line between them. Words beside blocks are paragraphs."""
    found, run = [], _escaped(element.text)
    for child in element:
        if child.tag in BLOCKS:
            found += [_paragraph(run), _block(child)]
            run = ""
        else:
            run += _inline(child)
        run += _escaped(child.tail)
    found.append(_paragraph(run))
    return "\n\n".join(block for block in found if block)


def _block(element) -> str:
    tag = element.tag
    if tag in HEADINGS:
        words = _words(element)
        return f"{HEADINGS[tag]} {words}" if words else ""
    if tag in ("ul", "ol"):
        marks = (f"{n}." if tag == "ol" else "-" for n, _ in enumerate(element, int(element.get("start") or 1)))
        return "\n".join(_item(mark, child) for mark, child in zip(marks, element, strict=False))
    if tag == "blockquote":
        return "\n".join(f"> {line}".rstrip() for line in _blocks(element).split("\n"))
    if tag == "table":
        return _table(element)
    if tag == "pre":
        return "\n".join(f"    {line}" for line in element.text_content().split("\n"))
    return "---" if tag == "hr" else _blocks(element)


def _item(mark: str, element) -> str:
    indent = " " * (len(mark) + 1)
    return f"{mark} " + _blocks(element).replace("\n", f"\n{indent}").replace(f"\n{indent}\n", "\n\n")


def _table(element) -> str:
    rows = [[_words(cell) for cell in row.xpath("./td|./th")] for row in element.iter("tr")]
    rows = [row for row in rows if row]
    if not rows:
        return ""
    width = max(map(len, rows))
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    return "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])


def _inline(element) -> str:
    if not isinstance(element.tag, str) or element.tag in SKIPPED:
        return ""
    if element.tag == "br":
        return "\n"
    inner = _escaped(element.text) + "".join(_inline(child) + _escaped(child.tail) for child in element)
    around, words = WRAPPED.get(element.tag, ""), inner.strip()
    if element.tag == "a" and words and element.get("href", "").startswith(("http://", "https://", "mailto:")):
        return f"[{words}]({element.get('href').replace(' ', '%20').replace(')', '%29')})"
    if around and words:
        return inner.replace(words, f"{around}{words}{around}")
    return inner


def _words(element) -> str:
    return " ".join((_escaped(element.text) + "".join(_inline(c) + _escaped(c.tail) for c in element)).split())


def _escaped(text: str | None) -> str:
    return SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", text or ""))


def _paragraph(run: str) -> str:
    lines = (" ".join(line.split()) for line in run.split("\n"))
    return "  \n".join(NUMBERED.sub(r"\1\\\2", AT_START.sub(r"\\\1", line)) for line in lines if line)
