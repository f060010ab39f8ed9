"""Routes of the demo; coursesite.urls mounts them in that mode only."""

from django.urls import path

from coursesite.ops import views

app_name = "ops"
urlpatterns = [path("demo/sign-in/<slug:who>/", views.demo_sign_in, name="demo_sign_in")]
