"""Rows for tests, made plainly: every function makes and returns one thing, with sensible values for the rest."""

import datetime
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count

from assessments.models import (
    AnswerKey,
    Assessment,
    AssignedAssessment,
    Criterion,
    Level,
    Question,
    QuestionDocument,
    QuestionVersion,
    Rubric,
    RubricVersion,
    Slot,
)
from coursesite import clock
from coursesite.accounts.models import School, SchoolRole, Shelf, ShelfMember, User
from coursesite.accounts.policy import ADMIN, EDITOR, STAFF
from coursesite.classes.models import Assignment, Classroom, Enrolment, SchoolTerm, Work
from coursesite.classes.policy import MARKER, STUDENT, TEACHER
from coursesite.files.images import redraw
from coursesite.ui.fold import fold
from lessons.models import (
    AnchorMove,
    AssignedLesson,
    Block,
    Discussion,
    Lesson,
    LessonVersion,
    Post,
    PostText,
    Prompt,
    PromptVersion,
)
from lessons.queries.folding import folded_version
from lessons.sources.actions.images import keep_picture, set_picture
from lessons.sources.models import Edition, Excerpt, ExcerptRange, Passage, Source, SourceImage
from lessons.sources.queries.images import image_of, stamp_of_image
from tests.sources.pictures import as_file, drawn

_number = count(1)
PASSPHRASE = "harbour lantern seven"


def school(**values) -> School:
    return School.objects.first() or School.objects.create(**({"name": "Harbour School", "zone": "UTC"} | values))


def user(name: str = "", role: str | None = None, **values) -> User:
    """A person; `role` staff or admin gives the school role. The passphrase is PASSPHRASE."""
    name = name or f"Person {next(_number)}"
    username = values.pop("username", name.lower().replace(" ", "."))
    person = User(username=username, name=name, sort_name=", ".join(reversed(name.split(" ", 1))), **values)
    person.set_password(PASSPHRASE)
    person.save()
    if role:
        SchoolRole.objects.create(user=person, school=school(), role=role)
    return person


def shelf(owner: User | None = None, kind: str = "personal", name: str = "") -> Shelf:
    made = Shelf.objects.create(school=school(), name=name or f"Shelf {next(_number)}", kind=kind)
    if owner:
        ShelfMember.objects.create(shelf=made, user=owner, right=EDITOR)
    return made


def term(**values) -> SchoolTerm:
    today = clock.now().date()
    days = datetime.timedelta(days=90)
    given = {"name": f"Term {next(_number)}", "starts_on": today - days, "ends_on": today + days}
    return SchoolTerm.objects.create(school=school(), **(given | values))


def classroom(name: str = "", *, teachers=(), students=(), markers=(), **values) -> Classroom:
    made = Classroom.objects.create(
        term=values.pop("term", None) or SchoolTerm.objects.first() or term(),
        name=name or f"Class {next(_number)}",
        **values,
    )
    for role, people in ((TEACHER, teachers), (STUDENT, students), (MARKER, markers)):
        for person in people:
            enrolment(made, person, role)
    return made


def enrolment(room: Classroom, person: User, role: str = STUDENT) -> Enrolment:
    return Enrolment.objects.create(classroom=room, user=person, role=role)


def assignment(room: Classroom, title: str = "", **values) -> Assignment:
    return Assignment.objects.create(classroom=room, title=title or f"Assignment {next(_number)}", **values)


def work(given: Assignment, student: User, **values) -> Work:
    return Work.objects.create(assignment=given, enrolment=given.classroom.enrolments.get(user=student), **values)


def source(on: Shelf, *, passages=("First words.", "Second words."), slug: str = "", kind: str = "speech") -> Edition:
    """A source with one locked edition, passages numbered 1, 2 …; the edition is returned."""
    slug = slug or f"source-{next(_number)}"
    made = Source.objects.create(
        shelf=on,
        slug=slug,
        title=f"Title of {slug}",
        kind=kind,
        date_edtf="1956",
        reach="shelf",
        folded=fold(f"Title of {slug}"),
    )
    edition = Edition.objects.create(
        source=made, label="en", role="translation", scheme="counted by this site", extent="fragments"
    )
    for position, text in enumerate(passages, 1):
        Passage.objects.create(edition=edition, number=str(position), position=position, text=text, folded=fold(text))
    edition.locked_at = clock.now()
    edition.save(update_fields=["locked_at"])
    return edition


def picture(of: Source, by: User, *, width: int = 120, height: int = 80, form: str = "PNG", **said) -> SourceImage:
    """The picture of a source, as its form stores it: with its small version and its description as an edition."""
    upload = keep_picture(drawn=redraw(as_file(drawn(width, height), form)), name="picture", by=by)
    values = {"alt": "A red field and a blue one."} | said
    return set_picture(source=of, upload=upload, values=values, seen=stamp_of_image(image_of(of)), by=by)


def excerpt(edition: Edition, headnote: str = "") -> Excerpt:
    """All passages of an edition."""
    made = Excerpt.objects.create(edition=edition, headnote=headnote)
    for position, passage in enumerate(edition.passages.all(), 1):
        ExcerptRange.objects.create(excerpt=made, position=position, passage=passage)
    return made


def prompt(on: Shelf, title: str = "", audience: str = "class", kind: str = "discuss", html: str = "") -> PromptVersion:
    made = Prompt.objects.create(shelf=on, title=title or f"Prompt {next(_number)}", kind=kind, audience=audience)
    return PromptVersion.objects.create(
        prompt=made, number=1, html=html or "<p>What do you think?</p>", locked_at=clock.now()
    )


