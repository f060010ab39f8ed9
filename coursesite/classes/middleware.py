"""Looking at a class as one of its students: read-only, within that class, and nothing is written whatever a page does."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coursesite import clock
from coursesite.accounts.models import User
from coursesite.classes.models import Enrolment
from coursesite.classes.policy import look_as, viewable_by
from coursesite.classes.viewing import KEY, Viewing

STOP = "classes:view_as_stop"


@dataclass(frozen=True)
class Shown:
    """What the bar on each page says: as whom one looks, as if at which moment, in which class."""

    person: User
    enrolment: Enrolment
    at: datetime | None


class ViewAs:
    """Stands last: what it answers itself is seen by nobody else's process_view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        stored = request.session.get(KEY) if request.user.is_authenticated else None
        if stored is None or request.resolver_match is None or request.resolver_match.view_name == STOP:
            return None
        viewing = Viewing.unpack(stored, clock.now())
        place = viewable_by(request.user, Enrolment.objects, viewing.classroom, viewing.person) if viewing else None
        if viewing is None or place is None:  # over, or one teaches the class no more, or the student has left it
            del request.session[KEY]
            return None
        request.viewing = Shown(place.user, place, viewing.at)  # type: ignore[attr-defined]
        if not self.may_look(request, viewing, kwargs):
            return render(request, "classes/viewing_refused.html", status=403)
        return self.look(request, viewing, place, lambda: view(request, *args, **kwargs))

    def may_look(self, request: HttpRequest, viewing: Viewing, kwargs: dict) -> bool:
        """Pages of this class alone, and only to look."""
        listed = request.resolver_match and request.resolver_match.view_name in settings.VIEWABLE_AS_STUDENT
        here = str(kwargs.get("classroom", "")) == viewing.classroom
        return bool(listed and here and request.method in ("GET", "HEAD"))

    def look(self, request, viewing: Viewing, place: Enrolment, answer: Callable[[], HttpResponse]) -> HttpResponse:
        """The page as the student would get it. Whatever it writes is thrown away with its transaction."""
        teacher, student = request.user, place.user
        look_as(student, teacher, place.classroom_id)
        request.user = student
        try:
            with clock.as_if_at(viewing.at) if viewing.at else nullcontext(), transaction.atomic():
                response = answer()
                transaction.set_rollback(True)
                return response
        finally:
            request.user = teacher
