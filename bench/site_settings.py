"""The site as a school runs it, but with static files that are hashed and not yet compressed: that takes a minute."""

from coursesite.settings import *  # noqa: F403
from coursesite.settings import STORAGES

STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
