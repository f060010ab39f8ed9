"""Loading the sources that the site ships. Loading again changes nothing where the files are unchanged."""

from pathlib import Path

from django.db import transaction

from coursesite import clock
from coursesite.accounts.models import Shelf
from coursesite.audit.actions import record
from lessons.sources.edtf import bounds
from lessons.sources.errors import ContentError
from lessons.sources.models import Agent, Edition, Holding, Passage, Place, Repository, Source, SourceAgent, Span
from lessons.sources.sourcefile import EditionFile, SourceFile, parse_source
from lessons.sources.tomlfile import AgentEntry, read_entries

CONTENT = Path(__file__).parents[2] / "content"
PLAIN = (
    "title", "title_supplied", "kind", "relation", "date_display", "date_kind", "date_note", "rights", "content_notice",
)  # fmt: skip


def load_sources(*, shelf: Shelf, by, folder: Path = CONTENT) -> dict[str, Source]:
    """All sources of a content folder, by slug. Nothing is written where one file has a fault (ContentError)."""
    agents = read_entries((folder / "agents.toml").read_text(encoding="utf-8"), "agents.toml", AgentEntry)
    files = []
    for path in sorted((folder / "sources").glob("*.md")):
        file = parse_source(path.read_text(encoding="utf-8"), f"sources/{path.name}")
        for key in {role.agent for role in file.agents} | set(_voices(file)) - {""}:
            if key not in agents:
                raise ContentError(file.file, 1, f"The agent “{key}” is not in agents.toml. Add it.")
        files.append(file)
    with transaction.atomic():
        known = {slug: _load_agent(slug, entry) for slug, entry in agents.items()}
        return {file.slug: _load_source(file, shelf, by, known) for file in files}


def put(model, keys: dict, values: dict):
    """(row, whether it is new or changed): made, or brought to these values if it differs."""
    row, made = model.objects.get_or_create(**keys, defaults=values)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, values[name])
        row.save(update_fields=changed)
    return row, made or bool(changed)


def _voices(file: SourceFile):
    return (span.agent for edition in file.editions for passage in edition.passages for span in passage.spans)


def _load_agent(slug: str, entry: AgentEntry) -> Agent:
    values = {"variants": list(entry.variants)}
    values |= {name: getattr(entry, name) for name in ("name", "sort_name", "kind", "born", "died")}
    return put(Agent, {"slug": slug}, values)[0]


def _load_source(file: SourceFile, shelf: Shelf, by, agents: dict[str, Agent]) -> Source:
    try:
        first, last = bounds(file.date)
    except ValueError as error:
        raise ContentError(file.file, 1, f"date: {error}.") from None
    values = {name: getattr(file, name) for name in PLAIN}
    values |= {"date_edtf": file.date, "date_from": first, "date_to": last, "reach": "shelf"}
    values["place"] = Place.objects.get_or_create(name=file.place)[0] if file.place else None
    source, changed = put(Source, {"slug": file.slug}, values | {"shelf": shelf})
    changed |= _load_agents(source, file, agents)
    changed |= _load_holdings(source, file)
    editions: dict[str, Edition] = {}
    for edition in sorted(file.editions, key=lambda e: e.role == "adaptation"):
        editions[edition.label], new = _load_edition(source, edition, editions.get(edition.based_on), agents)
        changed |= new
    if changed:
        record(by=by, verb="source_load", target=source)
    return source


def _load_agents(source: Source, file: SourceFile, agents: dict[str, Agent]) -> bool:
    wanted = [(agents[role.agent].pk, role.role, role.note) for role in file.agents]
    if list(source.agents.values_list("agent", "role", "note")) == wanted:
        return False
    source.agents.all().delete()
    SourceAgent.objects.bulk_create(
        SourceAgent(source=source, agent_id=agent, role=role, position=position, note=note)
        for position, (agent, role, note) in enumerate(wanted, 1)
    )
    return True


def _load_holdings(source: Source, file: SourceFile) -> bool:
    names = ("levels", "document_number", "url")
    wanted = [(holding.repository, *(getattr(holding, name) for name in names)) for holding in file.holdings]
    if list(source.holdings.order_by("pk").values_list("repository__name", *names)) == wanted:
        return False
    source.holdings.all().delete()
    for repository, *rest in wanted:
        held_by = Repository.objects.get_or_create(name=repository)[0]
        Holding.objects.create(source=source, repository=held_by, **dict(zip(names, rest, strict=True)))
    return True


def _load_edition(source: Source, file: EditionFile, base: Edition | None, agents: dict) -> tuple[Edition, bool]:
    """(the locked edition of this label that has the words of the file, whether it is new)."""
    plain = {name: getattr(file, name) for name in ("role", "language", "scheme", "extent", "about")}
    newest = source.editions.filter(label=file.label).exclude(locked_at=None).order_by("-number").first()
    texts = _file_texts(file, agents)
    same = newest and newest.based_on == base and all(getattr(newest, name) == plain[name] for name in plain)
    if newest and same and _stored_texts(newest) == texts:
        return newest, False
    last = source.editions.filter(label=file.label).order_by("-number").first()
    number = last.number + 1 if last else 1
    edition = Edition.objects.create(source=source, label=file.label, number=number, based_on=base, **plain)
    for position, (passage_number, text, spans) in enumerate(texts, 1):
        passage = Passage.objects.create(edition=edition, number=passage_number, position=position, text=text)
        Span.objects.bulk_create(
            Span(passage=passage, start=start, end=end, kind=kind, text=note, agent_id=agent, depth=depth)
            for start, end, kind, note, agent, depth in spans
        )
    edition.locked_at = clock.now()
    edition.save(update_fields=["locked_at"])
    return edition, True


def _file_texts(file: EditionFile, agents: dict[str, Agent]) -> list[tuple]:
    return [
        (p.number, p.text, sorted(_span(s, agents[s.agent].pk if s.agent else None) for s in p.spans))
        for p in file.passages
    ]


def _span(span, agent: int | None) -> tuple:
    return span.start, span.end, span.kind, span.note, agent, span.depth


def _stored_texts(edition: Edition) -> list[tuple]:
    spans: dict[int, list] = {}
    rows = Span.objects.filter(passage__edition=edition)
    for passage, *span in rows.values_list("passage", "start", "end", "kind", "text", "agent", "depth"):
        spans.setdefault(passage, []).append(tuple(span))
    return [(p.number, p.text, sorted(spans.get(p.pk, []))) for p in edition.passages.all()]
