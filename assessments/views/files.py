"""Files of an attempt: bringing and taking away, and their bytes for those who may see them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from assessments.queries.files import handed_file
from assessments.views.answering import find_attempt, find_given, question_url, save_form, too_late
from coursesite.files.models import Upload
from coursesite.files.views import blob_answer


@require_http_methods(["GET", "HEAD", "POST"])
def attempt_files(request: HttpRequest, classroom, assignment, slot: int) -> HttpResponse:
    """Save all that is on the page, with the files that were chosen for one question, or without one that goes.

    A refused form stands under this address: whoever loads it anew is led to the question."""
    given = find_given(request, classroom, assignment)
    if request.method != "POST":
        return redirect(question_url(given, slot))
    found = find_attempt(request, given)
    if found is None:
        return too_late(request, given)
    get_object_or_404(found.items, slot=slot, question_version__kind="upload")
    return save_form(request, given, found, files=slot) or redirect(question_url(given, slot))


@require_safe
def attempt_file(request: HttpRequest, attempt, file) -> HttpResponseBase:
    """A file to take away: the photograph as we drew it anew, or the PDF as it came."""
    upload = find_file(request, attempt, file)
    return blob_answer(request, upload.blob, name=upload.name, take_away=True)


@require_safe
def attempt_page(request: HttpRequest, attempt, file, number: int) -> HttpResponseBase:
    """One page of a file as a picture that we drew."""
    upload = find_file(request, attempt, file)
    page = get_object_or_404(upload.pages.select_related("blob"), number=number)
    return blob_answer(request, page.blob, name=f"{upload.public_id}-{number}")


def find_file(request: HttpRequest, attempt, file) -> Upload:
    found = handed_file(request.user, attempt, file)
    if found is None:
        raise Http404
    return found
