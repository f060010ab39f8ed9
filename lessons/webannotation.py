"""Notes as W3C Web Annotations (JSON-LD): plain values in, a page of annotations out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
AROUND = 32  # characters before and after the words, by which another program finds them again
MOTIVATIONS = {"observe": "describing", "reflect": "commenting", "question": "questioning", "sourcing": "assessing"}


@dataclass(frozen=True)
class Noted:
    """A note. `number` is the passage's; `passage` its text, in which exact is passage[start:end], in code points."""

    id: str
    kind: str
    kind_words: str
    text: str
    by: str
    created: datetime
    modified: datetime
    source: str
    language: str
    number: str
    passage: str
    start: int
    end: int
    exact: str
    state_words: str = ""


@dataclass(frozen=True)
class Answer:
    """A reply to a note."""

    id: str
    note: str
    text: str
    by: str
    created: datetime
    modified: datetime


def page(address: str, notes: Iterable[Noted], answers: Iterable[Answer] = ()) -> dict:
    items = [annotation(note) for note in notes] + [reply(answer) for answer in answers]
    return {"@context": CONTEXT, "id": address, "type": "AnnotationPage", "items": items}


def annotation(note: Noted) -> dict:
    tags = [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in _tags(note)]
    return _common(note) | {
        "motivation": MOTIVATIONS.get(note.kind, "commenting"),
        "body": [_words(note.text, MOTIVATIONS.get(note.kind, "commenting")), *tags],
        "target": {"source": note.source, "language": note.language, "selector": selector(note)},
    }


def _tags(note: Noted) -> list[str]:
    return [tag for tag in (note.kind_words, note.state_words) if tag]


def selector(note: Noted) -> dict:
    """The passage, in it the words, and where in the passage they stand."""
    position = {"type": "TextPositionSelector", "start": note.start, "end": note.end}
    quote = {
        "type": "TextQuoteSelector",
        "exact": note.exact,
        "prefix": note.passage[max(0, note.start - AROUND) : note.start],
        "suffix": note.passage[note.end : note.end + AROUND],
        "refinedBy": position,
    }
    return {"type": "FragmentSelector", "value": f"p{note.number}", "refinedBy": quote}


def reply(answer: Answer) -> dict:
    return _common(answer) | {
        "motivation": "replying",
        "body": [_words(answer.text, "replying")],
        "target": f"urn:uuid:{answer.note}",
    }


def _common(one: Noted | Answer) -> dict:
    return {
        "id": f"urn:uuid:{one.id}",
        "type": "Annotation",
        "creator": {"type": "Person", "name": one.by},
        "created": _moment(one.created),
        "modified": _moment(one.modified),
    }


def _words(text: str, purpose: str) -> dict:
    return {"type": "TextualBody", "value": text, "format": "text/plain", "purpose": purpose}


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
