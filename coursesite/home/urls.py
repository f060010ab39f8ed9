"""The role homes, and the pages that anybody may read."""

from django.urls import path

from coursesite.home.views import pages

app_name = "home"
urlpatterns = [
    path("help/", pages.help, name="help"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("legal/", pages.legal, name="legal"),
]
