"""The gallery: moments worth a look, by what they teach. A registry: add a card to its group here.

Each is a preset, seen at a step. Its small pictures, light and dark, lie in `pictures/`, drawn with the dashboard's own
charts by `python -m dashboard.take_away.gallery_pictures`.
"""

from base64 import b64encode
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st

from dashboard.common.theme import is_dark
from dashboard.link.navigation import moment_link, page_link, title_of
from dashboard.link.view import View
from emcore import PRESETS
from emcore.scenario.presets import Preset

PICTURES = Path(__file__).with_name("pictures")
WIDTH, HEIGHT = 280, 175  # of a small picture, in CSS pixels; it has two to each


@dataclass(frozen=True)
class Card:
    """A moment of a preset, as it is seen there; what its picture `shows`, in words, and what to try."""

    preset_key: str
    view: View
    shows: str
    try_this: str

    @property
    def preset(self) -> Preset:
        """The scenario and its question."""
        return PRESETS[self.preset_key]


@dataclass(frozen=True)
class Group:
    """Cards that teach one thing, and the lesson that says more of it, if there is one."""

    heading: str
    cards: tuple[Card, ...]
    lesson: str = ""


GROUPS = (
    Group(
        "How EM moves",
        (
            Card(
                "first",
                View(beats=True, step=5),
                "A histogram of three bumps and three bells that all started on the left one: one fits it, a wide one "
                "covers the two others, a flat one lies between.",
                "Step on: which bell is the first at home?",
            ),
            Card(
                "overlapping",
                View(field=True, step=200),
                "A histogram of two bumps that run into each other, its bars split softly between two bells.",
                "Click a point between the bells: what are its shares?",
            ),
            Card(
                "unequal",
                View(colours="hard", step=60),
                "A large round cloud and a small one beside it, each with an ellipse of its own.",
                "Fix the weights to equal, under Run: what becomes of the small cloud?",
            ),
        ),
        "pages/1_The_algorithm.py",
    ),
    Group(
        "Where you start decides",
        (
            Card(
                "stuck",
                View(step=30),
                "Three clouds of points. Two ellipses lie on the left one, a single tall one covers both on the right.",
                "Drag component 2 to the right and see where EM ends now.",
            ),
            Card(
                "twins",
                View(step=30),
                "A histogram of three bumps. One bell fits the left bump; two bells, one on the other, span the rest.",
                "Go back to step 0 and move one of the twins by a hair.",
            ),
            Card(
                "notebook-2d",
                View(step=4),
                "Three clouds of thousands of points and three ellipses that come from far away: two have a cloud "
                "each, the third still reaches over two.",
                "Which component gets which cloud? Swap two of them and watch again.",
            ),
        ),
        "pages/2_The_bound.py",
    ),
    Group(
        "How many, and of which shape?",
        (
            Card(
                "too-many",
                View(colours="hard", step=100),
                "Three round clouds of points with two overlapping ellipses on each.",
                "Lower K to 3 and compare the log-likelihoods; then ask the lesson for BIC.",
            ),
            Card(
                "stiff",
                View(colours="hard", step=100),
                "Two long flat clouds, one above the other; two round components side by side, each over half of both.",
                "Choose another covariance type, under Run.",
            ),
            Card(
                "nested",
                View(colours="hard", step=5),
                "A small dense cloud in the middle of a wide one, an ellipse for each, the inner one still too large.",
                "Step on until the border stands still. Two components with one mean: what tells them apart?",
            ),
        ),
        "pages/5_How_many_components.py",
    ),
    Group(
        "When the model is wrong",
        (
            Card(
                "moons",
                View(colours="hard", step=100),
                "Two interleaved half moons of points and two ellipses that cut across them.",
                "Raise K until the ellipses follow the moons.",
            ),
            Card(
                "nothing",
                View(colours="hard", field=True, step=200),
                "Points spread evenly over a square, which three ellipses divide among themselves.",
                "Change the start's seed: do the same three clusters come back?",
            ),
            Card(
                "outliers",
                View(truth=True, step=100),
                "Two clouds amid scattered points; each ellipse is wider than the dotted one of the true cluster.",
                "Add a third component: what does it take over?",
            ),
        ),
    ),
    Group(
        "When to stop, and when it breaks",
        (
            Card(
                "faithful",
                View(step=5),
                "Eruptions of Old Faithful, two clouds of points, and two long ellipses that both cover both of them.",
                "The log-likelihood has hardly grown for four steps. Would you stop here?",
            ),
            Card(
                "collapse",
                View(step=32),
                "A histogram of one bump and, far to the right, a lone point with a bell of its own.",
                "This is the last step. Set the ridge to 0.1, under Run: why does EM go on now?",
            ),
        ),
        "pages/4_The_stopping_rule.py",
    ),
    Group(
        "Real data",
        (
            Card(
                "penguins",
                View(colours="hard", step=60),
                "Bill length and depth of penguins: three slanted groups of points, an ellipse on each.",
                "Go back to step 0: which way do the ellipses slope before EM parts the species?",
            ),
            Card(
                "galaxies",
                View(step=300),
                "Velocities of 82 galaxies: a histogram under six bells, two of which are needles.",
                "Lower K one by one: which bells would you miss?",
            ),
        ),
        "pages/3_Textbook_replays.py",
    ),
)
CARDS = tuple(card for group in GROUPS for card in group.cards)


def picture_of(card: Card, *, dark: bool) -> Path:
    """Where the small picture of a card lies."""
    return PICTURES / f"{card.preset_key}-{'dark' if dark else 'light'}.webp"


def _image(card: Card, dark: bool) -> str:
    """The picture as HTML that holds it: it comes with the page, which has its full height at once."""
    data = b64encode(picture_of(card, dark=dark).read_bytes()).decode()
    return f'<img src="data:image/webp;base64,{data}" alt="{escape(card.shows)}" width="{WIDTH}" height="{HEIGHT}">'


IMAGES = {(card, dark): _image(card, dark) for card in CARDS for dark in (False, True)}


def gallery() -> None:
    """Draw all groups of cards."""
    with st.container(key="gallery"):
        for number, group in enumerate(GROUPS):
            with st.container(key=f"group-{number}", horizontal=True, horizontal_alignment="distribute"):
                st.markdown(f"## {group.heading}")
                if group.lesson:
                    page_link(group.lesson, f"Lesson: {title_of(group.lesson)}", icon=":material/school:")
            with st.container(key=f"cards-{number}"):
                for card in group.cards:
                    _draw(card, is_dark())


def _draw(card: Card, dark: bool) -> None:
    """A card: all of it is the link (`gallery.css`)."""
    with st.container(key=f"card-{card.preset_key}", gap=None):
        st.html(IMAGES[card, dark])
        moment_link(card.preset.scenario, card.view, f"**{card.preset.question}** {card.try_this}")
