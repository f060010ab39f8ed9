"""Every route as everybody: what it answers, what it shows, what it writes. The table is tests/access.py."""

from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.urls import get_resolver, path

from tests.access import ACCESS
from tests.bodies import REVEALED, address, body_of, mixed_up, parts_of
from tests.canaries import PRINCIPALS, canary, leaks
from tests.routes import REFUSALS, Route, Row, elsewhere, judge, nowhere, read, read_table, unlisted, walk
from tests.walking import Asked

ROUTES = list(walk(get_resolver().url_patterns))
ROWS = read_table(ACCESS)
BY_NAME: dict[str, list[Route]] = {}
for _route in ROUTES:
    BY_NAME.setdefault(_route.name, []).append(_route)
# Who tries addresses of the other class and addresses of nothing: one of each sort.
TRYING = ("student", "teacher", "stranger", "admin", "anonymous")
LIVE = [row for row in ROWS if row.route in BY_NAME]


def is_open_to_some(row: Row) -> bool:
    return bool(set(row.expected.values()) - REFUSALS)


def first_thing(row: Row) -> str:
    return next(other.thing for other in ROWS if other.route == row.route)


def route_of(row: Row) -> Route:
    """The pattern of that name which has all parts that the row speaks of."""
    said = {word.split("=")[0] for word in row.thing.split()}
    return next(route for route in BY_NAME[row.route] if said <= set(route.parts))


def wrong_with(row: Row, who: str, allowed: set[str], asked: Asked) -> list[str]:
    found = judge(row, who, allowed, asked.response, REVEALED.get(f"{row.method} {row.route}", frozenset()))
    if asked.changed and str(asked.response.status_code) in REFUSALS | {"302"} and not allowed - REFUSALS:
        found.append(f"{row} as {who}: refused, but wrote to {', '.join(asked.changed)}")
    return found


def test_every_route_is_in_the_table_and_every_line_has_its_route():
    assert unlisted(ROUTES, ROWS) == []


@pytest.mark.parametrize("row", LIVE, ids=str)
def test_route_in_one_s_own_class(row, world, visitors):
    route, wrong = route_of(row), []
    where = address(route, parts_of(route, row, world.here))
    body = body_of(row, world, world.here) if row.method == "POST" else None
    for who in PRINCIPALS:
        wrong += wrong_with(row, who, {row.expected[who]}, visitors.ask(who, row.method, where, body))
    assert wrong == []


@pytest.mark.once
@pytest.mark.parametrize("row", [row for row in LIVE if route_of(row).parts and is_open_to_some(row)], ids=str)
def test_route_in_the_other_class(row, world, visitors):
    """Its teacher may there what ours may here, and we nothing; nor at addresses that mix both, or name nothing."""
    route, wrong = route_of(row), []
    here, there = parts_of(route, row, world.here), parts_of(route, row, world.there)
    tries = [(there, elsewhere, TRYING if not row.thing else TRYING[:3], world.there)]
    if not row.thing or row.thing == first_thing(row):
        tries += [(parts, nowhere, TRYING[:2], world.here) for parts in mixed_up(route, here, there)]
    for parts, expected, visiting, room in tries:
        body = body_of(row, world, room) if row.method == "POST" else None
        for who in visiting:
            asked = visitors.ask(who, row.method, address(route, parts), body)
            wrong += wrong_with(row, who, expected(row, who), asked)
            if expected is nowhere and asked.changed:
                wrong.append(f"{row} as {who}: nothing has this address, but it wrote to {', '.join(asked.changed)}")
    assert wrong == []


NONSENSE = {"v": "\x00", "text": "\x00", "op_id": "x", "digest": "x", "to": "x", "shelf": "x", "answer-1": "\x00"}
FORGED = {
    "text": "Words.",
    "base": "30",
    "to": "900",
    "base-1": "30",
    "answer-1": "Words.",
    "stamp": "x",
    "title": "Words",
}
STILL_HIS = {("assessments:receipt", "assignment=essay"), ("assessments:feedback", "assignment=essay")}
NOTHING = ({}, NONSENSE, FORGED, "[[[")


