"""Server and worker start together and end together."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coursesite.ops.processes import Outcome, run_together

ROOT = Path(__file__).resolve().parents[2]
SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


def test_when_one_ends_by_itself_the_other_is_ended_and_the_outcome_names_it():
    began = time.monotonic()
    outcome = run_together({"server": SLEEP, "worker": [sys.executable, "-c", "raise SystemExit(3)"]})
    assert outcome == Outcome(died="worker", code=3)
    assert time.monotonic() - began < 20


def command_of(process: Path) -> str:
    try:
        return process.read_text(errors="replace")
    except OSError:  # it ended while we looked
        return ""


def test_a_program_that_is_not_there_leaves_nothing_running(tmp_path):
    mark = str(tmp_path)
    with pytest.raises(FileNotFoundError):
        run_together({"server": [*SLEEP, mark], "worker": ["/nowhere/at-all"]})
    left = [process for process in Path("/proc").glob("[0-9]*/cmdline") if mark in command_of(process)]
    assert left == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all_also_one_that_will_not_listen(number):
    program = (
        "import sys; from coursesite.ops.processes import run_together\n"
        f"print(run_together({{'quiet': {SLEEP!r}, 'stubborn': [sys.executable, '-c', {STUBBORN!r}]}}, patience=0.5))"
    )
    supervisor = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert supervisor.stdout is not None
    assert supervisor.stdout.readline() == "up\n"
    supervisor.send_signal(number)
    # The pipe ends only when nobody holds it: neither the supervisor nor a child.
    assert supervisor.communicate(timeout=20)[0] == "Outcome(died='', code=0)\n"
    assert supervisor.returncode == 0
