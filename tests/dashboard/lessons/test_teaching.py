"""What a teacher gets for each lesson: all of it is there, its numbers are emcore's, its links open what they say."""

from dataclasses import replace
from types import SimpleNamespace
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
from opening import ROOT, as_read, messages, open_page, query_of

from dashboard.lessons import lecture_links
from dashboard.lessons.course.lessons import LESSONS
from dashboard.lessons.teaching.of_lessons import TEACHING
from dashboard.link import of_page
from dashboard.link.lecture import LONGEST_QUESTION, Lecture, question_of
from emcore import PRESETS, Gaussian, Scenario, e_step, fit
from emcore.criteria import bic, n_parameters
from emcore.data.classic import load
from emcore.numerals import power_of_ten, with_minus
from emcore.study import coins, collapse
from emcore.study.atlas import AtlasSearch
from emcore.study.climbs import em_path
from emcore.study.cures import cures_of
from emcore.study.hard_em import hard_em, k_means, tempered_e_step, tempered_em
from emcore.study.lands import LANDS
from emcore.study.one_parameter import climb, narrow_on_broad
from emcore.study.parameters import Parameter, Plane
from emcore.study.partings import PARTINGS
from emcore.study.selection import search
from emcore.study.stopping_rules import STOPPING_RULES


def test_every_lesson_has_its_teaching_in_the_same_order():
    assert list(TEACHING) == list(LESSONS)


@pytest.mark.parametrize("teaching", TEACHING.values(), ids=list(TEACHING))
def test_nothing_is_left_out_and_all_of_it_fits(teaching):
    assert 2 <= len(teaching.mistakes) <= 3
    for mistake in teaching.mistakes:
        assert mistake.said
        assert mistake.answer
        assert mistake.source
        assert mistake.answer.count("“") == mistake.answer.count("”")
    vote, moment = teaching.vote, teaching.moment
    assert question_of(vote.question) == vote.question  # a link holds all of it
    assert len(vote.question) < LONGEST_QUESTION
    assert 3 <= len(vote.options) == len(set(vote.options)) <= 4
    assert 0 <= vote.right < len(vote.options)
    assert vote.why
    assert "answers" in moment.locks
    assert 0 <= moment.step < moment.scenario.max_iter
    assert (ROOT / teaching.task.page).exists()
    assert teaching.task.answer
    assert teaching.task.lines > 0


# --- links ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def served(monkeypatch):
    """Any page of a server with this address."""

    def at(url):
        monkeypatch.setattr(of_page, "st", SimpleNamespace(context=SimpleNamespace(url=url)))

    at("https://em.example.org/For_teachers")
    return at


def query_in(link):
    return dict(parse_qsl(urlsplit(link).query, keep_blank_values=True))


@pytest.mark.parametrize(
    ("url", "page", "expected"),
    [
        ("https://em.example.org/The_bound?from=3#x", "app.py", "https://em.example.org/"),
        ("http://[::1]:8501/a/base/For_teachers/", "app.py", "http://[::1]:8501/a/base/"),
        ("http://h/base/The_bound", "pages/2_The_bound.py", "http://h/base/The_bound"),
        ("http://h/The_bound", "pages/For_teachers.py", "http://h/For_teachers"),
    ],
)
def test_the_address_of_another_page_begins_as_this_ones(served, url, page, expected):
    served(url)
    assert of_page.address_of(page, {}) == expected
    assert of_page.address_of(page, {"a": "b c&d"}) == f"{expected}?a=b%20c%26d"


@pytest.mark.parametrize("key", TEACHING)
def test_the_links_open_the_moment_with_the_question_and_only_the_first_locks_the_answers(served, key):
    teaching, told = TEACHING[key], {}
    for locked, link in ((True, lecture_links.before_the_reveal(key)), (False, lecture_links.the_reveal(key))):
        query = query_in(link)
        app = open_page(**query).run()
        assert not app.exception
        assert as_read(app.session_state["link"].lecture.question) == teaching.vote.question
        assert app.session_state["link"].scenario == teaching.moment.scenario
        assert app.session_state["link"].view.step == teaching.moment.step
        assert app.session_state["link"].lecture.locks == (teaching.moment.locks if locked else ())
        assert query["show"] == "lecture"
        told[locked] = messages(app)
    assert told[True] == ""  # no warning gives the answer away, none complains of the link


