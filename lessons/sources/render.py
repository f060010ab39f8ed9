"""Draws the words of a source as safe HTML: numbered passages and what stands beside them.

The words of one run are never interrupted: a mark inside them is an element around them, and everything that is said
about them stands after them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from lessons.sources.voices import Speaking, Voice, deepest_at, speaking

BESIDE = {
    "sic": "So in the text (sic)",
    "gap": "Text left out",
    "supplied": "Added by an editor",
    "gloss": "Explained",
    "note": "Note",
}
ADAPTED = "Adapted: easier wording by the course team, not the source's words"
CARD = "Our summary: can be pointed at, never quoted"
STAGE = format_html('<span class="visually-hidden">{}</span>', "Stage direction: ")
DEEPEST = 4  # voices deeper than this look alike; their words differ
RIGHT_TO_LEFT = ("ar", "fa", "he", "ps", "ur", "yi")


@dataclass(frozen=True)
class SpanView:
    """Something said about text[start:end].

    `who` is the name of the voice that speaks there, `writes` that we have it in writing; `senses` are of a term. The
    kind "only" marks words that the text beside it does not have.
    """

    start: int
    end: int
    kind: str
    note: str = ""
    who: str = ""
    depth: int = 0
    writes: bool = False
    senses: tuple[str, ...] = ()


@dataclass(frozen=True)
class PassageView:
    number: str
    text: str
    spans: tuple[SpanView, ...] = ()
    language: str = "en"
    adapted: str = ""
    adapted_language: str = "en"
    kind: str = "p"


def stored_html(html: str) -> SafeString:
    """HTML that was sanitised before it was stored. The one place where stored words are taken as markup."""
    return mark_safe(html)


def join(pieces: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(conditional_escape(piece) for piece in pieces))


def direction(language: str) -> str:
    return "rtl" if language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def numbers_of(number: str) -> list[str]:
    """Every paragraph number that leads to a passage: "8-9" is reached by 8 and by 9."""
    first, _, last = number.partition("-")
    if not (first.isdigit() and (last or first).isdigit()) or int(last or first) - int(first) > 200:
        return [number]
    return [str(n) for n in range(int(first), int(last or first) + 1)]


def shown_number(number: str) -> str:
    return number.replace("-", "–")


def spoken_number(number: str) -> str:
    if number.startswith("h") and number[1:].isdigit():
        return f"Heading {number[1:]}"
    first, _, last = number.partition("-")
    return f"Paragraphs {first} to {last}" if last else f"Paragraph {first}"


def anchors(prefix: str, number: str, taken: set[str], label: str = "") -> tuple[str, list[str]]:
    """(id of the passage, further ids that lead to it), none of them taken before; they are taken now.

    Where the plain id is taken, the label of the edition stands before the number: `en-person-p5`.
    """
    own = f"{prefix}p{number}"
    if own in taken:
        prefix = f"{prefix}{label}-"
        own = f"{prefix}p{number}"
    taken.add(own)
    others = [f"{prefix}p{n}" for n in numbers_of(number)]
    free = [name for name in others if name not in taken]
    taken.update(free)
    return own, free


def passage_html(
    view: PassageView, own: str, others: list[str], *, easier_first: bool = False, pair: str = "", level: int = 4
) -> SafeString:
    """One numbered passage with what stands beside it.

    `easier_first`: the easier wording is read, the source's words are one tap away. `pair` is an id for this passage
    and the next together; `level` that of a heading.
    """
    easier = easier_first and bool(view.adapted)
    return format_html(
        '<div class="src-para src-kind-{}" id="{}">{}{}<a class="src-num" href="#{}" aria-label="{}">{}</a>'
        '<div class="src-main">{}</div>{}{}</div>',
        view.kind,
        own,
        format_html_join("", '<span class="src-anchor" id="{}"></span>', ((name,) for name in others)),
        format_html('<span class="src-anchor src-pair" id="{}"></span>', pair) if pair else "",
        own,
        spoken_number(view.number),
        shown_number(view.number),
        _easier_words(view) if easier else _runs(view, own, level),
        _original(view, own, level) if easier else _beside(view, own),
        "" if easier else _easier(view),
    )


def _runs(view: PassageView, own: str, level: int) -> SafeString:
    """Each run of words as one paragraph; a cut between two runs stands between them."""
    pieces, start = [], 0
    heading = format_html(' role="heading" aria-level="{}"', level) if view.kind == "heading" else ""
    spoken = STAGE if view.kind == "stage" else ""
    for end in [*(at for at, sign in enumerate(view.text) if sign == "\n"), len(view.text)]:
        words = _marked(view, start, end, own)
        pieces.append(
            format_html(
                '{}<p class="src-words" lang="{}" dir="{}"{}>{}</p>',
                spoken, view.language, direction(view.language), heading, words,
            )
        )  # fmt: skip
        for span in view.spans:
            if span.kind == "gap" and (span.start, span.end) == (end, end + 1):
                pieces.append(_cut(span.note))
        start = end + 1
    return join(pieces)


def _cut(note: str) -> SafeString:
    return format_html(
        '<p class="src-gap"><span aria-hidden="true">[…]</span> <span class="visually-hidden">Text left out.</span> {}</p>',
        note,
    )


# -- Marks inside the words ------------------------------------------------------------------------


def _marked(view: PassageView, start: int, end: int, own: str) -> SafeString:
    """text[start:end] with an element around every stretch that something is said about."""
    here = [span for span in view.spans if span.start < end and span.end > start and span.end > span.start]
    cuts = {start, end} | {min(max(at, start), end) for span in here for at in (span.start, span.end)}
    terms = dict(_terms(view))
    voices = _voices(view)
    drawn = []
    for left, right in pairwise(sorted(cuts)):
        around = [span for span in here if span.start <= left and span.end >= right]
        term = next((n for n, span in terms.items() if span in around), 0)
        kinds = {s.kind for s in around} | {"sic-end" for s in around if s.kind == "sic" and s.end == right}
        drawn.append((term, _stretch(view.text[left:right], kinds, deepest_at(left, voices))))
    return join(
        _term(f"{own}-term{term}", join(piece for _, piece in pieces)) if term else join(piece for _, piece in pieces)
        for term, pieces in groupby(drawn, key=lambda one: one[0])
    )


def _stretch(words: str, kinds: set[str], voice: Voice | None) -> SafeString:
    marks = [f"span-{kind}" for kind in sorted(kinds - {"note", "term", "voice"})]
    if voice and voice.depth > 1:
        marks += ["span-voice", f"voice-{min(voice.depth, DEEPEST)}"]
    if not marks:
        return escape(words)
    classes = " ".join(marks)
    if "gap" in kinds:
        classes += "" if words.startswith(("[", "(")) else " in-brackets"
        return format_html('<span class="{}" role="img" aria-label="text left out">{}</span>', classes, words)
    if "only" in kinds:
        return format_html('<span class="{}"><span class="said">only here: </span>{}</span>', classes, words)
    return format_html('<span class="{}">{}</span>', classes, words)


def _terms(view: PassageView) -> Iterator[tuple[int, SpanView]]:
    """(number from 1, span) of the terms that have a meaning to show; of two that overlap the first."""
    free, number = 0, 0
    for span in sorted((s for s in view.spans if s.kind == "term"), key=lambda s: (s.start, -s.end)):
        if span.start >= free and span.end > span.start and (span.senses or span.note):
            free, number = span.end, number + 1
            yield number, span


def _term(name: str, words: SafeString) -> SafeString:
    """A button that opens the meaning; the browser does that without a script."""
    return format_html('<button type="button" class="span-term" popovertarget="{}">{}</button>', name, words)


def _meaning(name: str, view: PassageView, span: SpanView) -> SafeString:
    senses = [*span.senses, *([span.note] if span.note else [])]
    said = format_html_join("", "<li>{}</li>", ((sense,) for sense in senses))
    return format_html(
        '<div popover class="src-meaning" id="{}"><p><strong>{}</strong></p><ul>{}</ul>'
        '<button type="button" class="btn btn-secondary btn-sm" popovertarget="{}" popovertargetaction="hide">Close</button></div>',
        name, view.text[span.start : span.end], said, name,
    )  # fmt: skip


# -- What stands beside the words ----------------------------------------------------------------------


def _beside(view: PassageView, own: str) -> SafeString:
    """Who speaks, in words; the meanings of terms; then a list of the other remarks one tap away: the word
    note is kept for what readers write."""
    inside = [s for s in view.spans if not (s.kind == "gap" and view.text[s.start : s.end] == "\n")]
    notes = [(BESIDE[span.kind], _quoted(view, span), span.note) for span in inside if span.kind in BESIDE]
    said = format_html("{}{}", _who_speaks(view), join(_meaning(f"{own}-term{n}", view, s) for n, s in _terms(view)))
    if not notes:
        return said
    return format_html(
        '{}<details class="src-notes"><summary>{} on the wording of {}</summary><ul>{}</ul></details>',
        said,
        "1 remark" if len(notes) == 1 else f"{len(notes)} remarks",
        _spoken(view),
        format_html_join("", "<li><strong>{}</strong>, {}: {}</li>", notes),
    )


def _voices(view: PassageView) -> list[Voice]:
    return [Voice(s.start, s.end, s.depth, s.who, s.writes, s.note) for s in view.spans if s.kind == "voice"]


def _who_speaks(view: PassageView) -> SafeString | str:
    said = speaking(_voices(view))
    if not said:
        return ""
    rows = ((_depth_class(one), one.words(), _quoted(view, one.voice), _note(one.voice.note)) for one in said)
    return format_html(
        '<div class="src-voices"><p class="src-voices-word">Who speaks</p><ul>{}</ul></div>',
        format_html_join("", '<li><strong class="{}">{}</strong>, {}{}</li>', rows),
    )


def _depth_class(one: Speaking) -> str:
    return f"voice-{min(one.voice.depth, DEEPEST)}" if one.voice.depth > 1 else "voice-1"


def _note(note: str) -> str:
    return f". {note}" if note else ""


def _spoken(view: PassageView) -> str:
    return spoken_number(view.number).lower()


def _quoted(view: PassageView, span: SpanView | Voice) -> str:
    """The words that a note is about, shortened in the middle where they are many."""
    words = view.text[span.start : span.end].replace("\n", " ")
    parts, whole = words.split(), " ".join(view.text.split())
    if len(parts) <= 8:
        return f"“{words}”"
    # Where two stretches begin alike, as many words as tell them apart.
    first = next((n for n in range(4, len(parts)) if whole.count(" ".join(parts[:n])) < 2), 4)
    return f"from “{' '.join(parts[:first])}” to “{' '.join(parts[-4:])}”"


# -- The easier wording --------------------------------------------------------------------------------


def _easier_words(view: PassageView) -> SafeString:
    rows = ((view.adapted_language, direction(view.adapted_language), run) for run in view.adapted.split("\n"))
    paragraphs = format_html_join("", '<p class="src-easier" lang="{}" dir="{}">{}</p>', rows)
    return format_html('<p class="adapted-label">{}</p>{}', ADAPTED, paragraphs)


def _easier(view: PassageView) -> SafeString | str:
    if not view.adapted:
        return ""
    summary, words = f"Easier wording of {_spoken(view)}", _easier_words(view)
    return format_html('<details class="src-adapted"><summary>{}</summary>{}</details>', summary, words)


def _original(view: PassageView, own: str, level: int) -> SafeString:
    return format_html(
        '<details class="src-original"><summary>The source’s own words of {}</summary>{}{}</details>',
        _spoken(view), _runs(view, own, level), _beside(view, own),
    )  # fmt: skip
