"""The lesson on published runs: what a replay is in words, and its numbers beside ours."""

import pandas as pd
import streamlit as st

from dashboard.common.cache import cached
from dashboard.common.widgets import controlled
from dashboard.link import choices
from dashboard.link.view import View
from dashboard.stepping.sentences import sentences
from emcore.covariances import COVARIANCE_TYPES
from emcore.data.classic import DATASETS
from emcore.data.generators import GENERATORS
from emcore.mixture import Mixture
from emcore.numerals import numeral, with_minus
from emcore.points import Array
from emcore.starts import STARTS
from emcore.study.replays import LEFT_OUT, REPLAYS, Comparison, Replay
from emcore.study.restarts import REACHED
from emcore.study.verdicts import SEEDED_START, Verdict, stopped_at, verdict
from emcore.trace import EMTrace

GROUPS = {  # their names, by whether the numbers agree
    True: "These come out to the last digit",
    False: "The better story: where the printed number is not ours",
}
ORDER = sorted(REPLAYS, key=lambda key: not REPLAYS[key].agrees)  # those that agree first
VIEW = View(colours="soft")
SHOWN = {  # for those who can't see the picture, by the number of its dimensions
    1: "Histogram of the data, the weighted density of each component, and their sum, at the step in view.",
    2: "The points, and each component's ellipses that hold 50 % and 95 % of its mass, at the step in view.",
}
OURS = "Ours, at the end"
MORE_DIGITS = 2  # of ours than are printed, so that a small difference shows


def choose_run() -> str:
    """The runs in two groups, those that agree first; returns the key of the one chosen."""
    chosen = str(choices.get("replay"))
    for agrees, name in GROUPS.items():
        keys = [key for key in ORDER if REPLAYS[key].agrees == agrees]
        widget = f"lesson-replay-{'agrees' if agrees else 'differs'}"
        controlled(
            st.radio,
            widget,
            chosen if chosen in keys else None,
            name,
            keys,
            index=None,
            format_func=lambda key: REPLAYS[key].label,
            on_change=lambda widget=widget: choices.choose("replay", st.session_state[widget]),
        )
    return chosen


def next_run(key: str) -> None:
    """A button for the run that follows in the order; none after the last."""
    after = ORDER[ORDER.index(key) + 1 :]
    if after:
        opens = "The better story" if REPLAYS[key].agrees > REPLAYS[after[0]].agrees else "Next"
        st.button(
            f"{opens}: {REPLAYS[after[0]].label}",
            key="replay-next",
            icon=":material/arrow_forward:",
            on_click=lambda: choices.choose("replay", after[0]),
        )


@cached(40, show_spinner="EM is repeating the run …")
def verdict_on(key: str) -> Verdict:
    """The verdict on a key of `REPLAYS`: computed on the spot, the first time that somebody asks."""
    return verdict(REPLAYS[key])


@cached(40)
def lines(key: str, columns: tuple[str, ...], _X: Array, _trace: EMTrace) -> list[str]:
    """What happened at each step of our run, and what of the published numbers it would give if it stopped there."""
    steps = [stopped_at(REPLAYS[key], _X, _trace, step) for step in range(len(_trace))]
    named = [i for i, comparison in enumerate(steps[0]) if comparison]  # which every step has
    differs = [i for i in named if not _same(steps[-1][i])]
    followed = (differs or named)[0]
    told = sentences(_trace, _X, columns)
    return [f"{line} {_stopped(numbers, followed)}" for line, numbers in zip(told, steps, strict=True)]


def _stopped(comparisons: tuple[Comparison | None, ...], followed: int) -> str:
    """One of the numbers as it would be printed, and how many would be those published."""
    one = comparisons[followed]
    assert one is not None
    printed = one.quantity.printed
    now = f"{one.quantity.name} = {with_minus(f'{one.ours:.{_decimals(printed)}f}')}"
    same, of = sum(map(_same, comparisons)), len(comparisons)
    if of == 1:
        return f"Stopped here: {now}, published {with_minus(printed)}."
    return f"Stopped here: {now}; {'all' if same == of else f'{same} of'} {of} numbers as published."


