"""Every answer bears the headers of a guarded site, error pages and files included; no page has what the policy refuses."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, path
from lxml import html

from coursesite import urls as site
from coursesite.ui import views
from tests import make
from tests.access import ACCESS
from tests.bodies import address, body_of, parts_of
from tests.canaries import PRINCIPALS
from tests.routes import Route, Row, read, read_table, walk

POLICY = {
    "default-src": "'none'",
    "script-src": "'self' 'nonce'",
    "style-src": "'self'",
    "img-src": "'self' blob: data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
}


def policy_of(response) -> dict[str, str]:
    """The directives of an answer's policy, the nonce of the moment taken out."""
    parts = (part.split(None, 1) for part in response.headers.get("Content-Security-Policy", "").split(";"))
    return {name: re.sub(r"'nonce-[\w+/=-]{16,}'", "'nonce'", value).strip() for name, value in parts}


def wrong_headers(response, *, kept: bool = False) -> list[str]:
    """What is missing or other than promised. A page that drew no nonce has none in its policy."""
    policy = policy_of(response)
    wanted = POLICY | ({} if "'nonce'" in policy.get("script-src", "") else {"script-src": "'self'"})
    wrong = [] if policy == wanted else [f"Content-Security-Policy is {policy}"]
    for name, value in HEADERS.items():
        if response.headers.get(name) != value:
            wrong.append(f"{name} is {response.headers.get(name)}")
    if not kept and response.headers.get("Cache-Control") != "no-store":
        wrong.append(f"Cache-Control is {response.headers.get('Cache-Control')}")
    return wrong


# -- What the policy would refuse ------------------------------------------------------------------------


def refused_by_policy(page: str) -> list[str]:
    """Inline handlers, style attributes and elements, scripts without nonce or file, addresses that run or lead away."""
    found = []
    for element in html.document_fromstring(page).iter():
        if not isinstance(element.tag, str):
            continue
        names = element.attrib
        found += [f"<{element.tag} {name}>" for name in names if name == "style" or re.match(r"on[a-z]+$", name)]
        if element.tag == "style":
            found.append("<style>")
        if element.tag == "script" and not (names.get("nonce") or names.get("src", "").startswith("/")):
            found.append("<script> without nonce or file of ours")
        for name in ("href", "src", "action", "formaction"):
            if names.get(name, "").strip().lower().startswith("javascript:"):
                found.append(f"<{element.tag} {name}=javascript:>")
        away = element.tag in ("script", "img", "link", "iframe", "video", "audio", "form")
        for name in ("src", "href", "action"):
            if away and re.match(r"(https?:)?//", names.get(name, "")):
                found.append(f"<{element.tag}> leads away: {names[name]}")
    return found


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p onclick='x()'>", ["<p onclick>"]),
        ("<p style='color: red'>", ["<p style>"]),
        ("<style>p {}</style>", ["<style>"]),
        ("<p><script>x()</script>", ["<script> without nonce or file of ours"]),
        ("<p><script src='https://elsewhere.test/x.js'></script>", [
            "<script> without nonce or file of ours", "<script> leads away: https://elsewhere.test/x.js"]),
        ("<a href=' JavaScript:x()'>", ["<a href=javascript:>"]),
        ("<img src='//elsewhere.test/x.png'>", ["<img> leads away: //elsewhere.test/x.png"]),
        ("<p class='x' title='onclick'><script src='/x.js'></script><script nonce='abc'></script>", []),
    ],
)  # fmt: skip
def test_planted_what_the_policy_refuses_is_named(page, found):
    assert refused_by_policy(page) == found


# -- Every route ---------------------------------------------------------------------------------------------

BY_NAME: dict[str, Route] = {route.name: route for route in walk(get_resolver().url_patterns)}
ROWS = [row for row in read_table(ACCESS) if row.route in BY_NAME and not row.thing]


def one_of_each(row: Row) -> list[str]:
    """A principal for each status that the row has."""
    return list({row.expected[who]: who for who in reversed(PRINCIPALS)}.values())


@pytest.mark.once
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_every_answer_has_the_headers_and_no_page_what_they_refuse(row, world, visitors):
    route, wrong = BY_NAME[row.route], []
    where = address(route, parts_of(route, row, world.here))
    for who in one_of_each(row):
        body = body_of(row, world, world.here) if row.method == "POST" else None
        response = visitors.ask(who, row.method, where, body).response
        wrong += [f"{who}: {said}" for said in wrong_headers(response)]
        if response.headers.get("Content-Type", "").startswith("text/html") and response.content:
            wrong += [f"{who}: {said}" for said in refused_by_policy(response.content.decode())]
            nonce = re.search(r"nonce-([\w+/=-]+)'", response.headers.get("Content-Security-Policy", ""))
            used = set(re.findall(r'nonce="([^"]+)"', read(response)))
            wrong += [f"{who}: a script bears another nonce than the policy"] if used - {nonce and nonce[1]} else []
    assert wrong == []


# -- Error pages -----------------------------------------------------------------------------------------------


def raises(error):
    def view(request):
        raise error

    view.login_required = False
    return view


