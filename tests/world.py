"""The canary world: two classes with everything in them; each text that somebody wrote bears a word of its own.

Who may meet which word stands in tests/canaries.py.
"""

import datetime
import io
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from PIL import Image

from assessments.models import (
    Answer,
    AnswerKey,
    Attempt,
    AttemptEvent,
    AttemptItem,
    Comment,
    Draw,
    Grade,
    ItemCitation,
    LessonQuestion,
    QuestionPassage,
    QuestionTag,
    Regrade,
    RegradeChange,
    Score,
)
from coursesite import clock
from coursesite.accounts.models import User
from coursesite.accounts.policy import STAFF
from coursesite.audit.actions import record
from coursesite.classes.actions import extend_works
from coursesite.classes.due import Own
from coursesite.classes.models import Accommodation, Classroom, Enrolment, ImportedPlace, RosterImport, Unit
from coursesite.files.actions import keep_handed
from coursesite.files.drawing import draw_file
from coursesite.files.images import redraw
from coursesite.files.models import Upload
from coursesite.jobs.models import Job
from coursesite.ui.fold import fold
from lessons.actions import save_answer
from lessons.actions.notes import reply_to_note, take_back_note
from lessons.models import (
    AnchorMove,
    AssignedPrompt,
    Block,
    Citation,
    Discussion,
    DroppedBlock,
    Flag,
    GatePass,
    LessonEvent,
    LessonTerm,
    LessonVersion,
    Module,
    ModuleLesson,
    PostCitation,
    PostText,
    ReadingPlace,
    Scaffold,
    SupportLevel,
    TeacherPage,
)
from lessons.queries.folding import folded_version
from lessons.sources.actions.folding import fold_agent, fold_term
from lessons.sources.actions.images import keep_picture
from lessons.sources.models import (
    Agent,
    Edition,
    Event,
    Passage,
    Place,
    Repository,
    Sense,
    Source,
    SourceImage,
    Span,
    Term,
)
from tests import make
from tests.canaries import PRINCIPALS, SEEN, canary
from tests.sources.pictures import as_file


