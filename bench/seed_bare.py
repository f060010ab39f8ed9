"""Fill the bare project: `python -m bench.seed_bare STUDENTS COLUMNS < text`, told as JSON."""

import json
import os
import sys
from importlib import import_module

import django
from django.conf import settings
from django.core.management import call_command


def main(students: int, columns: int, text: str) -> dict:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.bare.settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    from django.contrib.auth import get_user_model  # noqa: PLC0415  (models only after setup)

    from bench.bare.models import Mark, Page  # noqa: PLC0415

    page = Page.objects.create(title="The same lesson text", text=text)
    numbers = [(student, column) for student in range(students) for column in range(columns)]
    Mark.objects.bulk_create(Mark(student=s, column=c, points=(s + c) % 11) for s, c in numbers)
    sessions = []
    for n in range(16):
        user = get_user_model().objects.create(username=f"s{n}", password="!")
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session.update(
            {"_auth_user_id": str(user.pk), "_auth_user_backend": settings.AUTHENTICATION_BACKENDS[0],
             "_auth_user_hash": user.get_session_auth_hash()}
        )  # fmt: skip
        session.create()
        sessions.append(session.session_key)
    return {"page": f"/page/{page.pk}/", "sessions": sessions}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]), sys.stdin.read())))
