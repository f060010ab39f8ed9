"""Reads the content folder whole: what is in order is there by key, what is not is a list of errors."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from lessons.lessonfile import parse_lesson
from lessons.sources.errors import ContentError
from lessons.sources.sourcefile import parse_source
from lessons.sources.tomlfile import (
    AgentEntry,
    EventEntry,
    ModuleEntry,
    TermEntry,
    line_of,
    read_entries,
    read_module,
    read_toml,
)

SKILLS = ("Sourcing", "Contextualization", "Corroboration", "Close reading")
CONTENT = Path(__file__).parent / "content"


@dataclass
class Library:
    """Everything of a content folder; `errors` holds a ContentError for each file that could not be read."""

    agents: dict = field(default_factory=dict)
    terms: dict = field(default_factory=dict)
    events: dict = field(default_factory=dict)
    sources: dict = field(default_factory=dict)
    lessons: dict = field(default_factory=dict)
    quotations: dict = field(default_factory=dict)
    scaffolds: dict = field(default_factory=dict)
    module: ModuleEntry | None = None
    errors: list = field(default_factory=list)

    def broken_lessons(self):
        return [error.file for error in self.errors if error.file.startswith("lessons/")]


def read_library(folder=CONTENT):
    """The Library of a folder; never raises for a fault in a file, so that all faults are told at once."""
    library = Library()
    for name, cls in (("agents", AgentEntry), ("terms", TermEntry), ("events", EventEntry)):
        found = _attempt(library, folder, f"{name}.toml", lambda text, file, cls=cls: read_entries(text, file, cls))
        setattr(library, name, found or {})
    if (folder / "scaffolds.toml").exists():
        library.scaffolds = _attempt(library, folder, "scaffolds.toml", _read_scaffolds) or {}
    library.module = _attempt(library, folder, "module.toml", read_module)
    rows = _attempt(library, folder, "quotations.json", _read_quotations) or []
    library.quotations = {row["id"]: row for row in rows}
    for kind, parse, shelf in (("sources", parse_source, library.sources), ("lessons", parse_lesson, library.lessons)):
        for path in sorted((folder / kind).glob("*.md")):
            found = _attempt(library, folder, f"{kind}/{path.name}", parse)
            if found:
                _put(library, shelf, found, path)
    for source in library.sources.values():
        _check_source(library, source)
    return library


def _attempt(library, folder, name, parse):
    try:
        return parse((folder / name).read_text(encoding="utf-8"), name)
    except FileNotFoundError:
        library.errors.append(ContentError(name, 1, "The file is missing. Write it."))
    except ContentError as error:
        library.errors.append(error)
    return None


def _read_scaffolds(text, file):
    """{skill: [{question, starter}, …]}: the questions that help with reading, in order."""
    tables = read_toml(text, file)
    for skill, entries in tables.items():
        if skill not in SKILLS:
            raise ContentError(file, line_of(text, skill), f"“{skill}” is no skill. Use one of: {', '.join(SKILLS)}.")
        for entry in entries:
            if set(entry) - {"question", "starter"} or not entry.get("question"):
                raise ContentError(file, 1, f"“{skill}” wants entries with a question, and a starter where one helps.")
    return tables


def _read_quotations(text, file):
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ContentError(file, error.lineno, f"This is not valid JSON: {error.msg}.") from None


def _put(library, shelf, found, path):
    if found.slug != path.stem:
        message = f"The slug is “{found.slug}”, the file's name “{path.stem}”. Make them the same."
        library.errors.append(ContentError(found.file, 1, message))
    shelf[found.slug] = found


def _check_source(library, source):
    """A quotation's words must be those of quotations.json; every agent must be in agents.toml."""
    for edition in source.editions:
        for passage in edition.passages:
            for run in passage.runs:
                row = library.quotations.get(run.quotation)
                if run.quotation and (row is None or row["exact"] != passage.text[run.start : run.end]):
                    message = f"{{{run.quotation}}} does not have the words of quotations.json. Copy them exactly."
                    library.errors.append(ContentError(source.file, passage.line, message))
            for span in passage.spans:
                _check_agent(library, source, span.agent, span.line)
    for role in source.agents:
        _check_agent(library, source, role.agent, 1)


def _check_agent(library, source, key, line):
    if key and key not in library.agents:
        library.errors.append(ContentError(source.file, line, f"The agent “{key}” is not in agents.toml. Add it."))
