"""Who may meet which words: the access document for texts, one line for each kind of text.

It is written by hand and read by a person; the code under test has no part in it. A role is seen from the class that
the words belong to: the teacher of the other class is `stranger`, and to that class's words our teacher is the stranger.
Whoever is not named may not see the words now, on any page, in any header, in any refusal.
"""

import re

PRINCIPALS = ("anonymous", "outsider", "student", "classmate", "teacher", "stranger", "marker", "admin")
CANARY = re.compile(r"cnry_(here|there)_([a-z0-9_]+?)_yrnc")

CLASS = "student classmate teacher marker"
GRADERS = "teacher marker"
SEEN = {
    # names
    "class_name": CLASS + " admin",
    "student_name": CLASS + " admin",
    "classmate_name": CLASS + " admin",
    "student_username": "student teacher admin",
    "student_email": "student admin",
    "student_id": "student teacher admin",
    "shelf_name": "teacher",
    "unit_title": CLASS,
    # the plan: titles are known before the work opens
    "lesson_title": CLASS + " admin",
    "unopened_lesson_title": CLASS + " admin",
    "quiz_title": CLASS + " admin",
    "returned_quiz_title": CLASS + " admin",
    "unopened_quiz_title": CLASS + " admin",
    "essay_title": CLASS + " admin",
    # lessons
    "lesson_text": CLASS,
    "lesson_second_part": CLASS,
    "unopened_lesson_text": GRADERS,
    "teacher_page": "teacher",
    "draft_title": "teacher",
    "draft_text": "teacher",
    "dropped_text": "teacher",
    "ungiven_title": "teacher",
    "ungiven_text": "teacher",
    "module_title": "teacher student classmate marker",
    "term_sense": CLASS,
    "event_note": CLASS,
    "place_name": CLASS,
    # sources
    "source_title": CLASS,
    "source_text": CLASS,
    "gated_title": CLASS,
    "gated_text": "student teacher marker",  # Omar has not passed its gate
    "agent_name": CLASS,
    "headnote": CLASS,
    "picture_alt": CLASS,
    "picture_caption": CLASS,
    "ungiven_picture_alt": "teacher",
    "ungiven_picture_caption": "teacher",
    "ungiven_source_title": "teacher",
    "ungiven_source_text": "teacher",
    "scaffold_question": "student classmate teacher",
    "scaffold_starter": "student teacher",  # Omar gets the questions alone
    # the talk
    "prompt_text": CLASS,
    "post_student": CLASS,
    "post_student_before": "student " + GRADERS,
    "post_classmate": CLASS,
    "note_private_student": "student",
    "note_student": CLASS,
    "note_private_classmate": "classmate",
    "note_teacher_classmate": "classmate " + GRADERS,
    "note_classmate": CLASS,
    "note_reply_teacher": "classmate " + GRADERS,
    "note_taken_back": "classmate " + GRADERS,
    "note_review": CLASS,
    "post_hidden": "classmate " + GRADERS,
    "hidden_reason": "classmate " + GRADERS,
    "flag_reason": "student " + GRADERS,
    "post_first": "classmate " + GRADERS,  # Irina has not answered this prompt yet
    "private_student": "student " + GRADERS,
    "private_classmate": "classmate " + GRADERS,
    # questions and keys
    "practice_stem": CLASS,
    "practice_key": "teacher",
    "quiz_stem": CLASS,
    "quiz_key": GRADERS,
    "quiz_regrade_reason": GRADERS,
    "returned_stem": CLASS,
    "returned_key": "student " + GRADERS,
    "unopened_stem": GRADERS,
    "essay_stem": CLASS,
    "bank_stem": "teacher",
    "bank_key": "teacher",
    "bank_note": "teacher",
    "bank_tag": "teacher",
    "built_title": "teacher",
    "built_instructions": "teacher",
    "rubric_descriptor": CLASS,
    "rubric_example": GRADERS,
    # answers
    "quiz_answer_student": "student " + GRADERS,
    "quiz_answer_replaced": "student " + GRADERS,
    "quiz_answer_late": "student " + GRADERS,
    "quiz_answer_classmate": "classmate",  # not handed in yet
    "essay_student": "student " + GRADERS,
    "essay_classmate": "classmate " + GRADERS,
    "attempt_event": GRADERS,
    # marks
    "comment_unreleased": GRADERS,
    "grade_reason_unreleased": GRADERS,
    "comment_released": "student " + GRADERS,
    "comment_after_release": GRADERS,
    "comment_for_graders": GRADERS,
    "grade_reason_released": "student " + GRADERS,
    "grade_reason_after_release": GRADERS,
    # the record
    "audit_detail": "admin",
    "job_title": "teacher",  # she started it
    "job_told": "teacher",
    "job_given": "",  # for the worker alone
}

# The other class from here: its teacher is our stranger, and all of us but the admin are strangers there.
ROLE_THERE = {"stranger": "teacher", "teacher": "stranger", "admin": "admin", "anonymous": "anonymous"}


def canary(side: str, name: str) -> str:
    if name not in SEEN:
        raise LookupError(f"no line of SEEN says who may see {name}")
    return f"cnry_{side}_{name}_yrnc"


def may_see(who: str, side: str, name: str) -> bool:
    role = who if side == "here" else ROLE_THERE.get(who, "outsider")
    return role in SEEN[name].split()


def leaks(who: str, text: str, revealed: frozenset[str] = frozenset()) -> list[str]:
    """The words in this text that `who` may not see, each named once. `revealed` names more that may be seen."""
    found = sorted(set(CANARY.findall(text)))
    owner = {"here": "of the own class", "there": "of the other class"}
    return [
        f"{name} {owner[side]}"
        for side, name in found
        if name not in SEEN or not (may_see(who, side, name) or name in revealed)
    ]
