"""For teachers of the lesson on the likelihood landscape."""

from dashboard.lessons.course import the_likelihood_landscape
from dashboard.lessons.teaching.teaching import Mistake, Moment, Task, Teaching, Vote
from emcore.study.lands import LANDS

TEACHING = Teaching(
    mistakes=(
        Mistake(
            "Two peaks are two different answers.",
            "Not if they differ by the components' names alone: of every answer there are “a total of K! equivalent "
            "solutions”. Answers differ where the heights do.",
            "C. M. Bishop, *Pattern Recognition and Machine Learning*, 2006, section 9.2.1",
        ),
        Mistake(
            "Where EM stands still, there is a peak.",
            "There the slope is 0, which it is on a saddle, too. What is proved of EM is that it comes to stationary "
            "values; that they are maxima takes more.",
            "C. F. J. Wu, *On the convergence properties of the EM algorithm*, 1983",
        ),
        Mistake(
            "One only has to find the highest peak of all.",
            "With free widths there is none: on a ridge a component shrinks onto a point, and the likelihood has no "
            "bound. What one looks for is a good peak off the ridges.",
            "N. E. Day, *Estimating the components of a mixture of normal distributions*, 1969; C. M. Bishop, 2006, "
            "section 9.2.1",
        ),
    ),
    vote=Vote(
        "Since step 1 the log-likelihood has stood at −85.67, and both components lie on each other. Has EM arrived?",
        (
            "Yes: nothing moves, so this is a peak.",
            "No: this is a saddle, and the two will part.",
            "No: next, one of them collapses onto a point.",
            "Yes: with two components these points allow no better.",
        ),
        right=1,
        why="The means are a hair apart, and their distance grows at every step, for a long time unseen. Then they "
        "part, and EM ends at −77.65, 8 nats higher.",
    ),
    moment=Moment(LANDS["two-means"].scenario((0.85, 0.84)), step=10),
    task=Task(
        "Start EM at μ₁ = −4 and μ₂ = 0, then at μ₁ = 4 and μ₂ = 1. Where does it end each time, and how much higher "
        "is the better end? What changes when both weights are equal?",
        page=the_likelihood_landscape.LESSON.page,
        answer="From the first start at −1.84 and 2.05, log-likelihood −78.85; from the second at 2.31 and −1.27, "
        "−88.96: 10.11 nats lower. With equal weights both ends are −81.26 high: the same clusters with their names "
        "swapped.",
    ),
)
