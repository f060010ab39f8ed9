"""Sign-in, one's own settings, and the people an admin manages. Of allauth's routes only those that we show."""

from allauth.account import views as allauth_views
from django.urls import include, path

patterns = []

urlpatterns = [
    path("sign-in/", allauth_views.login, name="account_login"),
    path("sign-out/", allauth_views.logout, name="account_logout"),
    path("", include((patterns, "accounts"))),
]
