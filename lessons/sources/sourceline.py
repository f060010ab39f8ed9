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

    def words(self) -> str:
        document = f"document {self.document_number}" if self.document_number else ""
        return ", ".join(part for part in (self.repository, self.levels, document) if part)

    @property
    def is_online(self) -> bool:
        return is_web_address(self.url)


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
    """Where it lies, with links; "not known" where we do not know."""
    if not holdings:
        return format_html("where it is kept: {}", NOT_KNOWN)
    return format_html_join("; ", "{}", ((_holding(holding),) for holding in holdings))


def _holding(holding: HoldingView) -> SafeString:
    if is_web_address(holding.url):
        return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', holding.url, holding.words())
    return format_html("{}", holding.words())


def is_web_address(url: str) -> bool:
    return url.startswith(("http://", "https://"))
