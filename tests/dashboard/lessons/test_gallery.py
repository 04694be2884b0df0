"""The gallery: every card opens what it shows, at its step, and what it says there is true."""

import csv
from urllib.parse import parse_qsl

import numpy as np
import pytest
from opening import ROOT, open_page

from dashboard.lessons.gallery import CARDS, GROUPS, picture_of
from dashboard.link.navigation import PATH
from dashboard.link.view import View
from emcore import Scenario

with open(ROOT / "tests" / "data" / "links.csv", encoding="utf-8", newline="") as file:
    KEPT = [row["link"] for row in csv.DictReader(file) if row["from"] == "gallery"]
BY_KEY = {card.preset_key: card for card in CARDS}
every_card = pytest.mark.parametrize("card", CARDS, ids=BY_KEY)


@pytest.fixture(scope="module")
def links():
    """Where the gallery's links lead, by their labels."""
    app = open_page("pages/Gallery.py").run()
    assert not app.exception
    return {link.proto.label: (link.proto.page, link.proto.query_string) for link in app.get("page_link")}


def link_of(card, links):
    """The one link that asks the card's question."""
    (link,) = (link for label, link in links.items() if label.startswith(f"**{card.preset.question}** "))
    return link


def test_there_are_a_dozen_cards_or_some_more_none_of_them_twice():
    assert 12 <= len(CARDS) <= 16
    assert len(BY_KEY) == len(CARDS)
    assert CARDS[0].preset_key == "first"
    assert all(group.lesson in ("", *PATH) for group in GROUPS)
    assert all(len(group.cards) > 1 for group in GROUPS)


@every_card
def test_a_card_links_to_its_moment_on_the_dashboard(card, links):
    page, query = link_of(card, links)
    assert page == ""
    scenario, problems = Scenario.from_query(dict(parse_qsl(query)))
    view, view_problems = View.from_query(dict(parse_qsl(query)))
    assert problems == view_problems == []
    assert (scenario, view) == (card.preset.scenario, card.view)
    _, trace = scenario.run()
    assert 0 < view.step < len(trace)
    assert vars(view.fitted_to(scenario)) == vars(view) | {"step": 0.0}  # nothing that means nothing on these data


@every_card
def test_a_card_says_what_its_picture_shows_and_what_to_try(card):
    assert len(card.shows) > 40
    assert card.shows.endswith(".")
    assert 20 < len(card.try_this) <= 100
    assert "*" not in card.try_this
    assert all(picture_of(card, dark=dark).stat().st_size < 25_000 for dark in (False, True))


def test_no_link_that_a_card_ever_had_is_lost(links):
    """Links are kept from the day on which their card was made: a card may be taken down, its link remains."""
    assert {link_of(card, links)[1] for card in CARDS} <= set(KEPT)
    for link in KEPT:  # `test_links.py` runs them
        view, problems = View.from_query(dict(parse_qsl(link)))
        assert (view.step > 0, problems) == (True, [])


# --- what the cards say, beside what `test_presets.py` holds of their scenarios ---------------------------------------


def moment(key):
    """Data, run and step of a card."""
    card = BY_KEY[key]
    return *card.preset.scenario.run(), int(card.view.step)


def test_one_bell_of_the_first_example_is_at_home_and_the_others_are_on_their_way():
    _, trace, step = moment("first")
    means = np.sort(trace.means[step, :, 0])
    assert abs(means[0]) < 0.2
    assert (np.abs(means[1:, np.newaxis] - [5, 10.5]) > 0.5).all()


def test_two_of_the_notebooks_components_have_a_cloud_each_and_the_third_reaches_over_two():
    _, trace, step = moment("notebook-2d")
    (x1, x2, x3), sds = trace.means[step, :, 0], np.sqrt(trace.covariances[step, :, 0, 0])
    assert abs(x1) < 1
    assert abs(x2 - 10) < 1
    assert x3 - 2 * sds[2] < 10 < 20 < x3 + 2 * sds[2]


def test_old_faithful_is_on_the_plateau():
    _, trace, step = moment("faithful")
    gained = trace.log_likelihoods[step] - trace.log_likelihoods[step - 4]
    assert 0 < gained < 0.06 * (trace.log_likelihoods[-1] - trace.log_likelihoods[step])


def test_the_collapse_is_seen_at_its_last_step():
    _, trace, step = moment("collapse")
    assert (trace.stop, len(trace) - 1) == ("collapsed", step)


def test_the_penguins_slopes_turn_round():
    _, trace, step = moment("penguins")
    slopes = trace.covariances[:, :, 0, 1]
    assert (slopes[0] < 0).all()
    assert (slopes[step] > 0).all()


@pytest.mark.parametrize("key", ["overlapping", "unequal", "stuck", "twins", "too-many", "stiff", "moons", "outliers"])
def test_where_the_end_is_shown_nothing_visible_changes_any_more(key):
    _, trace, step = moment(key)
    moved = np.abs(trace.means[-1] - trace.means[step]) / np.sqrt(trace.covariances[step].diagonal(axis1=1, axis2=2))
    assert moved.max() < 0.05
