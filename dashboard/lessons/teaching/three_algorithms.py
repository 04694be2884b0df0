"""For teachers of the lesson on EM, hard EM and k-means."""

from dashboard.lessons.course import three_algorithms
from dashboard.lessons.teaching.teaching import Mistake, Moment, Task, Teaching, Vote
from emcore.study.partings import PARTINGS

TEACHING = Teaching(
    mistakes=(
        Mistake(
            "k-means finds the clusters, EM only adds probabilities.",
            "“Note that the K-means algorithm does not estimate the covariances of the clusters but only the cluster "
            "means.” Where clusters are long or of unequal size, the border half way between two means cuts through "
            "them.",
            "C. M. Bishop, *Pattern Recognition and Machine Learning*, 2006, section 9.3.2",
        ),
        Mistake(
            "Hard EM is EM, only faster.",
            "It climbs another function, the classification log-likelihood, where each point counts for one component "
            "alone. Its means of overlapping clusters end too far apart, and what is decided early is seldom undone.",
            "G. Celeux and G. Govaert, *A classification EM algorithm for clustering and two stochastic versions*, "
            "1992",
        ),
        Mistake(
            "A run that has stood still for a hundred steps has ended.",
            "*Stuck, and mended*, cooled from 10, stands at −1289.797 that long, its components melted into one. This "
            "is a saddle: the distance of the means grows by 16 % a step, unseen at first, and EM ends at −1130.264. A "
            "run that stops at small gains would have ended on the saddle. Above a critical temperature all components "
            "are one; where shapes are held the data alone say which, where they are learned the start does, too.",
            "K. Rose, E. Gurewitz and G. C. Fox, *Statistical mechanics and phase transitions in clustering*, 1990; N. "
            "Ueda and R. Nakano, *Deterministic annealing EM algorithm*, 1998",
        ),
    ),
    vote=Vote(
        "Two long clouds of 60 points each lie side by side. From this start, how will EM and k-means part the points?",
        (
            "Both find the two clouds.",
            "EM finds the two clouds, k-means cuts across both.",
            "k-means finds the two clouds, EM cuts across both.",
            "Both cut across the clouds.",
        ),
        right=1,
        why="EM learns that the clouds are long: 60 and 60 points. k-means knows distances alone, which are longest "
        "along the clouds: 73 and 47, and at most 61 of 120 points with their own cloud, whichever half is called "
        "which: no better than a coin.",
    ),
    moment=Moment(PARTINGS["elongated"].scenario),
    task=Task(
        "Play all three to their ends. At which sizes does each of them end? Stay there and turn the temperature of EM "
        "to 0.05: what changes, and why?",
        page=three_algorithms.LESSON.page,
        answer="EM 175 and 97, hard EM 35 and 237, k-means 172 and 100. At 0.05 EM ends at 34 and 238, as nearly whole "
        "shares freeze it like hard EM.",
        query={"parts": "frozen"},
    ),
)
