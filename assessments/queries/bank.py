"""The question bank: questions on the shelves that one reads, what each looks like, where it is used."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assessments.bankwords import changes, one_line
from assessments.kinds import kind_of
from assessments.models import (
    AnswerKey,
    Assessment,
    AssignedAssessment,
    LessonQuestion,
    Question,
    QuestionDocument,
    QuestionPassage,
    QuestionTag,
    QuestionVersion,
    Slot,
)
from assessments.sheets import Sheet, Shown, blank_sheet, show
from coursesite.classes.models import Classroom
from coursesite.ui.fold import words_of as query_words
from lessons.models import AssignedLesson, Lesson
from lessons.sources.models import Source

PAGE = 50


@dataclass
class BankRow:
    """A question of the list, with its newest version."""

    question: Question
    version: QuestionVersion
    tags: list[str]
    uses: int
    versions: int
    may_edit: bool

    @property
    def words(self) -> str:
        return one_line(self.version.body.get("stem", "")) or str(self.question)

    @property
    def kind_label(self) -> str:
        return kind_of(self.version.kind).label


@dataclass
class BankPage:
    rows: list[BankRow] = field(default_factory=list)
    next: int | None = None


def newest(path: str = "pk") -> QuerySet[QuestionVersion]:
    """The newest version of the question at `path` of the outer query."""
    return QuestionVersion.objects.filter(question=OuterRef(path)).order_by("-number")[:1]


def found_questions(user, asked: dict[str, Any]) -> QuerySet[Question]:
    """The questions that the user may read and that fit: `asked` holds the values of the bank's filter."""
    rows = Question.objects.visible_to(user).filter(Exists(newest()))
    rows = rows.filter(retired_at__isnull=not asked.get("retired"))
    for word in query_words(asked.get("q") or ""):
        rows = rows.filter(searched__contains=word)
    if asked.get("kind"):
        rows = rows.annotate(kind=Subquery(newest().values("kind"))).filter(kind=asked["kind"])
    for name in ("shelf", "skill"):
        if asked.get(name):
            rows = rows.filter(**{name: asked[name]})
    if asked.get("tag"):
        rows = rows.filter(Exists(QuestionTag.objects.filter(question=OuterRef("pk"), name=asked["tag"])))
    if asked.get("source"):
        about = QuestionPassage.objects.filter(question=OuterRef("pk"), passage__edition__source=asked["source"])
        if asked.get("passage"):
            about = about.filter(passage__number=asked["passage"])
        rows = rows.filter(Exists(about))
    return rows


def bank_page(user, rows: QuerySet[Question], before: int | None = None, size: int = PAGE) -> BankPage:
    """A page of questions, the newest first, and the key that the next page begins below. Four queries."""
    if before:
        rows = rows.filter(pk__lt=before)
    editable = Question.objects.editable_by(user).filter(pk=OuterRef("pk"))
    used = _counted(Slot.objects.filter(question_version__question=OuterRef("pk")), "question_version__question",
                    "assessment")  # fmt: skip
    stands = _counted(LessonQuestion.objects.filter(question_version__question=OuterRef("pk")),
                      "question_version__question", "pk")  # fmt: skip
    rows = rows.select_related("shelf").annotate(
        newest=Subquery(newest().values("pk")), used=used, stands=stands,
        version_count=_counted(QuestionVersion.objects.filter(question=OuterRef("pk")), "question", "pk"),
        may_edit=Exists(editable),
    )  # fmt: skip
    found = list(rows.order_by("-pk")[: size + 1])
    page = found[:size]
    versions = QuestionVersion.objects.in_bulk([question.newest for question in page])
    tags: dict[int, list[str]] = defaultdict(list)
    for pk, name in QuestionTag.objects.filter(question__in=page).order_by("name").values_list("question", "name"):
        tags[pk].append(name)
    shown = [
        BankRow(q, versions[q.newest], tags[q.pk], q.used + q.stands, q.version_count, q.may_edit)
        for q in page
        if q.newest in versions
    ]
    return BankPage(shown, page[-1].pk if len(found) > size else None)


