"""Loading the sources that the site ships. Loading again changes nothing where the files are unchanged."""

from datetime import date
from pathlib import Path

from django.db import transaction

from coursesite.accounts.models import Shelf
from coursesite.audit.actions import record
from lessons.sources.actions.loading_rows import Known, load_event, load_known, put
from lessons.sources.actions.loading_texts import load_alignments, load_editions
from lessons.sources.edtf import bounds
from lessons.sources.errors import ContentError
from lessons.sources.models import Holding, Repository, Source, SourceAgent, SourceLink
from lessons.sources.rights import STATEMENTS
from lessons.sources.searched import folded_names
from lessons.sources.sourcefile import SourceFile, parse_source
from lessons.sources.tomlfile import AgentEntry, EventEntry, PlaceEntry, TermEntry, read_entries

CONTENT = Path(__file__).parents[2] / "content"
PLAIN = (
    "title", "title_supplied", "kind", "relation", "date_display", "date_kind", "date_note", "date_as_written",
    "calendar", "headnote", "origin", "imprint", "rights_code", "rights", "credit", "adapted_from", "content_notice",
)  # fmt: skip


def load_sources(*, shelf: Shelf, by, folder: Path = CONTENT) -> dict[str, Source]:
    """All sources of a content folder, by slug, with the agents, places, terms and events that they need.

    Nothing is written where one file has a fault (ContentError).
    """
    entries = {
        name: read_entries((folder / f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml", cls)
        for name, cls in (("agents", AgentEntry), ("places", PlaceEntry), ("terms", TermEntry), ("events", EventEntry))
    }
    files = {}
    for path in sorted((folder / "sources").glob("*.md")):
        file = parse_source(path.read_text(encoding="utf-8"), f"sources/{path.name}")
        _check_names(file, entries)
        files[file.slug] = file
    _check_links(files, entries)
    with transaction.atomic():
        known = load_known(entries["agents"], entries["places"], entries["terms"])
        sources = {slug: _load_source(file, shelf, by, known) for slug, file in files.items()}
        for file in files.values():
            _load_links(sources[file.slug], file, sources)
        for slug, entry in entries["events"].items():
            load_event(slug, entry, known, sources)
    return sources


def _check_names(file: SourceFile, entries: dict) -> None:
    """Refuses an agent, a place or a term that stands in no list."""
    spans = [span for edition in file.editions for passage in edition.passages for span in passage.spans]
    agents = {role.agent for role in file.agents} | {span.agent for span in spans}
    agents |= {edition.translator for edition in file.editions}
    places = {entry.name for entry in entries["places"].values()}
    wanted = [
        ("agents.toml", agents - {""}, entries["agents"]),
        ("terms.toml", {span.term for span in spans if span.term}, entries["terms"]),
        ("places.toml", {file.place} - {""}, places),
    ]
    if file.rights_code and file.rights_code not in STATEMENTS:
        raise ContentError(
            file.file, 1, f"“{file.rights_code}” is no rights_code. Use one of: {', '.join(STATEMENTS)}."
        )
    for where, names, known in wanted:
        for name in sorted(names):
            if name not in known:
                raise ContentError(file.file, 1, f"“{name}” is not in {where}. Add it.")


def _check_links(files: dict[str, SourceFile], entries: dict) -> None:
    for file in files.values():
        for link in file.links:
            if link.other not in files or link.other == file.slug:
                raise ContentError(file.file, 1, f"The link “{link.other}” leads to no other source. Correct it.")
    for slug, entry in entries["events"].items():
        for name in entry.sources:
            if name not in files:
                raise ContentError("events.toml", 1, f"[{slug}] names the source “{name}”, which is not there.")


def _load_source(file: SourceFile, shelf: Shelf, by, known: Known) -> Source:
    try:
        first, last = bounds(file.date)
    except ValueError as error:
        raise ContentError(file.file, 1, f"date: {error}.") from None
    names = [known.agents[role.agent] for role in file.agents if role.agent]
    values = {name: getattr(file, name) for name in PLAIN}
    values |= {"date_edtf": file.date, "date_from": first, "date_to": last, "reach": "shelf"}
    values |= {"place": known.places.get(file.place), "not_known": list(file.not_known)}
    values["folded"] = folded_names(file.title, [agent.name for agent in names])
    source, changed = put(Source, {"slug": file.slug}, values | {"shelf": shelf})
    changed |= _load_agents(source, file, known)
    holdings, new = _load_holdings(source, file)
    texts = load_editions(source, file, holdings, known, by)
    changed |= new | any(new for _, new in texts.values())
    changed |= load_alignments(file, {label: edition for label, (edition, _) in texts.items()})
    if changed:
        record(by=by, verb="source_load", target=source)
    return source


def _load_agents(source: Source, file: SourceFile, known: Known) -> bool:
    names = ("role", "note", "date_edtf", "date_display")
    wanted = [
        (known.agents[role.agent].pk if role.agent else None, role.role, role.note, role.date, role.date_display)
        for role in file.agents
    ]
    if list(source.agents.values_list("agent", *names)) == wanted:
        return False
    source.agents.all().delete()
    SourceAgent.objects.bulk_create(
        SourceAgent(source=source, agent_id=agent, position=position, **dict(zip(names, rest, strict=True)))
        for position, (agent, *rest) in enumerate(wanted, 1)
    )
    return True


def _load_holdings(source: Source, file: SourceFile) -> tuple[list[Holding], bool]:
    """(the holdings in the file's order, whether one is new or changed). One that editions point at is kept."""
    found, changed = [], False
    for holding in file.holdings:
        keys = {"source": source, "repository": Repository.objects.get_or_create(name=holding.repository)[0]}
        keys |= {"document_number": holding.document_number, "levels": holding.levels}
        read = date.fromisoformat(holding.retrieved_on) if holding.retrieved_on else None
        row, new = put(Holding, keys, {"url": holding.url, "retrieved_on": read})
        found.append(row)
        changed |= new
    kept = {row.pk for row in found} | set(source.editions.exclude(holding=None).values_list("holding", flat=True))
    gone = source.holdings.exclude(pk__in=kept)
    return found, bool(gone.delete()[0]) or changed


def _load_links(source: Source, file: SourceFile, sources: dict[str, Source]) -> None:
    wanted = [(sources[link.other].pk, link.kind, link.note) for link in file.links]
    if list(source.links.values_list("other", "kind", "note")) != wanted:
        source.links.all().delete()
        SourceLink.objects.bulk_create(
            SourceLink(source=source, other_id=other, kind=kind, note=note) for other, kind, note in wanted
        )
