from django.urls import path

from lessons.views import authoring, blocks, library, publishing, reading, talk

app_name = "lessons"
urlpatterns = [
    path("lessons/", library.lesson_list, name="lesson_list"),
    path("lessons/new/", authoring.lesson_new, name="lesson_new"),
    path("lessons/paste/", blocks.lesson_paste, name="lesson_paste"),
    path("lessons/<slug:lesson>/edit/", authoring.lesson_edit, name="lesson_edit"),
    path("lessons/<slug:lesson>/copy/", authoring.lesson_copy, name="lesson_copy"),
    path("lessons/<slug:lesson>/discard/", authoring.lesson_discard, name="lesson_discard"),
    path("lessons/<slug:lesson>/publish/", publishing.lesson_publish, name="lesson_publish"),
    path("lessons/<slug:lesson>/give/", publishing.lesson_give, name="lesson_give"),
    path("lessons/<slug:lesson>/blocks/", blocks.block_add, name="block_add"),
    path("lessons/<slug:lesson>/blocks/<uuid:block>/", blocks.block_edit, name="block_edit"),
    path("lessons/<slug:lesson>/blocks/<uuid:block>/move/", blocks.block_move, name="block_move"),
    path("lessons/<slug:lesson>/blocks/<uuid:block>/delete/", blocks.block_delete, name="block_delete"),
    path("lessons/<slug:lesson>/blocks/<uuid:block>/paste/", blocks.block_paste, name="block_paste"),
    path("lessons/<slug:lesson>/bin/<int:dropped>/", blocks.block_restore, name="block_restore"),
    path("lessons/<slug:lesson>/teacher/", library.lesson_teacher, name="lesson_teacher"),
    path("lessons/<slug:lesson>/preview/", reading.lesson_preview, name="lesson_preview"),
    path("lessons/<slug:lesson>/preview/p/<int:part>/", reading.lesson_preview, name="lesson_preview"),
    path("c/<uuid:classroom>/l/<slug:lesson>/", reading.lesson, name="lesson"),
    path("c/<uuid:classroom>/l/<slug:lesson>/p/<int:part>/", reading.lesson_part, name="lesson_part"),
    path("c/<uuid:classroom>/l/<slug:lesson>/p/<int:part>/done/", reading.part_done, name="part_done"),
    path("c/<uuid:classroom>/l/<slug:lesson>/p/<int:part>/place/", reading.place_save, name="place_save"),
    path("c/<uuid:classroom>/d/<uuid:prompt>/", talk.discussion, name="discussion"),
    path("c/<uuid:classroom>/d/<uuid:prompt>/answer/", talk.answer_save, name="answer_save"),
    path("posts/<uuid:post>/edit/", talk.post_edit, name="post_edit"),
    path("posts/<uuid:post>/flag/", talk.post_flag, name="post_flag"),
    path("posts/<uuid:post>/hide/", talk.post_hide, name="post_hide"),
    path("posts/<uuid:post>/show/", talk.post_show, name="post_show"),
    path("discussions/<uuid:discussion>/lock/", talk.discussion_lock, name="discussion_lock"),
]
