from assessments.models import (
    Answer,
    AnswerKey,
    Assessment,
    Attempt,
    AttemptEvent,
    AttemptItem,
    Comment,
    Criterion,
    Draw,
    Grade,
    ItemCitation,
    Level,
    QuestionDocument,
    QuestionVersion,
    Regrade,
    RegradeChange,
    RubricVersion,
    Score,
    Slot,
)
from coursesite.privacy.registry import Kept

AFTER = "13 months after the term"
KEPT = [
    Kept(Attempt, "attempts at quizzes and essays, with times", "to mark them", AFTER, "student"),
    Kept(AttemptItem, "answers as they were handed in", "to mark them", AFTER, "attempt.student"),
    Kept(AttemptEvent, "what happened to an attempt", "to settle questions about it", AFTER, "attempt.student"),
    Kept(
        Answer,
        "answers, with every saved wording",
        "so that nothing is lost",
        f"{AFTER}; of the saved wordings only one a minute stays from 30 days after the marks were released",
        "item.attempt.student",
    ),
    Kept(ItemCitation, "passages cited in answers", "to check evidence", AFTER, "item.attempt.student"),
    Kept(Score, "points given", "to mark", AFTER, "item.attempt.student"),
    Kept(Comment, "graders' comments", "to help", AFTER, "item.attempt.student"),
    Kept(Regrade, "keys that one has corrected, and when", "to settle questions about marks", AFTER, "by"),
    Kept(RegradeChange, "points that a corrected key changed", "to tell the student", AFTER, "item.attempt.student"),
    Kept(
        Grade, "marks, with their history", "to report them", "five years, or as the school says", "work.enrolment.user"
    ),
]
APPEND_ONLY = [
    (Answer, ()),
    (AttemptEvent, ()),
    (AnswerKey, ()),
    (RegradeChange, ()),
    (Score, ("released_at",)),
    (Comment, ("released_at",)),
    (Grade, ("released_at",)),
]
LOCKED = [QuestionVersion, RubricVersion, Assessment]
CHILDREN = [
    (QuestionDocument, ("question_version",)),
    (Criterion, ("version",)),
    (Level, ("criterion", "version")),
    (Slot, ("assessment",)),
    (Draw, ("assessment",)),
]
