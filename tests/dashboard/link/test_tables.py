"""Every field of a scenario, of a view and of the lessons' choices travels as its table says, a new one too."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.link import lecture, view
from dashboard.link.choices import CHOICES, Place
from dashboard.link.lecture import LOCKS, Lecture, Locks, Question, question_of
from dashboard.link.view import MATRIX, View, possible_clicks
from emcore import Gaussian, Scenario
from emcore.scenario import own_points, record
from emcore.scenario.fields import Names, Number, Switch, Text, Word, check, write, write_numbers
from emcore.scenario.gaussians import Gaussians
from emcore.scenario.own_points import OWN, OwnData, Points

TABLES = {"scenario": record.FIELDS, "own": own_points.FIELDS, "view": view.FIELDS, "choices": CHOICES}
TABLES["lecture"] = lecture.FIELDS
FEW = settings(max_examples=settings.default.max_examples // 5)
EVERY_FIELD = {f"{table}-{name}": field for table, fields in TABLES.items() for name, field in fields.items()}


def numbers(kind):
    low, high = kind.limits
    between = st.integers(low, high) if kind.whole else st.floats(low, high).map(kind.nearest)
    return st.one_of(between, st.sampled_from([low, high]))


def gaussians(kind):
    sizes = st.integers(1, 900).map(float) if kind.whole_sizes else st.floats(*kind.size)
    means, sds = (st.tuples(*[st.floats(*limits)] * kind.n_features) for limits in (kind.mean, kind.sd))
    return st.lists(st.builds(Gaussian, sizes, means, sds), min_size=1, max_size=8).map(tuple)


VALUES = {  # of every kind
    Number: numbers,
    Word: lambda kind: st.sampled_from(list(kind.words)),
    Switch: lambda kind: st.booleans(),
    Names: lambda kind: st.lists(st.sampled_from("abcdé"), min_size=1, unique=True).map(tuple),
    Text: lambda kind: st.text(max_size=kind.longest),
    Place: lambda kind: st.tuples(*[st.floats(-1e3, 1e3).map(lambda value: round(value, 3))] * 2).map(write_numbers),
    Question: lambda kind: st.text().map(question_of),
    Gaussians: gaussians,
    Locks: lambda kind: st.sets(st.sampled_from([*LOCKS])).map(
        lambda some: tuple(lock for lock in LOCKS if lock in some)
    ),
    Points: lambda kind: st.integers(1, 8).flatmap(
        lambda d: st.lists(st.tuples(*[st.floats(-1e150, 1e150)] * d), max_size=9).map(tuple)
    ),
}


def value_of(field):
    return VALUES[type(field.kind)](field.kind)


@pytest.mark.parametrize("field", EVERY_FIELD.values(), ids=EVERY_FIELD)
@FEW
@given(st.data())
def test_every_value_of_a_field_reads_back_and_a_default_is_not_written(field, data):
    value, problems = data.draw(value_of(field)), []
    if isinstance(field.kind, Names):
        field = replace(field, kind=Names(value))
    assert field.kind.check(field.name, value) == value
    query = write([field], {field.name: value})
    assert list(query) == ([field.query_name] if value != field.default else [])
    assert field.read(query, problems) == value
    assert problems == []


@pytest.mark.parametrize("field", EVERY_FIELD.values(), ids=EVERY_FIELD)
@FEW
@given(st.text())
def test_any_text_for_a_field_is_a_value_of_it(field, text):
    value = field.read({field.query_name: text}, [])
    assert value == field.default or field.kind.check(field.name, value) == value


def test_no_two_fields_share_a_name_in_the_link():
    names = [field.query_name for field in EVERY_FIELD.values()]
    assert len(set(names)) == len(names)


# --- the records ------------------------------------------------------------------------------------------------------

# Between them every field of a scenario applies somewhere.
BASES = [
    Scenario(),
    Scenario("ring", start="kmeanspp"),
    Scenario("iris", start="random-points", learn_weights=True),
    Scenario(OWN, start="kmeanspp", learn_weights=True),
]


@pytest.mark.parametrize("name", record.FIELDS)
@FEW
@given(st.data())
def test_every_field_of_a_scenario_is_in_its_link(name, data):
    value, taken = data.draw(value_of(record.FIELDS[name])), []
    for base in BASES:
        with suppress(ValueError):  # refused there
            taken.append(replace(base, **{name: value}))
    assert value in [getattr(scenario, name) for scenario in taken]
    for scenario in taken:
        assert Scenario.from_query(scenario.to_query()) == (scenario, [])


@FEW
@given(st.fixed_dictionaries({name: value_of(field) for name, field in view.FIELDS.items()}))
def test_every_field_of_a_view_is_in_its_link_but_for_the_step(values):
    shown = View(**values)
    check(view.FIELDS.values(), shown)
    assert View.from_query(shown.to_query()) == (replace(shown, step=0), [])


@FEW
@given(st.fixed_dictionaries({name: value_of(field) for name, field in lecture.FIELDS.items()}))
def test_every_field_of_a_lecture_is_in_its_link(values):
    given = Lecture(**values)
    assert Lecture.from_query(given.to_query()) == (given, [])


# --- which view fits which data ---------------------------------------------------------------------------------------

MANY = Scenario("iris", start="kmeanspp", columns=("sepal_length", "sepal_width", "petal_length"))
DATA = {
    "1-D": Scenario(),
    "2-D": Scenario("moons", start="kmeanspp"),
    "3-D": MANY,
    "own": Scenario(OWN, start="kmeanspp", own=OwnData(((1.0,), (2.0,), (4.0,)))),
}
ALL = View("lines", True, True, "explain", "soft", True, True, "1_3", step=7)


@pytest.mark.parametrize(
    ("data", "left_out"),
    [
        ("1-D", {"contours": "none", "plane": "principal"}),
        ("2-D", {"truth": False, "plane": "principal"}),
        ("3-D", {"truth": False, "click": "explain", "field": False, "dream": False}),
        ("own", {"truth": False, "contours": "none", "plane": "principal"}),
    ],
)
def test_what_the_data_do_not_have_is_left_out_of_the_view(data, left_out):
    assert ALL.fitted_to(DATA[data]) == replace(ALL, step=0, **left_out)


def test_a_plane_of_columns_that_are_not_there_is_the_principal_one_and_the_matrix_has_no_contours():
    assert replace(ALL, plane="1_4").fitted_to(MANY).plane == "principal"
    fitted = replace(ALL, plane=MATRIX).fitted_to(MANY)
    assert (fitted.plane, fitted.contours) == (MATRIX, "none")


def test_points_are_added_to_ones_own_data_in_their_own_units_only():
    assert "add" in possible_clicks(DATA["own"])
    for scenario in (DATA["1-D"], DATA["2-D"], replace(DATA["own"], standardize=True)):
        assert "add" not in possible_clicks(scenario)
        assert View(click="add").fitted_to(scenario) == View()


def test_what_is_locked_is_left_out_of_the_view_and_of_the_clicks():
    for data in ("1-D", "2-D"):
        scenario = Scenario("clusters-2d") if data == "2-D" else DATA[data]
        assert View(truth=True).fitted_to(scenario).truth
        assert not View(truth=True).fitted_to(scenario, ["truth"]).truth
        locked_by = {"start": ["beat"], "answers": ["predict", "beat"], "truth": [], "step": ["predict"], "data": []}
        for lock, locked in locked_by.items():
            assert set(possible_clicks(scenario)) - set(possible_clicks(scenario, [lock])) == set(locked)
    assert "add" not in possible_clicks(DATA["own"], ["data"])


@pytest.mark.parametrize("scenario", DATA.values(), ids=DATA)
@FEW
@given(st.fixed_dictionaries({name: value_of(field) for name, field in view.FIELDS.items()}))
def test_a_view_that_fits_stays_as_it_is(scenario, values):
    fitted = View(**values).fitted_to(scenario)
    assert fitted.fitted_to(scenario) == fitted
