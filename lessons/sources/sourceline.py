"""The source line in words: who in which part, when, where it lies, how it came to us. Truthful about what is not known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lessons.sources.cite.words import lowered_article

NOT_KNOWN = "not known"
# Who made a source; the others who had to do with it are steps on its way to us.
MAKERS = ("creator", "speaker", "recorder", "addressee", "editor")
STEPS = {
    "creator": "Written",
    "speaker": "Said",
    "recorder": "Written down",
    "translator": "Translated",
    "editor": "Edited",
    "read_out": "Read out",
    "filed": "Filed",
    "released": "Released",
    "printed": "Printed",
    "obtained_by": "Obtained",
    "published_by": "Published",
    "distributor": "Distributed",
}
PRINTED_IN = "printed in "  # how the levels begin of what was printed
DOUBT = ("?", "~", "%", "/", "[", "{", "X")


@dataclass(frozen=True)
class AgentView:
    name: str
    role: str  # a key of SourceAgent.ROLES
    role_words: str
    note: str = ""
    date: str = ""


@dataclass(frozen=True)
class HoldingView:
    repository: str
    levels: str = ""
    document_number: str = ""
    url: str = ""
    retrieved_on: date | None = None
    place: str = ""

    @property
    def document(self) -> str:
        return f"document {self.document_number}" if self.document_number else ""

    def words(self) -> str:
        return ", ".join(part for part in (self.repository, self.document) if part)

    @property
    def is_online(self) -> bool:
        """A page on the web is where somebody found the text; what its levels name is the original's place."""
        return is_web_address(self.url)

    @property
    def line(self) -> SafeString:
        return holdings_html((self,))

    @property
    def is_printed(self) -> bool:
        return self.levels.startswith(PRINTED_IN)

    @property
    def original(self) -> str:
        """Where the original lies: what a page on the web says of it, else the archive itself; empty: not said."""
        if self.is_online:
            return self.levels
        return ", ".join(part for part in (self.repository, self.place, self.levels, self.document) if part)


@dataclass(frozen=True)
class Step:
    """One step on the way of a source from the event to this screen."""

    what: str
    who: str
    date: str
    note: str


def who_words(agents: Iterable[AgentView]) -> list[str]:
    """`Mao Zedong, speaking`, `written down by the Albanian delegation` …; one entry where nobody is known."""
    said = []
    for agent in agents:
        if agent.role not in MAKERS:
            continue
        within = lowered_article(agent.name)
        words = f"{agent.name}, {agent.role_words}" if agent.role == "speaker" else f"{agent.role_words} {within}"
        said.append(words + (f" ({agent.note})" if agent.note else "") if agent.name else agent.note)
    return said or [f"maker {NOT_KNOWN}"]


def steps(agents: Iterable[AgentView]) -> list[Step]:
    """How it came to us, in order. To whom it was addressed is no step."""
    return [Step(STEPS[a.role], lowered_article(a.name), a.date, a.note) for a in agents if a.role in STEPS]


def date_words(kind_words: str, display: str) -> str:
    return f"{kind_words} {display}" if display else f"date {NOT_KNOWN}"


def in_doubt(edtf: str) -> bool:
    """Whether a stored date is a stretch, about, perhaps, or one of several days."""
    return any(sign in edtf for sign in DOUBT)


def holdings_html(holdings: tuple[HoldingView, ...]) -> SafeString:
    """Where it was found, with links, and where the original is kept; "not known" where we do not know. No place twice."""
    if not holdings:
        return format_html("where it is kept: {}", NOT_KNOWN)
    said = []
    if found := _found(holdings):
        said.append(format_html("found at {}", format_html_join(", ", "{}", ((one,) for one in found))))
    firsts: set[str] = set()
    for holding in holdings:
        original = holding.original
        first = original.partition(",")[0]
        if original and first not in firsts:
            said.append(format_html("{}{}", "" if holding.is_printed else "kept at ", original))
        firsts.add(first)
    return format_html_join("; ", "{}", ((one,) for one in said))


def _found(holdings: Iterable[HoldingView]) -> list[SafeString]:
    """A collection on the web is named once; its other documents follow by their numbers alone."""
    found, named = [], set()
    for holding in holdings:
        words = holding.document if holding.repository in named else holding.words()
        if holding.is_online and words:
            found.append(format_html('<a href="{}" rel="noopener noreferrer">{}</a>', holding.url, words))
            named.add(holding.repository)
    return found


def is_web_address(url: str) -> bool:
    return url.startswith(("http://", "https://"))
