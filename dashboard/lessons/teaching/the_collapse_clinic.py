"""For teachers of the lesson on the collapse clinic."""

from dashboard.lessons.course import the_collapse_clinic
from dashboard.lessons.teaching.teaching import Mistake, Moment, Task, Teaching, Vote
from emcore import PRESETS

TEACHING = Teaching(
    mistakes=(Mistake("Draft.", "Draft.", "draft"), Mistake("Draft.", "Draft.", "draft")),
    vote=Vote("Draft of the_collapse_clinic?", ("One.", "Two.", "Three."), right=0, why="Draft the_collapse_clinic."),
    moment=Moment(PRESETS["twins"].scenario),
    task=Task(
        "Draft of the_collapse_clinic.",
        page=the_collapse_clinic.LESSON.page,
        answer="Draft answer of the_collapse_clinic.",
    ),
)
