"""Fill an empty database with the demo school."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from coursesite.ops.actions.demo import empty_demo, load_demo
from coursesite.ops.errors import OpsError


class Command(BaseCommand):
    help = "Load the demo school into an empty database."

    def add_arguments(self, parser):
        parser.add_argument("--fresh", action="store_true", help="throw the demo's rows away first")

    def handle(self, *, fresh: bool, verbosity: int, **options):
        if settings.SITE_MODE != "demo":
            raise CommandError("load_demo is for the demo only: unset SITE_MODE.")
        try:
            if fresh:
                empty_demo()
            load_demo()
        except OpsError as error:
            raise CommandError(str(error)) from None
        if verbosity:
            self.stdout.write("The demo school is loaded.")
