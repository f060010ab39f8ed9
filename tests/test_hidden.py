"""What is not released does not show in a single byte: marks, comments, reasons, hidden posts, notes among graders."""

import difflib
import re
from decimal import Decimal

import pytest
from django.urls import get_resolver

from assessments.models import Comment, Grade, Score
from coursesite.privacy.models import ErasureOpen
from lessons.models import Post, PostText
from tests.access import ACCESS
from tests.bodies import address, parts_of
from tests.routes import Route, Row, read, read_table, walk
from tests.walking import Visitors
from tests.world import World

pytestmark = pytest.mark.once
BY_NAME: dict[str, Route] = {}
for _route in walk(get_resolver().url_patterns):
    BY_NAME.setdefault(_route.name, _route)
# Other on every answer, and saying nothing: the form's token, the nonce, the number of a form, the time of day.
OF_THE_MOMENT = (
    r'name="csrfmiddlewaretoken" value="[^"]*"',
    r'csrf[-_a-z]*=?"?:? ?"?[A-Za-z0-9]{32,64}',
    r"nonce[-=]\"?[\w+/=-]{16,}",
    r'name="op[-_0-9a-z]*" value="[0-9a-f-]{36}"',
    r'data-op[-a-z]*="[0-9a-f-]{36}"',
    r"\d+ (second|minute|hour)s? ago",
    r"just now",
    r"last=[^;]*",
    r'datetime="[^"]*"',
    r"expires=[^;]*;",
    r'data-(server-)?now="[^"]*"',
    r'"server_now": "[^"]*"',
)
STUDENT_PAGES = [
    row
    for row in read_table(ACCESS)
    if row.method == "GET" and row.route in BY_NAME and "200" in (row.expected["student"], row.expected["classmate"])
]


def said(visitors: Visitors, row: Row, who: str) -> str:
    route = BY_NAME[row.route]
    response = visitors.ask(who, "GET", address(route, parts_of(route, row, visitors.world.here))).response
    return re.sub("|".join(OF_THE_MOMENT), "·", read(response))


def _difference(one: str, other: str) -> str:
    """The lines that differ, so that a failure names what moved."""
    return "\n".join(line for line in difflib.ndiff(one.split("\n"), other.split("\n")) if line[:1] in "+-")


def other_marks(world: World) -> None:
    """Everything unreleased gets other words and numbers; then new unreleased rows come on top."""
    door = ErasureOpen.objects.create(reason="the test changes what is hidden")
    for model in (Score, Grade, Comment):
        hidden = model.objects.filter(released_at=None)
        hidden.update(**({"text": "Quite other words."} if model is Comment else {"points": Decimal("0.7719")}))
    Comment.objects.filter(for_graders=True).update(text="Quite other words.")
    Grade.objects.filter(released_at=None).update(reason="Quite other reasons.")
    door.delete()
    graded = world.here.returned_attempt
    for item in graded.items.all():
        Score.objects.create(item=item, part="", n=9, points=Decimal("0.0042"), by=world.cast.ana)
        Comment.objects.create(item=item, n=9, text="Newer words.", by=world.cast.ana)
    for attempt in (graded, world.here.essay_attempt, world.here.attempt):
        Grade.objects.create(work=attempt.work, n=9, kind="override", points=1, out_of=4, by=world.cast.ana)


def other_posts(world: World) -> None:
    """The hidden post gets other words, another reason, and two more are hidden beside it."""
    Post.objects.filter(pk=world.here.hidden_post.pk).update(hidden_reason="Quite another reason.")
    PostText.objects.create(post=world.here.hidden_post, n=2, text="Quite other words.")
    for n in range(2):
        post = Post.objects.create(
            op_id=f"00000000-0000-4000-8000-00000000000{n}", discussion=world.here.discussion,
            author=world.cast.omar, hidden_at=world.here.at, hidden_by=world.cast.ana, hidden_reason="No.",
        )  # fmt: skip
        PostText.objects.create(post=post, n=1, text="Hidden at once.")


@pytest.mark.parametrize(
    ("change", "who"), [(other_marks, "student"), (other_marks, "classmate"), (other_posts, "student")]
)
def test_a_change_of_what_is_hidden_changes_no_byte(world, visitors, change, who):
    pages = [row for row in STUDENT_PAGES if row.expected[who] == "200"]
    before = {str(row): said(visitors, row, who) for row in pages}
    again = {str(row): said(visitors, row, who) for row in pages}
    unsteady = {name: (before[name], again[name]) for name in before if before[name] != again[name]}
    assert {name: _difference(*texts) for name, texts in unsteady.items()} == {}  # the comparison itself is steady
    change(world)
    after = {str(row): said(visitors, row, who) for row in pages}
    assert [name for name in before if before[name] != after[name]] == []


def test_a_release_does_change_the_pages(world, visitors):
    """Else the test above could not fail."""
    pages = [row for row in STUDENT_PAGES if row.route in ("assessments:feedback", "assessments:grades")]
    before = {str(row): said(visitors, row, "student") for row in pages}
    Comment.objects.filter(released_at=None, for_graders=False).update(released_at=world.here.at)
    Grade.objects.filter(released_at=None).update(released_at=world.here.at)
    changed = [str(row) for row in pages if said(visitors, row, "student") != before[str(row)]]
    assert "GET assessments:grades" in changed and len(changed) > 1