def lesson(on: Shelf, *, title: str = "", blocks=(), locked: bool = True, slug: str = "") -> LessonVersion:
    """A lesson with one version. `blocks` are dicts of Block values; without any, one part with one prose block."""
    made = Lesson.objects.create(shelf=on, slug=slug or f"lesson-{next(_number)}")
    version = LessonVersion.objects.create(
        lesson=made, number=1, title=title or f"Lesson {made.pk}", central_question="How much was too much?"
    )
    blocks = blocks or (
        {"kind": "part", "body": {"v": 1, "title": "Before you read"}},
        {"kind": "prose", "body": {"v": 1, "html": "<p>Some words.</p>"}},
    )
    for position, values in enumerate(blocks, 1):
        Block.objects.create(version=version, position=position, **values)
    if locked:
        version.locked_at = clock.now()
        version.save(update_fields=["locked_at"])
        made.live_version, made.folded = version, folded_version(version)
        made.save(update_fields=["live_version", "folded"])
    return version


def give_lesson(room: Classroom, version: LessonVersion, **values) -> AssignedLesson:
    return AssignedLesson.objects.create(assignment=assignment(room, version.title, **values), version=version)


def post(room: Classroom, version: PromptVersion, author: User, text: str, parent: Post | None = None) -> Post:
    talk, _ = Discussion.objects.get_or_create(classroom=room, prompt=version.prompt)
    made = Post.objects.create(
        op_id=uuid.uuid4(), discussion=talk, author=author, parent=parent, visibility=talk.prompt.audience
    )
    PostText.objects.create(post=made, n=1, text=text)
    return made


def note(room: Classroom, passage: Passage, author: User, text: str, visibility: str = "class", **values) -> Post:
    """A note on the first word of a passage, with the first row of its anchor's log."""
    talk, _ = Discussion.objects.get_or_create(classroom=room, source=passage.edition.source)
    exact = passage.text.split()[0]
    anchor = {"passage": passage, "start": 0, "end": len(exact), "exact": exact}
    given = {"kind": "observe", "visibility": visibility, "anchor_state": "anchored"} | anchor | values
    made = Post.objects.create(op_id=uuid.uuid4(), discussion=talk, author=author, **given)
    PostText.objects.create(post=made, n=1, text=text)
    AnchorMove.objects.create(post=made, n=1, state="anchored", **anchor)
    return made


def rubric(on: Shelf, titles=("Claim", "Evidence", "Reasoning"), points=(0, 2, 4)) -> RubricVersion:
    made = RubricVersion.objects.create(rubric=Rubric.objects.create(shelf=on, title="Essay rubric"), number=1)
    for position, title in enumerate(titles, 1):
        criterion = Criterion.objects.create(version=made, position=position, title=title)
        for place, value in enumerate(points, 1):
            Level.objects.create(
                criterion=criterion, position=place, points=value, descriptor=f"{title}: level {place}"
            )
    made.locked_at = clock.now()
    made.save(update_fields=["locked_at"])
    return made


def question(on: Shelf, kind: str = "single", *, body=None, key=None, points=1, documents=(), rubric_version=None):
    """A locked QuestionVersion with its key. `documents` are Excerpts, lettered A, B …"""
    version = QuestionVersion.objects.create(
        question=Question.objects.create(shelf=on),
        number=1,
        kind=kind,
        body=body or {"v": 1, "stem": "<p>Who spoke?</p>", "choices": [["a", "Khrushchev"], ["b", "Mao"]]},
        points=Decimal(points),
        rubric_version=rubric_version,
    )
    for letter, shown in zip("ABCDEFG", documents, strict=False):
        QuestionDocument.objects.create(question_version=version, letter=letter, excerpt=shown)
    AnswerKey.objects.create(question_version=version, n=1, value=key or {"v": 1, "right": ["a"]})
    version.locked_at = clock.now()
    version.save(update_fields=["locked_at"])
    return version


def assessment(on: Shelf, questions=(), *, kind: str = "quiz", title: str = "") -> Assessment:
    made = Assessment.objects.create(shelf=on, title=title or f"Quiz {next(_number)}", kind=kind)
    for position, version in enumerate(questions, 1):
        Slot.objects.create(assessment=made, position=position, question_version=version, points=version.points)
    return made


def give_assessment(room: Classroom, made: Assessment, *, tries: int = 1, feedback: str = "release", **values):
    points = sum((slot.points for slot in made.slots.all()), Decimal(0))
    given = assignment(room, made.title, points=points, **values)
    return AssignedAssessment.objects.create(assignment=given, assessment=made, tries=tries, feedback=feedback)


@dataclass
class Cast:
    """Everybody that a test may need: two classes, whose people do not overlap, and a shelf for each teacher."""

    ana: User = field(default_factory=lambda: user("Ana Ortiz", STAFF))  # teaches 11B
    tom: User = field(default_factory=lambda: user("Tom Berg", STAFF))  # teaches 9A
    mia: User = field(default_factory=lambda: user("Mia Falk", STAFF))  # marks in 11B
    adam: User = field(default_factory=lambda: user("Adam Quist", ADMIN))
    irina: User = field(default_factory=lambda: user("Irina Kim"))  # 11B
    omar: User = field(default_factory=lambda: user("Omar Said"))  # 11B
    lena: User = field(default_factory=lambda: user("Lena Papp"))  # 9A
    olga: User = field(default_factory=lambda: user("Olga Outsider"))  # signed in, in no class

    def __post_init__(self) -> None:
        self.hist = classroom("Hist 11B", teachers=[self.ana], markers=[self.mia], students=[self.irina, self.omar])
        self.other = classroom("Hist 9A", teachers=[self.tom], students=[self.lena])
        self.shelf = shelf(self.ana, name="Ana's shelf")
        self.other_shelf = shelf(self.tom, name="Tom's shelf")
