"""All settings, in one file. SITE_MODE says which of three kinds of site this is.

demo    SQLite under var/, loopback only, sign-in without a passphrase. What `make run` starts.
school  PostgreSQL through DATABASE_URL, a secret key and host names from the environment.
test    what the test suite uses: SQLite, or PostgreSQL where DATABASE_URL is set.
"""

import hashlib
import os
import secrets
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

MODES = ("demo", "school", "test")
SITE_MODE = env.str("SITE_MODE", "test" if "PYTEST_VERSION" in os.environ else "demo")
if SITE_MODE not in MODES:
    raise ImproperlyConfigured(f"SITE_MODE is {SITE_MODE!r}. Set it to one of: {', '.join(MODES)}.")
IS_SCHOOL = SITE_MODE == "school"
DATA_DIR = Path(env.str("SITE_DATA", str(BASE_DIR / "var")))
SITE_NAME = env.str("SITE_NAME", "Primary Source Classroom")
DEBUG = env.bool("DEBUG", False)


def read_secret() -> str:
    """The secret key: from the environment; a demo makes its own once; tests use a fixed one."""
    if key := env.str("SECRET_KEY", ""):
        return key
    if SITE_MODE == "test":
        return "only-for-tests-" + "0123456789" * 5
    if IS_SCHOOL:
        raise ImproperlyConfigured("SECRET_KEY is not set. Set it to 50 or more random characters.")
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    file = DATA_DIR / "secret-key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()


SECRET_KEY = read_secret()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
if IS_SCHOOL and not env.list("ALLOWED_HOSTS", default=[]):
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set. Set it to the site's host names, with commas between.")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if IS_SCHOOL]

# -- Packages, lowest first ------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_include_bootstrap",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "coursesite.audit",
    "coursesite.privacy",
    "coursesite.jobs",
    "coursesite.files",
    "coursesite.ui",
    "coursesite.accounts",
    "coursesite.classes",
    "lessons.sources",
    "lessons",
    "assessments",
    "coursesite.home",
    "coursesite.ops",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "coursesite.middleware.response_headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "coursesite.accounts.middleware.SignInRequired",
    "coursesite.accounts.middleware.present_user",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "coursesite.classes.middleware.ViewAs",
]

ROOT_URLCONF = "coursesite.urls"
WSGI_APPLICATION = "coursesite.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coursesite.ui.context.site",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Registered by dotted name, resolved when first needed (architecture: by registration).
UI_NAV = "coursesite.home.nav.items"
BLOCK_KINDS = ("lessons.blocks", "assessments.blocks")
# What a teacher can give together with a lesson: function of (user, lesson) -> things.
GIVEN_WITH_LESSON = ("assessments.forms.giving.things_for",)
BLOCK_EDITORS = ("lessons.forms.editors", "assessments.forms.authoring")
KINDS = "single several short chronology speaker passage matching categorise truth cloze number date essay upload"
QUESTION_KINDS = tuple(f"assessments.kinds.{name}" for name in KINDS.split())
# A fragment of another package on the sign-in page; the demo's three ways in.
SIGN_IN_EXTRA = "ops/_demo_sign_in.html" if SITE_MODE == "demo" else ""
# What the worker does again and again: a plain function without arguments, and the seconds between two runs.
PERIODIC = {
    "assessments.tasks.finalize_overdue": 10,
    "assessments.actions.closing.restamp_closes": 300,
    "assessments.actions.closing.tell_closed": 300,
    "assessments.tasks.thin_answers": 3600,
    "coursesite.accounts.tasks.clear_sessions": 24 * 3600,
    "coursesite.audit.actions.seal_finished_days": 3600,
    "coursesite.files.tasks.sweep_unused": 3600,
    "coursesite.jobs.actions.send_waiting": 10,
    "coursesite.jobs.actions.take_up_silent_jobs": 60,
    "coursesite.jobs.actions.clear_old_jobs": 24 * 3600,
}
# Who sends what waits in the outbox: kind -> function of (payload, key), which raises where it could not.
OUTBOX_SENDERS = {"mail": "coursesite.jobs.actions.send_mail"}
SOURCE_READERS = (
    "lessons.policy.readable_source_ids",
    "assessments.policy.readable_source_ids",
    "assessments.policy.readable_stimulus_ids",
)
# Modules that use terms and events: who reads them there, who keeps them from being changed, where they stand.
CHRONICLE_USERS = ("lessons.queries.uses",)
# Pages of a class at which its teachers may look as one of its students.
VIEWABLE_AS_STUDENT = (
    "home:class_home",
    "lessons:lesson",
    "lessons:lesson_part",
    "lessons:discussion",
    "lessons:source_in_class",
    "assessments:task",
    "assessments:receipt",
    "assessments:feedback",
)
# What follows when the dates of students' work change: called with the works and who changed them.
DATE_FOLLOWERS = ("assessments.actions.timing.follow_dates", "assessments.actions.closing.follow_close")
# What a teacher is told of an assignment's dates: function of (assignment, now) -> sentences.
DATE_WARNINGS = ("assessments.queries.watching.cut_short_words", "assessments.queries.watching.never_closed_words")
# What of a student's plan a closing date cuts short: function of (rows of the plan, extra time, now) -> such rows.
TIME_WARNINGS = "assessments.queries.watching.cut_short_rows"
# Which other assignments are the same thing: function of (assignment) -> a condition, or None.
SAME_THING = ("lessons.queries.plan.same_thing", "assessments.queries.watching.same_thing")
# What a person's own page says of her: function of (user) -> sentences.
OWN_FACTS = ("coursesite.classes.queries.time_words",)
# Who hears that a text was corrected: function of (old, new, by), called after the commit.
EDITION_FOLLOWERS = ("lessons.actions.anchoring.follow_correction",)

