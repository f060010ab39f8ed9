"""What is sent to each route: the least that a person who may do it would send, and which object it is tried on."""

import json
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.urls import reverse

from assessments.actions import bank, building
from assessments.actions.bank import stamp_of_version
from assessments.actions.paper import Keyed, key_paper_marks
from assessments.models import Answer
from assessments.queries.paper import paper_rows
from coursesite import clock
from lessons.actions.authoring import details_of, stamp_of
from lessons.forms.authoring import editors
from lessons.sources import description
from lessons.sources.actions import chronicle
from lessons.sources.queries.describing import stands
from lessons.sources.queries.images import stamp_of_image
from tests import make
from tests.routes import Route, Row
from tests.world import Room, World

# The object that a part of an address means, where the row does not say another ("assignment=essay").
THINGS = {
    "classroom": "classroom",
    "lesson": "lesson",
    "part": 1,
    "prompt": "talk",
    "post": "post",
    "discussion": "discussion",
    "assignment": "quiz",
    "attempt": "attempt",
    "person": "student",
    "key": "practice_key",
    "source": "source",
    "ext": "cite_format",
    "size": "image_size",
    "label": "text_label",
    "number": 1,
    "passage": "passage_number",
    "file": "handed_file",
    "block": "draft_block",
    "assessment": "assessment",
    "question": "question",
    "row": "built_slot",
    "draw": "built_draw",
    "link": "question_link",
    "regrade": "regrade",
    "dropped": "dropped",
    "slot": 1,
    "job": "job",
    "event": "event",
    "place": "place",
    "term": "term",
    "agent": "agent",
    "scaffold": "scaffold",
    "roster_import": "roster_import",
}
BY_NUMBER = (
    "row",
    "draw",
    "link",
    "scaffold",
    "dropped",
    "place",
)
BY_SLUG = ("lesson", "source", "module", "event", "term", "agent")


def name_in_address(part: str, thing: Any) -> Any:
    """What stands in the address for an object: its slug, its public id; a number or a key as it is."""
    if part in BY_SLUG:
        return thing.slug
    thing = getattr(thing, part, thing) if part in ("assignment", "prompt") else thing
    if part in BY_NUMBER:
        return thing.pk
    return getattr(thing, "key" if part == "block" else "public_id", thing)


def find(room: Room, what: Any) -> Any:
    return getattr(room, what) if isinstance(what, str) else what


def parts_of(route: Route, row: Row, room: Room) -> dict[str, Any]:
    """The parts of the address in this class, as the row says."""
    said = dict(word.split("=") for word in row.thing.split())
    chosen = {part: said.get(part, THINGS[part]) for part in route.parts}
    return {
        part: name_in_address(part, find(room, int(what) if str(what).isdigit() else what))
        for part, what in chosen.items()
    }


def address(route: Route, parts: dict[str, Any]) -> str:
    return reverse(route.name, kwargs=parts)


def mixed_up(route: Route, here: dict[str, Any], there: dict[str, Any]) -> list[dict[str, Any]]:
    """Addresses of which one part belongs to the other class, and addresses of things that are nowhere."""
    objects = [part for part in route.parts if here[part] != there[part]]
    made = [here | {part: there[part]} for part in objects] if len(objects) > 1 else []
    for part in route.parts:
        value = here[part]
        nobody = uuid.uuid4() if isinstance(value, uuid.UUID) else 99 if isinstance(value, int) else f"no-{value}"
        made.append(here | {part: nobody})
    return made


def post_body(world: World, room: Room) -> dict:
    return {"text": "Some words.", "op_id": str(uuid.uuid4())}


def note_body(world: World, room: Room) -> dict:
    body = {"text": "Some words.", "kind": "observe", "visibility": "class", "at": "en:1", "version": 1}
    return body | {"op_id": str(uuid.uuid4())}


def save_body(world: World, room: Room) -> str:
    op = {"op_id": str(uuid.uuid4()), "slot": 2, "base_rev": 1, "value": "Other words.", "cleared": False}
    return json.dumps({"ops": [op]})


