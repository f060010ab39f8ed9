"""Loading the demo school, and emptying it."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from coursesite.accounts.models import School, User
from coursesite.audit.actions import record
from coursesite.ops.actions.demo_people import make_people
from coursesite.ops.actions.demo_plan import days, give_lessons, read_and_talk, versions
from coursesite.ops.actions.demo_work import work_on_assessments
from coursesite.ops.errors import DemoRefused
from coursesite.privacy import triggers


def refuse_other_people() -> None:
    """The demo is for a demo's own database: one that is empty, or that the demo filled."""
    if settings.SITE_MODE == "school":
        raise DemoRefused("This is a school's site: the demo is not loaded here.")
    school = School.objects.order_by("pk").first()
    if User.objects.exists() and not (school and school.settings.get("demo")):
        count = User.objects.count()
        raise DemoRefused(f"The database holds {count} people who are not the demo's. Load the demo into an empty one.")


def load_demo() -> None:
    """Everything of the demo, or nothing."""
    refuse_other_people()
    if User.objects.exists():
        raise DemoRefused("The demo is there already. To load it anew: load_demo --fresh")
    when = days()
    with transaction.atomic():
        cast = make_people()
        given = versions(cast)
        plan = give_lessons(cast, given, when)
        read_and_talk(cast, given, plan, when)
        work_on_assessments(cast, when)
        record(by=None, verb="demo_load", target=cast.school)


def empty_demo() -> None:
    """Throw away all rows of the demo. Refused where others' rows stand."""
    refuse_other_people()
    triggers.drop_all(connection)
    try:
        call_command("flush", interactive=False, verbosity=0)
    finally:
        triggers.install_all(connection)