def test_a_long_address_is_given_short_and_means_the_same(served):
    served(f"https://{'long.' * 60}example.org/For_teachers")
    query = query_in(lecture_links.before_the_reveal("the_bound"))
    assert set(query) == {"z", "show"}
    app = open_page(z=query["z"]).run()
    assert app.session_state["link"].scenario == TEACHING["the_bound"].moment.scenario
    assert app.session_state["link"].lecture.question == TEACHING["the_bound"].vote.question


# --- the panel at the end of a lesson ---------------------------------------------------------------------------------


@pytest.mark.parametrize("key", LESSONS)
def test_the_panel_is_folded_and_empty_until_it_is_opened(key):
    app = open_page(LESSONS[key].page).run()
    question = TEACHING[key].vote.question
    assert any(f"{LESSONS[key].minutes} minutes" in one.label for one in app.expander if "teachers" in one.label)
    assert not any(question in text.value for text in app.markdown)
    app.session_state[f"teachers-{key}"] = True
    app.run()
    assert not app.exception
    assert any(question in text.value for text in app.markdown)


def test_there_is_no_panel_for_those_from_whom_the_answers_are_kept():
    app = open_page(LESSONS["the_bound"].page, **Lecture("", ("answers",)).to_query()).run()
    assert not app.exception
    assert not any("teachers" in one.label for one in app.expander)
    assert "lock" in query_of(app)


@pytest.mark.parametrize("key", LESSONS)
def test_a_room_can_be_opened_with_the_question(key):
    app = open_page("pages/A_class_votes.py", asked=key).run()
    assert not app.exception
    assert messages(app) == ""
    assert app.selectbox(key="vote-asked").value == key


# --- what the votes and tasks say, in numbers -------------------------------------------------------------------------


def told(value, decimals=2):
    return with_minus(f"{value:.{decimals}f}")


def run_of(key):
    """The trace that the vote is about."""
    return TEACHING[key].moment.scenario.run()


def test_twins_stay_alike_until_they_are_nudged():
    scenario = TEACHING["the_algorithm"].moment.scenario
    trace = scenario.run()[1]
    for parameters in (trace.weights, trace.means, trace.covariances):
        np.testing.assert_allclose(parameters[:, 1], parameters[:, 2], rtol=1e-12)
    one, two, three = scenario.components
    nudged = replace(scenario, components=(one, two, Gaussian(1, (8.01,), three.sd)), max_iter=500).run()[1]
    assert abs(nudged.means[-1, 1, 0] - nudged.means[-1, 2, 0]) > 3


def test_the_first_example_moves_as_the_answer_says():
    trace, answer = PRESETS["first"].scenario.run()[1], TEACHING["the_algorithm"].task.answer
    moves = np.abs(np.diff(trace.means[:2, :, 0], axis=0))[0]
    assert moves.argmax() == 2
    assert f"Bell 3, from 0 to {told(trace.means[1, 2, 0])}" in answer
    seen = [told(value) for value in trace.log_likelihoods]
    settled = max(t for t in range(1, len(trace)) if seen[t] != seen[t - 1])
    assert f"at {seen[-1]} from step {settled} on" in answer


def test_two_go_on_sharing_a_cloud_far_below_the_higher_peak():
    scenario = TEACHING["the_bound"].moment.scenario
    trace = replace(scenario, max_iter=500).run()[1]
    assert (np.diff(trace.log_likelihoods) >= -1e-9).all()
    assert trace.means[-1, :2, 0] == pytest.approx([-6, -6], abs=0.6)  # both on the cloud around (-6, 0)
    assert trace.means[-1, 2] == pytest.approx([6, 0], abs=0.2)  # between those around (6, 3) and (6, -3)
    assert trace.weights[-1, 2] == pytest.approx(2 / 3, abs=0.01)
    apart = tuple(Gaussian(1, cluster.mean, (1.0, 1.0)) for cluster in scenario.clusters)
    better = replace(scenario, components=apart).run()[1]
    assert f"{int(better.log_likelihoods[-1] - trace.log_likelihoods[-1])} nats" in TEACHING["the_bound"].vote.why


def test_the_bell_climbs_the_peak_in_whose_valley_it_starts():
    X, answer = load("esl").X, TEACHING["the_bound"].task.answer
    for start, end, wherever in ((-1, 0.95, "0.95"), (3.5, 4.8, "4.8")):
        for tolerance in (1e-5, 1e-12):  # however long one waits
            trace = climb(X, narrow_on_broad(X), start, max_iter=200, tol=tolerance)
            assert (np.diff(trace.log_likelihoods) >= -1e-12).all()
            assert trace.means[-1, 0, 0] == pytest.approx(end, abs=0.01)
            assert f"near {wherever}, log-likelihood {told(trace.log_likelihoods[-1])}" in answer


