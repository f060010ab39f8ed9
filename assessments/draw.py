"""Draws a written answer as safe HTML: its paragraphs, with every evidence chip a link to its passage."""

from collections.abc import Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from assessments.evidence import Token, find_number, pieces
from lessons.sources.render import stored_html

Numbers = Mapping[str, Mapping[str, object]]


def passage_id(prefix: str, letter: str, number: str) -> str:
    """The id of a passage in the panel of documents, such as `q1-A-p78`."""
    return f"{prefix}{letter}-p{number}"


def task(body: Mapping) -> SafeString:
    """What a question asks, with the passage that it shows; the words it asks about are marked."""
    stem, passage = stored_html(body.get("stem", "")), body.get("passage")
    if not passage:
        return stem
    return format_html(
        '{}<figure class="task-passage"><figcaption>{}</figcaption><blockquote>{}'
        '<span class="visually-hidden"> [marked words begin] </span><mark>{}</mark>'
        '<span class="visually-hidden"> [marked words end] </span>{}</blockquote></figure>',
        stem, passage["label"], passage["before"], passage["words"], passage["after"],
    )  # fmt: skip


def answer(text: str, documents: Numbers, prefix: str = "") -> SafeString:
    """`text` in paragraphs. `documents` are the passages by letter and number; a chip to nothing says so."""
    paragraphs = [part for part in text.replace("\r\n", "\n").split("\n") if part.strip()]
    return format_html_join("\n", "<p>{}</p>", ((_paragraph(part, documents, prefix),) for part in paragraphs))


def _paragraph(text: str, documents: Numbers, prefix: str) -> SafeString:
    drawn = [
        format_html("{}", piece) if isinstance(piece, str) else _chips(piece, documents, prefix)
        for piece in pieces(text)
    ]
    return format_html_join("", "{}", ((one,) for one in drawn))


def _chips(tokens: tuple[Token, ...], documents: Numbers, prefix: str) -> SafeString:
    return format_html_join(" ", "{}", ((_chip(token, documents, prefix),) for token in tokens))


def _chip(token: Token, documents: Numbers, prefix: str) -> SafeString:
    number = find_number(documents.get(token.letter, {}), token.number)
    if number is None:
        return format_html('<span class="chip">{}, ¶{} (there is no such passage)</span>', token.letter, token.number)
    return format_html(
        '<a class="chip" href="#{}"><span class="visually-hidden">Evidence: Source </span>{}, ¶{}</a>',
        passage_id(prefix, token.letter, number),
        token.letter,
        token.number.replace("-", "–"),
    )
