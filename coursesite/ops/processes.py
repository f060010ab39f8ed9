"""Keep a few processes together: they start together and end together, and none is left behind."""

import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

PATIENCE = 10.0  # seconds between asking a process to end and ending it


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
