"""A backup restores to the same school; a damaged one is refused in a sentence, before anything is loaded."""

import json
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from coursesite.audit.actions import record
from coursesite.audit.models import Event
from coursesite.files.models import Blob
from coursesite.files.queries import blob_files, file_name
from coursesite.ops import dumps, manifest
from coursesite.ops.actions.backup import make_backup
from coursesite.ops.actions.restore import restore_backup
from coursesite.ops.errors import BackupError
from coursesite.ops.queries.tables import differences, summaries
from coursesite.privacy import triggers
from tests import make
from tests.assessments.faults import database_url
from tests.ops.conftest import connect, manage
from tests.postgres import server


@pytest.fixture
def school_in_use(transactional_db) -> make.Cast:
    """People, a class, a lesson, a picture of two sizes, a signed-in student, and an event of yesterday, to be sealed."""
    cast = make.Cast()
    make.give_lesson(cast.hist, make.lesson(cast.shelf))
    make.picture(make.source(cast.shelf, slug="poster").source, cast.ana, width=1000)
    Client().force_login(cast.irina)
    record(by=cast.ana, verb="tests.happened", note="Ünïcödé")
    return cast


@pytest.fixture
def elsewhere(tmp_path, django_db_blocker):
    """(environment, url or file) of an empty database of the same kind as the suite's."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "DATABASE_URL"))}
    base = clean | {"SITE_MODE": "test", "SITE_DATA": str(tmp_path / "other")}
    if connection.vendor == "sqlite":
        yield base, f"sqlite:///{tmp_path / 'other' / 'site.sqlite3'}"
    else:
        with server() as running, django_db_blocker.unblock():
            yield base | {"DATABASE_URL": running.url}, running.url


def test_a_restored_backup_is_the_same_school_signed_out(school_in_use, elsewhere, tmp_path):
    environment, url = elsewhere
    folder = tmp_path / "monday"
    # Tables that were made without the migrations (`--nomigrations`) say that those have run, as a school's do.
    faked = manage("migrate", "--fake", environment=environment | {"DATABASE_URL": database_url()})
    assert faked.returncode == 0, faked.stderr
    call_command("backup", str(folder), verbosity=0)
    told = manifest.read_manifest(folder)
    assert sorted(file.name for file in folder.iterdir()) == sorted([manifest.NAME, told["dump"], manifest.BLOBS])
    record(by=None, verb="tests.after_the_backup")

    done = manage("restore", str(folder), environment=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "All rules hold. 1 sessions were ended: everybody signs in anew."
    with connect(url) as other:
        found = summaries_of(other)
        changed = {"audit_event", "django_session"}
        assert {table: values for table, values in found.items() if table not in changed} == {
            table: values for table, values in told["tables"].items() if table not in changed
        }
        assert (told["tables"]["django_session"]["rows"], found["django_session"]["rows"]) == (1, 0)
        assert found["audit_event"]["rows"] == told["tables"]["audit_event"]["rows"] + 1
        with other.cursor() as cursor:
            cursor.execute("SELECT verb FROM audit_event ORDER BY id")
            assert [verb for (verb,) in cursor.fetchall()][-2:] == ["tests.happened", "restore"]
        assert triggers.installed(other) == triggers.installed(connection)
    restored = Path(environment["SITE_DATA"]) / "blobs"
    files = {file.parent.name + file.name: file for file in restored.glob("*/*")}
    assert sorted(files) == sorted(Blob.objects.values_list("sha256", flat=True))
    assert (len(files), {name: dumps.sha256_of(file) for name, file in files.items()}) == (2, {n: n for n in files})


def summaries_of(other):
    if other.vendor == "sqlite":
        return summaries(other)
    other.set_autocommit(False)
    try:
        return summaries(other)
    finally:
        other.rollback()
        other.set_autocommit(True)


def test_a_restore_into_a_database_with_tables_is_refused(school_in_use, tmp_path):
    make_backup(folder=tmp_path / "monday")
    before = Event.objects.count()
    with pytest.raises(CommandError) as refusal:
        call_command("restore", str(tmp_path / "monday"), verbosity=0)
    name, tables = connection.settings_dict["NAME"], len(connection.introspection.table_names())
    assert str(refusal.value) == (
        f"Not restored. The database {name} is not empty: it has {tables} tables. "
        "Restore only into a new, empty database."
    )
    assert Event.objects.count() == before


def test_a_folder_that_holds_a_backup_is_not_written_over(school_in_use, tmp_path):
    make_backup(folder=tmp_path / "monday")
    with pytest.raises(CommandError, match="is there already and is not empty"):
        call_command("backup", str(tmp_path / "monday"))


def test_finished_days_are_sealed_into_the_manifest(school_in_use, standing_clock, tmp_path):
    day = standing_clock.moment.date()
    record(by=None, verb="tests.happened")
    standing_clock.advance(days=1)
    told = make_backup(folder=tmp_path / "tuesday")
    assert list(told["seals"]) == [str(day)]
    assert told["made_at"] == standing_clock.moment.isoformat()


# -- Bad backups -------------------------------------------------------------------------------------


def flipped(file: Path) -> Path:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    return file


def cut_off(folder: Path, dump: Path) -> str:
    dump.write_bytes(dump.read_bytes()[:-100])
    return f"{dump} is not as it was when it was made: it is damaged or cut off. Take another backup."


def flip_a_bit(folder: Path, dump: Path) -> str:
    flipped(dump)
    return f"{dump} is not as it was when it was made: it is damaged or cut off. Take another backup."


def lose_the_dump(folder: Path, dump: Path) -> str:
    dump.unlink()
    return f"The dump {dump.name} is missing from {folder}. Take another backup."


def lose_the_manifest(folder: Path, dump: Path) -> str:
    (folder / manifest.NAME).unlink()
    return f"{folder} has no manifest.json, so it is not a finished backup. Take another."


def cut_the_manifest(folder: Path, dump: Path) -> str:
    file = folder / manifest.NAME
    file.write_text(file.read_text()[:-10])
    return f"{file} cannot be read: it is damaged. Take another backup."


def flip_a_bit_of_a_picture(folder: Path, dump: Path) -> str:
    file = flipped(sorted((folder / manifest.BLOBS).glob("*/*"))[0])
    return f"{file} is not as it was when it was made: it is damaged. Take another backup."


def lose_a_picture(folder: Path, dump: Path) -> str:
    sorted((folder / manifest.BLOBS).glob("*/*"))[0].unlink()
    return f"{folder / manifest.BLOBS} does not hold the uploaded files that the manifest names. Take another backup."


def of_another_version(folder: Path, dump: Path) -> str:
    change(folder, v=2)
    return f"{folder / manifest.NAME} is not a manifest of this version. Use the program that made the backup."


def of_another_database(folder: Path, dump: Path) -> str:
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    change(folder, vendor=other)
    return f"This backup is of {other}, and this site's database is {connection.vendor}."


def change(folder: Path, **values) -> None:
    file = folder / manifest.NAME
    file.write_text(json.dumps(json.loads(file.read_text()) | values))


@pytest.mark.parametrize(
    "spoil",
    [
        cut_off,
        flip_a_bit,
        lose_the_dump,
        lose_the_manifest,
        cut_the_manifest,
        flip_a_bit_of_a_picture,
        lose_a_picture,
        of_another_version,
        of_another_database,
    ],
)
def test_a_bad_backup_is_refused_before_it_is_loaded(school_in_use, tmp_path, spoil):
    folder = tmp_path / "monday"
    told = make_backup(folder=folder)
    message = spoil(folder, folder / told["dump"])
    with pytest.raises(CommandError) as refusal:
        call_command("restore", str(folder))
    assert str(refusal.value) == f"Not restored. {message}"


def test_a_folder_that_is_not_there_is_refused(db, tmp_path):
    with pytest.raises(BackupError, match="is not a folder"):
        restore_backup(folder=tmp_path / "nowhere", say=print)


def test_a_dump_with_a_true_hash_and_a_row_less_than_the_manifest_is_named(school_in_use, elsewhere, tmp_path):
    folder = tmp_path / "monday"
    told = make_backup(folder=folder)
    told["tables"]["accounts_user"]["rows"] += 1
    change(folder, tables=told["tables"])
    done = manage("restore", str(folder), environment=elsewhere[0])
    rows = told["tables"]["accounts_user"]["rows"]
    assert done.returncode == 1
    assert done.stderr == (
        f"CommandError: Not restored. table accounts_user has {rows - 1} rows where the manifest says {rows}. "
        "Do not open the site on this database.\n"
    )


def test_a_dump_that_is_none_is_refused_though_its_hash_is_true(school_in_use, elsewhere, tmp_path):
    folder = tmp_path / "monday"
    told = make_backup(folder=folder)
    dump = folder / told["dump"]
    dump.write_bytes(b"PGDMP or SQLite, but nothing more" * 100)
    change(folder, sha256=dumps.sha256_of(dump))
    done = manage("restore", str(folder), environment=elsewhere[0])
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("CommandError: Not restored. ")


@pytest.mark.parametrize(("spoil", "word"), [(Path.unlink, "missing"), (flipped, "damaged")])
def test_a_backup_does_not_pass_over_a_picture_that_is_gone(school_in_use, tmp_path, spoil, word):
    name = file_name(Blob.objects.order_by("sha256")[0].sha256)
    spoil(Path(blob_files().path(name)))
    with pytest.raises(CommandError) as refusal:
        call_command("backup", str(tmp_path / "monday"))
    assert str(refusal.value) == (
        f"No backup was made. The uploaded file {name} is {word}. "
        "Put it back from an earlier backup, which keeps it under the same name in its folder blobs."
    )
    assert list(tmp_path.iterdir()) == []
    blob_files().delete(name)  # for tests after this one, which draw the same picture


# -- The parts ----------------------------------------------------------------------------------------


def test_a_failed_backup_leaves_no_folder(school_in_use, tmp_path, monkeypatch):
    def full_disk(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr(manifest, "write_manifest", full_disk)
    with pytest.raises(CommandError, match=r"No backup was made\. No space left"):
        call_command("backup", str(tmp_path / "monday"))
    assert list(tmp_path.iterdir()) == []


def test_a_changed_value_changes_the_tables_checksum(school_in_use):
    before = in_transaction(summaries)
    assert differences(before, in_transaction(summaries)) == []
    type(school_in_use.omar).objects.filter(pk=school_in_use.omar.pk).update(called="Om")
    assert differences(before, in_transaction(summaries)) == [
        "table accounts_user has other contents than the manifest says"
    ]
    assert differences(before, before | {"extra": {"rows": 0}}) == ["table extra is not in the manifest"]
    assert differences(before | {"extra": {"rows": 0}}, before) == ["table extra is missing"]


def in_transaction(look):
    if connection.vendor == "sqlite":
        return look(connection)
    connection.set_autocommit(False)
    try:
        return look(connection)
    finally:
        connection.rollback()
        connection.set_autocommit(True)


def test_a_missing_program_is_named_with_the_package_that_has_it(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError) as refusal:
        dumps.find_program("pg_dump", [tmp_path])
    assert str(refusal.value) == (
        "pg_dump was not found. Install PostgreSQL's client programs (on Debian: apt-get install postgresql-client)."
    )


def test_a_programs_failure_is_its_first_line():
    with pytest.raises(BackupError) as refusal:
        dumps.run(["sh", "-c", "echo first >&2; echo second >&2; exit 3"], os.environ, "It failed")
    assert str(refusal.value) == "It failed: first"


def test_no_password_is_in_a_command_line():
    told = dumps.environment_for({"HOST": "db", "NAME": "school", "USER": "site", "PASSWORD": "word", "PORT": ""})
    assert {name: value for name, value in told.items() if name.startswith("PG") and name not in os.environ} == {
        "PGHOST": "db", "PGDATABASE": "school", "PGUSER": "site", "PGPASSWORD": "word",
    }  # fmt: skip
