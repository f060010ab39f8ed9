"""Sign-in, one's own account, and the people an admin manages. Of allauth's routes only those that we show."""

from django.conf import settings
from django.urls import include, path

from coursesite.accounts.views import own, people, school, signin, sso

patterns = [
    path("me/settings/", own.settings, name="settings"),
    path("me/passphrase/", own.passphrase_change, name="passphrase_change"),
    path("school/", school.school_edit, name="school_edit"),
    path("people/", people.person_list, name="person_list"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/<uuid:person>/", people.person, name="person"),
    path("people/<uuid:person>/deactivate/", people.person_deactivate, name="person_deactivate"),
    path("people/<uuid:person>/activate/", people.person_activate, name="person_activate"),
]
sso_patterns = [
    path("sso/<str:provider_id>/login/", sso.openid_connect_login, name="openid_connect_login"),
    path("sso/<str:provider_id>/login/callback/", sso.openid_connect_callback, name="openid_connect_callback"),
]

urlpatterns = [
    path("sign-in/", signin.login, name="account_login"),
    path("sign-out/", signin.logout, name="account_logout"),
    path("", include((patterns, "accounts"))),
]
if settings.SOCIALACCOUNT_PROVIDERS:
    urlpatterns += sso_patterns
