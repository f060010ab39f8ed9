"""Discussions and private answers."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from coursesite import clock
from coursesite.classes.actions import touch_work
from coursesite.ui.forms import UNPROCESSABLE, invalid, wants_json
from lessons.actions import edit_post, flag_post, hide_post, lock_discussion, save_answer, write_post
from lessons.errors import AnswerConflict, TalkError
from lessons.forms.talk import AnswerForm, EditForm, LockForm, PostForm, ReasonForm
from lessons.models import Discussion, Post
from lessons.queries.notes import AT_HAND, note_address
from lessons.queries.talk import Asked, asked, is_before_a_text, skipped, talk_page

CONFLICT = 409


def asked_or_404(request: HttpRequest, classroom: UUID, prompt: UUID) -> Asked:
    found = asked(request.user, classroom, prompt)
    if found is None or not found.is_open(clock.now()):
        raise Http404
    return found


def discussion(request: HttpRequest, classroom: UUID, prompt: UUID) -> HttpResponse:
    """The class's answers to a prompt; one's own post first. A POST is a post or a reply."""
    found = asked_or_404(request, classroom, prompt)
    if request.method != "POST":
        return _discussion_page(request, found, PostForm(initial={"op_id": uuid4()}))
    if found.is_private:
        raise Http404
    form = PostForm(request.POST, starters=found.starters())
    if not form.is_valid():
        return _discussion_page(request, found, form)
    parent = None
    if form.cleaned_data["parent"]:
        mine = Post.objects.visible_to(request.user).filter(discussion__prompt=found.prompt)
        parent = get_object_or_404(mine, public_id=form.cleaned_data["parent"], discussion__classroom=found.classroom)
    try:
        post = write_post(
            by=request.user, classroom=found.classroom, prompt=found.prompt, text=form.cleaned_data["text"],
            op_id=form.cleaned_data["op_id"], parent=parent, work=_work(found),
        )  # fmt: skip
    except TalkError as error:
        return _discussion_page(request, found, form, error)
    return redirect(f"{request.path}#post-{post.public_id}")


def _work(found: Asked):
    """The student's cell of the lesson; none for those who teach."""
    return touch_work(assignment=found.assignment, enrolment=found.enrolment()) if found.is_studied else None


def _discussion_page(
    request: HttpRequest, found: Asked, form: PostForm, refusal: TalkError | None = None
) -> HttpResponse:
    context = {
        "asked": found,
        "classroom": found.classroom,
        "talk": talk_page(found),
        "form": form,
        "replying_to": form["parent"].value() if form.is_bound else "",
        "op_id": form["op_id"].value() or uuid4(),
        "reply_op_id": uuid4,
    }
    if found.is_private and is_before_a_text(found):
        context |= {"expecting": True, "skipped": skipped(found) if found.moderates else []}
    if form.is_bound:
        return _again(request, "lessons/discussion.html", context, refusal)
    return render(request, "lessons/discussion.html", context)


def _again(request: HttpRequest, template: str, context: dict, refusal: TalkError | None = None) -> HttpResponse:
    """The form again with what was typed: 422 with what to do; after a conflict 409 with both texts.

    Sending it again after a conflict puts its text after the one that stands.
    """
    form = context["form"]
    if isinstance(refusal, AnswerConflict):
        both = {"form": type(form)(initial=form.cleaned_data | {"base": refusal.n}), "conflict": refusal}
        return render(request, template, context | both, status=CONFLICT)
    if refusal:
        form.add_error(None, str(refusal))
    return invalid(request, template, context)


# -- Private answers -------------------------------------------------------------------------------------


@require_POST
def answer_save(request: HttpRequest, classroom: UUID, prompt: UUID) -> HttpResponse:
    """Keep a private answer. The page's script asks for JSON; without script the page is shown again."""
    found = asked_or_404(request, classroom, prompt)
    if not found.is_private or not found.is_studied:
        raise Http404
    form = AnswerForm(request.POST, starters=found.starters())
    if not form.is_valid():
        return _answer_refused(request, found, form)
    try:
        saved = save_answer(
            by=request.user, classroom=found.classroom, prompt=found.prompt, text=form.cleaned_data["text"],
            base=form.cleaned_data["base"], work=_work(found),
        )  # fmt: skip
    except TalkError as refusal:
        return _answer_refused(request, found, form, refusal)
    if wants_json(request):
        return JsonResponse({"n": saved.n, "at": saved.at.isoformat()})
    return redirect(form.cleaned_data["back"] or reverse("lessons:discussion", args=[classroom, prompt]))


