"""The role homes, and the pages that anybody may read."""

from django.urls import path

from coursesite.home.views import home, pages, search

app_name = "home"
urlpatterns = [
    path("", home.home, name="home"),
    path("c/<uuid:classroom>/", home.class_home, name="class_home"),
    path("search/", search.search, name="search"),
    path("help/", pages.help, name="help"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("legal/", pages.legal, name="legal"),
]
