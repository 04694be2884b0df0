"""Hypothesis' strategies for links: what a person types, breaks off, mixes up, or writes to do harm."""

from urllib.parse import urlencode

from hypothesis import strategies as st

from dashboard.link.choices import CHOICES
from dashboard.link.lecture import LOCKS
from dashboard.link.pinned import PINNED
from dashboard.link.view import CLICKS, COLOURS, CONTOURS, FORMER_CLICKS, STEP, planes
from emcore import STARTS
from emcore.covariances import COVARIANCE_TYPES
from emcore.data.classic import DATASETS
from emcore.data.generators import GENERATORS
from emcore.scenario.fields import Word
from emcore.scenario.own_points import MOST_FEATURES, OWN
from emcore.scenario.packed_link import packed
from emcore.scenario.record import HAND

# Small enough that every run is short: how long large ones take is the affair of `benchmarks/links.py`.
NUMBERS = st.one_of(
    st.sampled_from(["0", "1", "2", "3", "8", "9", "-1", "-0", "0.5", "1e-9", "1e9", "1e400", "5e-324", "nan", "-inf"]),
    st.sampled_from(["", " 3", "3 ", "0x10", "1_0", "１２", "٣", "1e", "--1", "1,5", "true", "None", "3\n", "3\x00"]),
    st.integers(-5, 400).map(str),
    st.floats(allow_nan=False).map(repr),
)
SIZES = st.integers(0, 300).map(str)
NAMES = st.sampled_from(
    ["x", "0", "eruptions", "waiting", "length of petals", "constructor", "__proto__", "toString", "datum", "a.b[0]"]
    + ["<img src=x onerror=1>", "www.example.org", "$x$", ":red[x]", "[x](y)", "'\"\\`", "\u202ex", "\u200b", "~", "_"]
)  # of columns and files


def rows(first: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Rows of numbers as links write them, the first of each from `first`; rows may differ in length."""
    row = st.tuples(first, st.lists(NUMBERS, max_size=5)).map(lambda cells: "_".join([cells[0], *cells[1]]))
    return st.lists(row, max_size=9).map("~".join)


def points(number: st.SearchStrategy[float]) -> st.SearchStrategy[str]:
    """Points of one to three numbers, as a link carries them."""

    def of_width(width: int) -> st.SearchStrategy[str]:
        point = st.lists(number, min_size=width, max_size=width).map(lambda x: "_".join(map(repr, x)))
        return st.lists(point, min_size=1, max_size=8).map("~".join)

    return st.integers(1, 3).flatmap(of_width)


SCENARIO = {
    "data": st.sampled_from([*GENERATORS, *DATASETS, OWN, OWN, OWN]),
    "clusters": rows(SIZES),
    "points": SIZES,
    "noise": NUMBERS,
    "seed": NUMBERS,
    "start": st.sampled_from([HAND, *STARTS]),
    "components": rows(NUMBERS),
    "k": NUMBERS,
    "start_seed": NUMBERS,
    "iterations": st.integers(0, 12).map(str),
    "tol": NUMBERS,
    "weights": st.sampled_from(["equal", "learned"]),
    "covariance": st.sampled_from([*COVARIANCE_TYPES]),
    "ridge": NUMBERS,
    "columns": st.lists(NAMES, max_size=4).map("~".join),
    "scale": st.sampled_from(["standard", "measured"]),
    "own": st.one_of(
        points(st.floats(-100, 100)),
        points(st.floats(allow_nan=False, allow_infinity=False, width=64)),
        points(st.sampled_from([0.0, 5e-324, 1e-160, 1e150, -1e150, 1e160, 1.0])),
    ),
    "own_file": NAMES,
    "own_rows": NUMBERS,
    "own_mark": st.one_of(st.sampled_from(["0", "0" * 12, "ffffffffffff"]), NAMES),
}
VIEW = {
    "contours": st.sampled_from([*CONTOURS]),
    "truth": st.sampled_from(["yes", "no"]),
    "beats": st.sampled_from(["one", "two"]),
    "click": st.sampled_from([*CLICKS, *FORMER_CLICKS]),
    "colors": st.sampled_from([*COLOURS]),
    "field": st.sampled_from(["yes", "no"]),
    "dream": st.sampled_from(["yes", "no"]),
    "plane": st.sampled_from(planes(MOST_FEATURES)),
    STEP: NUMBERS,
}
LECTURE = {
    "ask": st.one_of(NAMES, st.text(max_size=400)),
    "lock": st.lists(st.sampled_from([*LOCKS, "", "all", "<b>"]), max_size=6).map("~".join),
    "z": st.one_of(st.dictionaries(st.sampled_from(["k", "data", "step", "lock", "z"]), NUMBERS).map(packed), NAMES),
}
CHOICES_OF_LESSONS = {
    name: st.sampled_from(list(choice.kind.words)) if isinstance(choice.kind, Word) else NUMBERS
    for name, choice in CHOICES.items()
} | {PINNED: st.fixed_dictionaries({}, optional=SCENARIO).map(urlencode)}
ALL = {**SCENARIO, **VIEW, **LECTURE, **CHOICES_OF_LESSONS}
RUBBISH = st.one_of(NAMES, NUMBERS, st.text(max_size=40))

# Most values fit their name; now and then one is rubbish, or has a name that no page knows.
LINKS = st.builds(
    lambda said, rubbish: {**said, **rubbish},
    st.fixed_dictionaries({}, optional=ALL),
    st.dictionaries(st.sampled_from([*ALL, "x", "__class__"]), RUBBISH, max_size=1),
)
