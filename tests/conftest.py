"""What every test may ask for: a browser, a signed-in person, a clock that stands, a count of queries.

`pytest -q` alone runs on SQLite without a browser. With DATABASE_URL set it runs on PostgreSQL; `tests/postgres.py`
starts one. Marks: browser, postgres, once, prove (pyproject.toml).
"""

import datetime
import os
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection, connections
from django.test import Client, TransactionTestCase
from django.test.utils import CaptureQueriesContext, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as settings_of_hypothesis
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from coursesite import clock
from tests import make
from tests.chromium import HOW_TO_GET_IT, find_chromium
from tests.emptying import Ground
from tests.held import held, held_rows, side_by_side
from tests.walking import Visitors
from tests.world import World, make_world

# Playwright's sync interface runs an event loop in the test's own thread; Django would refuse the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong

CI = os.environ.get("CI") == "true"
WIDE = {"width": 1366, "height": 768}
NARROW = {"width": 360, "height": 740}
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# A busy machine is slow, not wrong.
settings_of_hypothesis.register_profile("site", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings_of_hypothesis.load_profile("site")


def pytest_configure(config: pytest.Config) -> None:
    if settings.SITE_MODE != "test":
        raise pytest.UsageError(f"SITE_MODE is {settings.SITE_MODE!r}; tests run with SITE_MODE=test or without it.")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database", action="store_true", help="leave out what never asks the database: it is no different there"
    )


def asks_database(item: pytest.Item) -> bool:
    """Whether another database could make a difference to the test. What drives a browser or a server always counts."""
    asking = {"db", "transactional_db", "live_server", "django_db_setup"}
    marked = any(item.get_closest_marker(name) for name in ("django_db", "browser", "postgres"))
    return marked or bool(asking & set(getattr(item, "fixturenames", ())))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--only-database"):
        left_out = [item for item in items if not asks_database(item) or item.get_closest_marker("once")]
        config.hook.pytest_deselected(items=left_out)
        left = set(left_out)
        items[:] = [item for item in items if item not in left]
    side_by_side(items)
    if connections["default"].vendor != "postgresql":
        for item in items:
            if item.get_closest_marker("postgres"):
                item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: make test, or set DATABASE_URL"))


def pytest_terminal_summary(terminalreporter) -> None:
    """The figures of the proofs stand at the end of every run; from another process they come with the report."""
    told = [
        text
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, text in getattr(report, "user_properties", ())
        if name == "figure" and getattr(report, "when", "") == "call"
    ]
    if told:
        terminalreporter.section("figures")
        for text in told:
            terminalreporter.write_line(text)


@pytest.fixture
def say(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """say(text): a proof shows its numbers, at the end of the run."""
    return lambda text: request.node.user_properties.append(("figure", text))


# -- The database ----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """As pytest-django makes the database; what is committed or lent there is taken away by our own rules."""
    with django_db_blocker.unblock():
        ground = Ground()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: ground.restore())
        yield
    with django_db_blocker.unblock():
        held_rows.clear()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef, request: pytest.FixtureRequest) -> None:
    """Just before pytest-django begins a test's transaction: the rows that are lent to it (tests/held.py)."""
    if fixturedef.argname == "_django_db_helper":
        with request.getfixturevalue("django_db_blocker").unblock():
            held_rows.prepare(request.node, stand)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """A database for each test process. On SQLite a file: an in-memory database waits and locks differently."""
    database = connections["default"]
    if database.vendor == "sqlite":
        database.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def uploads_have_a_folder_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    blobs = settings.STORAGES["blobs"] | {"OPTIONS": {"location": tmp_path_factory.mktemp("blobs")}}
    with override_settings(STORAGES=settings.STORAGES | {"blobs": blobs}):
        yield


@pytest.fixture(autouse=True)
def nothing_is_kept_from_the_test_before() -> None:
    """Rows of another test may have had the same ids."""
    caches["drawn"].clear()


# -- People and things -----------------------------------------------------------------------------------


@held(shared=True)
def cast() -> make.Cast:
    """Two classes with their teachers, a marker, students, an admin, and somebody who is in no class."""
    return make.Cast()