def test_em_moves_on_from_the_end_that_the_book_prints():
    trace, vote = run_of("textbook_replays")[1], TEACHING["textbook_replays"].vote
    printed = np.sort([*trace.weights[0], *trace.means[0, :, 0], *np.round(trace.covariances[0, :, 0, 0], 2)])
    np.testing.assert_allclose(printed, np.sort([0.546, 0.454, 1.06, 4.62, 0.77, 0.87]))
    means = [told(mean) for mean in trace.means[1, :, 0]]
    assert f"the weight to {told(trace.weights[1, 0], 3).removeprefix('0')}, the means to {' and '.join(means)}" in (
        vote.why
    )
    before, after = (told(value, 3) for value in trace.log_likelihoods[:2])
    assert f"from {before} to {after}" in vote.why
    end = replace(TEACHING["textbook_replays"].moment.scenario, max_iter=500).run()[1]
    np.testing.assert_allclose(end.means[-1], end.means[-2], atol=1e-12)  # where EM has ended, nothing moves


def test_mclusts_bic_is_scikit_learns_with_the_sign_turned():
    task = TEACHING["textbook_replays"].task
    assert f"BIC −{bic(-1130.264, 11, 272):.3f}" in task.text
    assert f"{2 * 1130.264} + 11 · {np.log(272):.4f} = {bic(-1130.264, 11, 272):.3f}" in task.answer
    assert n_parameters(2, 2, "full") == 11


def test_the_climb_is_still_to_come_on_the_plateau():
    dataset, trace = run_of("the_stopping_rule")
    teaching, lls, step = (
        TEACHING["the_stopping_rule"],
        trace.log_likelihoods,
        int(TEACHING["the_stopping_rule"].moment.step),
    )
    gains = np.diff(lls)[:step]
    assert (np.diff(gains) < 0).all()  # each less than the one before
    assert f"{told(gains[-1])} nats" in teaching.vote.question
    assert f"is {told(lls[step], 1)}." in teaching.vote.question
    assert f"at {told(lls[-1], 1)}, some {lls[-1] - lls[step]:.0f} nats" in teaching.vote.why
    apart = np.linalg.norm(trace.means[:, 0] - trace.means[:, 1], axis=1)  # of the means, in standard deviations
    assert apart[1:26].max() < 0.7 < 2.5 < apart[-1]


def test_two_rules_stop_on_the_plateau_and_two_cross_it():
    dataset, trace = run_of("the_stopping_rule")
    stops = {key: rule.first_stop(trace, 1e-3, len(dataset.X)) for key, rule in STOPPING_RULES.items()}
    short = {key: trace.log_likelihoods[-1] - trace.log_likelihoods[step] for key, step in stops.items()}
    answer = TEACHING["the_stopping_rule"].task.answer
    assert f"Gain per point at step {stops['mean-gain']} and relative gain at step {stops['relative-gain']}" in answer
    assert {f"{short[key]:.0f}" for key in ("mean-gain", "relative-gain")} == {"157"}
    assert "both 157 nats short" in answer
    assert f"projection (step {stops['aitken']})" in answer
    assert f"parameters (step {stops['parameters']})" in answer
    assert max(short["aitken"], short["parameters"]) < 0.01


def test_all_six_components_stay_in_use():
    """Once EM has converged; and at the last step that a student can go to."""
    scenario, why = TEACHING["how_many_components"].moment.scenario, TEACHING["how_many_components"].vote.why
    X = scenario.dataset().X
    for options in ({"max_iter": 5000, "tol": 1e-10}, {"max_iter": scenario.max_iter}):
        six, three = (
            fit(X, replace(scenario, n_components=k).start_mixture(X), covariance_type="full", **options)
            for k in (6, 3)
        )
        assert f"smallest weight is {100 * six.weights[-1].min():.1f} %" in why
        assert f"{six.log_likelihoods[-1] - three.log_likelihoods[-1]:.1f} nats above" in why
        p = {k: n_parameters(k, 2) for k in (3, 6)}
        assert f"{p[6] - p[3]} parameters" in why
        better = bic(six.log_likelihoods[-1], p[6], len(X)) - bic(three.log_likelihoods[-1], p[3], len(X))
        assert f"{better:.0f} better for three" in why
    np.testing.assert_array_equal(run_of("how_many_components")[1].means[-1], six.means[-1])


