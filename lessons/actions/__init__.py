from lessons.actions.content import load_module
from lessons.actions.giving import give_lesson, give_prompt
from lessons.actions.reading import finish_part, keep_place, open_gate, open_part
from lessons.actions.talk import edit_post, flag_post, hide_post, lock_discussion, save_answer, write_post

__all__ = [
    "edit_post",
    "finish_part",
    "flag_post",
    "give_lesson",
    "give_prompt",
    "hide_post",
    "keep_place",
    "load_module",
    "lock_discussion",
    "open_gate",
    "open_part",
    "save_answer",
    "write_post",
]