def classroom_body(world: World, room: Room) -> dict:
    return {"name": "Another name", "term": room.classroom.term_id, "zone": "UTC", "teachers": [room.teacher.pk]}


def move_body(world: World, room: Room) -> dict:
    return {"to": (world.there if room is world.here else world.here).classroom.pk}


def mark_body(world: World, room: Room) -> dict:
    """Other points for the first question of the attempt, as its page sends them."""
    body: dict[str, Any] = {}
    for item in room.attempt.items.all():
        body |= {f"{item.pk}-seen": 1, f"{item.pk}-points": "1", f"comment-{item.pk}-seen": 1,
                 f"comment-{item.pk}-text": "Other words."}  # fmt: skip
    return body


def details_body(world: World, room: Room) -> dict:
    return {"title": "Other title", "stamp": stamp_of(details_of(room.draft))}


def term_body(world: World, room: Room) -> dict:
    body = {"name": "thaw", "sense_1": "Other words."}
    return body | {"stamp": chronicle.stamp_of(chronicle.term_details(room.term))}


def event_body(world: World, room: Room) -> dict:
    body = {"title": "Other title", "date_display": "1957", "date_edtf": "1957"}
    return body | {"stamp": chronicle.stamp_of(chronicle.event_details(room.event))}


def place_body(world: World, room: Room) -> dict:
    return {"name": "Other name", "stamp": chronicle.stamp_of(chronicle.place_details(room.place))}


def block_body(world: World, room: Room) -> dict:
    return {"html": "<p>Other words.</p>", "stamp": stamp_of(editors()["prose"].values(room.draft_block))}


def correct_body(world: World, room: Room) -> dict:
    """Other words for the first passage, as the page sends them."""
    passages = list(room.edition.passages.all())
    body: dict[str, Any] = {"seen": 1, "step": "store"}
    for at, passage in enumerate(passages):
        body |= {f"text_{at}": passage.text if at else "Other words.", f"kind_{at}": passage.kind}
    return body


def scaffold_body(world: World, room: Room) -> dict:
    return {"skill": "Sourcing", "question": "Who else was there?", "starter": "", "shelf": room.shelf.pk}


def shelf_body(world: World, room: Room) -> dict:
    return {"shelf": room.shelf.pk, "title": "A new lesson", "central_question": "Why?"}


NO_ROWS = {f"{rows}-{name}_FORMS": 0 for rows in ("step", "holding", "link") for name in ("TOTAL", "INITIAL")}
SOURCE = NO_ROWS | {"title": "A new source", "relation": "primary", "date_kind": "created"}


def new_source_body(world: World, room: Room) -> dict:
    """Looked at and confirmed."""
    looked_at = {"checked": description.stamp_of(["", "", "", "A new source", ""]), "check-kind": "letter"}
    return SOURCE | looked_at | {"shelf": room.shelf.pk}


def source_body(world: World, room: Room) -> dict:
    return SOURCE | {"seen": stands(room.source).stamp}


def new_image_body(world: World, room: Room) -> dict:
    """A file that was kept before; the rest looked at and confirmed."""
    picture = {"picture-upload": str(room.upload.public_id), "picture-alt": "A red field and a blue one."}
    return new_source_body(world, room) | picture


def image_body(world: World, room: Room) -> dict:
    seen = stamp_of_image(room.source.image)
    return {"picture-alt": "A red field and a blue one.", "picture-seen": seen}


def time_body(world: World, room: Room) -> dict:
    return {"time": "1.5", "extra_days": 0, "seen": 0}


def extension_body(world: World, room: Room) -> dict:
    return {"person": str(room.student.public_id), "preset": "minutes"}


def undo_body(world: World, room: Room) -> dict:
    return {"event": room.extension.pk}


def accept_body(world: World, room: Room) -> dict:
    kept = Answer.objects.filter(item__attempt=room.attempt).exclude(kind="saved").first()
    return {"answer": kept.pk, "reason": "The network failed."}


