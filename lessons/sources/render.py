"""Draws the words of a source as safe HTML: numbered passages, what stands beside them, the source line.

The words of one run are never interrupted: a mark inside them is an element around them, and everything that is said
about them stands after them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

BESIDE = {
    "sic": "So in the text (sic)",
    "gap": "Text left out",
    "supplied": "Added by an editor",
    "gloss": "Explained",
    "note": "Note",
    "voice": "Voice",
    "term": "Term",
}
NOT_KNOWN = "not known"
ADAPTED = "Adapted: easier wording by the course team, not the source's words"
CARD = "Our summary: can be pointed at, never quoted"


@dataclass(frozen=True)
class SpanView:
    """Something said about text[start:end]. `who` is the name of the voice that speaks there."""

    start: int
    end: int
    kind: str
    note: str = ""
    who: str = ""
    depth: int = 0


@dataclass(frozen=True)
class PassageView:
    number: str
    text: str
    spans: tuple[SpanView, ...] = ()
    language: str = "en"
    adapted: str = ""
    adapted_language: str = "en"


@dataclass(frozen=True)
class AgentView:
    name: str
    role: str  # a key of SourceAgent.ROLES
    role_words: str
    note: str = ""


@dataclass(frozen=True)
class HoldingView:
    repository: str
    levels: str = ""
    document_number: str = ""
    url: str = ""

    def words(self) -> str:
        document = f"document {self.document_number}" if self.document_number else ""
        return ", ".join(part for part in (self.repository, self.levels, document) if part)


def stored_html(html: str) -> SafeString:
    """HTML that was sanitised before it was stored. The one place where stored words are taken as markup."""
    return mark_safe(html)


def join(pieces: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def numbers_of(number: str) -> list[str]:
    """Every paragraph number that leads to a passage: "8-9" is reached by 8 and by 9."""
    first, _, last = number.partition("-")
    if not (first.isdigit() and (last or first).isdigit()) or int(last or first) - int(first) > 200:
        return [number]
    return [str(n) for n in range(int(first), int(last or first) + 1)]


def shown_number(number: str) -> str:
    return number.replace("-", "–")


def spoken_number(number: str) -> str:
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


def passage_html(view: PassageView, own: str, others: list[str]) -> SafeString:
    """One numbered passage with what stands beside it."""
    return format_html(
        '<div class="src-para" id="{}">{}<a class="src-num" href="#{}" aria-label="{}">{}</a>{}{}{}</div>',
        own,
        format_html_join("", '<span class="src-anchor" id="{}"></span>', ((name,) for name in others)),
        own,
        spoken_number(view.number),
        shown_number(view.number),
        _runs(view),
        _beside(view),
        _easier(view),
    )


def _runs(view: PassageView) -> SafeString:
    """Each run of words as one paragraph; a cut between two runs stands between them."""
    pieces, start = [], 0
    for end in [*(at for at, sign in enumerate(view.text) if sign == "\n"), len(view.text)]:
        words = _marked(view, start, end)
        pieces.append(format_html('<p class="src-words" lang="{}">{}</p>', view.language, words))
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


def _marked(view: PassageView, start: int, end: int) -> SafeString:
    """text[start:end] with an element around every stretch that something is said about."""
    here = [span for span in view.spans if span.start < end and span.end > start and span.end > span.start]
    cuts = {start, end} | {min(max(at, start), end) for span in here for at in (span.start, span.end)}
    edges = sorted(cuts)
    pieces = []
    for left, right in pairwise(edges):
        kinds = {span.kind for span in here if span.start <= left and span.end >= right}
        pieces.append(_stretch(view.text[left:right], kinds))
    return join(pieces)


def _stretch(words: str, kinds: set[str]) -> SafeString:
    marks = sorted(kinds - {"note"})
    if not marks:
        return escape(words)
    classes = " ".join(f"span-{kind}" for kind in marks)
    if "gap" in kinds:
        return format_html('<span class="{}" role="img" aria-label="text left out">{}</span>', classes, words)
    return format_html('<span class="{}">{}</span>', classes, words)


def _beside(view: PassageView) -> SafeString:
    """Voices in words, then a list of the other notes one tap away."""
    inside = [s for s in view.spans if not (s.kind == "gap" and view.text[s.start : s.end] == "\n")]
    voices = [(_voice(view, span),) for span in inside if span.kind == "voice"]
    notes = [(BESIDE[span.kind], _quoted(view, span), span.note) for span in inside if span.kind != "voice"]
    first = format_html('<ul class="src-voices">{}</ul>', format_html_join("", "<li>{}</li>", voices)) if voices else ""
    if not notes:
        return format_html("{}", first)
    return format_html(
        '{}<details class="src-notes"><summary>{} on {}</summary><ul>{}</ul></details>',
        first,
        "1 note" if len(notes) == 1 else f"{len(notes)} notes",
        spoken_number(view.number).lower(),
        format_html_join("", "<li><strong>{}</strong>, {}: {}</li>", notes),
    )


def _voice(view: PassageView, span: SpanView) -> SafeString:
    who = f"{span.who}: " if span.who else ""
    return format_html("<strong>Who speaks</strong>, {}: {}{}", _quoted(view, span), who, span.note)


def _quoted(view: PassageView, span: SpanView) -> str:
    """The words that a note is about, shortened in the middle where they are many."""
    words = view.text[span.start : span.end].replace("\n", " ")
    parts = words.split()
    return f"“{words}”" if len(parts) <= 8 else f"from “{' '.join(parts[:4])}” to “{' '.join(parts[-4:])}”"


def _easier(view: PassageView) -> SafeString | str:
    if not view.adapted:
        return ""
    paragraphs = format_html_join(
        "", '<p lang="{}">{}</p>', ((view.adapted_language, run) for run in view.adapted.split("\n"))
    )
    return format_html(
        '<details class="src-adapted"><summary>Easier wording of {}</summary>'
        '<p class="adapted-label">{}</p>{}</details>',
        spoken_number(view.number).lower(),
        ADAPTED,
        paragraphs,
    )


# -- The source line -------------------------------------------------------------------------------


def who_words(agents: tuple[AgentView, ...]) -> list[str]:
    """`Mao Zedong, speaking`, `written down by the Albanian delegation` …; one entry where nobody is known."""
    said = []
    for agent in agents:
        words = f"{agent.name}, {agent.role_words}" if agent.role == "speaker" else f"{agent.role_words} {agent.name}"
        said.append(words + (f" ({agent.note})" if agent.note else ""))
    return said or [f"maker {NOT_KNOWN}"]


def date_words(kind_words: str, display: str) -> str:
    return f"{kind_words} {display}" if display else f"date {NOT_KNOWN}"


def holdings_html(holdings: tuple[HoldingView, ...]) -> SafeString:
    """Where it lies, with links; "not known" where we do not know."""
    if not holdings:
        return format_html("where it is kept: {}", NOT_KNOWN)
    return format_html_join("; ", "{}", ((_holding(holding),) for holding in holdings))


def _holding(holding: HoldingView) -> SafeString:
    if holding.url.startswith(("http://", "https://")):
        return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', holding.url, holding.words())
    return format_html("{}", holding.words())
