"""What a citation is made of, as plain values. Nothing here is guessed: what is not known is empty and left out."""

import datetime
from dataclasses import dataclass, field

CARDS = ("account", "reference")


@dataclass(frozen=True)
class Name:
    """A person or a body. A person's `sort` without a comma is said in its own order: the family name stands first."""

    full: str
    sort: str = ""
    is_body: bool = False

    @property
    def inverted(self) -> str:
        """As a list of works begins with it: `Ivanov, V. I.`, but `Mao Zedong` and `US Department of State`."""
        return self.sort if self.is_inverted else self.full

    @property
    def is_inverted(self) -> bool:
        return not self.is_body and "," in self.sort

    @property
    def family(self) -> str:
        """The name by which a short note calls: `Ivanov`, `Mao`, a body by all of its name."""
        if self.is_inverted:
            return self.sort.partition(",")[0].strip()
        if self.is_body or self.sort != self.full:
            return self.full
        return self.full.split(" ")[0]

    @property
    def given(self) -> str:
        """All given names, never cut to initials; empty for bodies and where there is only one name."""
        if self.is_inverted:
            return self.sort.partition(",")[2].strip()
        return "" if self.family == self.full else self.full[len(self.family) :].strip()


@dataclass(frozen=True)
class Imprint:
    """Of printed matter and of web sites. `container` is the newspaper, the journal, the site, the book around it."""

    container: str = ""
    publisher: str = ""
    place: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    medium: str = ""


@dataclass(frozen=True)
class Citable:
    """One source in one edition, at one place or as a whole.

    `people`: (role of SourceAgent, name) in order. `translators` are the edition's. `locator`: "5", "8-9" or empty.
    `summary_by`: who wrote the summary that a card is; `summed_up` says that a card is cited as the work it sums up.
    """

    slug: str
    kind: str
    title: str
    title_supplied: bool = False
    people: tuple[tuple[str, Name], ...] = ()
    translators: tuple[Name, ...] = ()
    edtf: str = ""
    date_display: str = ""
    place: str = ""
    levels: str = ""
    number: str = ""
    repository: str = ""
    repository_place: str = ""
    url: str = ""
    retrieved: datetime.date | None = None
    imprint: Imprint = field(default_factory=Imprint)
    language: str = ""
    locator: str = ""
    unit: str = "paragraph"  # or "line"
    quoted_from: str = ""  # the work in which it was found, in words, where nothing nearer is known
    summary_by: str = ""
    summed_up: bool = False
    relation: str = "primary"
    suffix: str = ""  # a, b … where one author has two works of one year

    def of(self, role: str) -> tuple[Name, ...]:
        return tuple(name for has, name in self.people if has == role)

    @property
    def makers(self) -> tuple[Name, ...]:
        """Who stands first: who wrote it, else who speaks in it, else who wrote it down. A card has none but its work's.

        Notes are the note-taker's, whoever speaks in them.
        """
        if self.is_summary:
            return ()
        if self.kind == "notes":
            return self.of("creator") or self.of("recorder") or self.of("speaker")
        return self.of("creator") or self.of("speaker") or self.of("recorder")

    @property
    def recorders(self) -> tuple[Name, ...]:
        """Who wrote down what another said, where that one stands first."""
        taken = self.kind == "notes" or self.of("creator") or not self.of("speaker")
        return () if taken else self.of("recorder")

    @property
    def is_summary(self) -> bool:
        """A card that is cited as what it is: a summary on this site."""
        return self.kind in CARDS

    @property
    def source_key(self) -> tuple:
        """Two citations with one key are of the same text: the second may be "ibid."."""
        return self.slug, tuple(name.full for name in self.translators), self.url
