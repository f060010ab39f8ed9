from lessons.models.dropped import DroppedBlock
from lessons.models.evidence import Citation
from lessons.models.lesson import (
    AssignedLesson,
    Block,
    Lesson,
    LessonEvent,
    LessonTerm,
    LessonVersion,
    Module,
    ModuleLesson,
    ReadingPlace,
    TeacherPage,
)
from lessons.models.prompt import AssignedPrompt, Prompt, PromptVersion
from lessons.models.scaffold import GatePass, Scaffold, SupportLevel
from lessons.models.talk import AnchorMove, Discussion, Flag, Post, PostCitation, PostText

__all__ = [
    "AnchorMove",
    "AssignedLesson",
    "AssignedPrompt",
    "Block",
    "Citation",
    "Discussion",
    "DroppedBlock",
    "Flag",
    "GatePass",
    "Lesson",
    "LessonEvent",
    "LessonTerm",
    "LessonVersion",
    "Module",
    "ModuleLesson",
    "Post",
    "PostCitation",
    "PostText",
    "Prompt",
    "PromptVersion",
    "ReadingPlace",
    "Scaffold",
    "SupportLevel",
    "TeacherPage",
]
