"""S7: what was cited stays as it was; where the text was corrected later, the chip says so and shows the difference."""

from django.urls import reverse

from assessments.actions.marking import release_marks, score_part
from lessons.models import Citation
from lessons.sources.actions.editions import correct_edition
from lessons.sources.drafts import PassageDraft
from tests.assessments.parts import begin, essay, hand_in_attempt, op


def test_a_chip_keeps_its_words_and_says_that_the_text_was_corrected_later(client, cast):
    given = essay(cast)
    attempt = begin(given, cast.irina)
    hand_in_attempt(attempt_id=attempt.public_id, by=cast.irina, ops=[op(1, 0, "One side says it [A ¶1].")])
    item = attempt.items.select_related("attempt__work__assignment").get()
    for criterion in item.question_version.rubric_version.criteria.all():
        score_part(item=item, part=str(criterion.key), seen=0, by=cast.ana, level=criterion.levels.get(points=2))
    release_marks(assignment=given.assignment, by=cast.ana)
    cited = Citation.objects.get()
    address = reverse("assessments:feedback", args=[cast.hist.public_id, given.assignment.public_id])
    client.force_login(cast.irina)
    before = client.get(address).content.decode()
    old = cited.passage.edition
    drafts = [PassageDraft(p.number, p.kind, f"Corrected: {p.text}") for p in old.passages.all()]
    correct_edition(edition=old, passages=drafts, by=cast.ana, note="")
    page = client.get(address).content.decode()
    compare = f"{reverse('sources:source', args=[old.source.slug])}?view=compare&amp;a=en.1&amp;b=en.2"
    assert ("corrected later" in before, compare in page) == (False, True)
    cited.refresh_from_db()
    assert (cited.exact in page, cited.passage.edition) == (True, old)
    assert client.get(compare.replace("&amp;", "&")).status_code == 200