def _counted(rows: QuerySet, group: str, what: str) -> Coalesce:
    """How many different `what` the rows have, as a column."""
    counted = rows.order_by().values(group).annotate(n=Count(what, distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def tags_for(user) -> list[str]:
    """The tags of all questions that the user may read."""
    mine = Question.objects.visible_to(user).order_by().values("pk")
    return list(
        QuestionTag.objects.filter(question__in=mine).order_by("name").values_list("name", flat=True).distinct()
    )


def sources_asked_about(user) -> QuerySet[Source]:
    """The sources whose passages questions that the user may read are about."""
    mine = Question.objects.visible_to(user).order_by().values("pk")
    about = QuestionPassage.objects.filter(question__in=mine).order_by().values("passage__edition__source")
    return Source.objects.visible_to(user).filter(pk__in=about).order_by("title")


def passages_about(user, question: Question) -> list[QuestionPassage]:
    """The linked passages, of sources that the user may read. One query."""
    rows = question.passages.filter(
        passage__edition__source__in=Source.objects.visible_to(user).order_by().values("pk")
    )
    return list(rows.select_related("passage__edition__source").order_by("passage__edition", "passage__position"))


# -- One question ------------------------------------------------------------------------------------------


def current_version(question: Question, may_edit: bool = True) -> QuestionVersion | None:
    """What stands: the draft for those who edit it; for others the newest locked version, where there is one."""
    found = list(question.versions.order_by("-number"))
    draft = next((version for version in found if version.locked_at is None), None)
    locked = next((version for version in found if version.locked_at), None)
    return (draft or locked) if may_edit else (locked or draft)


def stored_of(version: QuestionVersion) -> dict[str, Any]:
    """All that a version holds, as two versions are compared. One query."""
    return {
        "kind": version.kind,
        "body": version.body,
        "points": str(version.points.normalize()),
        "rubric": version.rubric_version_id,
        "documents": [list(row) for row in version.documents.values_list("letter", "excerpt")],
    }


def key_of(version: QuestionVersion) -> dict[str, Any]:
    """The key that counts. One query."""
    return AnswerKey.objects.values_by_version([version.pk]).get(version.pk, {})


@dataclass
class VersionRow:
    version: QuestionVersion
    changed: str
    keys: list[AnswerKey]


def versions_told(question: Question) -> list[VersionRow]:
    """All versions, the newest first: what each changed, and the log of its key. Three queries."""
    versions = list(question.versions.order_by("number"))
    documents: dict[int, list[list[Any]]] = defaultdict(list)
    for pk, letter, excerpt in QuestionDocument.objects.filter(question_version__in=versions).values_list(
        "question_version", "letter", "excerpt"
    ):
        documents[pk].append([letter, excerpt])
    keys: dict[int, list[AnswerKey]] = defaultdict(list)
    for key in AnswerKey.objects.filter(question_version__in=versions).select_related("by").order_by("n"):
        keys[key.question_version_id].append(key)
    rows, before = [], None
    for version in versions:
        now = {"kind": version.kind, "body": version.body, "points": version.points,
               "rubric": version.rubric_version_id, "documents": documents[version.pk]}  # fmt: skip
        said = ", ".join(changes(before, now))
        rows.append(VersionRow(version, said[:1].upper() + said[1:], keys[version.pk]))
        before = now
    return rows[::-1]


@dataclass
class Uses:
    """Where a question stands. What one may not read is only counted."""

    lessons: list[tuple[str, str]] = field(default_factory=list)
    assessments: list[Any] = field(default_factory=list)
    classrooms: list[Classroom] = field(default_factory=list)
    hidden: int = 0
    other_classes: int = 0

    @property
    def any(self) -> bool:
        return bool(self.lessons or self.assessments or self.classrooms or self.hidden or self.other_classes)


def uses_of(user, question: Question) -> Uses:
    """Lessons, assessments and classes, in five queries."""
    slots = Slot.objects.filter(question_version__question=question).select_related("assessment", "question_version")
    by_assessment = {slot.assessment_id: slot for slot in slots}
    read = set(Assessment.objects.visible_to(user).filter(pk__in=by_assessment).values_list("pk", flat=True))
    lessons = set(LessonQuestion.objects.filter(question_version__question=question).values_list("lesson", flat=True))
    titled = Lesson.objects.visible_to(user).filter(pk__in=lessons).select_related("live_version")
    shown = [(one.slug, one.live_version.title if one.live_version else one.slug) for one in titled]
    given = set(AssignedAssessment.objects.filter(assessment__in=list(by_assessment))
                .values_list("assignment__classroom", flat=True))  # fmt: skip
    given |= set(AssignedLesson.objects.filter(version__lesson__in=lessons)
                 .values_list("assignment__classroom", flat=True))  # fmt: skip
    mine = list(Classroom.objects.taught_by(user).filter(pk__in=given).order_by("name"))
    return Uses(
        sorted(shown, key=lambda one: one[1]),
        [slot for pk, slot in by_assessment.items() if pk in read],
        mine,
        len(by_assessment) - len(read) + len(lessons) - len(shown),
        len(given) - len(mine),
    )


def preview_of(version: QuestionVersion) -> Sheet:
    return blank_sheet(kind_of(version.kind), version.body, version.points, anchor=f"v{version.number}")


def misreadings_of(version: QuestionVersion, key: dict[str, Any]) -> list[tuple[str, str]]:
    """(what is chosen, the misreading that it shows), in the order of the choices; for teachers alone."""
    kind, named = kind_of(version.kind), key.get("misreadings", {})
    order = {one: n for n, one in enumerate(kind.offered(version.body))}
    return [(kind.said(one, version.body), named[one]) for one in sorted(named, key=lambda one: order.get(one, 0))]


def key_shown(version: QuestionVersion, key: dict[str, Any]) -> Shown:
    return show(kind_of(version.kind).feedback(version.body, key, None))
