from django.urls import path

from assessments.views.saving import attempt_save

app_name = "assessments"
urlpatterns = [
    path("attempts/<uuid:attempt>/save/", attempt_save, name="attempt_save"),
]
