"""`make run` says in one line what is wrong."""

import socket

import pytest
from django.core.management import CommandError

from coursesite.ops.management.commands import run_demo


def test_a_taken_port_says_so_and_names_the_next():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError) as refusal:
            run_demo.refuse_taken_port(port)
    assert str(refusal.value) == f"Port {port} is taken. Stop what runs there, or: make run PORT={port + 1}"
    assert run_demo.refuse_taken_port(port) is None


@pytest.mark.parametrize("text", ["", "eighty", "-1", "0", "65536", "80.5"])
def test_a_port_that_is_no_port_is_refused(text):
    with pytest.raises(CommandError, match="Set it to a number from 1 to 65535"):
        run_demo.read_port(text)


def test_a_port_is_a_number():
    assert run_demo.read_port("8001") == 8001


def test_a_reload_waits_for_nobody_and_two_servers_may_share(tmp_path):
    with run_demo.hold_data(tmp_path, alone=False), run_demo.hold_data(tmp_path, alone=False):
        with pytest.raises(CommandError, match="The demo is in use"):
            run_demo.hold_data(tmp_path, alone=True)
    run_demo.hold_data(tmp_path, alone=True).close()


def test_a_reload_throws_the_database_and_the_uploads_away(tmp_path, settings, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", tmp_path / "site.sqlite3")
    monkeypatch.setattr(run_demo.connections, "close_all", lambda: None)  # those of the tests stay open
    (tmp_path / "blobs" / "ab").mkdir(parents=True)
    for name in ("site.sqlite3", "site.sqlite3-wal", "blobs/ab/cd", "secret-key"):
        (tmp_path / name).write_text("x")
    run_demo.remove_database()
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