@pytest.mark.postgres  # which alone refuses a NUL, and a text or a number that is too long for its column
@pytest.mark.parametrize(
    "row",
    [row for row in LIVE if row.method == "POST" and is_open_to_some(row) and row.thing == first_thing(row)],
    ids=str,
)
def test_a_body_of_nothing_or_of_nonsense_is_refused_or_harmless(row, world, visitors):
    """No answer of 500, whatever is sent, from whoever may send."""
    may = [who for who in PRINCIPALS if row.expected[who] not in REFUSALS]
    route = route_of(row)
    where = address(route, parts_of(route, row, world.here))
    answers = {
        (who, n): visitors.ask(who, "POST", where, body).response for who in may[:2] for n, body in enumerate(NOTHING)
    }
    assert {key: answer.status_code for key, answer in answers.items() if answer.status_code >= 500} == {}


@pytest.mark.once
@pytest.mark.parametrize(
    "row",
    [r for r in LIVE if r.method == "GET" and route_of(r).pattern.startswith("c/") and is_open_to_some(r)],
    ids=str,
)
def test_who_has_left_the_class_is_an_outsider(row, world, visitors):
    """Omar left. What he finds there is what Olga finds; but what he handed in himself stays his to read."""
    world.cast.hist.enrolments.filter(user=world.cast.omar).update(left_at="2020-01-01T00:00Z")
    route = route_of(row)
    where = address(route, parts_of(route, row, world.here))
    answers = [visitors.ask(who, "GET", where).response for who in ("outsider", "classmate")]
    keeps = (row.route, row.thing) in STILL_HIS
    assert answers[1].status_code == (200 if keeps else answers[0].status_code)
    assert leaks("classmate" if keeps else "outsider", read(answers[1])) == []


# -- The walk finds what it is there to find --------------------------------------------------------------


def small(request, **parts):
    return HttpResponse("hello")


def leaky(request):
    return HttpResponse(f'<p data-x="{canary("here", "quiz_key")}">')


def leaky_header(request):
    return HttpResponse("hello", headers={"X-Who": canary("there", "student_name")})


PLANTED = [
    path("small/", small, name="small"),
    path("leaky/", leaky, name="leaky"),
    path("head/", leaky_header, name="head"),
]
EVERYBODY = " 200" * 8


def planted_rows(*names: str) -> list[Row]:
    return read_table("\n".join(f"{name} {method}{EVERYBODY}" for name in names for method in ("GET", "POST")))


def answer(view, **more) -> HttpResponse:
    return view(SimpleNamespace(), **more)


def test_planted_an_unlisted_route_is_named():
    routes = list(walk(PLANTED))
    assert unlisted(routes, planted_rows("small", "leaky")) == ["head has no GET row", "head has no POST row"]


def test_planted_a_listed_route_that_is_gone_is_named():
    assert unlisted(list(walk(PLANTED[:1])), planted_rows("small", "leaky")) == ["leaky is listed but no route"]


def test_planted_a_wrong_status_is_named():
    row = read_table("small GET in 404 200 200 200 404 200 404")[0]
    said = judge(row, "outsider", {row.expected["outsider"]}, answer(small))
    assert said == ["GET small as outsider: 200, the table says 404"]


@pytest.mark.parametrize(
    ("view", "who", "word"),
    [
        (leaky, "student", "quiz_key of the own class"),
        (leaky, "stranger", "quiz_key of the own class"),
        (leaky_header, "teacher", "student_name of the other class"),
    ],
)
def test_planted_a_leaked_word_is_named(view, who, word):
    row = planted_rows("leaky")[0]
    assert judge(row, who, {"200"}, answer(view)) == [f"GET leaky as {who}: shows {word}"]


def test_planted_words_may_be_seen_by_those_whom_the_table_names():
    assert judge(planted_rows("leaky")[0], "teacher", {"200"}, answer(leaky)) == []


def test_planted_a_refusal_that_writes_is_named():
    row = read_table("small POST 401 404 404 404 404 404 404 404")[0]
    refusal = Asked(HttpResponse(status=404), ["lessons_post"])
    assert wrong_with(row, "student", {"404"}, refusal) == ["POST small as student: refused, but wrote to lessons_post"]


def test_planted_writing_is_noticed(world, visitors):
    """The tool that looks for changed tables sees a POST that changes one, and undoes it."""
    asked = visitors.ask(
        "teacher", "POST", "/me/settings/", {"theme": "dark", "text_size": 3, "spacing": 2, "font": "serif"}
    )
    assert (asked.changed, world.cast.ana.__class__.objects.get(pk=world.cast.ana.pk).theme) == (
        ["accounts_user"],
        "system",
    )


def test_a_line_of_the_table_that_cannot_be_read_is_refused():
    with pytest.raises(ValueError, match="cannot be read"):
        read_table("small GET 200 200")
