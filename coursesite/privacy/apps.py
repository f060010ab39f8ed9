"""The two signals that the house allows: triggers are dropped before migrations and installed after them."""

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

from coursesite.privacy import triggers


class PrivacyConfig(AppConfig):
    name = "coursesite.privacy"
    label = "privacy"

    def ready(self) -> None:
        pre_migrate.connect(drop_triggers, sender=self)
        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(install_triggers, sender=last)


def drop_triggers(*, using: str, **_kwargs) -> None:
    triggers.drop_all(connections[using])


def install_triggers(*, using: str, **_kwargs) -> None:
    triggers.install_all(connections[using])
