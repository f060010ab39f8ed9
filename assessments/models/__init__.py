from assessments.models.assessments import Assessment, AssignedAssessment, Draw, Slot
from assessments.models.attempts import Answer, Attempt, AttemptEvent, AttemptItem, ItemCitation
from assessments.models.grades import Comment, Grade, Score
from assessments.models.questions import (
    AnswerKey,
    LessonQuestion,
    Question,
    QuestionDocument,
    QuestionPassage,
    QuestionTag,
    QuestionVersion,
)
from assessments.models.regrades import Regrade, RegradeChange
from assessments.models.rubrics import Criterion, Level, Rubric, RubricVersion

__all__ = [
    "Answer",
    "AnswerKey",
    "Assessment",
    "AssignedAssessment",
    "Attempt",
    "AttemptEvent",
    "AttemptItem",
    "Comment",
    "Criterion",
    "Draw",
    "Grade",
    "ItemCitation",
    "LessonQuestion",
    "Level",
    "Question",
    "QuestionDocument",
    "QuestionPassage",
    "QuestionTag",
    "QuestionVersion",
    "Regrade",
    "RegradeChange",
    "Rubric",
    "RubricVersion",
    "Score",
    "Slot",
]
