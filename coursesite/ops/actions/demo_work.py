"""Quizzes and essays of the demo: given, answered, handed in, some marked, one released. Through the site's actions."""

import uuid
from datetime import datetime

from assessments.actions.attempts import start_attempt
from assessments.actions.content import load_questions
from assessments.actions.finishing import finish_attempt
from assessments.actions.giving import give_assessment
from assessments.actions.marking import comment_on, release_marks, score_part
from assessments.actions.saving import Op
from assessments.models import AnswerKey, Assessment, AssignedAssessment, Attempt, Level
from coursesite import clock
from coursesite.classes.models import Assignment
from coursesite.ops.actions.demo_people import Cast
from coursesite.ops.actions.demo_plan import Days, place_of

ESSAYS = {
    "irina.kim": """De-Stalinization was not too much as a speech, but it was too much for those who had to live with what \
it set loose. In the speech itself the limits are narrow: the victims who are named are honest and loyal party workers \
[A ¶12], and what is to be ended is one practice, the worship of leaders [A ¶76]. Nobody outside the party is named in \
these lines. For Mao even this went too far. He says that Khrushchev went against Stalin and calls it a change of the \
true teaching [C ¶1]. That supports my claim, because he does not ask whether the harm was real, only what it did to the \
common front. Against me speaks that Mao said this thirteen years later, to a guest. My first guess was that a leader \
should say everything at once. Reading who was left out changed my mind: half of the truth can also be dangerous.""",
    "omar.said": """It was too little for the victims and too much for other leaders. The speech speaks of harm to the \
party [A ¶11] and of loyal party workers [A ¶12]. People who were not in the party are missing from these lines, so for \
them it said too little. For the writer of the leaflet it was too much, because he counts what the new course lost \
abroad [D ¶1]. He wants his readers to turn against one man, so I read him with care. One thing speaks against me: we \
see only four pieces of a long speech. I first thought that only dictators fear the truth. Now I think that everybody in \
these sources fears something.""",
    "zoe.angstrom": """How much was too much depends on who pays. For the party the speech was just enough, because it \
measures everything by the rules of the party itself [A ¶78]. For Mao it was too much [C ¶1], although he admits that \
there were mistakes and only weighs them as small [C ¶2]. Both want to keep the party strong, and they disagree about \
what weakens it. What speaks against me is that Mao speaks after the two countries had quarrelled, so his reasons may be \
newer than they look. My first guess has not changed much: I still think that saying too little is the greater danger, \
but I can now say for whom.""",
    "lukasz.wojcik": """I think it was too much, because it did not stop where Khrushchev wanted it to stop. He asks for \
the end of a practice [A ¶76]. The report about China shows that others heard more in it than he had said, and that they \
did not answer openly [B ¶4]. The leaflet shows that somebody at home blamed him for losses abroad [D ¶1]. It is one \
leaflet, so it does not prove what most people thought. My first guess was the same, but now I have reasons.""",
}
QUIZ_ERRORS = {"irina.kim": {4}, "omar.said": set(), "zoe.angstrom": {2}, "lukasz.wojcik": {1, 3}, "an.nguyen": {2, 4}}
COMMENT = "You keep the speech and its effects apart, which is the point of the question. Say more about why C is late."


def work_on_assessments(cast: Cast, when: Days) -> None:
    made = load_questions(shelf=cast.shelf, by=cast.ana)
    quizzes = [one for one in made if one.kind == "quiz"]
    essays = [one for one in made if one.kind == "essay"]
    room, ana = cast.first, cast.ana
    with clock.as_if_at(when.at(-12, 9)):
        quiz = _give(quizzes[0], room, ana, due_at=when.at(-5), closes_at=when.at(-3))
        essay = _give(essays[0], room, ana, due_at=when.at(2))
        _give(quizzes[1], room, ana, due_at=when.at(5), feedback="handed_in")
        _give(essays[1], room, ana, due_at=when.at(40))
        _give(quizzes[0], cast.second, ana, opens_at=when.at(4, 8), due_at=when.at(13))
    for number, (username, wrong) in enumerate(QUIZ_ERRORS.items()):
        _answer(cast, quiz, username, when.at(-6, 11, number * 3), _quiz_values(quiz, wrong))
    with clock.as_if_at(when.at(-2, 17)):
        release_marks(assignment=quiz, by=ana)
    for number, (username, text) in enumerate(ESSAYS.items()):
        _answer(cast, essay, username, when.at(-1, 12, number * 9), {1: text})
    with clock.as_if_at(when.at(-1, 18)):
        _mark(essay, cast["omar.said"], ana)


def _give(assessment: Assessment, room, by, **values) -> Assignment:
    return give_assessment(assessment=assessment, classroom=room, by=by, **values)


def _answer(cast: Cast, given: Assignment, username: str, at: datetime, values: dict[int, object]) -> None:
    place = place_of(cast, username, given.classroom)
    with clock.as_if_at(at):
        row = AssignedAssessment.objects.select_related("assignment", "assessment").get(assignment=given)
        attempt = start_attempt(given=row, enrolment=place, by=place.user)
        ops = [Op(uuid.uuid4(), slot, 0, value) for slot, value in values.items()]
        finish_attempt(attempt_id=attempt.public_id, by=place.user, ops=ops, known={}, sure=True)


def _quiz_values(given: Assignment, wrong: set[int]) -> dict[int, object]:
    """Slot -> an answer: the right one, or for the slots in `wrong` none, as of somebody who ran out of ideas."""
    slots = given.assignedassessment.assessment.slots.order_by("position").select_related("question_version")
    values = {}
    for slot in slots:
        if slot.position in wrong:
            continue
        key = AnswerKey.objects.filter(question_version=slot.question_version).latest("n").value
        values[slot.position] = _right(slot.question_version.kind, key)
    return values


def _right(kind: str, key: dict):
    if kind == "single":
        return key["right"][0]
    if kind == "several":
        return key["right"]
    if kind == "short":
        return key["accepted"][0]
    return sorted(key["ranks"], key=key["ranks"].__getitem__)


def _mark(given: Assignment, student, by) -> None:
    """Every criterion of one essay, at its highest level, and a comment. Not released yet."""
    item = Attempt.objects.get(work__assignment=given, student=student).items.get()
    levels = Level.objects.filter(criterion__version=item.question_version.rubric_version_id).order_by("-points")
    highest: dict[int, Level] = {}
    for level in levels.select_related("criterion"):
        highest.setdefault(level.criterion_id, level)
    for level in highest.values():
        score_part(item=item, part=str(level.criterion.key), seen=0, by=by, level=level)
    comment_on(item=item, text=COMMENT, seen=0, by=by)
