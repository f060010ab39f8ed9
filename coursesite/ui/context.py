"""What every page's template may use: the site's name, the reader's settings, the ways to go."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Reader:
    """How this person reads, written on <html> so that nothing flashes. The defaults are a stranger's."""

    theme: str = "system"
    size: int = 3
    spacing: int = 2
    font: str = "serif"


def reader_of(user) -> Reader:
    if not getattr(user, "is_authenticated", False):
        return Reader()
    return Reader(user.theme, user.text_size, user.spacing, user.font)


def site(request: HttpRequest) -> dict:
    """Context processor. The reader and the ways to go are worked out only where a template draws them."""
    return {
        "site_name": settings.SITE_NAME,
        "reader": SimpleLazyObject(lambda: reader_of(getattr(request, "user", None))),
        "viewing": getattr(request, "viewing", None),
        "nav": SimpleLazyObject(lambda: import_string(settings.UI_NAV)(request)),
    }
