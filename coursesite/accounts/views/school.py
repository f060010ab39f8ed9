"""What the public pages say about the school, for admins."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from coursesite.accounts import actions
from coursesite.accounts.forms import SchoolForm
from coursesite.accounts.models import School
from coursesite.accounts.policy import manages_people
from coursesite.ui.forms import invalid


@require_http_methods(["GET", "HEAD", "POST"])
def school_edit(request: HttpRequest) -> HttpResponse:
    manages_people(request.user)
    school = School.objects.order_by("pk")[0]
    form = SchoolForm(request.POST or None, initial=SchoolForm.start(school))
    if request.method != "POST":
        return render(request, "accounts/school_edit.html", {"form": form})
    if not form.is_valid():
        return invalid(request, "accounts/school_edit.html", {"form": form})
    actions.change_school(school=school, by=request.user, **form.cleaned_data)
    messages.success(request, "Kept. The pages Privacy, Accessibility and Legal notice say it now.")
    return redirect("accounts:school_edit")
