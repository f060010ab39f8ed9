from django.urls import path

from assessments.views import marking, marksheet
from assessments.views.saving import attempt_save

app_name = "assessments"
TASK = "c/<uuid:classroom>/t/<uuid:assignment>/"
urlpatterns = [
    path("attempts/<uuid:attempt>/save/", attempt_save, name="attempt_save"),
    path("grades/", marking.grades, name="grades"),
    path("c/<uuid:classroom>/table/", marking.class_table_page, name="class_table"),
    path(f"{TASK}hand-ins/", marking.hand_ins_page, name="hand_ins"),
    path(f"{TASK}release/", marking.release, name="release"),
    path(f"{TASK}take-back/", marking.take_back, name="take_back"),
    path(f"{TASK}mark/<uuid:attempt>/", marksheet.mark, name="mark"),
]
