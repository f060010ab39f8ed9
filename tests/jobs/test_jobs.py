"""A job's life: the worker runs it, its page tells its starter and nobody else, a stop in the middle is no end."""

import datetime

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from coursesite.jobs.actions import (
    BROKE,
    STOPPED,
    advance_job,
    clear_old_jobs,
    fail_job,
    finish_job,
    run_job,
    start_job,
    take_up_silent_jobs,
)
from coursesite.jobs.errors import JobRefused
from coursesite.jobs.models import DONE, FAILED, RUNNING, WAITING, Job
from tests import make


def count_letters(*, job_id: int, words: list[str]) -> None:
    """A task for these tests."""
    for number, _ in enumerate(words, 1):
        advance_job(job_id=job_id, done=number, total=len(words))
    finish_job(job_id=job_id, result={"told": f"{sum(map(len, words))} letters.", "url": "/help/", "words": "To help"})


def refuse(*, job_id: int) -> None:
    raise JobRefused("The list is gone. Paste it again.")


def break_down(*, job_id: int) -> None:
    raise ZeroDivisionError("canary words of a fault")


def say_nothing(*, job_id: int) -> None:
    pass


@pytest.fixture
def ana(db):
    return make.user("Ana Ortiz")


@pytest.fixture
def started(ana):
    """started(task, **values): a job that is in the queue."""

    def start(task, **values) -> Job:
        return start_job(task=task, title="Counting letters", by=ana, **values)

    return start


def run(job: Job) -> Job:
    run_job.call(job_id=job.pk)
    job.refresh_from_db()
    return job


def page_of(client, job: Job):
    client.force_login(job.by)
    return client.get(reverse("jobs:job", args=[job.public_id]))


def test_the_worker_runs_a_started_job(transactional_db, settings):
    settings.PERIODIC = {}
    job = start_job(task=count_letters, title="Counting letters", by=make.user("Ana Ortiz"), words=["ab", "c"])
    call_command("worker", once=True)
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.result["told"]) == (DONE, 2, 2, "3 letters.")


