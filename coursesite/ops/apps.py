from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "coursesite.ops"
    label = "ops"
