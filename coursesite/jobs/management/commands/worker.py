"""The worker: runs queued tasks and what is due again, until it is told to stop."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django_tasks_db.management.commands.db_worker import Worker

from coursesite.jobs.actions import run_due

log = logging.getLogger("coursesite.jobs")


class Command(BaseCommand):
    help = "Run queued tasks and periodic ones, until Ctrl-C or a signal to end."

    def add_arguments(self, parser):
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between two looks")
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")

    def handle(self, *, interval: float, once: bool, **options):
        told = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: told.set())
        self.stderr.write("The worker is at work.")
        while not told.is_set():
            self.look(told)
            if once:
                return
            told.wait(interval)

    def look(self, told: threading.Event) -> None:
        """What is due and what is queued, in turns: a long queue keeps no hand-in waiting. Ends when the queue is empty.

        A database that is away for a while is not the end of the worker.
        """
        close_old_connections()
        try:
            run_due()
            while run_one() and not told.is_set():
                run_due()
        except OperationalError as problem:
            log.warning("The database cannot be asked: %s. Trying again.", problem)
        close_old_connections()


def run_one() -> bool:
    """The next queued task; whether there was one."""
    worker = queue()
    worker.run()
    return worker._run_tasks > 0


def queue() -> Worker:
    """A worker of django-tasks that ends after one task, or when the queue is empty; this command owns the signals and the waiting."""
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id="worker",
        excluded_queue_names=[],
    )
