"""Which HTML a teacher's text may hold. Everything that is saved passes `clean_html`; nothing executable survives it."""

import html as entities
import re

import nh3

TAGS = {
    "p", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "s", "sub", "sup", "blockquote", "code", "pre", "hr",
    "br", "a", "table", "caption", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
# Their words are not text for a reader, so they go with the tag.
GONE_WITH_CONTENT = {
    "script", "style", "title", "textarea", "iframe", "object", "embed", "noscript", "template", "svg", "math", "select",
    "xmp", "noembed", "noframes", "head", "audio", "video", "canvas", "button", "plaintext",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "id", "class", "aria-label"},
    "sup": {"class"},
    "ol": {"start"},
    "li": {"id"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
CLASSES = {"footnote-ref", "footnote-back"}
SCHEMES = {"http", "https", "mailto"}
SAFE_LINK = re.compile(r"^(?:https?://[^/\\\s]|mailto:|/(?![/\\])|/$|#[\w-]+$)", re.IGNORECASE)
# Only ids of notes and of their mentions: an id that the site itself uses must not be taken by a text.
NOTE_ID = re.compile(r"^(?:[a-z0-9]+-)*fn(?:ref)?-[a-z0-9-]+$")
NUMBER = re.compile(r"^[1-9]\d{0,2}$")
LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
EMPTY = re.compile(r"<(p|li|h[3-6]|strong|em|s|sub|sup|blockquote|a)(?:\s[^>]*)?>(?:\s|&nbsp;|<br>)*</\1>")
LONGEST = 200_000


def clean_html(html: str) -> str:
    """The same text with allowed tags and attributes only. Cleaning twice changes nothing more."""
    safe = nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=GONE_WITH_CONTENT,
        attributes=ATTRIBUTES,
        attribute_filter=_keep,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
        strip_comments=True,
    )
    before = None
    while before != safe:  # an emptied item may leave its list item empty
        before, safe = safe, EMPTY.sub("", safe)
    return safe.strip()


def is_safe_link(address: str) -> bool:
    """Whether a link may lead there: http, https, mailto, a path of this site, a place in the text."""
    return bool(SAFE_LINK.match(address)) and not re.search(r"[\x00-\x20\x7f]", address)


def _keep(tag: str, name: str, value: str) -> str | None:
    """The value of an attribute, or None to drop it."""
    if name == "href":
        return value if is_safe_link(value.strip()) else None
    if name == "class":
        return value if value in CLASSES else None
    if name == "id":
        return value if NOTE_ID.match(value) else None
    if name in ("start", "colspan", "rowspan"):
        return value if NUMBER.match(value) else None
    if name == "scope":
        return value if value in ("col", "row") else None
    if name == "dir":
        return value if value == "rtl" else None
    if name == "lang":
        return value if LANGUAGE.match(value) else None
    return value


def is_html(text: str) -> bool:
    """Whether somebody wrote tags, or plain words with empty lines between the paragraphs."""
    return bool(re.search(r"</?[a-zA-Z][^>]*>", text))


def paragraphs(text: str) -> str:
    """Plain words as paragraphs: an empty line starts a new one, a line break stays."""
    pieces = [piece.strip() for piece in re.split(r"\n\s*\n", text.replace("\r\n", "\n"))]
    return "".join(
        "<p>" + "<br>".join(entities.escape(line, quote=False) for line in piece.split("\n")) + "</p>"
        for piece in pieces
        if piece
    )


def words_of(html: str) -> str:
    """The text without tags, on one line."""
    return " ".join(entities.unescape(re.sub(r"<[^>]*>", " ", html)).split())
