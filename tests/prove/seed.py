"""Fill an empty site for a proof and print what its clients need, as JSON: `python -m tests.prove.seed STUDENTS SLOTS`.

Run with the environment of the site (DATABASE_URL or SITE_DATA). Each student has a session, made in the database,
and one open attempt whose items are essays of their own slot.
"""

import json
import os
import sys

import django
from django.conf import settings
from django.core.management import call_command


def main(students: int, slots: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coursesite.settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    from tests.prove import rows  # noqa: PLC0415  (models only after setup)

    made = rows.class_with_attempts(students, slots)
    names = {"session": settings.SESSION_COOKIE_NAME, "csrf": settings.CSRF_COOKIE_NAME}
    print(json.dumps(made | {"cookies": names}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
