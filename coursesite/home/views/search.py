"""One box for lessons, sources, passages, words and persons."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coursesite.home.forms import SearchForm
from coursesite.home.queries.search import found
from coursesite.ui.forms import invalid


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm({"q": request.GET.get("q", "")})
    if not form.is_valid():
        return invalid(request, "home/search.html", {"form": form})
    query = form.cleaned_data["q"]
    context = {"form": form, "query": query, "found": found(request.user, query) if query else None}
    return render(request, "home/search.html", context)
