"""Reads one source file (front matter, then editions, passages and spans).

A span's start and end count code points from the beginning of its passage's text. The runs of a passage are joined by
one newline, and a gap between two runs is a span on that newline: the words of a quotation are never interrupted.
"""

import re
from dataclasses import dataclass, field, replace

from lessons.sources.errors import ContentError
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
AGENT_ROLES = (*MAKER_ROLES, "obtained_by", "published_by", "distributor")
EDITION_ROLES = ("transcription", "translation", "adaptation", "summary")
DATE_KINDS = ("created", "delivered", "recorded", "published")
SPAN_KINDS = ("voice", "sic", "gap", "supplied", "gloss", "note")
SCHEMES = ("assigned by the author of the essay that quotes it", "counted by this site")


@dataclass(frozen=True)
class AgentRoleFile:
    agent: str
    role: str
    note: str = ""


@dataclass(frozen=True)
class HoldingFile:
    repository: str
    levels: str = ""
    document_number: str = ""
    url: str = ""


@dataclass(frozen=True)
class SpanFile:
    kind: str
    start: int
    end: int
    note: str
    depth: int = 0
    agent: str = ""
    line: int = 0


@dataclass(frozen=True)
class RunFile:
    """One uninterrupted run of words; quotation is the id in quotations.json, or empty."""

    quotation: str
    start: int
    end: int


@dataclass(frozen=True)
class PassageFile:
    number: str
    text: str
    runs: tuple
    spans: tuple
    line: int

    def numbers(self):
        """Every paragraph number that leads here: "8-9" is reached by 8 and by 9."""
        first, _, last = self.number.partition("-")
        return [str(n) for n in range(int(first), int(last or first) + 1)]


@dataclass(frozen=True)
class EditionFile:
    label: str
    role: str
    language: str
    about: str
    scheme: str = SCHEMES[1]
    based_on: str = ""
    extent: str = "fragments"
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
    agents: tuple = ()
    holdings: tuple = ()
    editions: tuple = ()
    file: str = ""

    def edition(self, label):
        """The edition of this label, or None."""
        return next((e for e in self.editions if e.label == label), None)

    def is_quotable(self):
        """Account and reference cards are our own words: they can be pointed at, never quoted."""
        return self.kind not in CARD_KINDS


@dataclass
class _Draft:
    """A passage while its lines are read."""

    edition: str
    number: str
    line: int
    runs: list = field(default_factory=list)
    gaps: dict = field(default_factory=dict)
    spans: list = field(default_factory=list)


SPAN_LINE = re.compile(
    r'^- (?P<kind>\w+)(?: (?P<depth>\d) (?P<agent>[\w-]+))?(?: #(?P<nth>\d+))? "(?P<first>.+?)"'
    r'(?: to "(?P<last>.+?)")?: (?P<note>.+)$'
)
NUMBER = re.compile(r"^[1-9]\d*(-[1-9]\d*)?$")


def parse_source(text, file):
    """The SourceFile of a text; raises ContentError with file, line and what to do."""
    tables, body, first_line = split_front_matter(text, file)
    passages = {}
    for draft in _drafts(body, first_line, file):
        passages.setdefault(draft.edition, []).append(_passage(draft, file))
    editions = []
    for table in tables.pop("editions", []):
        edition = build(EditionFile, table, file, "[[editions]]", line_of(text, "label"))
        editions.append(replace(edition, passages=tuple(passages.pop(edition.label, ()))))
    given = {"editions": tuple(editions), "file": file}
    for name, cls, key in (("agents", AgentRoleFile, "agent"), ("holdings", HoldingFile, "repository")):
        line = line_of(text, key)
        given[name] = tuple(build(cls, table, file, f"[[{name}]]", line) for table in tables.pop(name, []))
    source = build(SourceFile, tables, file, "The front matter", **given)
    for label, left in passages.items():
        raise ContentError(file, left[0].line, f"“# {label}” is the label of no [[editions]]. Add one.")
    _check_choices(source, text)
    for edition in source.editions:
        _check_edition(source, edition, text)
    return source


def _check_choices(source, text):
    """Refuses words outside the short lists, and a source without rights or editions."""
    wanted = [
        ("kind", source.kind, SOURCE_KINDS),
        ("date_kind", source.date_kind, DATE_KINDS),
        ("relation", source.relation, ("primary", "secondary")),
        *(("role", agent.role, AGENT_ROLES) for agent in source.agents),
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


def _drafts(body, first_line, file):
    """The passages of the body as drafts, in order."""
    edition, draft, drafts = None, None, []
    for number, line in enumerate(body.split("\n"), start=first_line):
        line = line.rstrip()
        if line.startswith("# "):
            edition, draft = line[2:].strip(), None
        elif line.startswith("## "):
            if edition is None or not NUMBER.match(line[3:].strip()):
                raise ContentError(file, number, "A passage is “## 8” or “## 8-9” under “# label of the edition”.")
            draft = _Draft(edition, line[3:].strip(), number)
            drafts.append(draft)
        elif line:
            if draft is None:
                raise ContentError(file, number, "Text stands outside a passage. Begin one with “## number”.")
            _take_line(draft, line, number, file)
    return drafts


def _take_line(draft, line, number, file):
    if line.startswith("> "):
        found = re.match(r"^> (?:\{(\w+)\} )?(.+)$", line)
        draft.runs.append((found[1] or "", found[2]))
    elif line.startswith("[gap]"):
        if not draft.runs or not line[5:].strip():
            raise ContentError(file, number, "A [gap] line stands between two runs and says what is known of the cut.")
        draft.gaps[len(draft.runs)] = (line[5:].strip(), number)
    elif SPAN_LINE.match(line):
        draft.spans.append((SPAN_LINE.match(line), number))
    else:
        raise ContentError(file, number, 'Begin text with “> ”, a cut with “[gap] ”, a span with “- kind "words": ”.')


def _passage(draft, file):
    """The passage of a draft: its runs joined, its gaps and spans with offsets."""
    text, runs, spans = "", [], []
    for index, (quotation, words) in enumerate(draft.runs):
        if index:
            note, line = draft.gaps.pop(index, ("", 0))
            if note:
                spans.append(SpanFile("gap", len(text), len(text) + 1, note, line=line))
            text += "\n"
        runs.append(RunFile(quotation, len(text), len(text) + len(words)))
        text += words
    if not runs or draft.gaps:
        raise ContentError(file, draft.line, f"Passage {draft.number} has no text, or ends in a [gap]. Add text.")
    spans += [_span(match, text, file, line) for match, line in draft.spans]
    return PassageFile(draft.number, text, tuple(runs), tuple(spans), draft.line)


def _span(match, text, file, line):
    kind, first, last = match["kind"], match["first"], match["last"]
    if kind not in SPAN_KINDS or (kind == "voice") != bool(match["agent"]):
        raise ContentError(file, line, f"A span is {', '.join(SPAN_KINDS)}; only a voice has an agent.")
    start = -1
    for _ in range(int(match["nth"] or 1)):
        start = text.find(first, start + 1)
        if start < 0:
            raise ContentError(file, line, f"“{first}” does not stand in the passage so often. Copy its words.")
    end = start + len(first)
    if last:
        found = text.find(last, start)
        if found < 0:
            raise ContentError(file, line, f"“{last}” does not stand after “{first}”. Copy the words exactly.")
        end = found + len(last)
    return SpanFile(kind, start, end, match["note"], int(match["depth"] or 0), match["agent"] or "", line)