def test_a_job_of_a_change_that_was_taken_back_never_reaches_the_worker(transactional_db, settings):
    ana = make.user("Ana Ortiz")
    with pytest.raises(RuntimeError), transaction.atomic():
        start_job(task=say_nothing, title="Nothing", by=ana)
        raise RuntimeError
    assert (Job.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_a_job_is_in_the_queue_when_its_row_is_committed(ana, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as after:  # the process may end before anything that comes after
        job = start_job(task=say_nothing, title="Nothing", by=ana)
    assert [row.args_kwargs["kwargs"] for row in DBTaskResult.objects.all()] == [{"job_id": job.pk}]
    assert after == []


def test_a_job_of_which_nothing_was_ever_heard_is_taken_up(started, standing_clock):
    job = started(say_nothing)
    DBTaskResult.objects.all().delete()  # taken by a worker that ended before its first word
    standing_clock.advance(minutes=4)
    assert take_up_silent_jobs() == 0
    standing_clock.advance(minutes=2)
    assert (take_up_silent_jobs(), take_up_silent_jobs()) == (1, 0)
    assert [row.args_kwargs["kwargs"] for row in DBTaskResult.objects.all()] == [{"job_id": job.pk}]
    assert run(job).state == DONE


ROUNDS: list[int] = []


def note_round() -> None:
    """A periodic task for these tests: how many jobs had ended when it ran."""
    ROUNDS.append(Job.objects.exclude(finished_at=None).count())


def test_what_is_due_is_done_between_two_jobs_of_a_long_queue(transactional_db, settings):
    settings.PERIODIC = {f"{__name__}.note_round": 0}
    ana = make.user("Ana Ortiz")
    for _ in range(3):
        start_job(task=say_nothing, title="Nothing", by=ana)
    ROUNDS.clear()
    call_command("worker", once=True)
    assert ROUNDS == [0, 1, 2, 3]


def test_what_a_job_was_given_goes_when_it_ends_and_never_enters_the_queue(started):
    job = started(count_letters, words=["Irina Petrova"])
    assert job.given == {"words": ["Irina Petrova"]}
    assert "Irina" not in str(DBTaskResult.objects.get().args_kwargs)
    assert run(job).given == {}


def test_a_task_that_ends_without_a_word_is_done(started):
    job = run(started(say_nothing, total=4))
    assert (job.state, job.done) == (DONE, 4)


def test_a_refusal_s_words_reach_its_starter(started, client):
    job = run(started(refuse, back="/help/"))
    assert (job.state, job.problem) == (FAILED, "The list is gone. Paste it again.")
    page = page_of(client, job).content.decode()
    assert "The list is gone. Paste it again." in page
    assert 'href="/help/">Back to where it was started' in page


def test_a_fault_is_told_without_its_inner_words(started, client, caplog):
    job = run(started(break_down))
    assert (job.state, job.problem) == (FAILED, BROKE)
    assert "canary words" not in page_of(client, job).content.decode()
    assert "canary words" in caplog.text


def test_a_job_that_has_ended_is_not_run_again(started):
    job = run(started(count_letters, words=["ab"]))
    first = job.finished_at
    run_job.call(job_id=job.pk)
    finish_job(job_id=job.pk, result={"told": "other"})
    fail_job(job_id=job.pk, problem="late")
    advance_job(job_id=job.pk, done=1, total=90)
    job.refresh_from_db()
    assert (job.finished_at, job.result["told"], job.problem, job.total) == (first, "2 letters.", "", 1)


def test_a_job_whose_worker_was_stopped_is_begun_once_more_and_then_says_so(started, standing_clock):
    job = started(say_nothing)
    Job.objects.filter(pk=job.pk).update(started_at=standing_clock(), heard_at=standing_clock(), starts=1)
    standing_clock.advance(minutes=4)
    assert take_up_silent_jobs() == 0
    standing_clock.advance(minutes=2)
    assert take_up_silent_jobs() == 1
    assert DBTaskResult.objects.count() == 2
    assert take_up_silent_jobs() == 0
    Job.objects.filter(pk=job.pk).update(starts=2)
    standing_clock.advance(minutes=6)
    assert take_up_silent_jobs() == 1
    job.refresh_from_db()
    assert (job.state, job.problem) == (FAILED, STOPPED)


def test_jobs_are_thrown_away_a_month_after_their_end(started, standing_clock):
    ended, waits = run(started(say_nothing)), started(say_nothing)
    standing_clock.advance(days=29)
    assert clear_old_jobs() == 0
    standing_clock.advance(days=2)
    assert clear_old_jobs() == 1
    assert list(Job.objects.values_list("pk", flat=True)) == [waits.pk] != [ended.pk]


# -- Its page -------------------------------------------------------------------------------------------------


def test_job_shows_how_far_it_is(started, client):
    job = started(say_nothing)
    assert "Waiting for its turn" in page_of(client, job).content.decode()
    Job.objects.filter(pk=job.pk).update(started_at=job.created_at, done=7, total=9)
    page = page_of(client, job).content.decode()
    assert '<progress value="7" max="9" aria-label="Counting letters"></progress> <span>7 of 9</span>' in page


def test_job_leads_on_when_it_is_done(started, client):
    page = page_of(client, run(started(count_letters, words=["ab"]))).content.decode()
    assert "2 letters." in page
    assert '<a class="btn btn-primary" href="/help/">To help</a>' in page
    assert "job.js" not in page


def test_job_loads_itself_anew_only_where_its_reader_asked_for_it(started, client):
    job = started(say_nothing)
    page = page_of(client, job)
    assert "Refresh" not in page.headers
    address = reverse("jobs:job", args=[job.public_id])
    assert client.get(address, {"again": 1}).headers["Refresh"] == "5"
    run(job)
    assert "Refresh" not in client.get(address, {"again": 1}).headers


def test_job_says_when_the_worker_stands_still(started, client, standing_clock):
    job = started(say_nothing)
    client.force_login(job.by)
    address = reverse("jobs:job", args=[job.public_id])
    said = "Nothing has happened for some minutes."
    assert said not in client.get(address).content.decode()
    standing_clock.set(job.created_at + datetime.timedelta(minutes=3))
    assert said in client.get(address).content.decode()


def test_job_is_hidden_from_everybody_but_its_starter(started, client):
    job = started(say_nothing)
    client.force_login(make.user("Adam Admin", role="admin"))
    assert client.get(reverse("jobs:job", args=[job.public_id])).status_code == 404


def test_states_in_order(started):
    job = started(say_nothing)
    assert job.state == WAITING
    Job.objects.filter(pk=job.pk).update(started_at=job.created_at)
    job.refresh_from_db()
    assert job.state == RUNNING