def paper_body(world: World, room: Room) -> dict:
    """The whole page: everybody's number, and points for one who has worked on the site as well."""
    rows = paper_rows(room.quiz.assignment, clock.now())
    mine = next(row.enrolment.pk for row in rows if row.enrolment.user == room.student)
    return {f"{row.enrolment.pk}-seen": row.seen for row in rows} | {f"{mine}-points": "0,75", f"{mine}-anyway": "on"}


def undo_paper_body(world: World, room: Room) -> dict:
    """A list that the teacher has just keyed in."""
    row = next(one for one in paper_rows(room.quiz.assignment, clock.now()) if one.enrolment.user == room.student)
    keyed = {row.enrolment.pk: Keyed(row.seen, Decimal(1), anyway=True)}
    return {"event": key_paper_marks(assignment=room.quiz.assignment, marks=keyed, by=room.teacher).pk}


def new_question_body(world: World, room: Room) -> dict:
    body = {"shelf": room.shelf.pk, "kind": "single", "stem": "Who spoke?", "points": "1", "mark_1": "on"}
    return body | {"text_1": "One", "text_2": "Other"}


def question_body(world: World, room: Room) -> dict:
    version = room.bank_question.versions.get()
    ids = {"id_1": "a", "id_2": "b", "stamp": stamp_of_version(version)}
    return new_question_body(world, room) | ids


def question_details_body(world: World, room: Room) -> dict:
    return {"title": "Other", "tags": "one, two", "stamp": stamp_of(bank.details_of(room.question))}


def question_passages_body(world: World, room: Room) -> dict:
    return {"edition": room.edition.pk, "numbers": "2"}


def assessment_body(world: World, room: Room) -> dict:
    return {"title": "A title", "kind": "quiz", "shelf": room.shelf.pk}


def assessment_details_body(world: World, room: Room) -> dict:
    return {"title": "Other title", "stamp": stamp_of(building.details_of(room.built))}


def slot_body(world: World, room: Room) -> dict:
    return {"question": str(room.question.public_id)}


def draw_body(world: World, room: Room) -> dict:
    return {"count": "1", "points": "2", "slots": [slot.pk for slot in room.built.slots.all()]}


def beside_body(world: World, room: Room) -> dict:
    return {"edition": room.edition.pk, "numbers": "1-2", "slots": [room.built_slot.pk]}


