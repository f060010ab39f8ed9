from django.apps import AppConfig


class ClassesConfig(AppConfig):
    name = "coursesite.classes"
    label = "classes"