def says(answer):
    def view(request):
        return answer(request)

    view.login_required = False
    return view


urlpatterns = [
    path("wrong/400/", raises(BadRequest("odd"))),
    path("wrong/403/", raises(PermissionDenied("No."))),
    path("wrong/409/", says(views.conflict)),
    path("wrong/413/", says(views.too_large)),
    path("wrong/422/", says(lambda request: HttpResponse("<p>Say why.</p>", status=422))),
    path("wrong/429/", says(views.too_many)),
    path("wrong/500/", raises(RuntimeError("planted"))),
    *site.urlpatterns,
]
handler400, handler403, handler404 = site.handler400, site.handler403, site.handler404
handler500 = site.handler500


@pytest.mark.urls("tests.test_headers")
@pytest.mark.parametrize(
    ("status", "where", "method"),
    [
        (400, "/wrong/400/", "get"),
        (400, "/help/?host", "bad host"),
        (403, "/wrong/403/", "get"),
        (403, "/sign-in/", "no csrf"),
        (404, "/nothing/here/", "get"),
        (405, "/help/", "post"),
        (409, "/wrong/409/", "get"),
        (413, "/wrong/413/", "get"),
        (422, "/wrong/422/", "get"),
        (429, "/wrong/429/", "get"),
        (500, "/wrong/500/", "get"),
    ],
)
def test_error_pages_have_the_headers(status, where, method, world):
    client = Client(raise_request_exception=False, enforce_csrf_checks=method == "no csrf")
    if method == "bad host":
        response = client.get(where, headers={"host": "elsewhere.test"})
    else:
        response = (client.get if method == "get" else client.post)(where)
    pages = refused_by_policy(response.content.decode()) if response.content else []
    assert (response.status_code, wrong_headers(response), pages) == (status, [], [])


@pytest.mark.parametrize("file", ["site/site.css", "site/base.js", "site/icon.svg"])
def test_files_have_the_headers_and_may_be_kept(file):
    assert finders.find(file)
    response = Client().get(f"/static/{file}")
    assert (response.status_code, wrong_headers(response, kept=True)) == (200, [])
    assert "max-age" in response.headers["Cache-Control"]


def test_a_file_that_is_not_there_has_the_headers(db):
    response = Client().get("/static/site/nothing.css")
    assert (response.status_code, wrong_headers(response)) == (404, [])


def test_signing_out_tells_the_browser_to_forget_its_pages(client, world):
    client.force_login(world.cast.irina)
    assert client.post("/sign-out/").headers["Clear-Site-Data"] == '"cache"'


# -- As a school runs it -----------------------------------------------------------------------------------------

AS_SCHOOL = """
import json, django
from django.conf import settings
django.setup()
from django.http import HttpResponse
from django.test import RequestFactory
from django.middleware.security import SecurityMiddleware
request = RequestFactory().get("/", secure=True, headers={"host": "school.example.org"})
answer = SecurityMiddleware(lambda request: HttpResponse("x"))(request)
plain = SecurityMiddleware(lambda request: HttpResponse("x"))(RequestFactory().get("/x/", headers={"host": "school.example.org"}))
names = [name for name in dir(settings) if name.startswith(("SESSION_COOKIE", "CSRF_COOKIE", "SECURE_")) or name == "DEBUG"]
print(json.dumps({
    "settings": {name: getattr(settings, name) for name in names},
    "hsts": answer.headers["Strict-Transport-Security"],
    "plain": [plain.status_code, plain.headers["Location"]],
}, default=str))
"""


@pytest.fixture(scope="module")
def school() -> dict:
    """The settings of a school, read in a process of their own."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("SITE_", "PYTEST", "DJANGO"))
    }
    environment |= {
        "SITE_MODE": "school",
        "SECRET_KEY": "a-key-of-the-test-" + "x" * 50,
        "ALLOWED_HOSTS": "school.example.org",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "DJANGO_SETTINGS_MODULE": "coursesite.settings",
    }
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(
        [sys.executable, "-c", AS_SCHOOL], env=environment, cwd=root, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("name", "value"),
    {
        "DEBUG": False,
        "SESSION_COOKIE_NAME": "__Host-sid",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_COOKIE_DOMAIN": None,
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_PATH": "/",
        "CSRF_COOKIE_DOMAIN": None,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "SECURE_PROXY_SSL_HEADER": None,
    }.items(),
)
def test_a_school_s_cookies_and_transport(school, name, value):
    assert school["settings"][name] == value


def test_a_school_is_reached_by_https_alone(school):
    assert school["hsts"] == "max-age=31536000; includeSubDomains"
    assert school["plain"] == [301, "https://school.example.org/x/"]


def test_cookies_are_kept_from_scripts_and_other_sites(client, world):
    client.post("/sign-in/", {"login": world.cast.omar.username, "password": make.PASSPHRASE})
    client.get("/me/settings/")
    kept = {
        name: (cookie["samesite"], bool(cookie["httponly"]), cookie["path"]) for name, cookie in client.cookies.items()
    }
    assert kept["sid"] == ("Lax", True, "/")
    assert kept["csrf"][0] == "Lax"
