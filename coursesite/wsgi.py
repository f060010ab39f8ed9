"""The WSGI application. System checks do not run under WSGI, so the worst mistakes are refused here again."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coursesite.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402  (settings are read by the line above)

if settings.DEBUG:
    raise ImproperlyConfigured("DEBUG is on. Unset it: it shows the site's inner parts to anybody.")
if len(settings.SECRET_KEY) < 50 or settings.SECRET_KEY.startswith(("django-insecure", "only-for-tests")):
    raise ImproperlyConfigured("SECRET_KEY is a default or too short. Set it to 50 or more random characters.")
