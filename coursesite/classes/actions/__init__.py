from coursesite.classes.actions.roster import add_students, preview_roster
from coursesite.classes.actions.school import create_classroom, create_term, edit_classroom, enrol, move_student
from coursesite.classes.actions.work import finish_work, give_feedback, reschedule, see_feedback, start_work, touch_work

__all__ = [
    "add_students",
    "create_classroom",
    "create_term",
    "edit_classroom",
    "enrol",
    "finish_work",
    "give_feedback",
    "move_student",
    "preview_roster",
    "reschedule",
    "see_feedback",
    "start_work",
    "touch_work",
]
