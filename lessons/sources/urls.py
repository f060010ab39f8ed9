from django.urls import path

from lessons.sources import views

app_name = "sources"
urlpatterns = [path("sources/<slug:source>/", views.source, name="source")]
