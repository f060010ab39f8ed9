from django.apps import AppConfig

from coursesite.ops import checks  # noqa: F401  (registers the system checks)


class OpsConfig(AppConfig):
    name = "coursesite.ops"
    label = "ops"
