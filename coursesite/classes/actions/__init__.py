from coursesite.classes.actions.cards import make_cards, take_back_list
from coursesite.classes.actions.dates import reschedule, reschedule_all
from coursesite.classes.actions.extending import (
    Extended,
    add_minutes,
    extend_works,
    set_accommodation,
    undo_extension,
)
from coursesite.classes.actions.roster import Preview, add_next, add_students, preview_roster, start_adding
from coursesite.classes.actions.school import create_classroom, create_term, edit_classroom, enrol, move_student
from coursesite.classes.actions.work import finish_work, give_feedback, see_feedback, start_work, touch_work

__all__ = [
    "Extended",
    "Preview",
    "add_minutes",
    "add_next",
    "add_students",
    "create_classroom",
    "create_term",
    "edit_classroom",
    "enrol",
    "extend_works",
    "finish_work",
    "give_feedback",
    "make_cards",
    "move_student",
    "preview_roster",
    "reschedule",
    "reschedule_all",
    "see_feedback",
    "set_accommodation",
    "start_adding",
    "start_work",
    "take_back_list",
    "touch_work",
    "undo_extension",
]
