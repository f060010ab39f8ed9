"""The links of every page's header and footer, by route name. A route that this site does not have is left out."""

import functools

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from coursesite.home.policy import sections_of
from coursesite.ui.navitems import Link, Nav

# key: (label, icon, route name)
SECTIONS = {
    "home": ("Home", "house", "home:home"),
    "lessons": ("Lessons", "book-open", "lessons:lesson_list"),
    "sources": ("Sources", "library", "sources:source_list"),
    "grades": ("Grades", "chart-column", "assessments:grades"),
    "classes": ("Classes", "users", "classes:classroom_list"),
    "people": ("People", "user-round", "accounts:person_list"),
    "admin_classes": ("Classes", "users", "classes:classroom_list"),
    "terms": ("Terms", "calendar", "classes:term_list"),
    "log": ("Log", "scroll-text", "classes:log"),
    "search": ("Search", "search", "home:search"),
    "help": ("Help", "circle-question-mark", "home:help"),
}
ACCOUNT = (("Reading settings", "accounts:settings"), ("Change passphrase", "accounts:passphrase_change"))
FOOT = (
    ("Help", "home:help"),
    ("Accessibility", "home:accessibility"),
    ("Privacy", "home:privacy"),
    ("Legal notice", "home:legal"),
)


@functools.cache  # the site's routes do not change while it runs
def address(route: str) -> str:
    """The address of a route, or "" where the site has none of that name."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def _is_current(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def _links(pairs, path: str) -> tuple[Link, ...]:
    found = [(label, icon, address(route)) for label, icon, route in pairs]
    return tuple(Link(label, url, icon, _is_current(url, path)) for label, icon, url in found if url)


def items(request: HttpRequest) -> Nav:
    """settings.UI_NAV: the ways to go for whoever asks."""
    known = request.user.is_authenticated
    keys = (*sections_of(request.user), *(("search",) if known else ()), "help")
    return Nav(
        main=_links([SECTIONS[key] for key in keys], request.path),
        account=_links([(label, "", route) for label, route in ACCOUNT], request.path) if known else (),
        reading=address("accounts:settings") if known else "",
        search=address("home:search") if known else "",
        sign_in="" if known else address("account_login"),
        sign_out=address("account_logout") if known else "",
        foot=_links([(label, "", route) for label, route in FOOT], request.path),
    )
