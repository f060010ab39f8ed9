"""What stands in plans: which of it is the same lesson, or the same discussion."""

from django.db.models import Q

from coursesite.classes.models import Assignment
from lessons.models import AssignedLesson, AssignedPrompt


def same_thing(assignment: Assignment) -> Q | None:
    """settings.SAME_THING: the condition for assignments of the same lesson (in any version) or the same prompt."""
    lesson = AssignedLesson.objects.filter(assignment=assignment).select_related("version").first()
    if lesson:
        return Q(assignedlesson__version__lesson=lesson.version.lesson_id)
    prompt = AssignedPrompt.objects.filter(assignment=assignment).first()
    return Q(assignedprompt__prompt=prompt.prompt_id) if prompt else None