def _same(comparison: Comparison | None) -> bool:
    return comparison is not None and comparison.agrees


def _decimals(printed: str) -> int:
    return len(printed.partition(".")[2])


def table(comparisons: tuple[Comparison, ...]) -> pd.DataFrame:
    """The verdict table: a row per published number."""
    return pd.DataFrame([row(comparison) for comparison in comparisons]).set_index("Number")


def row(comparison: Comparison) -> dict[str, str]:
    """A published number, ours with more digits, and whether the two agree."""
    quantity = comparison.quantity
    decimals = _decimals(quantity.printed)
    decimals += MORE_DIGITS * (decimals > 0)
    return {
        "Number": quantity.name,
        "Published": with_minus(quantity.printed),
        OURS: with_minus(f"{comparison.ours:.{decimals}f}"),
        "Verdict": in_words(comparison),
    }


def in_words(comparison: Comparison) -> str:
    """Whether ours is the published number, or ours minus that one."""
    if comparison.agrees:
        return "✓ same"
    sign = "+" if comparison.difference > 0 else "\u2212"
    return f"{'≈' if comparison.explained else '✗'} {sign}{numeral(abs(comparison.difference), 2)}"


def headline(comparisons: tuple[Comparison, ...], steps: int) -> str:
    """How many of the numbers agree at the end of our run, in a sentence."""
    same, of = sum(c.agrees for c in comparisons), len(comparisons)
    unexplained = sum(not c.explained for c in comparisons)
    end = f"At the end, step {steps}:"
    if same == of:
        return f"✓ {end} {'the only number' if of == 1 else f'all {of} numbers'} the same, to the last digit printed."
    numbers = "the only number not" if of == 1 else f"{same or 'none'} of {of} numbers"
    rest = f"; {unexplained} unexplained." if unexplained else "."
    return f"{'✗' if unexplained else '≈'} {end} {numbers} the same, to the last digit printed{rest}"


def data_of(replay: Replay) -> str:
    """The data, in words."""
    if replay.data in GENERATORS:
        return f"{GENERATORS[replay.data].label}, as this dashboard draws them"
    classic = DATASETS[replay.data]
    titles = {column.name: column.title for column in classic.columns}
    columns = ", ".join(titles[name] for name in replay.columns or classic.by_default)
    return f"{classic.label}: {columns}{'; standardized' * replay.standardize}"


def start_of(replay: Replay, result: Verdict) -> str:
    """The start, in words: the published one, or how many of ours ended at the best."""
    if replay.start is not None:
        return f"as published: {_written(replay.start)}"
    sentence = (
        f"not published. The best of {result.n_starts} seeded starts ({STARTS[SEEDED_START].label}) is taken: "
        f"**{result.n_reached} of {result.n_starts}** ended there, within {numeral(REACHED)} nats"
    )
    return sentence + (f"; {result.n_collapsed} collapsed" if result.n_collapsed else "")


def options_of(replay: Replay) -> str:
    """Components, covariances, weights and the end of the run, in words."""
    weights = "weights learned" if replay.learn_weights else "weights all equal throughout"
    end = (
        f"until a step gains less than {numeral(replay.tol)} nats per point"
        if replay.tol
        else f"{replay.max_iter} steps"
    )
    label = COVARIANCE_TYPES[replay.covariance_type].label.lower()
    return f"{replay.n_components} components, {label} covariances, {weights}, {end}"


def left_out() -> str:
    """What is not here, and why."""
    return "**Left out:** " + " ".join(f"{run.label} ({run.source}): {run.reason}" for run in LEFT_OUT)


def _written(start: Mixture) -> str:
    """The start's means and standard deviations; its weights are equal."""

    def listed(rows: Array, figures: int) -> str:
        texts = [", ".join(numeral(value, figures) for value in row) for row in rows]
        return ", ".join(f"({text})" if rows.shape[1] > 1 else text for text in texts)

    means, sds = listed(start.means, 6), listed(start.standard_deviations, 4)
    return f"means {means}; standard deviations {sds}; equal weights"
