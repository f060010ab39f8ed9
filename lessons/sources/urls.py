from django.urls import path

from lessons.sources.views import page

app_name = "sources"
urlpatterns = [path("sources/<slug:source>/", page.source, name="source")]
