"""What breaks between a student and the site: a wire that is cut, a server that is killed, a browser that is killed."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, BrowserContext

from coursesite.ops.processes import gunicorn_command
from tests.chromium import find_chromium
from tests.conftest import CHROMIUM_FLAGS
from tests.prove.running import SECRET

ROOT = Path(__file__).resolve().parents[2]
SAVE = b"POST /attempts/"


class Wire:
    """A TCP proxy. `cuts` says what becomes of the next saves, one each: after how many bytes they are cut off, or None
    where the whole request arrives, is answered, and the answer is lost."""

    def __init__(self, port: int):
        self.target, self.cuts, self.cut = port, list[int | None](), 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = socket.create_connection(("127.0.0.1", self.target))
                state = {"doomed": False}
                threading.Thread(target=self._up, args=(client, server, state), daemon=True).start()
                threading.Thread(target=self._down, args=(client, server, state), daemon=True).start()

    def _up(self, client: socket.socket, server: socket.socket, state: dict) -> None:
        with contextlib.suppress(OSError):
            while data := client.recv(65536):
                if data.startswith(SAVE) and self.cuts:
                    self.cut += 1
                    after = self.cuts.pop(0)
                    if after is not None:
                        server.sendall(data[:after])
                        break
                    state["doomed"] = True
                server.sendall(data)
            else:
                server.shutdown(socket.SHUT_WR)
                return
            self._end(client, server)

    def _down(self, client: socket.socket, server: socket.socket, state: dict) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(65536):
                if state["doomed"]:
                    break
                client.sendall(data)
        self._end(client, server)

    def _end(self, *ends: socket.socket) -> None:
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def close(self) -> None:
        self.listener.close()


@contextlib.contextmanager
def wire_to(url: str) -> Iterator[Wire]:
    wire = Wire(int(url.rpartition(":")[2]))
    try:
        yield wire
    finally:
        wire.close()


class Gunicorn:
    """The site as `serve` starts it, on the test's own database."""

    def __init__(self, folder: Path):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.log = folder / "gunicorn.log"
        given = {"SITE_MODE": "demo", "SITE_DATA": str(folder), "SECRET_KEY": SECRET}
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
        self.environment |= given | {"DATABASE_URL": database_url(), "SECRET_KEY_FALLBACKS": settings.SECRET_KEY}
        self.start()

    def start(self) -> None:
        command = gunicorn_command(bind=f"127.0.0.1:{self.port}", workers=1, threads=4)
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=out, stderr=out, start_new_session=True
            )
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            with contextlib.suppress(OSError, http.client.HTTPException):
                asked.request("GET", "/help/")
                asked.getresponse()
                return
            time.sleep(0.1)
        raise RuntimeError("The site did not come up:\n" + self.log.read_text()[-2000:])

    def kill(self) -> None:
        """kill -9 of the master; its workers must not answer on without it."""
        self.process.kill()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(15)


def database_url() -> str:
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    if given["HOST"].startswith("/"):  # a socket's folder
        return f"postgres://{given['USER']}@/{given['HOST']}/{given['NAME']}"
    return f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


@contextlib.contextmanager
def gunicorn_in(folder: Path) -> Iterator[Gunicorn]:
    site = Gunicorn(folder)
    try:
        yield site
    finally:
        site.kill()


class OwnChromium:
    """A browser with a profile of its own on the disk, which can be killed and started again."""

    def __init__(self, browser: Browser, profile: Path):
        self.kind, self.profile = browser.browser_type, profile

    def start(self) -> BrowserContext:
        port = self.profile / "DevToolsActivePort"
        port.unlink(missing_ok=True)
        program = find_chromium()
        assert program, "the browser fixture has found one"
        how = [
            "--headless=new",
            "--remote-debugging-port=0",
            f"--user-data-dir={self.profile}",
            "--no-default-browser-check",
        ]
        self.process = subprocess.Popen(
            [program, *CHROMIUM_FLAGS, *how, "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        until = time.monotonic() + 60
        while not (port.exists() and port.read_text().count("\n")):
            assert time.monotonic() < until and self.process.poll() is None, "the browser did not come up"
            time.sleep(0.05)
        self.browser = self.kind.connect_over_cdp(f"http://127.0.0.1:{port.read_text().split()[0]}")
        context = self.browser.contexts[0]
        context.set_default_timeout(20_000)
        return context

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(15)


@contextlib.contextmanager
def chromium_in(browser: Browser, profile: Path) -> Iterator[OwnChromium]:
    own = OwnChromium(browser, profile)
    try:
        yield own
    finally:
        own.kill()
