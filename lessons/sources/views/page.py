"""The page of a source."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lessons.sources.models import Source
from lessons.sources.queries.page import source_page as page_of


@require_safe
def source(request: HttpRequest, source: str) -> HttpResponse:
    """A source with all its texts. A student sees those that her classes' lessons and tasks show."""
    found = get_object_or_404(Source.objects.visible_to(request.user), slug=source)
    return render(request, "sources/source.html", {"page": page_of(found), "source": found})
