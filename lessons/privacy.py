from coursesite.privacy.registry import Kept
from lessons.models import (
    AnchorMove,
    Block,
    Citation,
    Flag,
    GatePass,
    LessonEvent,
    LessonTerm,
    LessonVersion,
    Post,
    PostText,
    PromptVersion,
    ReadingPlace,
    SupportLevel,
    TeacherPage,
)

AFTER = "13 months after the term"
KEPT = [
    Kept(Post, "posts and private answers to prompts", "to talk about the sources", AFTER, "author"),
    Kept(
        PostText,
        "the words of posts, with earlier wordings",
        "so that nothing is lost",
        AFTER,
        "post.author",
    ),
    Kept(AnchorMove, "where notes on sources were moved", "so that no note is moved silently", AFTER, "post.author"),
    Kept(GatePass, "texts opened without a first answer", "to open them again", AFTER, "enrolment.user"),
    Kept(
        SupportLevel, "how much help with reading is shown", "to help each student as needed", AFTER, "enrolment.user"
    ),
    Kept(Flag, "reports of posts", "to keep discussions decent", AFTER, "by"),
    Kept(
        ReadingPlace,
        "the place in each lesson and which parts are done",
        "to go on reading where you were",
        AFTER,
        "enrolment.user",
    ),
]
APPEND_ONLY = [(PostText, ()), (Citation, ()), (AnchorMove, ()), (SupportLevel, ())]
LOCKED = [LessonVersion, PromptVersion]
CHILDREN = [
    (Block, ("version",)),
    (TeacherPage, ("version",)),
    (LessonTerm, ("version",)),
    (LessonEvent, ("version",)),
]
