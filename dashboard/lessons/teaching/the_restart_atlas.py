"""For teachers of the lesson on the restart atlas."""

from dashboard.lessons.course import the_restart_atlas
from dashboard.lessons.teaching.teaching import Mistake, Moment, Task, Teaching, Vote
from emcore import PRESETS

TEACHING = Teaching(
    mistakes=(Mistake("Draft.", "Draft.", "draft"), Mistake("Draft.", "Draft.", "draft")),
    vote=Vote("Draft of the_restart_atlas?", ("One.", "Two.", "Three."), right=0, why="Draft the_restart_atlas."),
    moment=Moment(PRESETS["twins"].scenario),
    task=Task(
        "Draft of the_restart_atlas.", page=the_restart_atlas.LESSON.page, answer="Draft answer of the_restart_atlas."
    ),
)