@held(shared=True, copied=False)
def world() -> World:
    """The canary world (tests/world.py); what a test does to its rows is undone."""
    return make_world()


@held(shared=True, copied=False)
def visitors(world: World) -> Visitors:
    """Everybody of the canary world, signed in."""
    return Visitors(world)


# -- Signing in --------------------------------------------------------------------------------------


@pytest.fixture
def sign_in(request: pytest.FixtureRequest) -> Callable:
    """sign_in(client_or_page, user): by a session made in the database, without the sign-in page."""

    def sign_in(target, user):
        if isinstance(target, Client):
            target.force_login(user)
            return target
        client = Client()
        client.force_login(user)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        url = request.getfixturevalue("live_server").url
        context = target.context if isinstance(target, Page) else target
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": url}])
        return target

    return sign_in


# -- The browser ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser(django_db_blocker: DjangoDbBlocker) -> Iterator[Browser]:
    """Debian's Chromium, started once for the session.

    With Playwright's event loop the thread gets another database connection; on the one before, rows that are lent
    would stay locked for as long as the process lives.
    """
    with django_db_blocker.unblock():
        held_rows.clear()
        connection.close()
    program = find_chromium()
    if program is None:
        (pytest.fail if CI else pytest.skip)(HOW_TO_GET_IT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_context(browser: Browser, live_server) -> Iterator[Callable[..., BrowserContext]]:
    """open_context(width, java_script_enabled=False, color_scheme="dark", ...): a fresh browser profile at the site."""
    opened: list[BrowserContext] = []

    def open_context(viewport: dict = WIDE, **options) -> BrowserContext:
        context = browser.new_context(base_url=live_server.url, viewport=viewport, reduced_motion="reduce", **options)
        context.set_default_timeout(10_000)
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.close()


@pytest.fixture
def context(open_context) -> BrowserContext:
    return open_context(WIDE)


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page 1366 px wide. The test fails if a script of the page failed or the content policy refused something."""
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(f"script failed: {error}"))
    page.on("console", lambda message: problems.append(message.text) if "Content Security" in message.text else None)
    yield page
    assert problems == []


@pytest.fixture
def narrow_page(open_context) -> Page:
    """A page as on a phone, 360 px wide."""
    return open_context(NARROW).new_page()


# -- Time and queries ------------------------------------------------------------------------------------


class StandingClock:
    """A clock that moves only when told."""

    def __init__(self, moment: datetime.datetime):
        self.moment = moment

    def __call__(self) -> datetime.datetime:
        return self.moment

    def set(self, moment: datetime.datetime) -> None:
        self.moment = moment

    def advance(self, **duration: float) -> datetime.datetime:
        """advance(minutes=5): the new moment."""
        self.moment += datetime.timedelta(**duration)
        return self.moment


def stand(patch: pytest.MonkeyPatch) -> StandingClock:
    standing = StandingClock(datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC))
    patch.setattr(clock, "_source", standing)
    return standing


@pytest.fixture
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> StandingClock:
    """The project's clock stands at Monday 2 March 2026, 09:00 UTC, until the test moves it."""
    return stand(monkeypatch)


def _queries(fetch: Callable) -> tuple[list[str], bytes]:
    with CaptureQueriesContext(connection) as captured:
        answer = fetch()
    assert answer.status_code == 200, f"the page answered {answer.status_code}"
    return [query["sql"] for query in captured.captured_queries], answer.content


@pytest.fixture
def query_count_is_constant() -> Callable[[Callable, Callable], int]:
    """query_count_is_constant(fetch, grow): a page's queries do not grow with its rows.

    `fetch()` answers a response; `grow()` adds rows which the page shows. The page must have grown, or the
    comparison says nothing.
    """

    def check(fetch: Callable, grow: Callable) -> int:
        _queries(fetch)  # fills what is kept for the whole process, such as content types
        few, short = _queries(fetch)
        grow()
        many, long = _queries(fetch)
        assert len(long) > len(short), "the page shows none of the rows that grow() added"
        assert len(many) == len(few), "more rows, more queries:\n" + "\n".join(sorted(set(many) - set(few)))
        return len(many)

    return check
