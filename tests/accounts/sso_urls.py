"""The site's routes with those of single sign-on, which are mounted only where a provider is configured."""

from coursesite.accounts.urls import sso_patterns
from coursesite.urls import handler400, handler403, handler404, handler429, handler500  # noqa: F401
from coursesite.urls import urlpatterns as site

urlpatterns = [*site, *sso_patterns]