REASON = {"reason": "Not kind."}
BODIES: dict[str, dict | Callable[[World, Room], dict | str]] = {
    "account_login": {"login": "olga.outsider", "password": make.PASSPHRASE},
    "accounts:settings": {"theme": "dark", "text_size": 3, "spacing": 2, "font": "serif"},
    "accounts:passphrase_change": {"present": make.PASSPHRASE, "passphrase": "seven other lanterns"},
    "accounts:school_edit": {"name": "Harbour School", "contact_name": "Eva Ruiz"},
    "accounts:person_new": {"name": "New Person", "username": "new.person"},
    "classes:classroom_new": classroom_body,
    "classes:classroom_edit": classroom_body,
    "classes:term_new": {"name": "Another term", "starts_on": "2030-01-10", "ends_on": "2030-06-10"},
    "classes:students_add": {"text": "New Person; new.person"},
    "classes:sign_in_cards": {"batch": 1},
    "classes:student_move": move_body,
    "classes:student_time": time_body,
    "classes:extension": extension_body,
    "classes:extension_undo": undo_body,
    "assessments:watch_add_time": {"minutes": 5},
    "assessments:paper_marks": paper_body,
    "assessments:paper_marks_undo": undo_paper_body,
    "assessments:attempt_reopen": {"minutes": 10, "reason": "The fire alarm."},
    "assessments:answer_accept": accept_body,
    "lessons:scaffold_new": scaffold_body,
    "lessons:scaffold_edit": scaffold_body,
    "lessons:scaffold_copy": {"skill": "Sourcing"},
    "lessons:scaffold_move": {"up": "1"},
    "lessons:support_set": {"level": "none"},
    "sources:source_new": new_source_body,
    "sources:source_edit": source_body,
    "sources:source_reach": {"reach": "classes"},
    "sources:edition_new": {"text": "Other words.", "role": "transcription", "language": "pl", "extent": "whole"},
    "sources:edition_correct": correct_body,
    "sources:edition_marks": {"seen": 1, "m0-kind": "note", "m0-text": "A note."},
    "sources:image_new": new_image_body,
    "sources:image_edit": image_body,
    "sources:agent_edit": {"name": "A speaker", "sort_name": "Speaker, A", "kind": "person"},
    "sources:term_new": {"name": "a new word", "sense_1": "Its sense."},
    "sources:term_edit": term_body,
    "sources:event_new": {"title": "A new event", "date_display": "1957", "date_edtf": "1957"},
    "sources:event_edit": event_body,
    "sources:place_new": {"name": "A new place"},
    "sources:place_edit": place_body,
    "lessons:lesson_new": shelf_body,
    "lessons:lesson_paste": {"html": "<p>Pasted.</p>"},
    "lessons:lesson_edit": details_body,
    "lessons:lesson_copy": shelf_body,
    "lessons:block_add": {"kind": "prose"},
    "lessons:block_edit": block_body,
    "lessons:block_move": {"to": "1"},
    "lessons:block_paste": {"text": "Pasted."},
    "lessons:part_done": {"done": "1"},
    "lessons:place_save": {"anchor": "p1"},
    "lessons:discussion": post_body,
    "lessons:answer_save": {"text": "Some words.", "base": 1},
    "lessons:source_in_class": note_body,
    "lessons:note_reply": post_body,
    "lessons:note_edit": {"text": "Other words.", "base": 1, "kind": "question", "visibility": "class"},
    "lessons:note_settle": {"answer": "yes"},
    "lessons:post_edit": {"text": "Other words.", "base": 2},
    "lessons:post_flag": REASON,
    "lessons:post_hide": REASON,
    "lessons:discussion_lock": {"locked": "1"},
    "assessments:question_new": new_question_body,
    "assessments:question_page": question_details_body,
    "assessments:question_edit": question_body,
    "assessments:question_passages": question_passages_body,
    "assessments:question_copy": shelf_body,
    "assessments:question_move": shelf_body,
    "assessments:assessment_new": assessment_body,
    "assessments:assessment_edit": assessment_details_body,
    "assessments:assessment_copy": shelf_body,
    "assessments:slot_add": slot_body,
    "assessments:slot_move": {"to": "2"},
    "assessments:slot_points": {"points": "3"},
    "assessments:draw_make": draw_body,
    "assessments:draw_change": {"count": "2", "points": "2"},
    "assessments:slots_beside": beside_body,
    "assessments:given_settings": {"tries": "2", "feedback": "release", "shuffle": "no"},
    "assessments:attempt_save": save_body,
    "assessments:attempt_finish": json.dumps({"ops": [], "known": {}, "sure": True}),
    "assessments:attempt_doubt": {"slot": 2, "value": "02/03/1956"},
    "assessments:attempt_hand_in": {"sure": "on"},
    "assessments:attempt_flag": {"slot": "1", "flagged": "on"},
    "assessments:practice_check": {"answer-0": "a", "base-0": "0"},
    "assessments:practice_try": {"answer-0": "a", "base-0": "0"},
    "assessments:mark": mark_body,
    "assessments:regrade_preview": {"seen": "2", "accepted": "Mikoyan", "reason": "Mikoyan is right as well."},
    "assessments:regrade_apply": {"seen": "2", "accepted": "Mikoyan", "reason": "Mikoyan is right as well."},
}
JSON_ROUTES = {"assessments:attempt_save", "assessments:attempt_finish"}

# Words that a request is there to show to whoever may make it: the answer after one has answered.
REVEALED = {
    "POST assessments:practice_check": frozenset({"practice_key"}),
    "POST assessments:practice_try": frozenset({"practice_key"}),
}


def body_of(row: Row, world: World, room: Room) -> dict | str:
    body = BODIES.get(row.route, {})
    return body(world, room) if callable(body) else body
