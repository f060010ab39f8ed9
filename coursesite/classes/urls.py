"""Terms, classes and their people, and the record of who did what."""

from django.urls import include, path

from coursesite.classes.views import extending, lists, people, plan, school, time, viewing

app_name = "classes"
urlpatterns = [
    path("classes/", school.classroom_list, name="classroom_list"),
    path("classes/new/", school.classroom_new, name="classroom_new"),
    path("classes/<uuid:classroom>/edit/", school.classroom_edit, name="classroom_edit"),
    path("terms/", school.term_list, name="term_list"),
    path("terms/new/", school.term_new, name="term_new"),
    path("log/", school.log, name="log"),
    path("people/<uuid:person>/passphrase/", people.passphrase_reset, name="passphrase_reset"),
    path("people/<uuid:person>/time/", time.student_time, name="student_time"),
    path("c/<uuid:classroom>/people/", people.people, name="people"),
    path("c/<uuid:classroom>/people/add/", lists.students_add, name="students_add"),
    path(
        "c/<uuid:classroom>/people/added/<uuid:roster_import>/",
        include(
            [
                path("", lists.students_added, name="students_added"),
                path("cards/", lists.sign_in_cards, name="sign_in_cards"),
                path("take-back/", lists.students_take_back, name="students_take_back"),
            ]
        ),
    ),
    path("c/<uuid:classroom>/people/<uuid:person>/look/", viewing.view_as, name="view_as"),
    path("stop-looking/", viewing.view_as_stop, name="view_as_stop"),
    path("c/<uuid:classroom>/people/<uuid:person>/", extending.student, name="student"),
    path("c/<uuid:classroom>/a/<uuid:assignment>/dates/", plan.assignment_dates, name="assignment_dates"),
    path("c/<uuid:classroom>/a/<uuid:assignment>/extend/", extending.extension, name="extension"),
    path("c/<uuid:classroom>/a/<uuid:assignment>/extend/undo/", extending.extension_undo, name="extension_undo"),
    path("c/<uuid:classroom>/people/<uuid:person>/move/", people.student_move, name="student_move"),
]
