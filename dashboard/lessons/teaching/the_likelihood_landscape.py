"""For teachers of the lesson on the likelihood landscape."""

from dashboard.lessons.course import the_likelihood_landscape
from dashboard.lessons.teaching.teaching import Mistake, Moment, Task, Teaching, Vote
from emcore import PRESETS

TEACHING = Teaching(
    mistakes=(Mistake("Draft.", "Draft.", "draft"), Mistake("Draft.", "Draft.", "draft")),
    vote=Vote(
        "Draft of the_likelihood_landscape?", ("One.", "Two.", "Three."), right=0, why="Draft the_likelihood_landscape."
    ),
    moment=Moment(PRESETS["twins"].scenario),
    task=Task(
        "Draft of the_likelihood_landscape.",
        page=the_likelihood_landscape.LESSON.page,
        answer="Draft answer of the_likelihood_landscape.",
    ),
)
