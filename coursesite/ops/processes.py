"""The server's command line; and a few processes kept together: they start and end together, none is left behind."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

WORKER = "coursesite.ops.patience.PatientWorker"  # threads, taken only by requests that have come
PATIENCE = 10.0  # seconds between asking a process to end and ending it


def gunicorn_command(
    *, bind: str, workers: int, threads: int, timeout: int = 30, more: tuple[str, ...] = ()
) -> list[str]:
    """The server as a list of arguments: threads in few processes, and limits on what a request may be."""
    command = [sys.executable, "-m", "gunicorn", "coursesite.wsgi", "--bind", bind, "--worker-class", WORKER]
    command += ["--workers", str(workers), "--threads", str(threads), "--timeout", str(timeout)]
    command += ["--graceful-timeout", "30", "--keep-alive", "5", "--log-level", "warning"]
    command += ["--limit-request-line", "4094", "--limit-request-fields", "60", "--limit-request-field_size", "8190"]
    if Path("/dev/shm").is_dir():
        command += ["--worker-tmp-dir", "/dev/shm"]  # its heartbeat never waits for a disk
    return [*command, *more]


class ToldToStop(Exception):
    """A signal asked this program to end."""


@dataclass(frozen=True)
class Outcome:
    """Why the processes ended: `died` names the one that ended by itself, empty when we were told to stop."""

    died: str = ""
    code: int = 0


def nothing() -> None:
    """What happens at each look unless the caller wants more."""


def run_together(
    commands: Mapping[str, Sequence[str]], *, patience: float = PATIENCE, at_each_look: Callable[[], None] = nothing
) -> Outcome:
    """Run the named commands until a signal comes or one of them ends; then all of them are ended."""

    def stop(number, frame):
        raise ToldToStop

    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in signals}
    running: dict[str, subprocess.Popen] = {}
    try:
        for name, command in commands.items():
            # A session of its own: Ctrl-C reaches only us, and each process is told once.
            running[name] = subprocess.Popen(command, start_new_session=True)
        return _first_to_end(running, at_each_look)
    except ToldToStop:
        return Outcome()
    finally:
        for number in signals:
            signal.signal(number, signal.SIG_IGN)
        end_all(list(running.values()), patience=patience)
        for number, handler in before.items():
            signal.signal(number, handler)


def _first_to_end(running: Mapping[str, subprocess.Popen], at_each_look: Callable[[], None]) -> Outcome:
    while True:
        at_each_look()
        for name, process in running.items():
            if (code := process.poll()) is not None:
                return Outcome(died=name, code=code)
        time.sleep(0.2)


def end_all(processes: Sequence[subprocess.Popen], *, patience: float = PATIENCE) -> None:
    """Ask all to end, wait for them together, end those that do not."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    until = time.monotonic() + patience
    for process in processes:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
