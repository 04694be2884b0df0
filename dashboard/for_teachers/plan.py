"""A lesson plan: 50 minutes, in parts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """Minutes, what the teacher does, what the students do, in Markdown; and what to open: the `votes` and the pages of
    these lessons, by key, or else the dashboard.
    """

    minutes: int
    teacher: str
    students: str
    lessons: tuple[str, ...] = ()


PARTS = (
    Part(
        5,
        "Open the first example, say nothing, press play. Then ask: what does each bell want?",
        "Tell a neighbour in one sentence what they saw.",
    ),
    Part(
        10,
        "Vote on the twins, reveal. Then go through the lesson one beat at a time: E, M, E, M.",
        "Vote alone, argue in pairs, vote again. Worksheet, task 1.",
        ("the_algorithm",),
    ),
    Part(
        10,
        "Vote on where it ends, reveal. Then show why it never falls, from two starts.",
        "Vote, argue, vote again. Task 2.",
        ("the_bound",),
    ),
    Part(
        9,
        "Vote on what is still to come, reveal. Then move the tolerance until all rules cross the plateau.",
        "Vote, argue, vote again. Task 4.",
        ("the_stopping_rule",),
    ),
    Part(
        10,
        "Vote on the three too many, reveal. Then let BIC and ICL choose.",
        "Vote, argue, vote again. Task 5.",
        ("how_many_components",),
    ),
    Part(
        6,
        "Collect: what does EM promise, what not? At home: published runs, checked.",
        "Write one sentence each. At home, task 3.",
        ("textbook_replays",),
    ),
)
SOURCE = (
    "Vote, argue, vote again: C. H. Crouch and E. Mazur, *Peer Instruction: Ten years of experience and results*, "
    "American Journal of Physics 69, 2001."
)
