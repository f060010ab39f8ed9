"""The page of a source."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from lessons.sources.forms.page import ReadingForm
from lessons.sources.queries.citing import page_panel
from lessons.sources.queries.comparing import compared
from lessons.sources.queries.images import picture_of
from lessons.sources.queries.page import linked_sources, locked_editions, readable_sources, source_page, whole_texts


@require_safe
def source(request: HttpRequest, source: str) -> HttpResponse:
    """A source with all its texts, whole or two side by side. A student sees those that her classes were given."""
    found = get_object_or_404(readable_sources(request.user), slug=source)
    editions = locked_editions(found)
    asked = ReadingForm(request.GET, editions=editions)
    page = source_page(found, editions)
    shown = {"source": found, "page": page, "asked": asked, "picture": picture_of(page.head)}
    if asked.is_valid() and asked.pair:
        return render(request, "sources/source.html", shown | {"compared": compared(*asked.pair, editions)})
    texts = whole_texts(editions, easier=asked.is_easier)
    if asked.number:
        place = texts.place_of(asked.number)
        if place:
            return redirect(f"{request.path}{'?easier=1' if asked.is_easier else ''}#{place}")
        asked.refuse_number()
    shown |= {"cite": page_panel(page, address=request.build_absolute_uri(request.path))}
    shown |= {
        "texts": texts.texts,
        "links": linked_sources(found, request.user) if found.is_linked else [],
        "invalid": bool(asked.errors),
    }
    return render(request, "sources/source.html", shown, status=422 if asked.errors else 200)
