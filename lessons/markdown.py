"""Markdown to safe HTML: headings from h3 down, tables, numbered footnotes, links to known places only."""

import re
from dataclasses import dataclass, field

import nh3
from markdown_it import MarkdownIt

from lessons.sources.textclean import tamed

TAGS = {
    "p",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "blockquote",
    "code",
    "pre",
    "hr",
    "br",
    "a",
    "sup",
}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"a": {"href", "id", "class", "aria-label"}, "sup": {"class"}, "ol": {"start"}, "li": {"id"}}
CLASSES = {"footnote-ref", "footnote-back"}
SAFE_LINK = re.compile(r"^(https?://|mailto:|/(?![/\\])|#)", re.IGNORECASE)
MARK = re.compile(r"\[\^([\w-]+)\]")


@dataclass
class Footnotes:
    """The footnotes of one lesson: numbered in the order of first mention, over all its blocks."""

    definitions: dict
    prefix: str = ""
    mentions: dict = field(default_factory=dict)

    def mention(self, label):
        """(number, id of this mention); a label without a definition is refused."""
        if label not in self.definitions:
            raise KeyError(label)
        self.mentions[label] = self.mentions.get(label, 0) + 1
        number, count = list(self.mentions).index(label) + 1, self.mentions[label]
        return number, self.mention_id(number, count)

    def mention_id(self, number, count):
        return f"{self.prefix}fnref-{number}" + (f"-{count}" if count > 1 else "")

    def note_id(self, number):
        return f"{self.prefix}fn-{number}"


def render(markdown_text, footnotes=None):
    """Sanitised HTML; each [^label] becomes a numbered link to its note."""
    html = _parser().render(tamed(markdown_text), {"footnotes": footnotes or Footnotes({})})
    return _clean(html)


def render_footnotes(footnotes):
    """The list of the notes mentioned so far, each with links back to its mentions; empty where there are none."""
    items = []
    for number, (label, count) in enumerate(footnotes.mentions.items(), start=1):
        backs = "".join(_back_link(footnotes, number, n, count) for n in range(1, count + 1))
        text = _parser().renderInline(footnotes.definitions[label], {"footnotes": Footnotes({})})
        items.append(f'<li id="{footnotes.note_id(number)}">{text}{backs}</li>')
    return _clean(f"<ol>{''.join(items)}</ol>") if items else ""


def _back_link(footnotes, number, n, count):
    which = f", mention {n}" if count > 1 else ""
    label = f"Back to note {number}{which} in the text"
    target = footnotes.mention_id(number, n)
    return f' <a class="footnote-back" href="#{target}" aria-label="{label}">↩</a>'


def _parser():
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image"])
    parser.inline.ruler.before("link", "footnote_ref", _footnote_rule)
    parser.core.ruler.push("lower_headings", _lower_headings)
    parser.add_render_rule("footnote_ref", _render_mention)
    return parser


def _footnote_rule(state, silent):
    """Takes [^label] where the label has a definition; anything else stays as it was typed."""
    found = MARK.match(state.src, state.pos)
    if not found or found[1] not in state.env["footnotes"].definitions:
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta = {"label": found[1]}
    state.pos = found.end()
    return True


def _render_mention(self, tokens, index, options, env):
    footnotes = env["footnotes"]
    number, mention = footnotes.mention(tokens[index].meta["label"])
    return (
        f'<sup class="footnote-ref"><a id="{mention}" href="#{footnotes.note_id(number)}" '
        f'aria-label="Note {number}">{number}</a></sup>'
    )


def _lower_headings(state):
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, max(3, int(token.tag[1]) + 1))}"


def _keep_attribute(tag, name, value):
    """Drops links to foreign schemes and `//host`, and classes that are not ours."""
    if name == "href":
        return value if SAFE_LINK.match(value) else None
    if name == "class":
        return value if value in CLASSES else None
    return value


def _clean(html):
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_keep_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
