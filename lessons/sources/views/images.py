"""The picture of a source: making one, what is said of it, looking closely, its bytes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from coursesite.files.images import EXTENSIONS
from coursesite.files.views import blob_answer
from coursesite.ui.forms import UNPROCESSABLE, invalid
from lessons.sources.actions.images import make_picture, set_picture
from lessons.sources.errors import DescriptionMoved
from lessons.sources.forms.describing import shelves_of
from lessons.sources.forms.images import FilledPicture, PictureForm, ZoomForm
from lessons.sources.models import Source
from lessons.sources.queries.describing import names_to_choose
from lessons.sources.queries.heads import heads_of
from lessons.sources.queries.images import image_of, images_for, picture_of
from lessons.sources.zooming import zoomed

CONFLICT = 409


def image_new(request: HttpRequest) -> HttpResponse:
    """A new source that is a picture: the form of a source, with a picture in place of its text."""
    if not shelves_of(request.user).exists():
        raise Http404
    data = request.POST if request.method == "POST" else None
    filled = FilledPicture(data, request.FILES or None, user=request.user)
    if data is None:
        return _new_page(request, filled)
    if not filled.is_valid():
        return _new_page(request, filled, status=UNPROCESSABLE)
    form = filled.form
    if not filled.is_checked:
        form.data = form.data.copy()
        form.data["checked"] = form.stamp
        asks = filled.check.is_sent or form.question
        return _new_page(request, filled, status=UNPROCESSABLE if asks else 200)
    source = make_picture(
        shelf=form.cleaned_data["shelf"], description=filled.description, upload=filled.picture.kept,
        values=filled.picture.values, by=request.user,
    )  # fmt: skip
    messages.success(request, f"“{source.title}” is stored as a draft. Say below who can use it.")
    return redirect("sources:source_edit", source.slug)


def _new_page(request: HttpRequest, filled: FilledPicture, status: int = 200) -> HttpResponse:
    rows_wrong = any(rows.errors and any(rows.errors) for rows in filled.rows.all)
    context = filled.context() | names_to_choose(request.user)
    context |= {"more_open": filled.form.more_is_wrong or rows_wrong, "invalid": status == UNPROCESSABLE}
    return render(request, "sources/image_new.html", context, status=status)


def image_edit(request: HttpRequest, source: str) -> HttpResponse:
    """The picture of a source that one may edit, with all that is said of it."""
    rows = Source.objects.editable_by(request.user).select_related("place", "image__blob", "image__small")
    found = get_object_or_404(rows, slug=source)
    image = image_of(found)
    context = {"source": found, "picture": picture_of(heads_of([found])[found.pk])}
    data = request.POST if request.method == "POST" else None
    form = PictureForm(data, request.FILES or None, prefix="picture", user=request.user, image=image)
    context["form"] = form
    if data is None:
        return render(request, "sources/image_edit.html", context)
    if not form.is_valid():
        return invalid(request, "sources/image_edit.html", context)
    if form.asks:
        form.preselect()
        return render(request, "sources/image_edit.html", context)
    try:
        seen = form.cleaned_data["seen"]
        set_picture(source=found, upload=form.kept, values=form.values, seen=seen, by=request.user)
    except DescriptionMoved as moved:
        form.say("seen", moved.stamp)
        return render(request, "sources/image_edit.html", context | {"refusal": moved}, status=CONFLICT)
    messages.success(request, "The picture and what is said of it are saved.")
    return redirect("sources:image_edit", found.slug)


@require_safe
def image_zoom(request: HttpRequest, source: str) -> HttpResponse:
    """The picture on a page of its own, as large as one asks; for those who see its source."""
    image = get_object_or_404(images_for(request.user), source__slug=source)
    form = ZoomForm(request.GET)
    valid = form.is_valid()
    picture = picture_of(heads_of([image.source])[image.source_id])
    shown = zoomed(image.width, image.height, form.cleaned_data["size"] if valid else None, ZoomForm.SIZES)
    context = {"source": image.source, "picture": picture, "zoom": shown, "form": form, "invalid": not valid}
    return render(request, "sources/image_zoom.html", context, status=200 if valid else UNPROCESSABLE)


@require_safe
def image_file(request: HttpRequest, source: str, size: str, ext: str) -> HttpResponseBase:
    """The bytes of a picture, for those who see its source."""
    image = get_object_or_404(images_for(request.user), source__slug=source)
    blob = {"large": image.blob, "small": image.small}.get(size)
    if blob is None or EXTENSIONS[blob.media_type] != ext:
        raise Http404
    return blob_answer(request, blob, name=f"{source}.{ext}")
