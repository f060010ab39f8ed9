from assessments.models.assessments import Assessment, AssignedAssessment, Slot
from assessments.models.attempts import Answer, Attempt, AttemptEvent, AttemptItem, ItemCitation
from assessments.models.grades import Comment, Grade, Score
from assessments.models.questions import AnswerKey, LessonQuestion, Question, QuestionDocument, QuestionVersion
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
    "Grade",
    "ItemCitation",
    "LessonQuestion",
    "Level",
    "Question",
    "QuestionDocument",
    "QuestionVersion",
    "Rubric",
    "RubricVersion",
    "Score",
    "Slot",
]
