"""Look whether the data keeps its rules; exit 1 and name rows where it does not."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from coursesite.ops.queries.integrity import RULES, violations
from coursesite.ops.queries.limits import lift_time_limits


class Command(BaseCommand):
    help = "Verify the rules that must hold of the data. Changes nothing. Exit code 1 names each broken rule with ids."

    def handle(self, **options):
        with transaction.atomic():
            lift_time_limits(connection)
            broken = violations()
        for violation in broken:
            self.stderr.write(f"BROKEN  {violation}")
        if broken:
            raise CommandError(f"{len(broken)} of {len(RULES)} rules are broken.")
        self.stdout.write(f"All {len(RULES)} rules hold.")
