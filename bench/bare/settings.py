"""The least that Django needs for the same work: the same driver, server, database options and middleware."""

from coursesite.settings import *  # noqa: F403
from coursesite.settings import MIDDLEWARE as SITES

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "bench.bare",
]
# All of the site's that are not about its own rows.
MIDDLEWARE = [name for name in SITES if not name.startswith(("coursesite.accounts.", "coursesite.classes."))]
# In the place of the site's own: a page that nobody needs to sign in for would never look up its session and user.
MIDDLEWARE.insert(
    MIDDLEWARE.index("django.contrib.auth.middleware.AuthenticationMiddleware") + 1,
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
)
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
ROOT_URLCONF = "bench.bare.site"
AUTH_USER_MODEL = "auth.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MIGRATION_MODULES = dict.fromkeys(("auth", "contenttypes", "sessions", "account", "bare"))  # tables made at once
SESSION_ENGINE = "django.contrib.sessions.backends.db"
