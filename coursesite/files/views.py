"""Answering with what was uploaded. Who may have it, the caller has settled."""

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from coursesite.files.models import Blob
from coursesite.files.queries import open_blob

SHOWN = ("image/jpeg", "image/png")  # drawn by us; anything else is only ever downloaded


def blob_answer(request: HttpRequest, blob: Blob, *, name: str, take_away: bool = False) -> HttpResponseBase:
    """The bytes in a stream, to `take_away` saved and never shown.

    A browser may keep them, but asks each time whether it may still show them.
    """
    tag = quote_etag(blob.sha256)
    response = get_conditional_response(request, etag=tag)
    if response is None or response.status_code != 304:
        shown = blob.media_type in SHOWN and not take_away
        response = FileResponse(open_blob(blob), content_type=blob.media_type, filename=name, as_attachment=not shown)
        response.headers["X-Content-Type-Options"] = "nosniff"
        if not shown:
            response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    return response
