"""Help with reading sources: the questions of a skill, and how their answers may begin. How much of it is each reader's."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import caches
from django.db.models import Q

from coursesite.classes.models import Classroom
from coursesite.classes.policy import is_student_of
from lessons.blocks.base import Reader
from lessons.blocks.said import said_by
from lessons.models import Block, Lesson, Scaffold
from lessons.policy import own_shelves, shelves_of_teachers
from lessons.starters import skill_for

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


def helps_on(reader: Reader, blocks: list[Block]) -> dict[UUID, Help]:
    """Block key -> the help beside its prompt, nothing for those who do not answer. One query a minute and class."""
    studies = reader.classroom is not None and is_student_of(reader.user, reader.classroom.pk)
    asking = [block for block in blocks if block.prompt]
    skills = {b.key: skill_for(b.prompt.prompt.kind, b.version.skill) for b in asking if b.prompt}
    level = FULL if reader.preview else said_by(reader, blocks).level or STANDARD
    if not any(skills.values()) or level == NONE or not (studies or reader.preview):
        return {}
    sets = _sets(reader)
    lines = {
        skill: [HelpLine(q, starter if level == FULL else "") for q, starter in rows] for skill, rows in sets.items()
    }
    return {key: Help(skill, tuple(lines[skill])) for key, skill in skills.items() if skill in lines}


def _sets(reader: Reader) -> dict[str, list[tuple[str, str]]]:
    """Skill -> (question, starter): what a class gets is kept for a minute, for all of its students."""
    if reader.classroom is None:
        return _sets_of(reader.user, None)
    name = f"scaffolds-{reader.classroom.public_id}"
    found = caches["drawn"].get(name)
    if found is None:
        found = _sets_of(reader.user, reader.classroom)
        caches["drawn"].set(name, found)
    return found


def _sets_of(user, classroom: Classroom | None) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for row in _counting(_scaffolds(user, classroom, dict(Lesson.SKILLS))):
        found.setdefault(row.skill, []).append((row.question, row.starter))
    return found


def starters_for(user, classroom: Classroom, skill: str) -> list[str]:
    """The starters of a skill in a class. An answer is looked at for them whoever gets to see them. One query at most."""
    if not skill:
        return []
    return [row.starter for row in _counting(_scaffolds(user, classroom, {skill})) if row.starter]


def _scaffolds(user, classroom: Classroom | None, skills: Iterable[str]):
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
