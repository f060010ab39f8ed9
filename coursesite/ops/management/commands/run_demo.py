"""The demo school: migrate, load it if the database is empty, then the server and one worker until Ctrl-C."""

import fcntl
import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from coursesite.accounts.models import User
from coursesite.ops.processes import gunicorn_command, run_together

HOST = "127.0.0.1"


def read_port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise CommandError(f"PORT is {text!r}. Set it to a number from 1 to 65535.")
    return int(text)


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise CommandError(f"Port {port} needs more rights. Try another: make run PORT=8001") from None
        except OSError:
            raise CommandError(
                f"Port {port} is taken. Stop what runs there, or: make run PORT={port % 65535 + 1}"
            ) from None


def hold_data(folder: Path, *, alone: bool) -> IO[str]:
    """A lock on the demo's data: several servers may share it, a reload needs it alone."""
    folder.mkdir(parents=True, exist_ok=True)
    held = (folder / "in-use").open("w")
    try:
        fcntl.flock(held, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        raise CommandError("The demo is in use. Stop it first (Ctrl-C where it runs), then try again.") from None
    return held


def remove_database() -> None:
    """Throw the demo's SQLite file away, with its companions, and what was uploaded."""
    connections.close_all()
    name = str(settings.DATABASES["default"]["NAME"])
    for end in ("", "-wal", "-shm", "-journal"):
        Path(name + end).unlink(missing_ok=True)
    shutil.rmtree(settings.DATA_DIR / "blobs", ignore_errors=True)


class OnceUp:
    """Calls `then` once, when somebody answers at the port."""

    def __init__(self, port: int, then: Callable[[], None]):
        self.port, self.then, self.done = port, then, False

    def __call__(self) -> None:
        if not self.done:
            with socket.socket() as probe:
                self.done = probe.connect_ex((HOST, self.port)) == 0
            if self.done:
                self.then()


class Command(BaseCommand):
    help = "Run the demo school on this computer: server and worker together, until Ctrl-C."
    requires_system_checks = []  # it starts sooner without; `make check` runs them

    def add_arguments(self, parser):
        parser.add_argument("--port", default="8000")
        parser.add_argument("--reload", action="store_true", help="throw the demo away, load it anew, and end")

    def handle(self, *, port: str, reload: bool, **options):
        if settings.SITE_MODE != "demo" or connections["default"].vendor != "sqlite":
            raise CommandError(
                "run_demo is for the demo only: unset SITE_MODE and DATABASE_URL. A school uses: manage.py serve"
            )
        number = read_port(port)
        with hold_data(settings.DATA_DIR, alone=reload):
            try:
                if reload:
                    self.reload()
                else:
                    refuse_taken_port(number)
                    self.prepare()
                    self.serve(number)
            except KeyboardInterrupt:
                raise CommandError("Stopped before the site was up.") from None

    def reload(self) -> None:
        remove_database()
        self.prepare()
        self.say("The demo school is as on its first day. Start it with: make run")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def prepare(self) -> None:
        """Bring the tables up to date and load the demo into an empty database."""
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        if User.objects.exists():
            self.say("The demo school is there, with everything that was done in it.")
        else:
            self.say("Loading the demo school ...")
            call_command("load_demo", verbosity=0)
        connections.close_all()
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # empty: a demo serves from the packages

    def serve(self, port: int) -> None:
        python = sys.executable
        gunicorn = gunicorn_command(bind=f"{HOST}:{port}", workers=2, threads=8)
        self.say("Starting the site ...")
        message = f"\n  Look here:  http://{HOST}:{port}/\n  Stop it:    Ctrl-C\n  Begin anew: make fresh\n"
        worker = [python, str(settings.BASE_DIR / "manage.py"), "worker"]
        outcome = run_together(
            {"server": gunicorn, "worker": worker}, at_each_look=OnceUp(port, lambda: self.say(message))
        )
        if outcome.died:
            raise CommandError(
                f"The {outcome.died} ended by itself (exit code {outcome.code}), so the rest was stopped."
            )
        self.say("Stopped. Everything done in the demo is kept for the next time.")
