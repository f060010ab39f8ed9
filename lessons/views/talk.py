"""Discussions and private answers."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from coursesite import clock
from coursesite.classes.actions import touch_work
from coursesite.ui.forms import invalid
from lessons.actions import edit_post, flag_post, hide_post, lock_discussion, save_answer, write_post
from lessons.errors import AnswerConflict, TalkError
from lessons.forms.talk import AnswerForm, EditForm, LockForm, PostForm, ReasonForm
from lessons.models import Discussion, Post
from lessons.queries.talk import Asked, asked, talk_page

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
    form = PostForm(request.POST)
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
        form.add_error(None, str(error))
        return _discussion_page(request, found, form)
    return redirect(f"{request.path}#post-{post.public_id}")


def _work(found: Asked):
    """The student's cell of the lesson; none for those who teach."""
    return touch_work(assignment=found.assignment, enrolment=found.enrolment()) if found.is_studied else None


def _discussion_page(request: HttpRequest, found: Asked, form: PostForm) -> HttpResponse:
    context = {
        "asked": found,
        "classroom": found.classroom,
        "talk": talk_page(found),
        "form": form,
        "replying_to": form["parent"].value() if form.is_bound else "",
        "op_id": form["op_id"].value() or uuid4(),
        "reply_op_id": uuid4,
    }
    if form.is_bound:
        return invalid(request, "lessons/discussion.html", context)
    return render(request, "lessons/discussion.html", context)


# -- Private answers -------------------------------------------------------------------------------------


@require_POST
def answer_save(request: HttpRequest, classroom: UUID, prompt: UUID) -> HttpResponse:
    """Keep a private answer. The page's script asks for JSON; without script the page is shown again."""
    found = asked_or_404(request, classroom, prompt)
    if not found.is_private or not found.is_studied:
        raise Http404
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _answer_refused(request, found, form)
    try:
        saved = save_answer(
            by=request.user, classroom=found.classroom, prompt=found.prompt, text=form.cleaned_data["text"],
            base=form.cleaned_data["base"], work=_work(found),
        )  # fmt: skip
    except AnswerConflict as conflict:
        return _answer_conflict(request, found, form, conflict)
    if _wants_json(request):
        return JsonResponse({"n": saved.n, "at": saved.at.isoformat()})
    return redirect(form.cleaned_data["back"] or reverse("lessons:discussion", args=[classroom, prompt]))


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _answer_refused(request: HttpRequest, found: Asked, form: AnswerForm) -> HttpResponse:
    if _wants_json(request):
        problems = [str(error) for errors in form.errors.values() for error in errors]
        return JsonResponse({"code": "invalid", "problems": problems}, status=422)
    return invalid(request, "lessons/answer.html", {"asked": found, "form": form, "classroom": found.classroom})


def _answer_conflict(request: HttpRequest, found: Asked, form: AnswerForm, conflict: AnswerConflict) -> HttpResponse:
    """409 with both texts. Sending the form again puts its text after the one that stands."""
    if _wants_json(request):
        at = conflict.at.isoformat() if conflict.at else ""
        return JsonResponse({"code": "conflict", "n": conflict.n, "text": conflict.text, "at": at}, status=CONFLICT)
    again = AnswerForm(
        initial={"text": form.cleaned_data["text"], "base": conflict.n, "back": form.cleaned_data["back"]}
    )
    context = {"asked": found, "form": again, "conflict": conflict, "classroom": found.classroom}
    return render(request, "lessons/answer.html", context, status=CONFLICT)


# -- One post --------------------------------------------------------------------------------------------


def _address(post: Post) -> str:
    talk = post.discussion
    address = reverse("lessons:discussion", args=[talk.classroom.public_id, talk.prompt.public_id])
    return f"{address}#post-{post.public_id}"


def _posts():
    return Post.objects.select_related("discussion__classroom", "discussion__prompt")


def post_edit(request: HttpRequest, post: UUID) -> HttpResponse:
    """New words for one's own post in a discussion."""
    own = (
        _posts()
        .visible_to(request.user)
        .filter(author=request.user, discussion__prompt__isnull=False, visibility="class")
    )
    found = get_object_or_404(own, public_id=post)
    newest = found.texts.order_by("-n").first()
    sent = request.POST if request.method == "POST" else None
    form = EditForm(sent, initial={"text": newest.text, "base": newest.n})
    context = {"post": found, "form": form, "back": _address(found)}
    if request.method != "POST":
        return render(request, "lessons/post_edit.html", context)
    if not form.is_valid():
        return invalid(request, "lessons/post_edit.html", context)
    try:
        edit_post(by=request.user, post=found, **form.cleaned_data)
    except AnswerConflict as conflict:
        form = EditForm(initial={"text": form.cleaned_data["text"], "base": conflict.n})
        return render(
            request, "lessons/post_edit.html", context | {"form": form, "conflict": conflict}, status=CONFLICT
        )
    except TalkError as error:
        form.add_error(None, str(error))
        return invalid(request, "lessons/post_edit.html", context)
    return redirect(_address(found))


def post_flag(request: HttpRequest, post: UUID) -> HttpResponse:
    """Report a post: a page with one question."""
    found = get_object_or_404(_posts().visible_to(request.user), public_id=post)
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
        return invalid(request, template, context)
    try:
        action(by=request.user, post=found, reason=form.cleaned_data["reason"])
    except TalkError as error:
        form.add_error(None, str(error))
        return invalid(request, template, context)
    return redirect(_address(found))


@require_POST
def post_show(request: HttpRequest, post: UUID) -> HttpResponse:
    """Show a hidden post again, or settle the reports of one that stays."""
    found = get_object_or_404(_posts().moderated_by(request.user), public_id=post)
    hide_post(by=request.user, post=found, hidden=False)
    return redirect(_address(found))


@require_POST
def discussion_lock(request: HttpRequest, discussion: UUID) -> HttpResponse:
    mine = Discussion.objects.moderated_by(request.user).select_related("classroom", "prompt")
    found = get_object_or_404(mine, public_id=discussion)
    form = LockForm(request.POST)
    if form.is_valid():
        lock_discussion(by=request.user, discussion=found, locked=form.cleaned_data["locked"])
    return redirect("lessons:discussion", found.classroom.public_id, found.prompt.public_id)
