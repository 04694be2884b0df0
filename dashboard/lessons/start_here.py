"""The way through the lessons for a student without a teacher, what was opened of it so far, the words needed."""

from collections.abc import Sequence

import streamlit as st

from dashboard.lessons.course.lessons import LESSONS
from dashboard.lessons.frame import opened
from dashboard.link.navigation import COURSE, FURTHER, HOME, number_of, page_link, title_of

FIRST_LOOK = 2  # minutes on the dashboard before the first lesson
SYMBOLS = (
    ("$x_n$, $N$", "a point; how many there are", "`X`"),
    ("$K$", "the number of components, the bells or ellipses", "`n_components`"),
    ("$\\pi_k$", "the weight of component $k$: its share of all points", "`weights`"),
    ("$\\mu_k$", "its mean: where it stands", "`means`"),
    ("$\\Sigma_k$; in 1-D $\\sigma_k^2$", "its covariance or variance: how wide it is, how it slants", "`covariances`"),
    ("$\\gamma_{nk}$", "the responsibility of component $k$ for point $n$, its share", "`responsibilities`"),
    ("$\\ell$", "the log-likelihood: how well the components explain all points; higher is better", "`log_likelihood`"),
    ("nats", "its unit: one nat more, and the data are 2.7 times as probable", ""),
)  # fmt: skip


def minutes() -> int:
    """That the whole way takes."""
    return FIRST_LOOK + sum(lesson.minutes for lesson in LESSONS.values() if lesson.page in COURSE)


def way() -> None:
    """The dashboard and then the lessons, a card each; all of a card is its link (`start_here.css`)."""
    with st.container(key="way", gap="small"):
        with st.container(key="way-0"):
            page_link(
                HOME,
                f"**Can bells find bumps?** Watch it once: press play on the dashboard · {FIRST_LOOK} minutes",
                icon=":material/play_circle:",
            )
        _cards(COURSE)


def further() -> None:
    """The lessons that go further, in any order."""
    with st.container(key="way-further", gap="small"):
        _cards(FURTHER)


def _cards(pages: Sequence[str]) -> None:
    for key, lesson in LESSONS.items():
        if lesson.page in pages:
            number = number_of(lesson.page)
            with st.container(key=f"way-{number}"):
                been = " · ✓ opened" * (key in opened())
                name = f"{title_of(lesson.page)} · {lesson.minutes} minutes{been}"
                icon = f"counter_{number}" if number < 10 else "more_horiz"  # the font counts to 9
                page_link(lesson.page, f"**{lesson.question}** {name}", icon=f":material/{icon}:")


def symbols() -> None:
    """The field's words and symbols, and what the code calls them."""
    rows = "".join(f"| {symbol} | {words} | {name} |\n" for symbol, words, name in SYMBOLS)
    st.markdown(f"| symbol | what it is | in the code |\n|:--|:--|:--|\n{rows}")
