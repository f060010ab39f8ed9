"""Restore a backup into an empty database and verify it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from coursesite.ops.actions.restore import restore_backup
from coursesite.ops.errors import OpsError


class Command(BaseCommand):
    help = "Restore the backup in DIR into this site's database, which must be empty; verify it; end all sessions."
    requires_system_checks = []  # the database is empty yet

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR", type=Path)

    def handle(self, *, folder: Path, **options):
        try:
            restore_backup(folder=folder.absolute(), say=self.stdout.write)
        except (OpsError, OSError) as problem:
            raise CommandError(f"Not restored. {problem}") from None
