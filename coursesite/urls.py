"""One include() for each package, nothing else."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("coursesite.home.urls")),
    path("", include("coursesite.jobs.urls")),
    path("", include("coursesite.accounts.urls")),
    path("", include("coursesite.classes.urls")),
    path("", include("lessons.sources.urls")),
    path("", include("lessons.urls")),
    path("", include("assessments.urls")),
]
if settings.SITE_MODE == "demo":
    urlpatterns.append(path("", include("coursesite.ops.urls")))

handler400 = "coursesite.ui.views.bad_request"
handler403 = "coursesite.ui.views.forbidden"
handler404 = "coursesite.ui.views.not_found"
handler429 = "coursesite.ui.views.too_many"  # asked for by allauth
handler500 = "coursesite.ui.views.server_error"
