"""The page of a job in a browser: it follows the work by itself, and holds what every page promises."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from coursesite.jobs.actions import advance_job, fail_job, finish_job
from coursesite.jobs.models import Job
from tests import make
from tests.pagecheck import check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_job_follows_the_work_and_leads_on(page, sign_in):
    ana = make.user("Ana Ortiz")
    job = Job.objects.create(kind="tests.counts", title="Counting letters", by=ana, total=9)
    sign_in(page, ana)
    page.goto(reverse("jobs:job", args=[job.public_id]))
    expect(page.get_by_role("heading", name="Waiting for its turn")).to_be_visible()
    check_page(page)
    Job.objects.update(started_at=job.created_at)
    advance_job(job_id=job.pk, done=4)
    expect(page.get_by_text("4 of 9")).to_be_visible()
    finish_job(job_id=job.pk, result={"url": "/help/", "words": "To help"})
    expect(page.get_by_role("link", name="To help")).to_be_visible()
    expect(page).to_have_title("Done: Counting letters – Primary Source Classroom")
    check_page(page, theme="dark", width=360)


def test_job_without_script_is_looked_at_again_by_a_link(open_context, sign_in):
    ana = make.user("Ana Ortiz")
    job = Job.objects.create(kind="tests.counts", title="Counting letters", by=ana)
    page = sign_in(open_context(java_script_enabled=False), ana).new_page()
    page.goto(reverse("jobs:job", args=[job.public_id]))
    fail_job(job_id=job.pk, problem="The list is gone.")
    page.get_by_role("link", name="Look again", exact=True).click()
    expect(page.get_by_text("The list is gone.")).to_be_visible()
