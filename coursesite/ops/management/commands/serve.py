"""The production entry: look whether settings and database are safe, say what is not, else become gunicorn."""

import os
import socket

from django.conf import settings
from django.core import checks
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections

from coursesite.ops.checks import OURS_INSTEAD, static_files_faults
from coursesite.ops.processes import gunicorn_command
from coursesite.ops.queries.readiness import database_faults


def refuse_taken(bind: str) -> None:
    """One line now instead of gunicorn's five tries."""
    if bind.startswith("unix:"):
        return
    host, _, port = bind.rpartition(":")
    if not host or not port.isdecimal():
        raise CommandError(f"--bind is {bind!r}. Write HOST:PORT, such as 127.0.0.1:8000, or unix:/run/site.sock.")
    family = socket.AF_INET6 if host.startswith("[") else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), int(port)))
        except (OSError, OverflowError) as problem:
            what_to_do = "Stop what runs there, or choose another --bind."
            raise CommandError(f"{bind} cannot be used: {problem}. {what_to_do}") from None


class Command(BaseCommand):
    help = "Check settings and database, then serve the site with gunicorn (school mode)."
    requires_system_checks = []  # it runs all of them itself, the deployment's and the database's too

    def add_arguments(self, parser):
        parser.add_argument("--bind", default="127.0.0.1:8000", help="HOST:PORT or unix:PATH")
        parser.add_argument("--workers", type=int, default=2, help="processes; about one a core")
        parser.add_argument("--threads", type=int, default=8, help="requests at once in each process")
        parser.add_argument("--timeout", type=int, default=30, help="seconds after which a stuck worker is replaced")
        parser.add_argument("--access-log", action="store_true", help="one line a request on standard output")
        parser.add_argument("--check", action="store_true", dest="only_check", help="say what is wrong and end")

    def handle(self, *, bind, workers, threads, timeout, access_log, only_check, **options):
        if settings.SITE_MODE != "school":
            raise CommandError("serve is for a school: set SITE_MODE=school. To look around use: make run")
        if workers < 1 or threads < 1:
            raise CommandError("--workers and --threads must be 1 or more.")
        faults = self.faults(workers * threads)
        if faults:
            raise CommandError("The site was not started.\n" + "\n".join(faults))
        if only_check:
            self.stdout.write("Settings and database are fit.")
            return
        refuse_taken(bind)
        connections.close_all()
        more = ("--access-logfile", "-") if access_log else ()
        command = gunicorn_command(bind=bind, workers=workers, threads=threads, timeout=timeout, more=more)
        self.stdout.write(f"Serving on {bind} with {workers} workers of {threads} threads.")
        self.stdout.flush()
        os.execv(command[0], command)

    def faults(self, threads: int) -> list[str]:
        """Every refusal as one line: what is wrong, what to do, its code."""
        found = checks.run_checks(include_deployment_checks=True)
        serious = [m for m in found if m.level >= checks.WARNING and not m.is_silenced() and m.id not in OURS_INSTEAD]
        lines = [one_line(message.msg, message.hint, message.id) for message in serious + static_files_faults()]
        try:
            found_there = database_faults(connections["default"], threads=threads)
        except DatabaseError as problem:
            first = str(problem).strip().splitlines()[0]
            return [*lines, f"The database of DATABASE_URL cannot be used: {first} (ops.E016)"]
        return lines + [one_line(text, None, code) for code, text in found_there]


def one_line(text: str, hint: str | None, code: str | None) -> str:
    return " ".join(f"{text} {hint or ''}".split()) + f" ({code})"
