"""How a source is cited: a page to choose the paragraph on, and files for other programs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lessons.sources.cite.files import FORMATS
from lessons.sources.forms.citing import CiteForm
from lessons.sources.models import Source
from lessons.sources.queries.citing import citable_at, citable_editions, citable_passages, cite_panel


def _asked(request: HttpRequest, slug: str) -> tuple[Source, CiteForm, str]:
    """(the source, what of it is chosen, the source's address)."""
    found = get_object_or_404(Source.objects.visible_to(request.user).select_related("place"), slug=slug)
    editions = citable_editions(found)
    form = CiteForm(request.GET, editions, citable_passages(editions))
    return found, form, request.build_absolute_uri(reverse("sources:source", args=[found.slug]))


@require_safe
def source_cite(request: HttpRequest, source: str) -> HttpResponse:
    """A source cited in every form, as a whole or at a chosen paragraph."""
    found, form, address = _asked(request, source)
    cite = cite_panel(found, *form.chosen, address=address)
    context = {"source": found, "form": form, "cite": cite, "invalid": bool(form.errors)}
    return render(request, "sources/source_cite.html", context, status=422 if form.errors else 200)


@require_safe
def cite_file(request: HttpRequest, source: str, ext: str) -> HttpResponse:
    """The citation as a file: CSL-JSON, RIS or BibTeX."""
    found, form, address = _asked(request, source)
    if ext not in FORMATS or form.errors:
        raise Http404
    kind, write = FORMATS[ext]
    words = write([citable_at(found, *form.chosen, address=address)])
    return HttpResponse(
        words, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{found.slug}.{ext}"'}
    )
