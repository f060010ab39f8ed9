"""The access document: every route, as everybody, what it answers. A person reads it; the walk holds the site to it.

Everybody is seen from the class "here": the student is Irina, the classmate Omar, the teacher Ana, the marker Mia; the
stranger teaches another class; the outsider is signed in and in no class. "in" is the way to the sign-in page. What a
route is tried on stands behind its name; without that it is the plain thing (tests/bodies.py). Each line is tried as
well on the other class, where the stranger is the teacher and all of us are outsiders, and with addresses that mix two
classes or name nothing: those are 404.
"""

ACCESS = """
# route, and on what                                            anonymous outsider student classmate teacher stranger marker admin
home:home                                                  GET         in      200     200       200     200      200    200   200
                                                           POST       401      405     405       405     405      405    405   405
home:class_home                                            GET         in      404     200       200     200      404    200   404
                                                           POST       401      405     405       405     405      405    405   405
home:search                                                GET         in      200     200       200     200      200    200   200
                                                           POST       401      405     405       405     405      405    405   405
home:help                                                  GET        200      200     200       200     200      200    200   200
                                                           POST       405      405     405       405     405      405    405   405
home:accessibility                                         GET        200      200     200       200     200      200    200   200
                                                           POST       405      405     405       405     405      405    405   405
home:privacy                                               GET        200      200     200       200     200      200    200   200
                                                           POST       405      405     405       405     405      405    405   405
home:legal                                                 GET        200      200     200       200     200      200    200   200
                                                           POST       405      405     405       405     405      405    405   405
account_login                                              GET        200      302     302       302     302      302    302   302
                                                           POST       302      302     302       302     302      302    302   302
account_logout                                             GET        200      200     200       200     200      200    200   200
                                                           POST        in       in      in        in      in       in     in    in
jobs:job                                                   GET         in      404     404       404     200      404    404   404
                                                           POST       401      405     405       405     405      405    405   405
jobs:job job=waiting_job                                   GET         in      404     404       404     200      404    404   404
                                                           POST       401      405     405       405     405      405    405   405
accounts:settings                                          GET         in      200     200       200     200      200    200   200
                                                           POST       401      302     302       302     302      302    302   302
accounts:passphrase_change                                 GET         in      200     200       200     200      200    200   200
                                                           POST       401      302     302       302     302      302    302   302
accounts:school_edit                                       GET         in      404     404       404     404      404    404   200
                                                           POST       401      404     404       404     404      404    404   302
accounts:person_list                                       GET         in      404     404       404     404      404    404   200
                                                           POST       401      405     405       405     405      405    405   405
accounts:person_new                                        GET         in      404     404       404     404      404    404   200
                                                           POST       401      404     404       404     404      404    404   200
accounts:person                                            GET         in      404     404       404     404      404    404   200
                                                           POST       401      405     405       405     405      405    405   405
accounts:person_deactivate                                 GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     404      404    404   302
accounts:person_activate                                   GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     404      404    404   302
classes:classroom_list                                     GET         in      200     200       200     200      200    200   200
                                                           POST       401      405     405       405     405      405    405   405
classes:classroom_new                                      GET         in      404     404       404     404      404    404   200
                                                           POST       401      404     404       404     404      404    404   302
classes:classroom_edit                                     GET         in      404     404       404     404      404    404   200
                                                           POST       401      404     404       404     404      404    404   302
classes:term_list                                          GET         in      404     404       404     404      404    404   200
                                                           POST       401      405     405       405     405      405    405   405
classes:term_new                                           GET         in      404     404       404     404      404    404   200
                                                           POST       401      404     404       404     404      404    404   302
classes:log                                                GET         in      404     404       404     404      404    404   200
                                                           POST       401      405     405       405     405      405    405   405
classes:passphrase_reset                                   GET         in      404     404       404     200      404    404   200
                                                           POST       401      404     404       404     200      404    404   200
classes:passphrase_reset person=teacher                    GET         in      404     404       404     404      404    404   200
                                                           POST       401      404     404       404     404      404    404   200
classes:people                                             GET         in      404     404       404     200      404    200   200
                                                           POST       401      405     405       405     405      405    405   405
classes:students_add                                       GET         in      404     404       404     404      404    404   200
                                                           POST       401      404     404       404     404      404    404   200
classes:students_added                                     GET         in      404     404       404     404      404    404   200
                                                           POST       401      405     405       405     405      405    405   405
classes:sign_in_cards                                      GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     404      404    404   200
classes:students_take_back                                 GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     404      404    404   302
classes:view_as                                            GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     302      404    404   404
classes:view_as_stop                                       GET         in      405     405       405     405      405    405   405
                                                           POST       401      302     302       302     302      302    302   302
classes:student_move                                       GET         in      404     404       404     404      404    404   200
                                                           POST       401      404     404       404     404      404    404   302
classes:student_time                                       GET          in      404     404       404     200      404    404   200
                                                           POST        401      404     404       404     302      404    404   302
classes:student_time person=classmate                      GET          in      404     404       404     200      404    404   200
                                                           POST        401      404     404       404     409      404    404   409
classes:student_time person=teacher                        GET          in      404     404       404     404      404    404   404
                                                           POST        401      404     404       404     404      404    404   404
classes:student                                            GET          in      404     404       404     200      404    404   404
                                                           POST        401      405     405       405     405      405    405   405
classes:assignment_dates                                   GET          in      404     404       404     200      404    404   404
                                                           POST        401      404     404       404     302      404    404   404
classes:extension                                          GET          in      404     404       404     200      404    404   404
                                                           POST        401      404     404       404     302      404    404   404
classes:extension_undo                                     GET          in      405     405       405     405      405    405   405
                                                           POST        401      404     404       404     302      404    404   404
sources:source_list                                        GET         in      404     404       404     200      200    200   200
                                                           POST       401      405     405       405     405      405    405   405
sources:source_new                                         GET         in      404     404       404     200      200    404   404
                                                           POST       401      404     404       404     302      422    404   404
sources:source_edit                                        GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     302      404    404   404
sources:source_reach                                       GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    404   404
sources:image_new                                          GET         in      404     404       404     200      200    404   404
                                                           POST       401      404     404       404     302      422    404   404
sources:image_edit                                         GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     302      404    404   404
sources:image_zoom                                         GET         in      404     200       200     200      404    200   404
                                                           POST       401      405     405       405     405      405    405   405
sources:image_zoom source=ungiven_source                   GET         in      404     404       404     200      404    404   404
                                                           POST       401      405     405       405     405      405    405   405
sources:image_file ext=image_ext                           GET         in      404     200       200     200      404    200   404
                                                           POST       401      405     405       405     405      405    405   405
sources:image_file ext=image_ext source=ungiven_source     GET         in      404     404       404     200      404    404   404
                                                           POST       401      405     405       405     405      405    405   405
sources:agent_edit                                         GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     302      404    404   404
sources:source                                             GET         in      404     200       200     200      404    200   404
                                                           POST       401      405     405       405     405      405    405   405
sources:source source=ungiven_source                       GET         in      404     404       404     200      404    404   404
                                                           POST       401      405     405       405     405      405    405   405
sources:edition_new                                        GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     200      404    404   404
sources:edition                                            GET         in      404     200       200     200      404    200   404
                                                           POST       401      405     405       405     405      405    405   405
sources:edition source=ungiven_source                      GET         in      404     404       404     200      404    404   404
                                                           POST       401      405     405       405     405      405    405   405
sources:edition_correct                                    GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     302      404    404   404
sources:edition_marks                                      GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     302      404    404   404
sources:edition_align                                      GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     200      404    404   404
sources:source_cite                                        GET         in      404     200       200     200      404    200   404
                                                           POST       401      405     405       405     405      405    405   405
sources:source_cite source=ungiven_source                  GET         in      404     404       404     200      404    404   404
                                                           POST       401      405     405       405     405      405    405   405
sources:cite_file                                          GET         in      404     200       200     200      404    200   404
                                                           POST       401      405     405       405     405      405    405   405
sources:cite_file source=ungiven_source                    GET         in      404     404       404     200      404    404   404
                                                           POST       401      405     405       405     405      405    405   405
sources:timeline                                           GET         in      200     200       200     200      200    200   200
                                                           POST       401      405     405       405     405      405    405   405
sources:place_list                                         GET         in      200     200       200     200      200    200   200
                                                           POST       401      405     405       405     405      405    405   405
sources:term_list                                          GET         in      200     200       200     200      200    200   200
                                                           POST       401      405     405       405     405      405    405   405
sources:agent_list                                         GET         in      200     200       200     200      200    200   200
                                                           POST       401      405     405       405     405      405    405   405
sources:agent                                              GET         in      404     200       200     200      404    200   404
                                                           POST       401      405     405       405     405      405    405   405
sources:event_new                                          GET         in      404     404       404     200      200    404   404
                                                           POST       401      404     404       404     302      302    404   404
sources:event_edit                                         GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     302      404    404   404
sources:place_new                                          GET         in      404     404       404     200      200    404   404
                                                           POST       401      404     404       404     302      302    404   404
sources:place_edit                                         GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     302      404    404   404
sources:term_new                                           GET         in      404     404       404     200      200    404   404
                                                           POST       401      404     404       404     302      302    404   404
sources:term_edit                                          GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     302      404    404   404
lessons:lesson_list                                        GET         in      200     200       200     200      200    200   200
                                                           POST       401      405     405       405     405      405    405   405
lessons:lesson_new                                         GET         in      404     404       404     200      200    404   404
                                                           POST       401      404     404       404     302      422    404   404
lessons:lesson_paste                                       GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     200      200    404   404
lessons:lesson_edit                                        GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     302      404    404   404
lessons:lesson_copy                                        GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     302      404    404   404
lessons:lesson_discard                                     GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    404   404
lessons:lesson_publish                                     GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     302      404    404   404
lessons:lesson_publish lesson=ungiven_lesson               GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     409      404    404   404
lessons:lesson_give                                        GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     422      404    404   404
lessons:block_add                                          GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    404   404
lessons:block_edit                                         GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     302      404    404   404
lessons:block_move                                         GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    404   404
lessons:block_delete                                       GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    404   404
lessons:block_paste                                        GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     302      404    404   404
lessons:block_restore                                      GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    404   404
lessons:scaffold_list                                      GET          in      404     404       404     200      200    404   404
                                                           POST        401      405     405       405     405      405    405   405
lessons:scaffold_new                                       GET          in      404     404       404     200      200    404   404
                                                           POST        401      404     404       404     302      422    404   404
lessons:scaffold_copy                                      GET          in      405     405       405     405      405    405   405
                                                           POST        401      404     404       404     302      302    404   404
lessons:scaffold_edit                                      GET          in      404     404       404     200      404    404   404
                                                           POST        401      404     404       404     302      404    404   404
lessons:scaffold_move                                      GET          in      405     405       405     405      405    405   405
                                                           POST        401      404     404       404     302      404    404   404
lessons:scaffold_delete                                    GET          in      405     405       405     405      405    405   405
                                                           POST        401      404     404       404     302      404    404   404
lessons:support_list                                       GET          in      404     404       404     200      404    404   404
                                                           POST        401      405     405       405     405      405    405   405
lessons:support_set                                        GET          in      405     405       405     405      405    405   405
                                                           POST        401      404     404       404     302      404    404   404
lessons:lesson_print                                       GET          in      404     404       404     200      404    404   404
                                                           POST        401      405     405       405     405      405    405   405
lessons:lesson_print lesson=ungiven_lesson                 GET          in      404     404       404     200      404    404   404
                                                           POST        401      405     405       405     405      405    405   405
lessons:lesson_export                                      GET          in      404     404       404     200      404    404   404
                                                           POST        401      405     405       405     405      405    405   405
lessons:lesson_export lesson=ungiven_lesson                GET          in      404     404       404     200      404    404   404
                                                           POST        401      405     405       405     405      405    405   405
lessons:class_print                                        GET          in      404     200       200     200      404    200   404
                                                           POST        401      405     405       405     405      405    405   405
lessons:class_print lesson=later_lesson                    GET          in      404     200       200     200      404    200   404
                                                           POST        401      405     405       405     405      405    405   405
lessons:class_print lesson=ungiven_lesson                  GET          in      404     404       404     404      404    404   404
                                                           POST        401      405     405       405     405      405    405   405
lessons:gate_open block=gated_block                        GET          in      405     405       405     405      405    405   405
                                                           POST        401      404     302       302     404      404    404   404
lessons:lesson_teacher                                     GET         in      404     404       404     200      404    404   404
                                                           POST       401      405     405       405     405      405    405   405
lessons:lesson_preview                                     GET         in      404     404       404     200      404    404   404
                                                           POST       401      405     405       405     405      405    405   405
lessons:lesson_preview lesson=ungiven_lesson               GET         in      404     404       404     200      404    404   404
                                                           POST       401      405     405       405     405      405    405   405
lessons:lesson                                             GET         in      404     302       302     302      404    302   404
                                                           POST       401      405     405       405     405      405    405   405
lessons:lesson lesson=later_lesson                         GET         in      404     302       302     302      404    302   404
                                                           POST       401      405     405       405     405      405    405   405
lessons:lesson lesson=ungiven_lesson                       GET         in      404     404       404     404      404    404   404
                                                           POST       401      405     405       405     405      405    405   405
lessons:lesson_part                                        GET         in      404     200       200     200      404    200   404
                                                           POST       401      405     405       405     405      405    405   405
lessons:lesson_part part=2                                 GET         in      404     200       200     200      404    200   404
                                                           POST       401      405     405       405     405      405    405   405
lessons:lesson_part lesson=later_lesson                    GET         in      404     200       200     200      404    200   404
                                                           POST       401      405     405       405     405      405    405   405
lessons:lesson_part lesson=ungiven_lesson                  GET         in      404     404       404     404      404    404   404
                                                           POST       401      405     405       405     405      405    405   405
lessons:part_done                                          GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     302       302     404      404    404   404
lessons:part_done lesson=later_lesson                      GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     404      404    404   404
lessons:place_save                                         GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     204       204     404      404    404   404
lessons:place_save lesson=later_lesson                     GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     404      404    404   404
lessons:discussion                                         GET         in      404     200       200     200      404    200   404
                                                           POST       401      404     302       302     302      404    302   404
lessons:discussion prompt=unanswered                       GET         in      404     200       200     200      404    200   404
                                                           POST       401      404     302       302     302      404    302   404
lessons:discussion prompt=private                          GET         in      404     200       200     200      404    200   404
                                                           POST       401      404     404       404     404      404    404   404
lessons:answer_save prompt=private                         GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     302       302     404      404    404   404
lessons:answer_save                                        GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     404      404    404   404
lessons:source_notes                                       GET          in      404     302       302     302      404    302   404
                                                           POST        401      405     405       405     405      405    405   405
lessons:source_notes source=ungiven_source                 GET          in      404     404       404     200      404    404   404
                                                           POST        401      405     405       405     405      405    405   405
lessons:source_in_class                                    GET          in      404     200       200     200      404    200   404
                                                           POST        401      404     302       302     302      404    302   404
lessons:source_in_class source=ungiven_source              GET          in      404     404       404     404      404    404   404
                                                           POST        401      404     404       404     404      404    404   404
lessons:notes_of_source                                    GET          in      404     200       200     200      404    200   404
                                                           POST        401      405     405       405     405      405    405   405
lessons:notes                                              GET          in      404     200       200     200      404    200   404
                                                           POST        401      405     405       405     405      405    405   405
lessons:notes_export                                       GET          in      404     200       200     200      404    200   404
                                                           POST        401      405     405       405     405      405    405   405
lessons:note_reply post=note                               GET          in      404     200       200     200      404    200   404
                                                           POST        401      404     302       302     302      404    302   404
lessons:note_reply post=private_note                       GET          in      404     404       404     404      404    404   404
                                                           POST        401      404     404       404     404      404    404   404
lessons:note_reply post=teacher_note                       GET          in      404     404       200     200      404    200   404
                                                           POST        401      404     404       302     302      404    302   404
lessons:note_edit post=note                                GET          in      404     200       404     404      404    404   404
                                                           POST        401      404     302       404     404      404    404   404
lessons:note_edit post=private_note                        GET          in      404     200       404     404      404    404   404
                                                           POST        401      404     302       404     404      404    404   404
lessons:note_take_back post=note                           GET          in      405     405       405     405      405    405   405
                                                           POST        401      404     302       404     404      404    404   404
lessons:note_put_back post=note                            GET          in      405     405       405     405      405    405   405
                                                           POST        401      404     302       404     404      404    404   404
lessons:note_settle post=review_note                       GET          in      405     405       405     405      405    405   405
                                                           POST        401      404     302       404     404      404    404   404
lessons:post_edit post=own_post                            GET         in      404     200       404     404      404    404   404
                                                           POST       401      404     302       404     404      404    404   404
lessons:post_edit                                          GET         in      404     404       200     404      404    404   404
                                                           POST       401      404     404       409     404      404    404   404
lessons:post_edit post=private_post                        GET         in      404     404       404     404      404    404   404
                                                           POST       401      404     404       404     404      404    404   404
lessons:post_flag                                          GET         in      404     200       200     200      404    200   404
                                                           POST       401      404     302       422     302      404    302   404
lessons:post_flag post=hidden_post                         GET         in      404     404       200     200      404    200   404
                                                           POST       401      404     404       422     302      404    302   404
lessons:post_flag post=first_post                          GET         in      404     404       200     200      404    200   404
                                                           POST       401      404     404       422     302      404    302   404
lessons:post_flag post=private_post                        GET         in      404     404       404     404      404    404   404
                                                           POST       401      404     404       404     404      404    404   404
lessons:post_hide                                          GET         in      404     404       404     200      404    200   404
                                                           POST       401      404     404       404     302      404    302   404
lessons:post_hide post=first_post                          GET         in      404     404       404     200      404    200   404
                                                           POST       401      404     404       404     302      404    302   404
lessons:post_flag post=other_note                          GET          in      404     200       200     200      404    200   404
                                                           POST        401      404     302       422     302      404    302   404
lessons:post_flag post=private_note                        GET          in      404     404       404     404      404    404   404
                                                           POST        401      404     404       404     404      404    404   404
lessons:post_hide post=note                                GET          in      404     404       404     200      404    200   404
                                                           POST        401      404     404       404     302      404    302   404
lessons:post_hide post=private_note                        GET          in      404     404       404     404      404    404   404
                                                           POST        401      404     404       404     404      404    404   404
lessons:post_show                                          GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    302   404
lessons:discussion_lock                                    GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    302   404
assessments:attempt_save attempt=open_attempt              GET        405      405     405       405     405      405    405   405
                                                           POST       401      404     404       200     404      404    404   404
assessments:attempt_save attempt=attempt                   GET        405      405     405       405     405      405    405   405
                                                           POST       401      404     409       404     404      404    404   404
assessments:attempt_finish attempt=open_attempt            GET        405      405     405       405     405      405    405   405
                                                           POST       401      404     404       200     404      404    404   404
assessments:attempt_finish attempt=attempt                 GET        405      405     405       405     405      405    405   405
                                                           POST       401      404     200       404     404      404    404   404
assessments:attempt_state attempt=open_attempt             GET        401      404     404       200     404      404    404   404
                                                           POST       405      405     405       405     405      405    405   405
assessments:attempt_state attempt=attempt                  GET        401      404     200       404     404      404    404   404
                                                           POST       405      405     405       405     405      405    405   405
assessments:task                                           GET         in      404     200       200     200      404    200   404
                                                           POST       401      405     405       405     405      405    405   405
assessments:task assignment=later_quiz                     GET         in      404     200       200     200      404    200   404
                                                           POST       401      405     405       405     405      405    405   405
assessments:task assignment=returned                       GET         in      404     200       200     200      404    200   404
                                                           POST       401      405     405       405     405      405    405   405
assessments:task assignment=essay                          GET         in      404     200       200     200      404    200   404
                                                           POST       401      405     405       405     405      405    405   405
assessments:attempt_start assignment=returned              GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     302       302     403      404    403   404
assessments:attempt_start assignment=later_quiz            GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     302       302     403      404    403   404
assessments:attempt_start                                  GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     302       302     403      404    403   404
assessments:attempt                                        GET         in      404     302       200     302      404    302   404
                                                           POST       401      404     302       302     302      404    302   404
assessments:attempt_flag                                   GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     302       204     302      404    302   404
assessments:attempt_cite                                   GET         in      404     302       302     302      404    302   404
                                                           POST       401      404     302       302     302      404    302   404
assessments:attempt_files                                  GET         in      404     302       302     302      404    302   404
                                                           POST       401      404     302       404     302      404    302   404
assessments:attempt_doubt attempt=open_attempt             GET        405      405     405       405     405      405    405   405
                                                           POST       401      404     404       200     404      404    404   404
assessments:attempt_file attempt=paper_attempt             GET         in      404     200       404     200      404    200   404
                                                           POST       401      405     405       405     405      405    405   405
assessments:attempt_page attempt=paper_attempt             GET         in      404     200       404     200      404    200   404
                                                           POST       401      405     405       405     405      405    405   405
assessments:attempt_review                                 GET         in      404     302       200     302      404    302   404
                                                           POST       401      404     302       302     302      404    302   404
assessments:attempt_hand_in                                GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     302       302     302      404    302   404
assessments:receipt                                        GET         in      404     200       404     404      404    404   404
                                                           POST       401      405     405       405     405      405    405   405
assessments:receipt assignment=returned                    GET         in      404     200       404     404      404    404   404
                                                           POST       401      405     405       405     405      405    405   405
assessments:receipt assignment=later_quiz                  GET         in      404     404       404     404      404    404   404
                                                           POST       401      405     405       405     405      405    405   405
assessments:receipt assignment=essay                       GET         in      404     200       200     404      404    404   404
                                                           POST       401      405     405       405     405      405    405   405
assessments:feedback                                       GET         in      404     200       404     404      404    404   404
                                                           POST       401      405     405       405     405      405    405   405
assessments:feedback assignment=returned                   GET         in      404     200       404     404      404    404   404
                                                           POST       401      405     405       405     405      405    405   405
assessments:feedback assignment=later_quiz                 GET         in      404     404       404     404      404    404   404
                                                           POST       401      405     405       405     405      405    405   405
assessments:feedback assignment=essay                      GET         in      404     200       200     404      404    404   404
                                                           POST       401      405     405       405     405      405    405   405
assessments:practice_check                                 GET         in      404     200       200     200      404    200   404
                                                           POST       401      404     200       200     200      404    200   404
assessments:practice_try                                   GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     200      404    404   404
assessments:question_list                                  GET         in      404     404       404     200      200    200   200
                                                           POST       401      405     405       405     405      405    405   405
assessments:question_new                                   GET         in      404     404       404     200      200    404   404
                                                           POST       401      404     404       404     302      422    404   404
assessments:question_page                                  GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     302      404    404   404
assessments:question_edit question=bank_question           GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     302      404    404   404
assessments:question_passages                              GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    404   404
assessments:question_unlink                                GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    404   404
assessments:question_copy                                  GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    404   404
assessments:question_move                                  GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     422      404    404   404
assessments:question_retire                                GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    404   404
assessments:assessment_new                                 GET         in      404     404       404     200      200    404   404
                                                           POST       401      404     404       404     302      422    404   404
assessments:assessment_edit assessment=built               GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     302      404    404   404
assessments:assessment_edit                                GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     409      404    404   404
assessments:assessment_copy                                GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    404   404
assessments:slot_add assessment=built                      GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    404   404
assessments:slot_move assessment=built                     GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    404   404
assessments:slot_points assessment=built                   GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    404   404
assessments:slot_drop assessment=built                     GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    404   404
assessments:slot_newest assessment=built                   GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    404   404
assessments:draw_make assessment=built                     GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    404   404
assessments:draw_change assessment=built                   GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    404   404
assessments:draw_drop assessment=built                     GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    404   404
assessments:slots_beside assessment=built                  GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    404   404
assessments:slot_add                                       GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     409      404    404   404
assessments:given_settings                                 GET         in      404     404       404     200      404    403   404
                                                           POST       401      404     404       404     302      404    403   404
assessments:assessment_list                                GET         in      200     200       200     200      200    200   200
                                                           POST       401      405     405       405     405      405    405   405
assessments:assessment_preview                             GET         in      404     404       404     200      404    404   404
                                                           POST       401      405     405       405     405      405    405   405
assessments:assessment_give                                GET         in      404     404       404     200      404    404   404
                                                           POST       401      404     404       404     422      404    404   404
assessments:grades                                         GET         in      200     200       200     200      200    200   200
                                                           POST       401      405     405       405     405      405    405   405
assessments:class_table                                    GET         in      404     404       404     200      404    200   404
                                                           POST       401      405     405       405     405      405    405   405
assessments:hand_ins                                       GET         in      404     404       404     200      404    200   404
                                                           POST       401      405     405       405     405      405    405   405
assessments:hand_ins assignment=essay                      GET         in      404     404       404     200      404    200   404
                                                           POST       401      405     405       405     405      405    405   405
assessments:hand_ins assignment=returned                   GET         in      404     404       404     200      404    200   404
                                                           POST       401      405     405       405     405      405    405   405
assessments:item_chart                                     GET         in      404     404       404     200      404    200   404
                                                           POST       401      405     405       405     405      405    405   405
assessments:item_chart assignment=essay                    GET         in      404     404       404     200      404    200   404
                                                           POST       401      405     405       405     405      405    405   405
assessments:regrade                                        GET         in      404     404       404     200      404    404   404
                                                           POST       401      405     405       405     405      405    405   405
assessments:regrade_preview                                GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     200      404    404   404
assessments:regrade_apply                                  GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    404   404
assessments:regrade_undo                                   GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    404   404
assessments:watch                                          GET          in      404     404       404     200      404    200   404
                                                           POST        401      405     405       405     405      405    405   405
assessments:watch_add_time                                 GET          in      405     405       405     405      405    405   405
                                                           POST        401      404     404       404     302      404    403   404
assessments:watch_cut_short                                GET          in      404     404       404     200      404    403   404
                                                           POST        401      405     405       405     405      405    405   405
assessments:attempt_log                                    GET          in      404     404       404     200      404    200   404
                                                           POST        401      405     405       405     405      405    405   405
assessments:attempt_log attempt=open_attempt               GET          in      404     404       404     200      404    200   404
                                                           POST        401      405     405       405     405      405    405   405
assessments:attempt_reopen                                 GET          in      405     405       405     405      405    405   405
                                                           POST        401      404     404       404     302      404    403   404
assessments:answer_accept                                  GET          in      405     405       405     405      405    405   405
                                                           POST        401      404     404       404     302      404    403   404
assessments:paper_copies                                   GET          in      404     404       404     200      404    200   404
                                                           POST        401      405     405       405     405      405    405   405
assessments:paper_marks                                    GET          in      404     404       404     200      404    200   404
                                                           POST        401      404     404       404     302      404    302   404
assessments:paper_marks_undo                               GET          in      405     405       405     405      405    405   405
                                                           POST        401      404     404       404     302      404    302   404
assessments:release                                        GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    302   404
assessments:take_back                                      GET         in      405     405       405     405      405    405   405
                                                           POST       401      404     404       404     302      404    302   404
assessments:mark                                           GET         in      404     404       404     200      404    200   404
                                                           POST       401      404     404       404     302      404    302   404
assessments:mark attempt=open_attempt                      GET         in      404     404       404     404      404    404   404
                                                           POST       401      404     404       404     404      404    404   404
assessments:mark assignment=essay attempt=essay_attempt    GET         in      404     404       404     200      404    200   404
                                                           POST       401      404     404       404     422      404    422   404
"""
