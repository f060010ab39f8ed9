"""System checks: values that are unsafe, and a database that is not fit. `manage.py serve` refuses to start on any."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connections

from coursesite.ops.queries.readiness import server_faults

# Django's own words for the same faults, left out where ours stand.
OURS_INSTEAD = {"security.W009", "security.W018"}


@register()
def no_request_is_one_transaction(app_configs, **_):
    """With ATOMIC_REQUESTS every page of a SQLite site takes the write lock, and an answer is saved too late."""
    return [
        Error(f"ATOMIC_REQUESTS is on for the database {name}. Set it to False.", id="ops.E003")
        for name, values in settings.DATABASES.items()
        if values.get("ATOMIC_REQUESTS")
    ]


@register(Tags.security, deploy=True)
def values_are_safe(app_configs, **_):
    """The worst mistakes of a deployment, each in one line."""
    if len(settings.SECRET_KEY) < 50 or settings.SECRET_KEY.startswith(("django-insecure", "only-for-tests")):
        yield Error("SECRET_KEY is a default or too short. Set it to 50 or more random characters.", id="ops.E001")
    if settings.DEBUG:
        yield Error("DEBUG is on. Unset it: it shows the site's inner parts to anybody.", id="ops.E002")


@register(Tags.database)
def database_is_fit(app_configs, databases=None, **_):
    """Asked by `check --database default`, and told by `migrate`, which must still go on; `serve` does not."""
    if settings.SITE_MODE != "school":
        return []
    return [Warning(text, id=code) for alias in databases or [] for code, text in server_faults(connections[alias])]


@register(Tags.database)
def mails_have_left(app_configs, databases=None, **_):
    """How many messages were tried in vain. The site goes on without them, and tries again."""
    outbox = apps.get_model("jobs.Outbox")  # this file is read before the models are
    if not databases or outbox._meta.db_table not in connections["default"].introspection.table_names():
        return []
    stuck = list(outbox.objects.stuck().order_by("-pk"))
    words = f"{len(stuck)} messages could not be sent yet. Look at the mail server; the newest problem: "
    return [Warning(words + stuck[0].problem, id="ops.W020")] if stuck else []


def static_files_faults() -> list[Error]:
    """Asked by `serve` only: collecting takes half a minute and is a step of each deployment."""
    if (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return []
    return [Error("Static files are not collected. Run: manage.py collectstatic --noinput", id="ops.E004")]
