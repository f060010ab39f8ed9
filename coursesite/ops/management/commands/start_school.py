"""The first step of a school: its name and zone, and its first admin with a passphrase for one sign-in."""

from zoneinfo import available_timezones

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from coursesite.accounts.actions import create_person, hash_passphrases
from coursesite.accounts.models import School
from coursesite.accounts.names import is_username
from coursesite.accounts.passphrases import make_passphrase
from coursesite.accounts.policy import ADMIN


class Command(BaseCommand):
    help = "Make the school and its first admin in an empty database."

    def add_arguments(self, parser):
        parser.add_argument("--name", required=True, help="the name of the school")
        parser.add_argument("--zone", required=True, help="its time zone, such as Europe/Oslo")
        parser.add_argument("--admin", required=True, help="the name of the first admin")
        parser.add_argument("--username", required=True, help="the user name of the first admin")

    def handle(self, *, name: str, zone: str, admin: str, username: str, **options):
        if School.objects.exists():
            raise CommandError("There is a school already. Its admins add people under People.")
        if zone not in available_timezones():
            raise CommandError(f"The zone {zone!r} is not known. Use region and city, such as Europe/Oslo.")
        if not is_username(username):
            raise CommandError("The user name may have letters, digits and . - _ @ only.")
        passphrase = make_passphrase()
        with transaction.atomic():
            School.objects.create(name=name, zone=zone)
            create_person(by=None, name=admin, username=username, role=ADMIN, hashed=hash_passphrases([passphrase])[0])
        self.stdout.write(f"Sign in as {username} with {passphrase}\nIt works once; then you choose your own.")