@dataclass
class Room:
    """A class and all that is in it."""

    side: str
    teacher: User
    student: User
    classmate: User
    marker: User
    classroom: Classroom
    at: datetime.datetime = field(default_factory=clock.now)
    things: dict[str, Any] = field(default_factory=dict)

    def c(self, name: str) -> str:
        return canary(self.side, name)

    def ago(self, **duration: float) -> datetime.datetime:
        return self.at - datetime.timedelta(**duration)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["things"][name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass
class World:
    cast: make.Cast
    here: Room
    there: Room

    @property
    def people(self) -> dict[str, User | None]:
        cast = self.cast
        return dict(
            zip(
                PRINCIPALS,
                (None, cast.olga, cast.irina, cast.omar, cast.ana, cast.tom, cast.mia, cast.adam),
                strict=True,
            )
        )


def make_world() -> World:
    cast = make.Cast()
    sasha = make.user("Sasha Vale")
    nils = make.user("Nils Dahl", STAFF)
    make.enrolment(cast.other, sasha)
    make.enrolment(cast.other, nils, "marker")
    here = Room("here", cast.ana, cast.irina, cast.omar, cast.mia, cast.hist)
    there = Room("there", cast.tom, cast.lena, sasha, nils, cast.other)
    for room in (here, there):
        name_people(room)
        start_work(room)
        add_a_list(room, cast.adam)
        fill_library(room)
        fill_lessons(room)
        fill_talk(room)
        fill_quizzes(room)
        fill_essay(room)
        fill_bank(room)
    return World(cast, here, there)


def name_people(room: Room) -> None:
    student, classmate = room.student, room.classmate
    student.name = student.sort_name = room.c("student_name")
    student.username = room.c("student_username")
    student.email = room.c("student_email") + "@example.org"
    student.external_id = room.c("student_id")
    student.save()
    classmate.name = classmate.sort_name = room.c("classmate_name")
    classmate.save()
    room.classroom.name = room.c("class_name")
    room.classroom.save(update_fields=["name"])
    record(
        by=room.teacher,
        verb="tests.wrote",
        target=room.c("audit_detail"),
        classroom_id=room.classroom.pk,
        why=room.c("audit_detail"),
    )


def add_a_list(room: Room, admin: User) -> None:
    """The admin has added the student by a list; nobody else sees what became of it."""
    made = room.things["roster_import"] = RosterImport.objects.create(classroom=room.classroom, by=admin)
    place = Enrolment.objects.get(user=room.student, classroom=room.classroom)
    ImportedPlace.objects.create(roster_import=made, enrolment=place, sort=ImportedPlace.PLACE)


def start_work(room: Room) -> None:
    """Two jobs of the teacher: one has ended, the other waits with what it was given."""
    room.things["job"] = Job.objects.create(
        kind="tests.ended",
        title=room.c("job_title"),
        by=room.teacher,
        finished_at=room.at,
        result={"told": room.c("job_told"), "url": "/", "words": "Go on"},
    )
    room.things["waiting_job"] = Job.objects.create(
        kind="tests.waits", title=room.c("job_title"), by=room.teacher, given={"text": room.c("job_given")}
    )


def prose(room: Room, name: str, kind: str = "prose") -> dict:
    return {"kind": kind, "body": {"v": 1, "html": f"<p>{room.c(name)}</p>"}}


def part(title: str) -> dict:
    return {"kind": "part", "body": {"v": 1, "title": title}}


def named_source(room: Room, shelf, name: str) -> Edition:
    """A source whose title and text bear words, with one locked edition of two passages and a gloss."""
    source = Source.objects.create(
        shelf=shelf,
        slug=f"{room.side}-{name.replace('_', '-')}",
        title=room.c(f"{name}_title"),
        kind="speech",
        date_edtf="1956",
        folded=fold(room.c(f"{name}_title")),
    )
    edition = Edition.objects.create(
        source=source, label="en", role="translation", scheme="counted by this site", extent="fragments"
    )
    for position, text in enumerate((room.c(f"{name}_text"), "More words."), 1):
        passage = Passage.objects.create(
            edition=edition, number=str(position), position=position, text=text, folded=fold(text)
        )
    Span.objects.create(passage=passage, start=0, end=4, kind="gloss", text="Explained.")
    edition.locked_at = clock.now()
    edition.save(update_fields=["locked_at"])
    return edition


def add_picture(room: Room, source: Source, name: str) -> None:
    """The picture of a source, with words of its own."""
    upload = keep_picture(drawn=redraw(as_file()), name=name, by=room.teacher)
    words = {"alt": room.c(f"{name}_alt"), "caption": room.c(f"{name}_caption")}
    size = {"width": 120, "height": 80}
    SourceImage.objects.create(source=source, blob=upload.blob, small=upload.blob, **words, **size)


def fill_library(room: Room) -> None:
    shelf = make.shelf(room.teacher, name=room.c("shelf_name"))
    given = named_source(room, shelf, "source")
    ungiven = named_source(room, shelf, "ungiven_source")
    for source, name in ((given.source, "picture"), (ungiven.source, "ungiven_picture")):
        add_picture(room, source, name)
    gated = named_source(room, shelf, "gated")
    for position, skill in enumerate(("Sourcing", "Sourcing"), 1):
        scaffold = Scaffold.objects.create(
            shelf=shelf,
            skill=skill,
            position=position,
            question=room.c("scaffold_question"),
            starter=room.c("scaffold_starter"),
        )
    agent = Agent.objects.create(slug=f"{room.side}-agent", name=room.c("agent_name"), sort_name="Speaker, A")
    given.source.agents.create(agent=agent, role="speaker", position=1)
    fold_agent(agent)
    archive, _ = Repository.objects.get_or_create(name="An archive")
    given.source.holdings.create(repository=archive, levels="Box 1")
    term = Term.objects.create(slug=f"{room.side}-term", name="thaw")
    Sense.objects.create(term=term, position=1, text=room.c("term_sense"))
    fold_term(term)
    place = Place.objects.create(name=room.c("place_name"))
    event = Event.objects.create(
        place=place,
        slug=f"{room.side}-event",
        title="A speech",
        date_edtf="1956-02-25",
        date_from="1956-02-25",
        date_to="1956-02-25",
        date_display="25 February 1956",
        note=room.c("event_note"),
    )
    event.sources.add(given.source)
    rubric = make.rubric(shelf)
    room.things |= {
        "shelf": shelf,
        "source": given.source,
        "edition": given,
        "ungiven_source": ungiven.source,
        "scaffold": scaffold,
        "gated_excerpt": make.excerpt(gated),
        "cite_format": "json",
        "image_size": "small",
        "image_ext": "png",
        "upload": Upload.objects.filter(by=room.teacher).first(),
        "text_label": "en",
        "passage_number": "1",
        "term": term,
        "event": event,
        "place": place,
        "agent": agent,
        "rubric": rubric,
        "excerpt": make.excerpt(given, headnote=room.c("headnote")),
    }


def fill_lessons(room: Room) -> None:
    talk = make.prompt(room.shelf, "Talk", html=f"<p>{room.c('prompt_text')}</p>")
    unanswered = make.prompt(room.shelf, "Talk again")
    private = make.prompt(room.shelf, "A first guess", audience="teacher", kind="guess")
    sourcing = make.prompt(room.shelf, "Who made it?", audience="teacher", kind="sourcing")
    key = uuid.uuid4()
    blocks = [
        part("One"),
        prose(room, "lesson_text"),
        {"kind": "excerpt", "body": {"v": 1, "letter": "A"}, "excerpt": room.excerpt},
        {"kind": "excerpt", "body": {"v": 1, "letter": "B"}, "excerpt": room.gated_excerpt, "prompt": sourcing},
        {"kind": "prompt", "body": {"v": 1}, "prompt": private},
        {"kind": "terms", "body": {"v": 1}},
        {"kind": "timeline", "body": {"v": 1}},
        part("Two"),
        prose(room, "lesson_second_part"),
        {"kind": "prompt", "body": {"v": 1}, "prompt": talk},
        {"kind": "prompt", "body": {"v": 1}, "prompt": unanswered},
        {"kind": "question", "body": {"v": 1}, "key": key},
    ]
    version = make.lesson(
        room.shelf, title=room.c("lesson_title"), blocks=blocks, slug=f"{room.side}-lesson", locked=False
    )
    LessonTerm.objects.create(version=version, term=room.term, position=1)
    LessonEvent.objects.create(version=version, event=room.event)
    TeacherPage.objects.create(version=version, html=f"<p>{room.c('teacher_page')}</p>")
    publish(version)
    lesson = version.lesson
    practice = named_question(room, "practice", "single")
    LessonQuestion.objects.create(lesson=lesson, key=key, question_version=practice)
    draft = LessonVersion.objects.create(
        lesson=lesson, number=2, title=room.c("draft_title"), central_question="Why?", edited_by=room.teacher
    )
    for position, values in enumerate((part("One"), prose(room, "draft_text")), 1):
        Block.objects.create(version=draft, position=position, **values)
    dropped = DroppedBlock.objects.create(
        lesson=lesson,
        key=uuid.uuid4(),
        position=2,
        kind="prose",
        body=prose(room, "dropped_text")["body"],
        by=room.teacher,
    )
    ungiven = make.lesson(
        room.shelf,
        title=room.c("ungiven_title"),
        slug=f"{room.side}-ungiven",
        blocks=(part("One"), prose(room, "ungiven_text")),
    )
    later = make.lesson(
        room.shelf,
        title=room.c("unopened_lesson_title"),
        slug=f"{room.side}-later",
        blocks=(part("One"), prose(room, "unopened_lesson_text")),
    )
    module = Module.objects.create(shelf=room.shelf, slug=f"{room.side}-module", title=room.c("module_title"))
    for position, one in enumerate((lesson, ungiven.lesson), 1):
        ModuleLesson.objects.create(module=module, lesson=one, position=position)
    given = make.give_lesson(room.classroom, version, due_at=room.ago(days=-7))
    make.give_lesson(room.classroom, later, opens_at=room.ago(days=-3))
    given.assignment.unit = Unit.objects.create(classroom=room.classroom, position=1, title=room.c("unit_title"))
    given.assignment.save(update_fields=["unit"])
    room.things |= {
        "lesson": lesson,
        "version": version,
        "draft": draft,
        "draft_block": draft.blocks.get(position=2),
        "dropped": dropped,
        "ungiven_lesson": ungiven.lesson,
        "later_lesson": later.lesson,
        "given_lesson": given,
        "talk": talk,
        "unanswered": unanswered,
        "private": private,
        "practice": practice,
        "practice_key": key,
    }


def publish(version: LessonVersion) -> None:
    version.locked_at = clock.now()
    version.save(update_fields=["locked_at"])
    version.lesson.live_version, version.lesson.folded = version, folded_version(version)
    version.lesson.save(update_fields=["live_version", "folded"])


def fill_talk(room: Room) -> None:
    classroom, student, classmate = room.classroom, room.student, room.classmate
    own = make.post(classroom, room.talk, student, room.c("post_student_before"))
    PostText.objects.create(post=own, n=2, text=room.c("post_student"))
    theirs = make.post(classroom, room.talk, classmate, room.c("post_classmate"))
    hidden = make.post(classroom, room.talk, classmate, room.c("post_hidden"), parent=own)
    hidden.hidden_at, hidden.hidden_by, hidden.hidden_reason = room.at, room.teacher, room.c("hidden_reason")
    hidden.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    Flag.objects.create(post=theirs, by=student, reason=room.c("flag_reason"))
    first = make.post(classroom, room.unanswered, classmate, room.c("post_first"))
    private = {"classroom": classroom, "prompt": room.private.prompt, "base": 0}
    answer = save_answer(by=student, text=room.c("private_student"), **private).post
    save_answer(by=classmate, text=room.c("private_classmate"), **private)
    passage = room.edition.passages.first()
    own_private = make.note(classroom, passage, student, room.c("note_private_student"), "private")
    note = make.note(classroom, passage, student, room.c("note_student"))
    make.note(classroom, passage, classmate, room.c("note_private_classmate"), "private")
    for_teacher = make.note(classroom, passage, classmate, room.c("note_teacher_classmate"), "teacher")
    reply_to_note(by=room.teacher, note=for_teacher, text=room.c("note_reply_teacher"), op_id=uuid.uuid4())
    other = make.note(classroom, passage, classmate, room.c("note_classmate"))
    back = make.note(classroom, passage, classmate, room.c("note_taken_back"))
    take_back_note(by=classmate, note=back)
    doubtful = make.note(classroom, passage, student, room.c("note_review"), anchor_state="review")
    anchor = {"passage": passage, "start": 0, "end": 4, "exact": passage.text[:4]}
    AnchorMove.objects.create(post=doubtful, n=2, state="review", score="0.95", **anchor)
    chip = Citation.of(passage)
    chip.save()
    PostCitation.objects.create(post=own, citation=chip)
    work = make.work(room.given_lesson.assignment, student, started_at=room.at)
    place = room.version.blocks.get(kind="part", position=1)
    ReadingPlace.objects.create(enrolment=work.enrolment, lesson=room.lesson, part=place.key)
    SupportLevel.objects.create(enrolment=work.enrolment, n=1, level="full", by=room.teacher)
    gated = room.version.blocks.get(kind="excerpt", prompt__isnull=False)
    GatePass.objects.create(enrolment=work.enrolment, lesson=room.lesson, key=gated.key)
    asked = make.assignment(classroom, "A discussion")
    AssignedPrompt.objects.create(assignment=asked, prompt=room.talk.prompt)
    discussion = Discussion.objects.get(classroom=classroom, prompt=room.talk.prompt)
    room.things |= {
        "own_post": own,
        "post": theirs,
        "hidden_post": hidden,
        "note": note,
        "other_note": other,
        "private_note": own_private,
        "teacher_note": for_teacher,
        "review_note": doubtful,
        "discussion": discussion,
        "private_post": answer,
        "first_post": first,
        "lesson_work": work,
        "gated_block": gated,
    }


def named_question(room: Room, name: str, kind: str, *, points: int = 2, **values):
    """A question whose stem and key bear the words {name}_stem and {name}_key."""
    stem, key = f"<p>{room.c(f'{name}_stem')}</p>", room.c(f"{name}_key") if f"{name}_key" in SEEN else "plain"
    bodies = {
        "single": (
            {"v": 1, "stem": stem, "choices": [["a", "Khrushchev"], ["b", "Mao"]]},
            {
                "v": 1,
                "right": ["a"],
                "feedback": {"a": f"<p>{key}</p>", "b": f"<p>{key}</p>"},
                "explain": f"<p>{key}</p>",
            },
        ),
        "short": ({"v": 1, "stem": stem}, {"v": 1, "accepted": [key], "explain": f"<p>{key}</p>"}),
        "essay": ({"v": 1, "stem": stem}, {"v": 1}),
    }
    body, answer = bodies[kind]
    return make.question(room.shelf, kind, body=body, key=answer, points=points, **values)


def named_quiz(room: Room, name: str, stem: str, **values):
    """A quiz of one choice and one short text, given to the class."""
    questions = [named_question(room, stem, "single"), named_question(room, stem, "short")]
    made = make.assessment(room.shelf, questions, title=room.c(f"{name}_title"))
    return make.give_assessment(room.classroom, made, **values)


def begin(given, student: User, **values) -> Attempt:
    work = make.work(given.assignment, student, started_at=clock.now())
    attempt = Attempt.objects.create(work=work, student=student, number=1, **values)
    for slot in given.assessment.slots.all():
        AttemptItem.objects.create(
            attempt=attempt, slot=slot.position, question_version=slot.question_version, points=slot.points
        )
    AttemptEvent.objects.create(attempt=attempt, n=1, kind="started", by=student)
    if given.assessment.locked_at is None:
        given.assessment.locked_at = clock.now()
        given.assessment.save(update_fields=["locked_at"])
    return attempt


def write(attempt: Attempt, slot: int, *values, kind: str = "saved") -> AttemptItem:
    item = attempt.items.get(slot=slot)
    for rev, value in enumerate(values, 1):
        Answer.objects.create(item=item, rev=rev, kind=kind, op_id=uuid.uuid4(), value=value, received_at=clock.now())
    return item


def hand_in(attempt: Attempt) -> None:
    """As the action does: the newest saved values are copied to the items, then the attempt is stamped."""
    for item in attempt.items.all():
        last = item.answers.filter(kind="saved").order_by("-rev").first()
        if last:
            item.value, item.final_rev = last.value, last.rev
            item.save(update_fields=["value", "final_rev"])
    attempt.submitted_at = clock.now()
    attempt.save(update_fields=["submitted_at"])
    attempt.work.done_at = attempt.submitted_at
    attempt.work.save(update_fields=["done_at"])


def fill_quizzes(room: Room) -> None:
    student, classmate = room.student, room.classmate
    quiz = named_quiz(room, "quiz", "quiz", due_at=room.ago(days=-7))
    attempt = begin(quiz, student)
    write(attempt, 1, "a")
    short = write(attempt, 2, room.c("quiz_answer_replaced"), room.c("quiz_answer_student"))
    hand_in(attempt)
    Answer.objects.create(
        item=short, rev=1, kind="late", op_id=uuid.uuid4(), value=room.c("quiz_answer_late"), received_at=room.at
    )
    AttemptEvent.objects.create(
        attempt=attempt, n=2, kind="note", by=room.teacher, detail={"said": room.c("attempt_event")}
    )
    corrected = AnswerKey.objects.create(
        question_version=short.question_version,
        n=2,
        value=short.question_version.keys.get(n=1).value,
        reason=room.c("quiz_regrade_reason"),
        by=room.teacher,
    )
    regrade = Regrade.objects.create(key=corrected, by=room.teacher, finished_at=room.at)
    RegradeChange.objects.create(regrade=regrade, item=short, before=1, after=2)
    Accommodation.objects.create(user=classmate, n=1, time_factor=Decimal("1.37"), extra_days=0, by=room.teacher)
    open_attempt = begin(quiz, classmate)
    write(open_attempt, 2, room.c("quiz_answer_classmate"))
    place = Enrolment.objects.get(user=classmate, classroom=room.classroom)
    given_more = extend_works(assignment=quiz.assignment, wanted={place: Own(extra_tries=1)}, by=room.teacher)
    score(room, attempt, comment="comment_unreleased", reason="grade_reason_unreleased")

    returned = named_quiz(room, "returned_quiz", "returned", due_at=room.ago(days=2), closes_at=room.ago(days=1))
    Draw.objects.create(assessment=returned.assessment, count=1)
    back = begin(returned, student)
    write(back, 1, "b")
    hand_in(back)
    score(room, back, comment="comment_released", reason="grade_reason_released", released_at=room.ago(hours=1))
    Work = type(back.work)
    Work.objects.filter(pk=back.work_id).update(feedback_at=room.ago(hours=1))
    item = back.items.get(slot=1)
    Score.objects.create(item=item, part="", n=2, points=Decimal("0.25"), by=room.teacher)
    Comment.objects.create(item=item, n=2, text=room.c("comment_after_release"), by=room.teacher)
    Comment.objects.create(
        item=item,
        n=3,
        text=room.c("comment_for_graders"),
        by=room.marker,
        for_graders=True,
        released_at=room.ago(hours=1),
    )
    Grade.objects.create(
        work=back.work,
        n=2,
        kind="override",
        points=Decimal("0.25"),
        out_of=4,
        reason=room.c("grade_reason_after_release"),
        by=room.teacher,
    )

    question = make.question(room.shelf, "upload", body={"v": 1, "stem": "<p>Photograph your notes.</p>", "most": 2})
    made = make.assessment(room.shelf, [question], title="Notes on paper")
    paper = begin(make.give_assessment(room.classroom, made, due_at=room.ago(days=-7)), student)
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), (room.classroom.pk % 256, 90, 40)).save(picture, "PNG")
    handed = keep_handed(handed=draw_file(picture.getvalue()), name="notes.png", by=student)
    write(paper, 1, [str(handed.public_id)])
    hand_in(paper)

    later = named_quiz(room, "unopened_quiz", "unopened", opens_at=room.ago(days=-3), due_at=room.ago(days=-9))
    room.things |= {
        "quiz": quiz,
        "regrade": regrade,
        "extension": given_more.event,
        "question": short.question_version.question,
        "assessment": quiz.assessment,
        "attempt": attempt,
        "open_attempt": open_attempt,
        "returned": returned,
        "returned_attempt": back,
        "later_quiz": later,
        "paper_attempt": paper,
        "handed_file": handed,
    }


