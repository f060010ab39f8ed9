"""The real site under proof: gunicorn on loopback, its own database, and hands that kill parts of it."""

import contextlib
import http.client
import json
import os
import random
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from coursesite.ops.processes import gunicorn_command

ROOT = Path(__file__).resolve().parents[2]
HOST = "school.example"
SECRET = "proof-" + "vR8xWq2ZtY5uLp7nMs4d" * 4
CSRF = "p" * 32
WSGI = "coursesite.wsgi"


def school_environment(url: str) -> dict[str, str]:
    """As a school runs it, on PostgreSQL, behind a proxy that says https."""
    given = {
        "SITE_MODE": "school",
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": HOST,
        "DATABASE_URL": url,
        "BEHIND_PROXY": "1",
        "DJANGO_SETTINGS_MODULE": "tests.prove.site_settings",
    }
    return _clean() | given


def demo_environment(folder: Path) -> dict[str, str]:
    """As `make run` runs it, on a SQLite file in `folder`."""
    return _clean() | {"SITE_MODE": "demo", "SECRET_KEY": SECRET, "ALLOWED_HOSTS": HOST, "SITE_DATA": str(folder)}


def _clean() -> dict[str, str]:
    ours = ("PYTEST", "DJANGO_", "SITE_", "DATABASE_URL", "SECRET_KEY")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def run(*words: str, environment: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def seed(environment: dict[str, str], students: int, slots: int) -> dict:
    told = run("-m", "tests.prove.seed", str(students), str(slots), environment=environment)
    return json.loads(told.splitlines()[-1])


class Site:
    """gunicorn as `serve` starts it. `kill_worker()` ends one of its processes as a crash does.

    `wsgi` is another module where a proof must show what happens without a guard.
    """

    def __init__(self, environment: dict[str, str], log: Path, workers: int = 2, threads: int = 8, wsgi: str = ""):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = gunicorn_command(bind=f"127.0.0.1:{self.port}", workers=workers, threads=threads)
        command[command.index(WSGI)] = wsgi or WSGI
        self.log = log
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True
            )

    def workers(self) -> list[int]:
        try:
            text = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        except FileNotFoundError:
            return []
        return [int(pid) for pid in text.split()]

    def wait_until_up(self, seconds: float = 60) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection.request("GET", "/", headers={"Host": HOST, "X-Forwarded-Proto": "https"})
                if connection.getresponse().status in (200, 302):
                    return
            connection.close()
            time.sleep(0.1)
        raise RuntimeError("The site did not come up:\n" + self.log.read_text()[-2000:])

    def kill_worker(self) -> bool:
        """kill -9 of a worker taken at random; False where none lives just now."""
        workers = self.workers()
        if not workers:
            return False
        os.kill(random.choice(workers), signal.SIGKILL)
        return True

    def kill_workers(self) -> bool:
        """kill -9 of all workers at once."""
        for pid in self.workers():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return True

    def reload(self) -> bool:
        """kill -HUP: new workers with the code as it now is, the old ones end when they have answered."""
        before = set(self.workers())
        self.process.send_signal(signal.SIGHUP)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            now = set(self.workers())
            if now and not now & before:
                return True
            time.sleep(0.05)
        raise RuntimeError("The old workers did not end:\n" + self.log.read_text()[-2000:])

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(15)


@contextlib.contextmanager
def running_site(environment: dict[str, str], log: Path, **values) -> Iterator[Site]:
    site = Site(environment, log, **values)
    try:
        site.wait_until_up()
        yield site
    finally:
        site.stop()


class Caller:
    """One client's connection, with its session and CSRF cookies. A broken connection is opened anew."""

    def __init__(self, port: int, cookies: dict[str, str], session: str):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {
            "Host": HOST,
            "Referer": f"https://{HOST}/",
            "X-Forwarded-Proto": "https",
            "X-CSRFToken": CSRF,
            "Cookie": f"{cookies['session']}={session}; {cookies['csrf']}={CSRF}",
        }

    def post(self, path: str, body: bytes, kind: str = "application/json") -> tuple[int, bytes]:
        """(status, body); status 0 where no whole answer came."""
        return self.ask("POST", path, body, {"Content-Type": kind})

    def get(self, path: str) -> tuple[int, bytes]:
        """As a browser: a page is asked for once more where the connection was closed meanwhile."""
        status, content = self.ask("GET", path, None, {})
        return (status, content) if status else self.ask("GET", path, None, {})

    def ask(self, method: str, path: str, body: bytes | None, more: dict[str, str]) -> tuple[int, bytes]:
        try:
            self.drop_what_was_closed()
            self.connection.request(method, path, body=body, headers=self.headers | more)
            answer = self.connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            return 0, b""

    def drop_what_was_closed(self) -> None:
        """As a browser: a connection that the server has ended while nothing was asked is not asked again."""
        if self.connection.sock and select.select([self.connection.sock], [], [], 0)[0]:
            self.connection.close()

    def close(self) -> None:
        self.connection.close()
