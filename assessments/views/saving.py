"""Where the answering page sends what was written. It always answers JSON, never a page and never a redirect."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse

from assessments.actions.saving import LATE, Result, save_answers
from assessments.errors import Busy
from assessments.forms.saving import MOST_BYTES, SaveForm
from assessments.models import Attempt
from coursesite import clock


def refusal(status: int, code: str, **more) -> JsonResponse:
    return JsonResponse({"code": code} | more, status=status)


@login_not_required  # a page that is open over an expired sign-in must hear 401, not be sent to another page
def attempt_save(request: HttpRequest, attempt: uuid.UUID) -> JsonResponse:
    """Save 1 to 20 changes. 200 with a result for each; 401, 403, 404, 409, 413, 422 or 503 with a code."""
    if request.method != "POST":
        return refusal(405, "method")
    if not request.user.is_authenticated:
        return refusal(401, "auth")
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return refusal(413, "too_large")
    form = SaveForm({"ops": read_body(request)})
    if not form.is_valid():
        return refusal(422, "invalid", problems=form.errors["ops"])
    try:
        saved = save_answers(attempt_id=attempt, ops=form.cleaned_data["ops"], by=request.user)
    except Attempt.DoesNotExist:
        return refusal(404, "not_found")
    except Busy:
        answer = refusal(503, "busy")
        answer.headers["Retry-After"] = "2"
        return answer
    body = {
        "server_now": clock.now(),
        "closes_at": saved.closes_at,
        "results": [as_json(one) for one in saved.results],
    }
    closed = any(LATE in (one.result, one.kept_as) for one in saved.results)
    return JsonResponse({"code": "closed"} | body if closed else body, status=409 if closed else 200)


def read_body(request: HttpRequest) -> str:
    """The body as text; "" where it is not UTF-8, which the form then refuses."""
    try:
        return request.body.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def as_json(one: Result) -> dict:
    told = {"op_id": str(one.op_id), "slot": one.slot, "result": one.result, "rev": one.rev}
    if one.result != "saved":
        told["value"] = one.value
    if one.kept_as:
        told["kept_as"] = one.kept_as
    return told