# Whether a proxy before the site writes X-Request-Start, and takes away what a browser sent under that name: then an
# answer counts from the moment at which it reached the proxy.
TRUST_REQUEST_START = env.bool("TRUST_REQUEST_START", False)

# -- Databases -------------------------------------------------------------------

ATOMIC_REQUESTS = False
DATABASE_URL = env.str("DATABASE_URL", "")
if IS_SCHOOL and not DATABASE_URL.startswith(("postgres://", "postgresql://")):
    raise ImproperlyConfigured(
        "DATABASE_URL is missing or is not PostgreSQL. Set it to postgres://user:word@host/name."
    )

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 9,  # seconds as SQLite counts: a busy machine's are longer, and within twelve the page must have an answer
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}
if DATABASE_URL:
    if not DATABASE_URL.startswith(("postgres://", "postgresql://", "sqlite://")):
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read. Set it to postgres://user:word@host/name, or unset it."
        )
    try:
        DATABASES = {"default": env.db_url_config(DATABASE_URL)}
    except (ValueError, environ.ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}") from None
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    options = SQLITE_OPTIONS if DATABASE_URL.startswith("sqlite") else {"connect_timeout": 3}
    DATABASES["default"]["OPTIONS"] = DATABASES["default"].get("OPTIONS", {}) | options
else:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "site.sqlite3",
            "CONN_MAX_AGE": 60,
            "OPTIONS": SQLITE_OPTIONS,
            "TEST": {"NAME": str(DATA_DIR / "test.sqlite3")},
        }
    }
DATABASES["default"]["ATOMIC_REQUESTS"] = ATOMIC_REQUESTS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entry"},
    # What is the same for all readers of a locked lesson, drawn once a minute in each process.
    "drawn": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "drawn",
        "TIMEOUT": 60,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# -- People ----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["coursesite.accounts.sessions.SignIn"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "coursesite.accounts.signin.ClosedAccountAdapter"
SOCIALACCOUNT_ADAPTER = "coursesite.accounts.signin.ClosedSocialAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
# A school is one address: tries are counted for each user name, and only a flood is refused for an address. A user
# name whose passphrase was wrong five times in a minute waits, whoever tries; nobody is locked out.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "5/m/key"}
OIDC_ISSUER = env.str("OIDC_ISSUER", "").rstrip("/")
OIDC_CLIENT_ID, OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_ID", ""), env.str("OIDC_CLIENT_SECRET", "")
OIDC_NAME = env.str("OIDC_NAME", "your school account")
# The claim that equals a person's outside id here: how a first single sign-on finds its person.
OIDC_ID_CLAIM = env.str("OIDC_ID_CLAIM", "sub")
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: the content policy keeps a form from being sent on to another site
SOCIALACCOUNT_PROVIDERS = {}
if IS_SCHOOL and OIDC_ISSUER and not OIDC_ISSUER.startswith("https://"):
    raise ImproperlyConfigured("OIDC_ISSUER must begin with https://.")
