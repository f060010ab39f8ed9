from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "lessons.sources"
    label = "sources"
