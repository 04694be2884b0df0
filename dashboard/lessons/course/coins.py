"""The words of the lesson on coins that nobody has labelled."""

from dashboard.lessons.course.lesson import Lesson, Try

LESSON = Lesson(
    page="pages/6_Coins.py",
    question="Which coin was it?",
    minutes=6,
    tries=(
        Try(
            "Press *Last step* and compare with the paper, in the table.",
            "After ten steps the coins show heads in 0.80 and 0.52 of their tosses, as the paper prints. Rows 2 and 3, "
            "the ones with most heads, are mostly coin A's; row 5, with seven, is shared 60 to 40.",
        ),
        Try(
            "Drag A to 0.40 and step to the end.",
            "It all comes out again, with the names swapped: now A is the coin with 0.52. Nothing but the start says "
            "which coin is A.",
        ),
        Try(
            "Drag A onto B, to exactly the same place, and step.",
            "Alike coins get half of every row, so both go to 0.66, all heads by all tosses, and stay alike for ever.",
        ),
        Try(
            "Put the coins back to 0.60 and 0.50, the paper's start, and choose Weights learned.",
            "EM also learns how often each coin is taken. It takes 39 steps in place of 14, for 0.0015 nats more.",
        ),
    ),
    learnt=(
        "EM does not decide which coin it was: it shares every row out by Bayes' rule, and counts fractions of tosses.",
        "What it finds has no names, and a start without a difference never gets one.",
        "Asked for two coins, EM gives two. Whether there are two is another question: here one is nearly as likely.",
    ),
    sources="C. B. Do and S. Batzoglou, *What is the expectation maximization algorithm?*, Nature Biotechnology 26, "
    "2008, pages 897 to 899, figure 1.",
)
