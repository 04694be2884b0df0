"""For teachers of the lesson on coins that nobody has labelled."""

from dashboard.lessons.course import coins
from dashboard.lessons.teaching.teaching import Mistake, Moment, Task, Teaching, Vote
from emcore import PRESETS

TEACHING = Teaching(
    mistakes=(Mistake("Draft.", "Draft.", "draft"), Mistake("Draft.", "Draft.", "draft")),
    vote=Vote("Draft of coins?", ("One.", "Two.", "Three."), right=0, why="Draft coins."),
    moment=Moment(PRESETS["twins"].scenario),
    task=Task("Draft of coins.", page=coins.LESSON.page, answer="Draft answer of coins."),
)
