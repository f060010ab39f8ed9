"""A PostgreSQL for the tests: `python tests/postgres.py COMMAND ...` runs COMMAND with DATABASE_URL set, then stops it.

A DATABASE_URL in the environment is taken as it is. Otherwise Debian's server runs on a Unix socket in a temporary
folder, listening on no port and never as root. `--durable` keeps fsync on, as every proof about crashes needs.
Tests that crash a server make their own: `with server(durable=True) as mine: mine.stop("immediate"); mine.start()`.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

HOW_TO_GET_IT = "No PostgreSQL: install Debian's (apt-get install postgresql) or set DATABASE_URL."
STOP_SIGNALS = {"smart": signal.SIGTERM, "fast": signal.SIGINT, "immediate": signal.SIGQUIT}


class Missing(Exception):
    """No PostgreSQL server can be had on this machine."""


def find_programs(*, may_install: bool = True) -> Path:
    """The newest folder that holds initdb and postgres; root on Debian installs one if there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4].split(".")[0]))
    if found:
        return found[-1].parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    if may_install and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing PostgreSQL ...", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        # The tests need the programs only, so Debian is asked to start no server of its own.
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
        subprocess.run(["apt-get", "install", "-y", "-qq", "postgresql"], env=environment, **quiet)
        return find_programs(may_install=False)
    raise Missing(HOW_TO_GET_IT)


def _identity() -> dict:
    """Arguments for subprocess that drop root: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise Missing("PostgreSQL does not run as root, and there is no user postgres or nobody.")


class Server:
    """One cluster in a folder of its own. stop("immediate") is a crash; start() afterwards recovers."""

    def __init__(self, folder: Path, *, durable: bool, options: Mapping[str, str]):
        self.programs = find_programs()
        self.folder, self.data = folder, folder / "data"
        self.url = f"postgres://postgres@/{folder}/postgres"
        switch = "on" if durable else "off"
        self.options = {
            "listen_addresses": "",
            "fsync": switch,
            "synchronous_commit": switch,
            "full_page_writes": switch,
            "autovacuum": switch,  # the tests' tables are small and soon emptied
            "deadlock_timeout": "500ms",
            "max_connections": "100",
        } | dict(options)
        self.process: subprocess.Popen | None = None
        self._as = _identity()
        if self._as:
            os.chown(folder, self._as["user"], self._as["group"])
        self._run(
            "initdb",
            "-D",
            str(self.data),
            "-U",
            "postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self.programs / program, *arguments], cwd=self.folder, capture_output=True, text=True, **self._as
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stdout}{done.stderr}")

    def start(self) -> None:
        command = [str(self.programs / "postgres"), "-D", str(self.data), "-k", str(self.folder)]
        for name, value in self.options.items():
            command += ["-c", f"{name}={value}"]
        with open(self.folder / "log", "ab") as log:
            # A session of its own: a Ctrl-C reaches us, and we stop the server in good order.
            self.process = subprocess.Popen(
                command, cwd=self.folder, stdout=log, stderr=log, start_new_session=True, **self._as
            )
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            if subprocess.run([self.programs / "pg_isready", "-q", "-h", str(self.folder)]).returncode == 0:
                return
            time.sleep(0.05)
        self.stop("immediate")
        raise RuntimeError("PostgreSQL did not start:\n" + (self.folder / "log").read_text(errors="replace")[-2000:])

    def stop(self, mode: str = "fast") -> None:
        """Stop in good order, or with "immediate" as a crash does."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(STOP_SIGNALS[mode])
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(20)
        self.process = None


@contextlib.contextmanager
def server(*, durable: bool = False, options: Mapping[str, str] | None = None) -> Iterator[Server]:
    """A running server with its `url`; stopped and its folder removed whatever happens inside."""
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        running = Server(Path(folder), durable=durable, options=options or {})
        try:
            running.start()
            yield running
        finally:
            running.stop()


def _run_to_its_end(command: list[str], url: str) -> int:
    """The command ends before its database does, also when we are told to stop."""
    with subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url}) as child:
        try:
            return child.wait()
        except KeyboardInterrupt:  # the terminal told the command as well
            child.wait(20)
            raise
        except SystemExit:
            child.terminate()
            child.wait(20)
            raise


def run_with_database(command: list[str], *, durable: bool) -> int:
    """Run the command with DATABASE_URL set; its exit code is ours."""
    if os.environ.get("DATABASE_URL", "").startswith(("postgres://", "postgresql://")):
        return subprocess.run(command).returncode
    try:
        with server(durable=durable) as running:
            return _run_to_its_end(command, running.url)
    except Missing as reason:
        print(f"{reason} Skipped." if os.environ.get("CI") != "true" else reason, flush=True)
        return 1 if os.environ.get("CI") == "true" else 0


def main() -> int:
    arguments = sys.argv[1:]
    durable = arguments[:1] == ["--durable"]
    # An end from outside becomes an exception, so that `with` stops the server.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGHUP, lambda *_: sys.exit(129))
    try:
        return run_with_database(arguments[1:] if durable else arguments, durable=durable)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
