"""How often the student's pages ask the database once a process has drawn what is the same for everybody."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.actions.marking import comment_on, release_marks, score_part
from tests.assessments.parts import begin, essay, hand_in_attempt, op, quiz

CITES = "“We must abolish the cult” [A ¶1] says one side, and “nobody laughed” [B ¶2] another."


def queries_of_second_visit(client, name: str, given) -> int:
    path = reverse(f"assessments:{name}", args=[given.assignment.classroom.public_id, given.assignment.public_id])
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_answering_an_essay_with_documents(client, cast, sign_in):
    given = essay(cast)
    begin(given, cast.irina)
    assert queries_of_second_visit(sign_in(client, cast.irina), "attempt", given) == 8


def test_answering_a_quiz(client, cast, sign_in):
    given = quiz(cast)
    begin(given, cast.irina)
    assert queries_of_second_visit(sign_in(client, cast.irina), "attempt", given) == 8


def test_the_feedback_of_a_quiz(client, cast, sign_in):
    given = quiz(cast)
    hand_in_attempt(attempt_id=begin(given, cast.irina).public_id, by=cast.irina)
    release_marks(assignment=given.assignment, by=cast.ana)
    assert queries_of_second_visit(sign_in(client, cast.irina), "feedback", given) == 12


def test_the_feedback_of_an_essay_with_documents_rubric_and_chips(client, cast, sign_in):
    given = essay(cast)
    attempt = begin(given, cast.irina)
    hand_in_attempt(attempt_id=attempt.public_id, by=cast.irina, ops=[op(1, 0, CITES)])
    item = attempt.items.select_related("attempt__work__assignment").get()
    for criterion in item.question_version.rubric_version.criteria.all():
        score_part(item=item, part=str(criterion.key), seen=0, by=cast.ana, level=criterion.levels.get(points=2))
    comment_on(item=item, text="Who is speaking there?", seen=0, by=cast.ana)
    release_marks(assignment=given.assignment, by=cast.ana)
    assert queries_of_second_visit(sign_in(client, cast.irina), "feedback", given) == 13
