"""A record reads back bit for bit; of anything else it is said in words what is wrong."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from taking import IRIS, QUICK, VARIANTS, moment_of

from emcore import PRESETS, DataError, Scenario
from emcore.export import record
from emcore.export.file import Moment
from emcore.scenario.own_points import OWN, own_data

RNG = np.random.default_rng(3)
FEW, MANY = RNG.normal(size=(20, 2)), RNG.normal(size=(300, 2)) * [1e-8, 1e9]
ODD = np.concatenate([np.full((150, 2), -0.0), RNG.normal(size=(150, 2)) + [1e-300, 1 / 3]])
SCENARIOS = {key: PRESETS[key].scenario for key in QUICK} | VARIANTS


def moment_on(X, step=2.5, **fields):
    """A moment of points X of one's own, which the scenario holds or only names."""
    own = own_data(X, "heights.csv", len(X), may_travel=True)
    scenario = Scenario(
        OWN,
        own=own,
        columns=("height", "Größe"),
        start="kmeanspp",
        n_components=2,
        max_iter=5,
        learn_weights=True,
        **fields,
    )
    dataset = scenario.dataset(X)
    trace = scenario.fit(dataset.X, scenario.start_mixture(dataset.X))
    return Moment(scenario, dataset, trace, step, "Größen, 2 components", measured=None if own.points else X)


def assert_reads_back(moment):
    found = record.read(record.write(moment))
    assert found.scenario == moment.scenario
    assert (found.step, found.title, found.link) == (moment.step, moment.title, moment.link)
    assert (found.trace.stop, found.trace.detail) == (moment.trace.stop, moment.trace.detail)
    for name in ("weights", "means", "covariances", "log_likelihoods", "log_posteriors"):
        ours, theirs = getattr(moment.trace, name), getattr(found.trace, name)
        assert (theirs.shape, theirs.tobytes()) == (ours.shape, ours.tobytes())
    assert found.moment().dataset.X.tobytes() == moment.dataset.X.tobytes()
    assert record.write(found.moment()) == record.write(moment)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_record_reads_back_bit_for_bit(name):
    assert_reads_back(moment_of(SCENARIOS[name]))


@pytest.mark.parametrize("standardize", [False, True])
@pytest.mark.parametrize("X", [FEW, MANY, ODD], ids=["few", "many", "odd"])
def test_points_of_ones_own_are_inside_whether_the_link_holds_them_or_not(X, standardize):
    moment = moment_on(X, standardize=standardize)
    assert bool(moment.scenario.own.points) == (len(X) <= 100)
    assert_reads_back(moment)
    assert record.read(record.write(moment)).own_points.tobytes() == X.tobytes()


def test_numbers_that_do_not_belong_together_are_noticed():
    found = json.loads(record.write(moment_of(PRESETS["faithful"].scenario)))
    found["steps"][-1]["means"][0][0] += 0.1
    with pytest.raises(DataError, match="was it changed"):
        record.read(json.dumps(found))


def test_it_is_plain_json_that_says_what_it_is():
    moment = moment_of(IRIS)
    found = json.loads(record.write(moment), parse_constant=pytest.fail)
    assert (found["format"], found["version"]) == ("em-explorer-run", 1)
    assert found["options"]["covariance_type"] == "full"
    assert [step["step"] for step in found["steps"]] == list(range(len(moment.trace)))
    for name in found:
        assert name in record.__doc__


GOOD = json.loads(record.write(moment_on(MANY)))


def changed(*path, to):
    whole = json.loads(json.dumps(GOOD))
    place = whole
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = to
    return json.dumps(whole)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "JSON"),
        ("hello", "JSON"),
        (b"\xff\xfe\x00", "JSON"),
        (b"\x00" * 100, "JSON"),
        (json.dumps(GOOD)[:-20], "cut off"),
        ("[" * 100_000, "JSON"),
        ("9" * 10_000, "JSON"),
        ('{"format": "em-explorer-run", "version": NaN}', "JSON"),
        ("[]", "no record"),
        ("null", "no record"),
        ('{"format": "notebook"}', "no record"),
        (changed("version", to=True), "no record"),
        (changed("version", to=2), "newer"),
        (changed("version", to=10**400), "newer"),
        (changed("scenario", to="data=faithful"), "scenario"),
        (changed("scenario", "data", to="irsi"), "irsi"),
        (changed("scenario", "k", to=["2"]), "k = "),
        (changed("scenario", "k", to="3"), "right shape"),
        (changed("scenario", "iterations", to="2"), "2 iterations"),
        (changed("steps", to=[]), "steps"),
        (changed("steps", to=[1]), "steps"),
        (changed("steps", 1, "means", to=[[1, 2], [3]]), "step 1: means"),
        (changed("steps", 1, "means", to=[["1", "2"], ["3", "4"]]), "step 1: means"),
        (changed("steps", 1, "weights", to=[0.5, 0.6]), "step 1 is no mixture"),
        (changed("steps", 1, "weights", to=[True, False]), "step 1: weights"),
        (changed("steps", 1, "covariances", to=[[[0, 0], [0, 0]]] * 2), "step 1 is no mixture"),
        (changed("steps", 1, "log_likelihood", to=None), "log_likelihood"),
        (changed("steps", 1, "log_likelihood", to=10**400), "log_likelihood"),
        (json.dumps(GOOD).replace(repr(GOOD["steps"][1]["log_likelihood"]), "1e999"), "too large"),
        (changed("stop", to="bored"), "stop"),
        (changed("detail", to=None), "detail"),
        (changed("title", to=3), "title"),
        (changed("step", to=-1), "step"),
        (changed("step", to=6), "step"),
        (changed("step", to=0.25), "step"),
        (changed("step", to=10**400), "step"),
        (changed("step", to=True), "step"),
        (changed("own_points", to=None), "own_points"),
        (changed("own_points", to=[[1, 2]]), "changed"),
        (changed("own_points", 0, 0, to=5), "changed"),
        (changed("own_points", to=[[1, 2, 3]]), "columns"),
    ],
)
def test_what_is_no_record_is_refused_in_words(text, words):
    with pytest.raises(DataError, match=words) as caught:
        record.read(text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 500


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)
PLACES = [
    *([name] for name in GOOD),
    *(["scenario", name] for name in GOOD["scenario"]),
    *(["steps", 1, name] for name in GOOD["steps"][1]),
    ["steps", 1],
]


@given(path=st.sampled_from(PLACES), to=JSON)
def test_a_record_with_anything_anywhere_is_read_or_refused(path, to):
    try:
        found = record.read(changed(*path, to=to))
    except DataError:
        return
    assert len(found.moment().dataset.X) == len(MANY)


@given(text=st.text() | st.binary())
def test_any_text_is_refused(text):
    with pytest.raises(DataError):
        record.read(text)


def test_points_of_ones_own_beyond_the_limit_are_refused_before():
    moment = moment_on(FEW)
    many = replace(moment, dataset=replace(moment.dataset, X=np.zeros((100_001, 2))))
    assert "100,001 points" in record.problem(many)
    assert record.problem(replace(many, scenario=IRIS)) == ""
