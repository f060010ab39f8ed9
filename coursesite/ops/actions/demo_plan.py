"""What the demo's classes were given, and what its students have done so far. Through the same actions as the site."""

import uuid
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from coursesite import clock
from coursesite.classes.actions import touch_work
from coursesite.classes.models import Assignment, Classroom, Enrolment
from coursesite.ops.actions.demo_people import FIRST, ZONE, Cast
from lessons.actions import finish_part, give_lesson, give_prompt, load_module, open_part, save_answer, write_post
from lessons.models import Lesson, LessonVersion, Prompt

GUESS = "I would say everything at once. If people find out later, they believe nothing any more."
POSTS = {
    "omar.said": "I say no. Source E, ¶13 speaks of hydrogen bombs on both sides, so Budapest could have become the first "
    "battlefield of a much larger war. The strongest reason against me is ¶7: people had been given hope.",
    "zoe.angstrom": "Yes, at least with more than words. E ¶10 says it was policy to help, and then nobody came. What speaks "
    "against me is that those who would have paid first were the Hungarians themselves.",
    "lukasz.wojcik": "No foreign army, but Hungary’s neutrality should have been recognised at once. A ¶76 promises to end a "
    "practice at home; it promises no country that it may leave.",
    "jose.garcia": "I am not sure that “intervene” means soldiers. A protest in the United Nations is also a step. E ¶8 "
    "only tells us that no help came, not what was tried.",
}
REPLY = "You name who would have paid. Which line of the source tells you that they knew it?"


@dataclass(frozen=True)
class Days:
    """Moments relative to the day of loading, in the school's zone."""

    today: datetime

    def at(self, days: int, hour: int = 16, minute: int = 0) -> datetime:
        day = (self.today + timedelta(days=days)).date()
        return datetime.combine(day, time(hour, minute), ZoneInfo(ZONE))


def days() -> Days:
    return Days(clock.now().astimezone(ZoneInfo(ZONE)))


@dataclass
class Plan:
    """What the first class has in its plan and its students have worked on."""

    first: Assignment
    second: Assignment
    talk: Assignment


def prompt_of(version: LessonVersion) -> Prompt:
    """The discussion prompt of a lesson."""
    return Prompt.objects.get(kind="discuss", versions__block__version=version)


def versions(cast: Cast) -> list[LessonVersion]:
    module = load_module(shelf=cast.shelf, by=cast.ana)
    lessons = Lesson.objects.filter(module=module, live_version__isnull=False).order_by("modulelesson__position")
    return [lesson.live_version for lesson in lessons.select_related("live_version") if lesson.live_version]


def give_lessons(cast: Cast, given: list[LessonVersion], when: Days) -> Plan:
    """To the first class something late and open, due today, later, in 40 days, and without a date."""
    room, ana = cast.first, cast.ana
    with clock.as_if_at(when.at(-13, 9)):
        one = give_lesson(version=given[0], classroom=room, by=ana, opens_at=when.at(-12, 8), due_at=when.at(-6))
        talk = give_prompt(prompt=prompt_of(given[0]), classroom=room, by=ana, due_at=when.at(0, 23, 59))
        two = give_lesson(version=given[1], classroom=room, by=ana, opens_at=when.at(-4, 8), due_at=when.at(-1))
        give_prompt(prompt=prompt_of(given[1]), classroom=room, by=ana, due_at=when.at(9))
        give_lesson(version=given[2], classroom=room, by=ana, opens_at=when.at(3, 8), due_at=when.at(16))
        give_lesson(version=given[3], classroom=room, by=ana)
        give_lesson(version=given[0], classroom=cast.second, by=ana, opens_at=when.at(4, 8), due_at=when.at(12))
        give_prompt(
            prompt=prompt_of(given[0]), classroom=cast.second, by=ana, opens_at=when.at(4, 8), due_at=when.at(14)
        )
    return Plan(one, two, talk)


def place_of(cast: Cast, username: str, room: Classroom) -> Enrolment:
    return room.enrolments.select_related("user").get(user=cast[username])


def read_and_talk(cast: Cast, given: list[LessonVersion], plan: Plan, when: Days) -> None:
    """Most have read the first lesson; Irina is in the second; four have posted, and one was answered."""
    for number, (_, _, username) in enumerate(FIRST):
        place = place_of(cast, username, cast.first)
        with clock.as_if_at(when.at(-7, 10 + number % 6, number * 5)):
            _read(place, plan.first, given[0], leave=0 if number < 6 else number)
        if number < 5:
            with clock.as_if_at(when.at(-2, 10 + number % 6, number * 5)):
                _read(place, plan.second, given[1], leave=0 if number == 1 else 8 - number)
    _guess(cast, given[0], when)
    first = None
    for number, (username, text) in enumerate(POSTS.items()):
        with clock.as_if_at(when.at(-2, 11, number * 7)):
            post = _post(cast, plan.talk, username, text)
            first = first or post
    with clock.as_if_at(when.at(-1, 9)):
        op = uuid.uuid4()
        prompt = plan.talk.assignedprompt.prompt
        write_post(by=cast.ana, classroom=cast.first, prompt=prompt, text=REPLY, op_id=op, parent=first)


def _guess(cast: Cast, version: LessonVersion, when: Days) -> None:
    """Irina's first guess, which stands beside her closing essay."""
    prompt = Prompt.objects.get(kind="guess", versions__block__version=version)
    with clock.as_if_at(when.at(-7, 10)):
        save_answer(by=cast["irina.kim"], classroom=cast.first, prompt=prompt, text=GUESS, base=0)


def _read(place: Enrolment, assignment: Assignment, version: LessonVersion, leave: int) -> None:
    """The parts are done one after another; the last `leave` are not, the first of them is open."""
    by, lesson = place.user, version.lesson
    parts = [block.key for block in version.blocks.filter(kind="part")]
    done = max(len(parts) - leave, 1)
    for part in parts[:done]:
        finish_part(by=by, enrolment=place, assignment=assignment, lesson=lesson, part=part, parts=parts)
    if done < len(parts):
        with clock.as_if_at(clock.now() + timedelta(minutes=4)):
            open_part(enrolment=place, assignment=assignment, lesson=lesson, part=parts[done])


def _post(cast: Cast, talk: Assignment, username: str, text: str):
    place = place_of(cast, username, talk.classroom)
    work = touch_work(assignment=talk, enrolment=place)
    return write_post(
        by=place.user,
        classroom=talk.classroom,
        prompt=talk.assignedprompt.prompt,
        text=text,
        op_id=uuid.uuid4(),
        work=work,
    )