def score(room: Room, attempt: Attempt, *, comment: str, reason: str, released_at=None) -> None:
    for item in attempt.items.all():
        Score.objects.create(item=item, part="", n=1, points=Decimal("1.5"), by=room.teacher, released_at=released_at)
        Comment.objects.create(item=item, n=1, text=room.c(comment), by=room.teacher, released_at=released_at)
    Grade.objects.create(
        work=attempt.work,
        n=1,
        kind="override",
        points=3,
        out_of=4,
        reason=room.c(reason),
        by=room.teacher,
        released_at=released_at,
    )


def fill_bank(room: Room) -> None:
    """A quiz that is being built, with a draw, and what teachers keep about questions."""
    alone, first, second = (named_question(room, "bank", "single") for _ in range(3))
    question = alone.question
    question.note = room.c("bank_note")
    question.save(update_fields=["note"])
    QuestionTag.objects.create(question=question, name=room.c("bank_tag"))
    built = make.assessment(room.shelf, [alone, first, second], title=room.c("built_title"))
    built.instructions = f"<p>{room.c('built_instructions')}</p>"
    built.save(update_fields=["instructions"])
    draw = Draw.objects.create(assessment=built, count=1, points=2)
    built.slots.exclude(question_version=alone).update(draw=draw)
    link = QuestionPassage.objects.create(question=room.question, passage=room.edition.passages.first())
    room.things |= {
        "bank_question": question,
        "built": built,
        "built_slot": built.slots.get(question_version=alone),
        "built_draw": draw,
        "question_link": link,
    }


