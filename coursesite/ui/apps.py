from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "coursesite.ui"
    label = "ui"