def _answer_refused(
    request: HttpRequest, found: Asked, form: AnswerForm, refusal: TalkError | None = None
) -> HttpResponse:
    """To a script the same in codes: what is wrong, or what stands where it was changed elsewhere."""
    if not wants_json(request):
        context = {"asked": found, "form": form, "classroom": found.classroom}
        return _again(request, "lessons/answer.html", context, refusal)
    if isinstance(refusal, AnswerConflict):
        at = refusal.at.isoformat() if refusal.at else ""
        return JsonResponse({"code": "conflict", "n": refusal.n, "text": refusal.text, "at": at}, status=CONFLICT)
    problems = [str(refusal)] if refusal else [str(error) for errors in form.errors.values() for error in errors]
    return JsonResponse({"code": "invalid", "problems": problems}, status=UNPROCESSABLE)


# -- One post --------------------------------------------------------------------------------------------


def _address(post: Post) -> str:
    talk = post.discussion
    if talk.prompt is None:
        return note_address(post)
    address = reverse("lessons:discussion", args=[talk.classroom.public_id, talk.prompt.public_id])
    return f"{address}#post-{post.public_id}"


def _posts():
    return Post.objects.select_related("discussion__prompt", *AT_HAND)


def post_edit(request: HttpRequest, post: UUID) -> HttpResponse:
    """New words for one's own post in a discussion."""
    own = (
        _posts()
        .visible_to(request.user)
        .filter(author=request.user, discussion__prompt__isnull=False, visibility="class")
        .filter(discussion__in=Discussion.objects.visible_to(request.user))
    )
    found = get_object_or_404(own, public_id=post)
    newest = found.texts.order_by("-n").first()
    sent = request.POST if request.method == "POST" else None
    form = EditForm(sent, initial={"text": newest.text, "base": newest.n})
    context = {"post": found, "form": form, "back": _address(found)}
    if request.method != "POST":
        return render(request, "lessons/post_edit.html", context)
    if not form.is_valid():
        return _again(request, "lessons/post_edit.html", context)
    try:
        edit_post(by=request.user, post=found, **form.cleaned_data)
    except TalkError as refusal:
        return _again(request, "lessons/post_edit.html", context, refusal)
    return redirect(_address(found))


def post_flag(request: HttpRequest, post: UUID) -> HttpResponse:
    """Report a post to the class's teachers: a page with one question. What is addressed to them alone needs no report."""
    found = get_object_or_404(_posts().visible_to(request.user).for_the_class(), public_id=post)
    return _with_reason(request, found, "lessons/post_flag.html", flag_post)


def post_hide(request: HttpRequest, post: UUID) -> HttpResponse:
    """Hide a post from the class, with a reason that its author is told."""
    found = get_object_or_404(_posts().moderated_by(request.user), public_id=post)
    return _with_reason(request, found, "lessons/post_hide.html", hide_post)


def _with_reason(request: HttpRequest, found: Post, template: str, action) -> HttpResponse:
    form = ReasonForm(request.POST if request.method == "POST" else None)
    text = found.texts.order_by("-n").first()
    context = {"post": found, "text": text, "form": form, "back": _address(found)}
    if request.method != "POST":
        return render(request, template, context)
    if not form.is_valid():
        return _again(request, template, context)
    try:
        action(by=request.user, post=found, reason=form.cleaned_data["reason"])
    except TalkError as refusal:
        return _again(request, template, context, refusal)
    return redirect(_address(found))


@require_POST
def post_show(request: HttpRequest, post: UUID) -> HttpResponse:
    """Show a hidden post again, or settle the reports of one that stays."""
    found = get_object_or_404(_posts().moderated_by(request.user), public_id=post)
    hide_post(by=request.user, post=found, hidden=False)
    return redirect(_address(found))


@require_POST
def discussion_lock(request: HttpRequest, discussion: UUID) -> HttpResponse:
    mine = Discussion.objects.moderated_by(request.user).select_related("classroom", "prompt", "source")
    found = get_object_or_404(mine, public_id=discussion)
    form = LockForm(request.POST)
    if form.is_valid():
        lock_discussion(by=request.user, discussion=found, locked=form.cleaned_data["locked"])
    if found.source:
        return redirect("lessons:notes_of_source", found.classroom.public_id, found.source.slug)
    return redirect("lessons:discussion", found.classroom.public_id, found.prompt.public_id)
