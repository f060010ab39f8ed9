from django.urls import path

from assessments.views import attempts, files, giving, items, marking, marksheet, practice, results
from assessments.views.saving import attempt_doubt, attempt_finish, attempt_save, attempt_state

app_name = "assessments"
TASK = "c/<uuid:classroom>/t/<uuid:assignment>/"
urlpatterns = [
    path("attempts/<uuid:attempt>/save/", attempt_save, name="attempt_save"),
    path("attempts/<uuid:attempt>/finish/", attempt_finish, name="attempt_finish"),
    path("attempts/<uuid:attempt>/state/", attempt_state, name="attempt_state"),
    path("attempts/<uuid:attempt>/doubt/", attempt_doubt, name="attempt_doubt"),
    path(f"{TASK}", attempts.task, name="task"),
    path(f"{TASK}start/", attempts.attempt_start, name="attempt_start"),
    path(f"{TASK}attempt/", attempts.attempt, name="attempt"),
    path(f"{TASK}attempt/cite/<int:slot>/", attempts.attempt_cite, name="attempt_cite"),
    path(f"{TASK}attempt/files/<int:slot>/", files.attempt_files, name="attempt_files"),
    path("attempts/<uuid:attempt>/files/<uuid:file>/", files.attempt_file, name="attempt_file"),
    path("attempts/<uuid:attempt>/files/<uuid:file>/<int:number>/", files.attempt_page, name="attempt_page"),
    path(f"{TASK}review/", attempts.attempt_review, name="attempt_review"),
    path(f"{TASK}hand-in/", attempts.attempt_hand_in, name="attempt_hand_in"),
    path(f"{TASK}receipt/", results.receipt, name="receipt"),
    path(f"{TASK}feedback/", results.feedback, name="feedback"),
    path("c/<uuid:classroom>/l/<slug:lesson>/q/<uuid:key>/", practice.practice_check, name="practice_check"),
    path("lessons/<slug:lesson>/q/<uuid:key>/", practice.practice_try, name="practice_try"),
    path("assessments/", giving.assessment_list, name="assessment_list"),
    path("assessments/<uuid:assessment>/preview/", giving.assessment_preview, name="assessment_preview"),
    path("assessments/<uuid:assessment>/give/", giving.assessment_give, name="assessment_give"),
    path("grades/", marking.grades, name="grades"),
    path("c/<uuid:classroom>/table/", marking.class_table_page, name="class_table"),
    path(f"{TASK}hand-ins/", marking.hand_ins_page, name="hand_ins"),
    path(f"{TASK}questions/", items.item_chart, name="item_chart"),
    path("questions/<uuid:question>/<int:number>/key/", items.regrade, name="regrade"),
    path("questions/<uuid:question>/<int:number>/key/preview/", items.regrade_preview, name="regrade_preview"),
    path("questions/<uuid:question>/<int:number>/key/apply/", items.regrade_apply, name="regrade_apply"),
    path("regrades/<uuid:regrade>/undo/", items.regrade_undo, name="regrade_undo"),
    path(f"{TASK}release/", marking.release, name="release"),
    path(f"{TASK}take-back/", marking.take_back, name="take_back"),
    path(f"{TASK}mark/<uuid:attempt>/", marksheet.mark, name="mark"),
]
