"""Headers that every answer bears, error pages and files included (promises.md 6.2)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PERMISSIONS = ", ".join(
    f"{feature}=()" for feature in ("camera", "geolocation", "microphone", "payment", "usb", "interest-cohort")
)


def response_headers(get_response: Callable[[HttpRequest], HttpResponse]):
    """Add the headers that Django has no setting for. Static files may be cached, all else may not."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware
