"""Help with reading sources: the questions of a skill, and how their answers may begin. How much of it is each reader's."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, Subquery, Value
from django.db.models.functions import Coalesce

from coursesite.classes.models import Classroom
from coursesite.classes.policy import is_student_of
from lessons.blocks.base import Reader
from lessons.models import Scaffold, SupportLevel
from lessons.policy import own_shelves, shelves_of_teachers

FULL, QUESTIONS, NONE = "full", "questions", "none"
STANDARD = QUESTIONS  # for whom no teacher has said otherwise


@dataclass(frozen=True)
class HelpLine:
    question: str
    starter: str


@dataclass(frozen=True)
class Help:
    skill: str
    lines: tuple[HelpLine, ...]


def help_for(reader: Reader, skills: Iterable[str]) -> dict[str, Help]:
    """Skill -> the help that this reader gets, nothing for those who do not answer. One query, none without a skill."""
    wanted = set(skills) - {""}
    studies = reader.classroom is not None and is_student_of(reader.user, reader.classroom.pk)
    if not wanted or not (studies or reader.preview):
        return {}
    levels = SupportLevel.objects.filter(enrolment=reader.enrolment and reader.enrolment.pk).order_by("-n")
    level = Coalesce(Subquery(levels.values("level")[:1]), Value(FULL if reader.preview else STANDARD))
    rows = list(_counting(_scaffolds(reader.user, reader.classroom, wanted).annotate(level=level)))
    if not rows or rows[0].level == NONE:
        return {}
    found: dict[str, list[HelpLine]] = {}
    for row in rows:
        found.setdefault(row.skill, []).append(HelpLine(row.question, row.starter if row.level == FULL else ""))
    return {skill: Help(skill, tuple(lines)) for skill, lines in found.items()}


def starters_for(user, classroom: Classroom, skill: str) -> list[str]:
    """The starters of a skill in a class. An answer is looked at for them whoever gets to see them. One query at most."""
    if not skill:
        return []
    return [row.starter for row in _counting(_scaffolds(user, classroom, {skill})) if row.starter]


def _scaffolds(user, classroom: Classroom | None, skills: set[str]):
    """Those of the class's teachers and of the school; in a preview, one's own and the school's."""
    own = shelves_of_teachers(classroom) if classroom else own_shelves(user)
    mine = Q(shelf__kind="personal", shelf__in=own)
    rows = Scaffold.objects.filter(mine | Q(shelf__kind="school"), skill__in=skills)
    return rows.select_related("shelf").order_by("skill", "shelf", "position")


def _counting(rows: Iterable[Scaffold]) -> Iterable[Scaffold]:
    """Of each skill the set that counts: a teacher's own before the school's; of several, the older shelf's."""
    best: dict[str, tuple[bool, int]] = {}
    rows = list(rows)
    for row in rows:
        place = (row.shelf.kind == "school", row.shelf_id)
        best[row.skill] = min(best.get(row.skill, place), place)
    return [row for row in rows if best[row.skill] == (row.shelf.kind == "school", row.shelf_id)]
