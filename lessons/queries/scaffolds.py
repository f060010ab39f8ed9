"""What the pages about help with reading ask."""

from dataclasses import dataclass, field

from coursesite.accounts.models import Shelf
from coursesite.classes.models import Classroom, Enrolment
from lessons.blocks.helping import STANDARD
from lessons.models import Lesson, Scaffold, SupportLevel


@dataclass
class SkillSets:
    """The questions of one skill: one's own and the school's. Own ones count in one's classes, where there are any."""

    skill: str
    own: list[Scaffold] = field(default_factory=list)
    school: list[Scaffold] = field(default_factory=list)


def skill_sets(user) -> list[SkillSets]:
    """All four skills. One query."""
    found = {skill: SkillSets(skill) for skill, _ in Lesson.SKILLS}
    rows = Scaffold.objects.visible_to(user).filter(shelf__kind__in=("personal", "school")).select_related("shelf")
    for row in rows.order_by("skill", "shelf", "position"):
        sets = found[row.skill]
        (sets.school if row.shelf.kind == "school" else sets.own).append(row)
    return list(found.values())


def own_shelf(user) -> Shelf | None:
    """The personal shelf where one's own questions stand: the oldest."""
    return Shelf.objects.editable_by(user).filter(kind="personal").order_by("pk").first()


@dataclass(frozen=True)
class Supported:
    place: Enrolment
    level: str


def support_levels(classroom: Classroom) -> list[Supported]:
    """The students of a class with the help that each gets. Two queries."""
    places = Enrolment.objects.current().students().filter(classroom=classroom).select_related("user")
    rows = SupportLevel.objects.filter(enrolment__classroom=classroom).order_by("n")
    levels = dict(rows.values_list("enrolment", "level"))  # the newest of each comes last and stands
    return [Supported(place, levels.get(place.pk, STANDARD)) for place in places.order_by("user__sort_name", "pk")]
