"""The editor that puts two texts of a source side by side, passage by passage."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from coursesite.ui.forms import UNPROCESSABLE
from lessons.sources.actions.aligning import align_passages
from lessons.sources.aligning import proposals
from lessons.sources.forms.aligning import AT_ONCE, AlignForm, PairForm
from lessons.sources.queries.aligning import aligned
from lessons.sources.queries.naming import text_names
from lessons.sources.queries.page import newest_editions
from lessons.sources.views.editions import source_to_edit


def edition_align(request: HttpRequest, source: str) -> HttpResponse:
    """First which two texts, then a select for each passage; what is not yet aligned comes with proposals."""
    found = source_to_edit(request, source)
    texts = [edition for edition in newest_editions(found) if edition.role != "adaptation"]
    pair = PairForm(request.GET or None, editions=texts)
    context = {"source": found, "pair": pair, "texts": texts}
    if not pair.is_valid():
        status = UNPROCESSABLE if pair.is_bound else 200
        return render(
            request, "sources/edition_align.html", context | {"invalid": pair.is_bound, "form": pair}, status=status
        )
    left, right = pair.pair
    names = text_names(texts)
    passages, others = list(left.passages.all()), list(right.passages.all())
    pages = range(1, (len(passages) - 1) // AT_ONCE + 2)
    page = min(pair.cleaned_data["page"] or 1, pages[-1])
    shown = passages[(page - 1) * AT_ONCE : page * AT_ONCE]
    stands, why = _chosen(shown, others, left.language == right.language, aligned([p.pk for p in shown], right))
    form = AlignForm(request.POST or None, left=shown, right=others, chosen=stands)
    context |= {
        "form": form,
        "rows": form.rows(why),
        "left": left,
        "right": right,
        "names": (names[left.label], names[right.label]),
        "pages": pages,
        "page": page,
    }
    if request.method != "POST":
        return render(request, "sources/edition_align.html", context)
    if not form.is_valid():
        return render(request, "sources/edition_align.html", context | {"invalid": True}, status=UNPROCESSABLE)
    changed = align_passages(left=left, right=right, pairs=form.pairs(), by=request.user)
    messages.success(request, f"{changed} passage{'' if changed == 1 else 's'} changed: the two texts can be compared.")
    asked = urlencode({"left": left.label, "right": right.label, "page": page})
    return redirect(f"{reverse('sources:edition_align', args=[found.slug])}?{asked}")


def _chosen(shown, others, same_language: bool, stands: dict) -> tuple[dict, dict]:
    """(left passage -> (right passage, relation), left passage -> why it is proposed)."""
    by_number = {p.number: p.pk for p in others}
    taken = {beside for beside, _ in stands.values()}
    free = [(p.number, p.text) for p in others if p.pk not in taken]
    open_ = [p for p in shown if p.pk not in stands]
    found = proposals([(p.number, p.text) for p in open_], free, same_language=same_language)
    proposed = {p.pk: found[p.number] for p in open_ if p.number in found}
    chosen = {pk: (by_number[number], "same") for pk, (number, _) in proposed.items()}
    return stands | chosen, {pk: f"Proposed: {reason}" for pk, (_, reason) in proposed.items()}
