"""Pages for what went wrong, in plain words. None of them touches the database, a session or a context processor."""

import re
import sys
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from coursesite.ui.forms import wants_json

NEVER_SHOWN_BACK = ("csrf", "pass", "token", "secret", "code")
# What a form bears for itself, perhaps with a row's number: nobody typed it. Ids are known by their shape.
BORNE = {
    *("seen", "text_seen", "base", "stamp", "digest", "op", "op_id", "version", "draw", "beside", "checked", "asked"),
    *("sure", "event", "batch", "before", "after", "pk", "back", "next", "preset", "previewed"),
}
AN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Problem:
    """What a page says: the status, a heading, what happened and what to do."""

    status: int
    heading: str
    lines: tuple[str, ...] = field(default_factory=tuple)


BAD_REQUEST = Problem(
    400,
    "We could not read that request",
    (
        "Part of what your browser sent was missing or not in a form we know.",
        "Go back, load the page again and try once more.",
    ),
)
FORBIDDEN = Problem(
    403,
    "This page is not for your account",
    (
        "It belongs to people with another role.",
        "If you should be able to open it, ask your teacher or an administrator.",
    ),
)
NOT_FOUND = Problem(
    404,
    "We cannot find this page",
    (
        "It may have moved, the address may have a typing mistake, or it may belong to a class that you are not in.",
        "Check the address, or start again from Home.",
    ),
)
CONFLICT = Problem(
    409,
    "This has changed since you opened it",
    (
        "Somebody, or you in another window, changed it first. Nothing was overwritten.",
        "Load the page again to see how it stands now.",
    ),
)
TOO_LARGE = Problem(
    413,
    "That is too much to send at once",
    (
        "Nothing was saved. A pasted text may have about 800,000 letters, a file with text 5 MB, a picture 10 MB.",
        "Go back: most browsers still show what you typed. Divide a longer text, or take the part that is read.",
    ),
)
TOO_MANY = Problem(
    429,
    "Please wait a moment",
    ("There were too many tries in a short time. Nothing was lost.", "Wait a minute, then try again."),
)
BROKEN = Problem(
    500,
    "Something went wrong on our side",
    (
        "What you had saved before is kept. What you sent just now may not have been saved.",
        "Go back: most browsers still show what you typed. Copy it, wait a minute and try again.",
        "If it happens again, tell your teacher or an administrator what you were doing and at what time.",
    ),
)
AWAY = Problem(
    503,
    "The site is catching its breath",
    (
        "What you had saved before is kept. What you sent just now was not saved.",
        "Stay on the page where you were writing, wait half a minute and send it again.",
    ),
)
STALE_FORM = Problem(
    403,
    "This form was open too long",
    (
        "For safety a form stops working after you sign out, or sign in again in another window. It was not sent.",
        "Load the page again, then send it once more.",
    ),
)


def _back(request: HttpRequest, *, here: bool = False) -> str:
    """The page that one came from, where it is one of ours; with `here`, this same address too."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc and came_from.netloc != request.META.get("HTTP_HOST"):
        return ""
    path = came_from.path + (f"?{came_from.query}" if came_from.query else "")
    is_ours = path.startswith("/") and not path.startswith("//")
    return path if is_ours and (here or path != request.get_full_path()) else ""


def _answer(request: HttpRequest, problem: Problem, lines: tuple[str, ...] = (), **extra) -> HttpResponse:
    context = {
        "site_name": settings.SITE_NAME,
        "heading": problem.heading,
        "lines": lines or problem.lines,
        "code": problem.status,
        "back": _back(request),
    }
    return HttpResponse(render_to_string("ui/problem.html", context | extra), status=problem.status)


def _said(exception: Exception | None) -> tuple[str, ...]:
    """The sentence that our own code gave with a refusal; Django's short technical ones are not shown."""
    words = str(exception.args[0]) if exception and exception.args else ""
    return (words,) if words.endswith(".") and " " in words else ()


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    if isinstance(exception, SessionInterrupted):  # it could not be written at the end; what was asked may be done
        return unavailable(request)
    return _answer(request, BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    # The user is named only where this request has fetched them already.
    person = getattr(getattr(request, "_cached_user", None), "name", "")
    return _answer(request, FORBIDDEN, _said(exception), person=person)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, NOT_FOUND)


def conflict(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """For a page that cannot show both versions itself. What was typed stands on it."""
    again = request.get_full_path() if request.method == "GET" else _back(request, here=True)
    return _answer(
        request, CONFLICT, _said(exception), kept=_typed(request), back=again, back_words="See how it stands now"
    )


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, TOO_LARGE)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    answer = _answer(request, TOO_MANY)
    answer.headers.setdefault("Retry-After", "60")
    return answer


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database is away: come back in a moment. A script hears a code and sends the same again."""
    if wants_json(request):
        answer: HttpResponse = JsonResponse({"code": "unavailable"}, status=503)
    else:
        answer = _answer(request, AWAY, kept=_typed(request))
    answer.headers["Retry-After"] = "2"
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Also when the templates themselves fail: then a few plain lines. Django calls this inside its `except`."""
    if isinstance(sys.exc_info()[1], InterfaceError | OperationalError):
        return unavailable(request)
    try:
        return _answer(request, BROKEN)
    except Exception:
        lines = "".join(f"<p>{line}</p>" for line in BROKEN.lines)
        body = f"<main><h1>{BROKEN.heading}</h1>{lines}</main>"
        page = f'<!DOCTYPE html><html lang="en"><title>{BROKEN.heading}</title>{body}</html>'
        return HttpResponse(page, status=500)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The texts of a refused POST, to be copied; nothing that could be a secret."""
    try:
        sent = list(request.POST.lists())
    except Exception:
        return []
    return [
        (name.replace("_", " ").capitalize(), value)
        for name, values in sent
        for value in values
        if value.strip() and _was_typed(name, value)
    ]


def _was_typed(name: str, value: str) -> bool:
    if any(word in name.lower() for word in NEVER_SHOWN_BACK):
        return False
    return BORNE.isdisjoint(name.split("-")) and not AN_ID.fullmatch(value)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    if wants_json(request):  # a script fetches a fresh token and sends again
        return JsonResponse({"code": "csrf"}, status=403)
    return _answer(request, STALE_FORM, kept=_typed(request), back_words="Load the page again")
