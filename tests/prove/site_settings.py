"""The site as a school runs it, with static files under their plain names: nobody fetches them in a proof."""

from coursesite.settings import *  # noqa: F403
from coursesite.settings import STORAGES

STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
