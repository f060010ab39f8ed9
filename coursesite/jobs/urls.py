"""The page of one job."""

from django.urls import path

from coursesite.jobs import views

app_name = "jobs"
urlpatterns = [path("jobs/<uuid:job>/", views.job, name="job")]
