"""The server's worker: a request takes a thread once its head and a short body have come.

gunicorn's own reads in the thread, so that sixteen clients who send a letter a second keep everybody else waiting. Here
what has not come yet waits without a thread, for ten seconds. Bodies over 32 kB are still read in the thread: a proxy
that takes requests in whole (nginx and Caddy do) guards against those.
"""

import socket
import time
from collections import deque

from gunicorn.workers.gthread import _DEFER, ThreadWorker

AT_ONCE = 0.1  # seconds that a thread waits for the rest: most requests come in one piece
IN_ALL = 10.0  # seconds for the whole of a head and a short body
LOOK = 0.2  # seconds between two looks at those that wait
LARGEST = 64 * 1024  # of what is looked at; the server's own limits deal with longer heads
SHORT_BODY = 32 * 1024
END = b"\r\n\r\n"


def is_whole(data: bytes) -> bool:
    """Whether a request may be read without waiting: its head, and its body where that is short."""
    head, end, body = data.partition(END)
    if not end:
        return len(data) >= LARGEST
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            length = int(value)
            return length > SHORT_BODY or len(body) >= length
    return True


class PatientWorker(ThreadWorker):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.waiting: deque = deque()  # (connection, since when)
        self.looked = 0.0

    def handle(self, conn):
        """In a thread. _DEFER where nothing has come, None where a part has: both give the thread back."""
        if self.cfg.is_ssl or (conn.parser is not None and conn.parser.unreader.buf.getvalue()):
            return super().handle(conn)
        until = time.monotonic() + AT_ONCE
        while (data := arrived(conn.sock)) is not None and not is_whole(data):
            if time.monotonic() > until:
                return NOT_YET if data else _DEFER
            time.sleep(0.005)
        return super().handle(conn)

    def finish_request(self, conn, fs):
        """In the main thread, like all that follows."""
        if not fs.cancelled() and not fs.exception() and fs.result() is NOT_YET:
            self.waiting.append((conn, time.monotonic()))
        else:
            super().finish_request(conn, fs)

    def murder_pending(self):
        """Once a turn of the loop: who is whole goes on, who took too long is closed."""
        super().murder_pending()
        now = time.monotonic()
        if now - self.looked < LOOK:
            return
        self.looked = now
        for _ in range(len(self.waiting)):
            conn, since = self.waiting.popleft()
            data = arrived(conn.sock)
            if data is None or is_whole(data):
                self.enqueue_req(conn)
            elif self.alive and now - since < IN_ALL:
                self.waiting.append((conn, since))
            else:
                self.nr_conns -= 1
                conn.close()


NOT_YET = object()


def arrived(client: socket.socket) -> bytes | None:
    """What lies in the socket, left there; None where its other end is closed or broken."""
    try:
        return client.recv(LARGEST, socket.MSG_PEEK | socket.MSG_DONTWAIT) or None
    except BlockingIOError:
        return b""
    except OSError:
        return None
