"""What the server's worker takes for a request that has come."""

import socket

import pytest

from coursesite.ops.patience import LARGEST, arrived, is_whole

HEAD = b"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: %s\r\n\r\n"


@pytest.mark.parametrize(
    ("data", "whole"),
    [
        (b"", False),
        (b"GET / HTTP/1.1\r\nHost: a\r\n", False),
        (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", True),
        (HEAD % b"5" + b"abcd", False),
        (HEAD % b"5" + b"abcde", True),
        (HEAD % b"5" + b"abcde and the next request", True),
        (HEAD % b"0", True),
        (HEAD % b"40000", True),  # too long to wait for: read in the thread
        (HEAD % b"-5", True),  # for the server to refuse
        (HEAD.replace(b"Content-Length", b"content-length ") % b"5" + b"abc", False),
        (b"x" * (LARGEST - 1), False),
        (b"x" * LARGEST, True),  # for the server to refuse
    ],
)
def test_a_request_is_whole_with_its_head_and_a_short_body(data, whole):
    assert is_whole(data) == whole


def test_what_has_arrived_stays_and_a_closed_end_is_told():
    ours, theirs = socket.socketpair()
    with ours:
        assert arrived(ours) == b""
        theirs.sendall(b"GET")
        assert (arrived(ours), arrived(ours)) == (b"GET", b"GET")
        theirs.close()
        assert ours.recv(3) == b"GET"
        assert arrived(ours) is None
