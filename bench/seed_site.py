"""Fill the site with its shipped lessons and a class of many marks: `python -m bench.seed_site STUDENTS COLUMNS STARTS`.

Tells, as JSON, the paths to ask for, the sessions to ask with, and for each path its queries and its HTML.
"""

import json
import os
import sys

import django
from django.conf import settings
from django.core.management import call_command

READERS = 16


def main(students: int, columns: int, starts: int) -> dict:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.site_settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    from bench import site_rows  # noqa: PLC0415  (models only after setup)

    names = {"session": settings.SESSION_COOKIE_NAME, "csrf": settings.CSRF_COOKIE_NAME}
    made = site_rows.fill(students, columns, READERS)
    probes = {name: site_rows.probe(path, made["teacher" if name == "table" else "students"][0])
              for name, path in made["paths"].items()}  # fmt: skip
    sitting = site_rows.fill_sittings(students, starts) | {"cookies": names}
    return made | {
        "sitting": sitting,
        "cookies": names,
        "probes": probes,
        "save_queries": site_rows.probe_save(made["students"][-1]),
    }


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])), default=str))