@pytest.mark.slow
def test_bic_and_icl_choose_as_the_answer_says():
    data = Scenario(source="faithful").only_data()
    kinds = ("spherical", "diag", "tied", "full")
    models = [search(data, k, kind, n_starts=8) for k in range(1, 6) for kind in kinds]
    by_bic, by_icl = (min(models, key=lambda model, name=name: getattr(model, name)) for name in ("bic", "icl"))
    answer = TEACHING["how_many_components"].task.answer
    assert (by_bic.n_components, by_bic.covariance_type) == (3, "tied")
    assert (by_icl.n_components, by_icl.covariance_type) == (2, "full")
    assert f"BIC: three tied components ({by_bic.bic:.1f})" in answer
    assert f"ICL: two full ones ({by_icl.icl:.1f})" in answer
    assert by_bic.icl - by_bic.bic > 10 * (by_icl.icl - by_icl.bic)  # what ICL charges for overlap


def test_the_dive_goes_on_without_bound():
    teaching, (dataset, trace) = TEACHING["the_collapse_clinic"], run_of("the_collapse_clinic")
    step, X = int(teaching.moment.step), dataset.X
    assert len(X) * trace.weights[step, 1] < 1.5  # little more than one point
    assert X[:, 1].argmax() == 19  # the point at the very top, where component 2 starts
    np.testing.assert_array_equal(trace.means[0, 1], X[19])
    dive = collapse.dive_of(X, trace)
    after = collapse.next_exponent(X, trace[-1].mixture, dive)
    (nats,) = collapse.narrowed(X, trace[-1].mixture, dive, [after])
    why = teaching.vote.why
    assert f"At step {len(trace) - 1} component 2 is {dive.widths[-1]:.5f} wide; at step {len(trace)}" in why
    assert f"{power_of_ten(-round(after))} wide, with a log-likelihood of {nats:,.0f}" in why


def test_the_cures_do_what_the_answer_says():
    scenario, answer = TEACHING["the_collapse_clinic"].moment.scenario, TEACHING["the_collapse_clinic"].task.answer
    X, ends, least = scenario.dataset().X, {}, {}
    for key, cured in cures_of(scenario, X).items():
        end = cured.run()[1][-1]
        ends[key] = end.log_likelihood
        least[key] = np.bincount(e_step(X, end.mixture)[0].argmax(axis=1)).min()
    kept, two = answer.split("Two clouds")
    for key, name in {"ridge-tiny": "tiny ridge", "ridge": "small ridge", "tied": "tied", "prior": "prior"}.items():
        assert name in kept
        assert least[key] == 1
    names = {
        "ridge-large": "large ridge",
        "diag": "diagonal",
        "spherical": "spherical",
        "another-start": "another start",
    }
    for key, name in names.items():
        assert name in two
        assert least[key] == 10
    assert f"The tiny ridge ends at {told(ends['ridge-tiny'])}, the small one at {told(ends['ridge'])}" in answer


def test_the_three_algorithms_part_the_points_as_the_answers_say():
    teaching = TEACHING["three_algorithms"]
    X = teaching.moment.scenario.dataset().X
    start = teaching.moment.scenario.start_mixture(X)
    in_first, by_distance = np.arange(120) < 60, k_means(X, start.means).labels[-1]
    assert tempered_e_step(X, run_of("three_algorithms")[1][-1].mixture, 0)[0][:, 0].tolist() == in_first.tolist()
    assert f"{(by_distance == 0).sum()} and {(by_distance == 1).sum()}, and" in teaching.vote.why
    with_their_own = ((by_distance == 0) == in_first).sum()
    assert f"at most {max(with_their_own, 120 - with_their_own)} of 120" in teaching.vote.why

    scenario, answer = PARTINGS[teaching.task.query["parts"]].scenario, teaching.task.answer
    X = scenario.dataset().X
    start = scenario.start_mixture(X)

    def sizes(run):
        return " and ".join(map(str, np.bincount(run.shares(X, -1).argmax(axis=1))))

    assert f"EM {sizes(tempered_em(X, start, [1]))}, hard EM {sizes(hard_em(X, start))}," in answer
    assert f"k-means {' and '.join(map(str, np.bincount(k_means(X, start.means).labels[-1])))}." in answer
    assert f"ends at {sizes(tempered_em(X, start, [0.05]))}," in answer


