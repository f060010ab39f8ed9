"""Make a backup of the database in a new folder."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from coursesite.ops.actions.backup import make_backup
from coursesite.ops.errors import OpsError


class Command(BaseCommand):
    help = "Back up the database into a new folder DIR: a dump and a manifest. The site may go on meanwhile."

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR", type=Path)

    def handle(self, *, folder: Path, **options):
        try:
            made = make_backup(folder=folder.absolute())
        except (OpsError, OSError) as problem:
            raise CommandError(f"No backup was made. {problem}") from None
        rows = sum(table["rows"] for table in made["tables"].values())
        what = f"{rows} rows of {len(made['tables'])} tables and {made['blobs']['files']} uploaded files"
        self.stdout.write(f"Backed up {what} into {folder}.")
