"""For teachers of the lesson on EM, hard EM and k-means."""

from dashboard.lessons.course import three_algorithms
from dashboard.lessons.teaching.teaching import Mistake, Moment, Task, Teaching, Vote
from emcore import PRESETS

TEACHING = Teaching(
    mistakes=(Mistake("Draft.", "Draft.", "draft"), Mistake("Draft.", "Draft.", "draft")),
    vote=Vote("Draft of three_algorithms?", ("One.", "Two.", "Three."), right=0, why="Draft three_algorithms."),
    moment=Moment(PRESETS["twins"].scenario),
    task=Task(
        "Draft of three_algorithms.", page=three_algorithms.LESSON.page, answer="Draft answer of three_algorithms."
    ),
)