def test_one_start_in_sixteen_ends_higher_than_the_one_of_the_vote():
    teaching = TEACHING["the_restart_atlas"]
    scenario, why, answer = teaching.moment.scenario, teaching.vote.why, teaching.task.answer
    atlas = AtlasSearch(scenario, scenario.dataset().X, 500).all_done()
    best, here = atlas.optima[0], atlas.optima[atlas.ends[0].optimum]
    assert here.log_likelihood == pytest.approx(run_of("the_restart_atlas")[1].log_likelihoods[-1], abs=1e-3)
    assert f"converges at {told(here.log_likelihood)}." in teaching.vote.question
    assert 15 < 500 / len(best.starts) < 17
    assert f"{len(best.starts)} of 500 starts end at {told(best.log_likelihood)}" in why
    assert f"{told(best.log_likelihood - here.log_likelihood)} nats higher; {len(here.starts)} end" in why
    assert len(best.starts) + len(here.starts) > 450  # between them there is no other
    assert atlas.optima[1] == here
    p = len(best.starts) / 500
    assert f"{len(best.starts)} of 500, p = {p:.3f}. n = 47" in answer
    assert (1 - p) ** 47 < 0.05 < (1 - p) ** 46
    assert f"{1 - p:.3f} to the power of 47 is {(1 - p) ** 47:.3f}" in answer


def test_on_the_saddle_the_log_likelihood_stands_still_until_the_two_part():
    teaching, trace = TEACHING["the_likelihood_landscape"], run_of("the_likelihood_landscape")[1]
    step, lls = int(teaching.moment.step), trace.log_likelihoods
    assert {told(value) for value in lls[1 : step + 1]} == {"−85.67"}
    assert "stood at −85.67" in teaching.vote.question
    gaps = np.abs(np.diff(trace.means[:, :, 0], axis=1))[1 : step + 1, 0]
    assert (np.diff(gaps) > 0).all()  # they part, however slowly
    assert gaps[-1] < 0.2
    assert abs(np.diff(trace.means[-1, :, 0])[0]) > 3
    assert f"ends at {told(lls[-1])}, {lls[-1] - lls[step]:.0f} nats higher" in teaching.vote.why


def test_the_ends_of_both_starts_on_the_map_are_as_the_answer_says():
    answer = TEACHING["the_likelihood_landscape"].task.answer
    ends = {}
    for key in ("two-means", "equal"):
        land = LANDS[key]
        plane = Plane(land.at((0, 1)), Parameter("mean", 0, 0), Parameter("mean", 1, 0))
        for start in ((-4, 0), (4, 1)):
            path = em_path(np.array(land.points)[:, np.newaxis], plane, start, tol=1e-9)
            ends[key, start] = *path.places[-1], path.log_likelihoods[-1]
    for start, words in (((-4, 0), "at {} and {}, log-likelihood {}"), ((4, 1), "at {} and {}, {}")):
        assert words.format(*map(told, ends["two-means", start])) in answer
    assert f"{ends['two-means', (-4, 0)][2] - ends['two-means', (4, 1)][2]:.2f} nats lower" in answer
    assert {told(end[2]) for (key, _), end in ends.items() if key == "equal"} == {"−81.26"}
    assert "both ends are −81.26 high" in answer


def test_with_the_start_swapped_the_same_bells_come_out_with_their_numbers_swapped():
    scenario = TEACHING["coins"].moment.scenario
    swapped = scenario.run()[1]
    before = replace(scenario, components=scenario.components[::-1]).run()[1]
    np.testing.assert_allclose(swapped.means, before.means[:, ::-1], rtol=1e-9)
    np.testing.assert_allclose(swapped.log_likelihoods, before.log_likelihoods, rtol=1e-12)
    assert swapped.means[-1, :, 0] == pytest.approx([6, 0], abs=0.3)  # bell 1 on the right


def test_coins_that_start_alike_end_hardly_lower():
    heads, tails, half = coins.HEADS, coins.TAILS, np.full(2, 0.5)
    alike, paper = (
        coins.fit(heads, tails, coins.Coins(np.array(start), half), max_iter=100)[-1]
        for start in ((0.6, 0.6), (0.6, 0.5))
    )
    np.testing.assert_allclose(alike.coins.thetas, 0.66)
    gain, answer = paper.log_likelihood - alike.log_likelihood, TEACHING["coins"].task.answer
    assert f"Log-likelihood {told(alike.log_likelihood)}" in answer
    assert f"ends at {told(paper.log_likelihood)}, only {told(gain)} nats above" in answer
    assert 2 * gain < min(2, np.log(len(heads)))  # what AIC and BIC ask for a parameter
