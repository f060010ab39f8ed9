from coursesite.privacy.registry import Kept
from lessons.models import (
    Block,
    Citation,
    Flag,
    LessonEvent,
    LessonTerm,
    LessonVersion,
    Post,
    PostText,
    PromptVersion,
    ReadingPlace,
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
    Kept(Flag, "reports of posts", "to keep discussions decent", AFTER, "by"),
    Kept(
        ReadingPlace,
        "the place in each lesson and which parts are done",
        "to go on reading where you were",
        AFTER,
        "enrolment.user",
    ),
]
APPEND_ONLY = [(PostText, ()), (Citation, ())]
LOCKED = [LessonVersion, PromptVersion]
CHILDREN = [
    (Block, ("version",)),
    (TeacherPage, ("version",)),
    (LessonTerm, ("version",)),
    (LessonEvent, ("version",)),
]
