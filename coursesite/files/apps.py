from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "coursesite.files"
    label = "files"