if OIDC_ISSUER and OIDC_CLIENT_ID and OIDC_CLIENT_SECRET:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                # An outside account is known by its issuer and its subject, so the issuer is part of the name.
                "provider_id": "school-" + hashlib.sha256(OIDC_ISSUER.encode()).hexdigest()[:12],
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT_ID,
                "secret": OIDC_CLIENT_SECRET,
                "settings": {"server_url": OIDC_ISSUER},
            }
        ],
    }
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["coursesite.accounts.hashing.Argon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
if SITE_MODE == "test":
    PASSWORD_HASHERS.insert(0, "django.contrib.auth.hashers.MD5PasswordHasher")

# -- What every answer says. Where Django's own default is the strict one, it is not repeated; tests/test_headers.py
# holds the answers to it. ---------------------------------------------------------------------------------

NOTHING = {name: [NONE] for name in ("default-src", "base-uri", "frame-ancestors", "object-src")}
OWN = {name: [SELF] for name in ("style-src", "font-src", "connect-src", "media-src", "form-action")}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {**NOTHING, **OWN, "script-src": [SELF, NONCE], "img-src": [SELF, "blob:", "data:"]}
}
SESSION_COOKIE_AGE = 24 * 60 * 60
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # names stand in no cookie
CSRF_FAILURE_VIEW = "coursesite.ui.views.csrf_failure"
SESSION_COOKIE_NAME = "sid"
CSRF_COOKIE_NAME = "csrf"
LAST_COOKIE_NAME = "last"  # who was signed in last: what she was writing is not sent by somebody else
if IS_SCHOOL:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LAST_COOKIE_NAME = "__Host-sid", "__Host-csrf", "__Host-last"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", True)
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SILENCED_SYSTEM_CHECKS = ["security.W021"]  # the preload list binds a whole domain: its owner decides
    if not SECURE_SSL_REDIRECT:
        SILENCED_SYSTEM_CHECKS.append("security.W008")  # who runs the proxy has said that it redirects
    if env.bool("BEHIND_PROXY", False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20  # forms that take fewer say so themselves

# -- Files, languages, mail, logs ---------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "coursesite" / "static"]
WHITENOISE_USE_FINDERS = not IS_SCHOOL
WHITENOISE_AUTOREFRESH = (
    SITE_MODE == "test"
)  # else each client of a test reads all files anew, before its first request
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_SCHOOL
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
    # What was uploaded, under its hash. It has no address: every download asks who may see it.
    "blobs": {"BACKEND": "coursesite.files.storage.BlobFiles", "OPTIONS": {"location": DATA_DIR / "blobs"}},
}
LANGUAGE_CODE, LANGUAGES, TIME_ZONE = "en", [("en", "English")], "UTC"
# Mail leaves through EMAIL_URL (smtp+tls://user:word@host:587). A school that has none sends no mail; a demo prints it.
EMAIL_URL = env.str("EMAIL_URL", "")
SENDS_MAIL = bool(EMAIL_URL) or not IS_SCHOOL
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
EMAIL_TIMEOUT = 10
if EMAIL_URL:
    try:
        MAIL_SERVER = env.email_url_config(EMAIL_URL)
    except (KeyError, ValueError, environ.ImproperlyConfigured):
        raise ImproperlyConfigured("EMAIL_URL cannot be read. Set it to smtp+tls://user:word@host:587.") from None
    EMAIL_BACKEND = MAIL_SERVER["EMAIL_BACKEND"]
    EMAIL_HOST, EMAIL_PORT = MAIL_SERVER["EMAIL_HOST"], MAIL_SERVER["EMAIL_PORT"] or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = (
        MAIL_SERVER["EMAIL_HOST_USER"] or "",
        MAIL_SERVER["EMAIL_HOST_PASSWORD"] or "",
    )
    EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SERVER.get("EMAIL_USE_TLS", False), MAIL_SERVER.get("EMAIL_USE_SSL", False)
MAIL_HOST = ALLOWED_HOSTS[0].lstrip(".*") or "localhost"
SITE_URL = env.str("SITE_URL", f"https://{MAIL_HOST}" if IS_SCHOOL else "http://127.0.0.1:8000").rstrip("/")
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", f"no-reply@{MAIL_HOST}")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
