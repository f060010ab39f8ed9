"""Reads one source file: the front matter says who, when and where, the body holds the passages of the editions."""

from dataclasses import dataclass, field, fields, replace

from lessons.sources.errors import ContentError
from lessons.sources.passagefile import read_drafts, read_passage
from lessons.sources.tomlfile import build, line_of, split_front_matter

KINDS_OF_RECORD = (
    "speech",
    "diary",
    "memorandum",
    "report",
    "letter",
    "leaflet",
    "inscription",
    "notes",
    "conversation",
)
CARD_KINDS = ("account", "reference")
SOURCE_KINDS = KINDS_OF_RECORD + CARD_KINDS
MAKER_ROLES = ("creator", "speaker", "recorder", "addressee", "translator", "editor")
STEP_ROLES = ("read_out", "filed", "released", "printed", "obtained_by", "published_by", "distributor")
AGENT_ROLES = (*MAKER_ROLES, *STEP_ROLES)
LINK_KINDS = ("sister", "version", "answers", "quotes")
RELATIONS = ("same", "part", "approx")
EDITION_ROLES = ("transcription", "translation", "adaptation", "summary")
DATE_KINDS = ("created", "delivered", "recorded", "published")
SCHEMES = ("assigned by the author of the essay that quotes it", "counted by this site")


@dataclass(frozen=True)
class AgentRoleFile:
    """A maker of the source or a step on its way to us. Without an agent the note says what is known of the step."""

    role: str
    agent: str = ""
    note: str = ""
    date: str = ""
    date_display: str = ""


@dataclass(frozen=True)
class LinkFile:
    other: str
    kind: str
    note: str = ""


@dataclass(frozen=True)
class AlignmentFile:
    """Two passages of two editions, each written as "label number"."""

    left: str
    right: str
    relation: str = "same"


@dataclass(frozen=True)
class HoldingFile:
    repository: str
    levels: str = ""
    document_number: str = ""
    url: str = ""
    retrieved_on: str = ""


@dataclass(frozen=True)
class EditionFile:
    """`holding` counts the file's holdings from 1: where this text lies; 0 where that is not known."""

    label: str
    role: str
    language: str
    about: str
    scheme: str = SCHEMES[1]
    based_on: str = ""
    extent: str = "fragments"
    translator: str = ""
    holding: int = 0
    verified_against: str = ""
    passages: tuple = ()

    def passage(self, number):
        """The passage of this number, or None."""
        return next((p for p in self.passages if p.number == number), None)


@dataclass(frozen=True)
class SourceFile:
    slug: str
    title: str
    kind: str
    date: str
    date_display: str
    place: str
    rights: str
    title_supplied: bool = False
    date_kind: str = "created"
    date_note: str = ""
    content_notice: str = ""
    relation: str = "primary"
    headnote: str = ""
    origin: str = ""
    not_known: tuple = ()
    rights_code: str = ""
    credit: str = ""
    adapted_from: str = ""
    date_as_written: str = ""
    calendar: str = "gregorian"
    imprint: dict = field(default_factory=dict)
    agents: tuple = ()
    holdings: tuple = ()
    links: tuple = ()
    alignments: tuple = ()
    editions: tuple = ()
    file: str = ""

    def edition(self, label):
        """The edition of this label, or None."""
        return next((e for e in self.editions if e.label == label), None)

    def is_quotable(self):
        """Account and reference cards are our own words: they can be pointed at, never quoted."""
        return self.kind not in CARD_KINDS


PARTS = {"agents": AgentRoleFile, "holdings": HoldingFile, "links": LinkFile, "alignments": AlignmentFile}


