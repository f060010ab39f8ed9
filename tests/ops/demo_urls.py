"""The site's routes with those of the demo, which the test mode does not mount."""

from django.urls import include, path

from coursesite.urls import (  # noqa: F401
    handler400,
    handler403,
    handler404,
    handler429,
    handler500,
)
from coursesite.urls import (
    urlpatterns as site,
)

urlpatterns = [*site, path("", include("coursesite.ops.urls"))]
