"""Both systems side by side on one PostgreSQL with fsync on: their databases, rows and servers."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench.measuring import Request, WrongAnswer, ask, pss_mib
from coursesite.ops.processes import WORKER
from tests.postgres import Server

ROOT = Path(__file__).resolve().parent.parent
HOST, CSRF = "school.example", "p" * 32
SECRET = "bench-" + "vR8xWq2ZtY5uLp7nMs4d" * 4
LITE = "lite"  # the site on SQLite, as `make run` has it
SETTINGS = {"site": "bench.site_settings", "bare": "bench.bare.settings"}
WSGI = {"site": "coursesite.wsgi", LITE: "coursesite.wsgi", "bare": "bench.bare.wsgi"}


def environment(database: Server, name: str, folder: Path) -> dict[str, str]:
    """As a school runs it, behind a proxy that says https."""
    ours = ("DJANGO_", "SITE_", "DATABASE_URL", "SECRET_KEY", "PYTEST")
    clean = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    return clean | {
        "SITE_MODE": "school",
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": HOST,
        "BEHIND_PROXY": "1",
        "SITE_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": SETTINGS[name],
        "DATABASE_URL": database.url.removesuffix("postgres") + name,
    }


def seed(module: str, *words: str, env: dict[str, str], text: str = "") -> dict:
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(command, cwd=ROOT, env=env, input=text, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{module} failed:\n{done.stdout}{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def headers(cookies: dict[str, str], session: str) -> dict[str, str]:
    return {
        "Host": HOST,
        "Referer": f"https://{HOST}/",
        "X-Forwarded-Proto": "https",
        "X-CSRFToken": CSRF,
        "Content-Type": "application/json",
        "Cookie": f"{cookies['session']}={session}; {cookies['csrf']}={CSRF}",
    }


@dataclass
class Running:
    """One system's gunicorn, 2 workers of 8 threads, and how long it took to its first page."""

    name: str
    port: int
    process: subprocess.Popen
    seconds: float = 0.0

    @property
    def pid(self) -> int:
        return self.process.pid

    def pss(self) -> float:
        return pss_mib(self.pid)

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start(name: str, env: dict[str, str], log: Path, first: Request) -> Running:
    """From nothing to the first signed-in page."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", WSGI[name], "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread" if name == "bare" else WORKER]
    command += ["--workers", "2", "--threads", "8", "--log-level", "warning", "--worker-tmp-dir", "/dev/shm"]
    begun = time.perf_counter()
    with log.open("ab") as out:
        running = Running(name, port, subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=out))
    try:
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            try:
                ask(connection, first)
                running.seconds = time.perf_counter() - begun
                return running
            except OSError:
                if running.process.poll() is not None or time.perf_counter() - begun > 60:
                    raise RuntimeError(f"{name} did not start:\n{log.read_text()[-2000:]}") from None
                time.sleep(0.01)
            finally:
                connection.close()
    except (RuntimeError, WrongAnswer):
        running.stop()
        raise