def parse_source(text, file):
    """The SourceFile of a text; raises ContentError with file, line and what to do."""
    tables, body, first_line = split_front_matter(text, file)
    passages = {}
    for draft in read_drafts(body, first_line, file):
        passages.setdefault(draft.edition, []).append(read_passage(draft, file))
    editions = []
    for table in tables.pop("editions", []):
        edition = build(EditionFile, table, file, "[[editions]]", line_of(text, "label"))
        editions.append(replace(edition, passages=tuple(passages.pop(edition.label, ()))))
    given = {"editions": tuple(editions), "file": file}
    for name, cls in PARTS.items():
        line = line_of(text, fields(cls)[0].name)
        given[name] = tuple(build(cls, table, file, f"[[{name}]]", line) for table in tables.pop(name, []))
    source = build(SourceFile, tables, file, "The front matter", **given)
    for label, left in passages.items():
        raise ContentError(file, left[0].line, f"“# {label}” is the label of no [[editions]]. Add one.")
    _check_choices(source, text)
    for edition in source.editions:
        _check_edition(source, edition, text)
    _check_parts(source, text)
    return source


def _check_choices(source, text):
    """Refuses words outside the short lists, and a source without rights or editions."""
    wanted = [
        ("kind", source.kind, SOURCE_KINDS),
        ("date_kind", source.date_kind, DATE_KINDS),
        ("relation", source.relation, ("primary", "secondary")),
        ("calendar", source.calendar, ("gregorian", "julian")),
        *(("role", agent.role, AGENT_ROLES) for agent in source.agents),
        *(("kind", link.kind, LINK_KINDS) for link in source.links),
        *(("relation", pair.relation, RELATIONS) for pair in source.alignments),
        *(("role", edition.role, EDITION_ROLES) for edition in source.editions),
        *(("extent", edition.extent, ("fragments", "whole")) for edition in source.editions),
        *(("scheme", edition.scheme, SCHEMES) for edition in source.editions),
    ]
    for key, value, allowed in wanted:
        if value not in allowed:
            line, choices = line_of(text, key), ", ".join(allowed)
            raise ContentError(source.file, line, f"“{value}” is no {key}. Use one of: {choices}.")
    if not source.rights:
        raise ContentError(source.file, line_of(text, "rights"), "The rights are empty. Write them, or “not known”.")
    if not source.editions:
        raise ContentError(source.file, 1, "The source has no [[editions]]. Add one.")
    if source.is_quotable() == (source.relation == "secondary"):
        line = line_of(text, "relation")
        raise ContentError(source.file, line, "Account and reference cards are secondary, other kinds primary.")


def _check_edition(source, edition, text):
    """Refuses empty or doubled editions, an adaptation of nothing, a quotation in a text of our own."""
    line = line_of(text, "label")
    what = f"The edition “{edition.label}”"
    numbers = [p.number for p in edition.passages]
    if not numbers or not edition.about:
        raise ContentError(source.file, line, f"{what} needs passages and an about. Write them.")
    if len(set(numbers)) < len(numbers) or [e.label for e in source.editions].count(edition.label) > 1:
        raise ContentError(source.file, line, f"{what} or a passage number in it stands twice. Rename one.")
    base = source.edition(edition.based_on)
    if edition.role == "adaptation" and (base is None or any(base.passage(n) is None for n in numbers)):
        raise ContentError(source.file, line, f"{what} needs based_on, an edition that has all its passage numbers.")
    ours = edition.role in ("adaptation", "summary")
    if ours and any(run.quotation for passage in edition.passages for run in passage.runs):
        raise ContentError(source.file, line, f"{what} is in our own words: a {{Q}} may not stand in it.")
    if source.is_quotable() == (edition.role == "summary"):
        raise ContentError(source.file, line, "The role summary belongs to account and reference cards alone.")


def _check_parts(source, text):
    """Refuses a step of which nothing is said, a holding that is not there, an alignment of unknown passages."""
    if any(not agent.agent and not agent.note for agent in source.agents):
        raise ContentError(source.file, line_of(text, "role"), "An [[agents]] without agent needs a note. Write it.")
    if any(edition.holding > len(source.holdings) for edition in source.editions):
        line = line_of(text, "holding")
        raise ContentError(source.file, line, "holding counts the [[holdings]] from 1; there are fewer. Correct it.")
    for pair in source.alignments:
        for place in (pair.left, pair.right):
            label, _, number = place.partition(" ")
            edition = source.edition(label)
            if edition is None or edition.passage(number) is None:
                message = f"“{place}” is no passage. Write the edition's label, a space, the passage's number."
                raise ContentError(source.file, line_of(text, "left"), message)
