from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "coursesite.jobs"
    label = "jobs"
