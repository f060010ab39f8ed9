"""Where the answering page sends what was written. It always answers JSON, never a page and never a redirect."""

import datetime
import uuid
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.urls import reverse

from assessments.actions.finishing import Finished, finish_attempt
from assessments.actions.saving import LATE, Result, save_answers
from assessments.arrival import arrival
from assessments.errors import NotHandedIn, Rewound, Unanswered
from assessments.forms.saving import MOST_BYTES, DoubtForm, FinishForm, SaveForm
from assessments.kinds import kind_of
from assessments.models import Attempt
from coursesite import clock
from coursesite.retrying import Busy


def refusal(status: int, code: str, **more) -> JsonResponse:
    return JsonResponse({"code": code} | more, status=status)


def for_script(view: Callable[..., JsonResponse]) -> Callable[..., JsonResponse]:
    """What every answer to the page's script has in common: 401, 404, 413 and 503 with a code that it understands."""

    @login_not_required  # a page that is open over an expired sign-in must hear 401, not be sent to another page
    @wraps(view)
    def answer(request: HttpRequest, attempt: uuid.UUID) -> JsonResponse:
        if not request.user.is_authenticated:
            return refusal(401, "auth")
        if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
            return refusal(413, "too_large")
        try:
            return view(request, attempt)
        except Attempt.DoesNotExist:
            return refusal(404, "not_found")
        except Busy:
            busy = refusal(503, "busy")
            busy.headers["Retry-After"] = "2"
            return busy

    return answer


def only(method: str) -> Callable:
    """A wrong method is refused first, to everybody alike."""

    def wrap(view: Callable[..., JsonResponse]) -> Callable[..., JsonResponse]:
        @wraps(view)
        def answer(request: HttpRequest, attempt: uuid.UUID) -> JsonResponse:
            allowed = (method, "HEAD") if method == "GET" else (method,)
            return view(request, attempt) if request.method in allowed else refusal(405, "method")

        return answer

    return wrap


@only("POST")
@for_script
def attempt_save(request: HttpRequest, attempt: uuid.UUID) -> JsonResponse:
    """Save 1 to 20 changes. 200 with a result for each; 401, 403, 404, 409, 413, 422 or 503 with a code."""
    form = SaveForm({"ops": read_body(request)})
    if not form.is_valid():
        return refusal(422, "invalid", problems=form.errors["ops"])
    with clock.as_if_at(arrived_at(request)):
        saved = save_answers(attempt_id=attempt, ops=form.cleaned_data["ops"], by=request.user)
    body = {"server_now": clock.now(), "closes_at": saved.closes_at, "results": as_json(saved.results)}
    closed = any(LATE in (one.result, one.kept_as) for one in saved.results)
    return JsonResponse({"code": "closed"} | body if closed else body, status=409 if closed else 200)


@only("POST")
@for_script
def attempt_finish(request: HttpRequest, attempt: uuid.UUID) -> JsonResponse:
    """Hand in, with what was not sent yet. 200 with the receipt; 409 with why it stays open."""
    form = FinishForm({"body": read_body(request)})
    if not form.is_valid():
        return refusal(422, "invalid", problems=form.errors["body"])
    asked = form.cleaned_data["body"]
    try:
        with clock.as_if_at(arrived_at(request)):
            done = finish_attempt(
                attempt_id=attempt, by=request.user, ops=asked.ops, known=asked.known, sure=asked.sure
            )
    except Rewound as found:
        return refusal(409, "rewound", revs=found.revs)
    except NotHandedIn as found:
        return refusal(409, "conflict", results=as_json(found.results))
    except Unanswered as found:
        return refusal(409, "unanswered", slots=found.slots, results=as_json(found.results))
    return JsonResponse(receipt_of(done))


@only("GET")
@for_script
def attempt_state(request: HttpRequest, attempt: uuid.UUID) -> JsonResponse:
    """How long it is still open: asked while a time limit runs, so that time which a teacher adds is seen soon."""
    found = Attempt.objects.owned_by(request.user).only("closes_at", "submitted_at").get(public_id=attempt)
    state = "open" if found.submitted_at is None else "handed_in"
    return JsonResponse({"server_now": clock.now(), "closes_at": found.closes_at, "state": state})


def receipt_of(done: Finished) -> dict:
    assignment = done.attempt.work.assignment
    last = done.attempt.events.filter(detail__has_key="code").last()
    return {
        "server_now": clock.now(),
        "results": as_json(done.results),
        "code": last.detail["code"] if last else "",
        "receipt": reverse("assessments:receipt", args=[assignment.classroom.public_id, assignment.public_id]),
    }


@only("POST")
@for_script
def attempt_doubt(request: HttpRequest, attempt: uuid.UUID) -> JsonResponse:
    """How a typed date or number is doubtful: what to ask its writer, "" where it is clear. Nothing is saved."""
    form = DoubtForm(request.POST)
    if not form.is_valid():
        return refusal(422, "invalid")
    mine = Attempt.objects.owned_by(request.user).get(public_id=attempt)
    item = mine.items.select_related("question_version").filter(slot=form.cleaned_data["slot"]).first()
    if item is None:
        return refusal(404, "not_found")
    version = item.question_version
    return JsonResponse({"doubt": kind_of(version.kind).doubt(form.cleaned_data["value"], version.body)})


def arrived_at(request: HttpRequest) -> datetime.datetime:
    """When the request reached the site: before it waited for a free place, where a proxy that we trust says so."""
    now = clock.now()
    return arrival(request.headers.get("X-Request-Start", ""), now) if settings.TRUST_REQUEST_START else now


def read_body(request: HttpRequest) -> str:
    """The body as text; "" where it is not UTF-8, which the form then refuses."""
    try:
        return request.body.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def as_json(results: list[Result]) -> list[dict]:
    return [_result(one) for one in results]


def _result(one: Result) -> dict:
    told = {"op_id": str(one.op_id), "slot": one.slot, "result": one.result, "rev": one.rev}
    if one.result != "saved":
        told["value"] = one.value
    if one.kept_as:
        told["kept_as"] = one.kept_as
    return told
