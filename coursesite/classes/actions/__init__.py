from coursesite.classes.actions.work import finish_work, give_feedback, reschedule, see_feedback, start_work, touch_work

__all__ = ["finish_work", "give_feedback", "reschedule", "see_feedback", "start_work", "touch_work"]