def fill_essay(room: Room) -> None:
    """Irina and Omar have handed in, nobody has marked."""
    rubric = make.Rubric.objects.create(shelf=room.shelf, title="Rubric of the essay")
    version = make.RubricVersion.objects.create(rubric=rubric, number=1)
    criterion = make.Criterion.objects.create(version=version, position=1, title="Claim")
    for place in (1, 2):
        make.Level.objects.create(
            criterion=criterion,
            position=place,
            points=place,
            descriptor=room.c("rubric_descriptor"),
            example=room.c("rubric_example"),
        )
    version.locked_at = clock.now()
    version.save(update_fields=["locked_at"])
    question = named_question(room, "essay", "essay", points=2, documents=[room.excerpt], rubric_version=version)
    made = make.assessment(room.shelf, [question], kind="essay", title=room.c("essay_title"))
    given = make.give_assessment(room.classroom, made, due_at=room.ago(days=-7))
    attempts = {}
    for who, person in (("student", room.student), ("classmate", room.classmate)):
        attempts[who] = begin(given, person)
        item = write(attempts[who], 1, room.c(f"essay_{who}"))
        hand_in(attempts[who])
        chip = Citation.of(room.edition.passages.first())
        chip.save()
        ItemCitation.objects.create(item=item, citation=chip, position=1, letter="A")
    room.things |= {
        "essay": given,
        "essay_attempt": attempts["student"],
        "classmate_essay": attempts["classmate"],
        "criterion": criterion,
        "rubric_version": version,
    }
