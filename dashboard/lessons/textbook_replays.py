"""The lesson on published runs: what a replay is in words, and its numbers beside ours."""

import pandas as pd

from dashboard.common.cache import cached
from emcore.covariances import COVARIANCE_TYPES
from emcore.data.classic import DATASETS
from emcore.data.generators import GENERATORS
from emcore.mixture import Mixture
from emcore.numerals import numeral, with_minus
from emcore.points import Array
from emcore.starts import STARTS
from emcore.study.replays import REPLAYS, Comparison, Replay
from emcore.study.restarts import REACHED
from emcore.study.verdicts import SEEDED_START, Verdict, verdict

MORE_DIGITS = 2  # of ours than are printed, so that a small difference shows


@cached(40, show_spinner="EM is repeating the run …")
def verdict_on(key: str) -> Verdict:
    """The verdict on a key of `REPLAYS`: computed on the spot, the first time that somebody asks."""
    return verdict(REPLAYS[key])


def table(comparisons: tuple[Comparison, ...]) -> pd.DataFrame:
    """The verdict table: a row per published number."""
    return pd.DataFrame([row(comparison) for comparison in comparisons]).set_index("Number")


def row(comparison: Comparison) -> dict[str, str]:
    """A published number, ours with more digits, the difference, and whether the two agree, in words."""
    quantity = comparison.quantity
    decimals = len(quantity.printed.partition(".")[2])
    decimals += MORE_DIGITS * (decimals > 0)
    return {
        "Number": quantity.name,
        "Published": with_minus(quantity.printed),
        "Ours": with_minus(f"{comparison.ours:.{decimals}f}"),
        "Difference": with_minus(f"{comparison.difference:+.{decimals}f}")
        if round(comparison.difference, decimals)
        else "0",
        "Verdict": in_words(comparison),
    }


def in_words(comparison: Comparison) -> str:
    """Whether ours is the published number."""
    if comparison.agrees:
        return "✓ the same, to the last digit printed"
    if comparison.explained:
        return f"≈ within ±{numeral(comparison.quantity.allowed)}, as explained"
    return "✗ differs, and nothing here explains it"


def headline(comparisons: tuple[Comparison, ...]) -> str:
    """How many of the numbers agree, in a sentence."""
    same, of = sum(c.agrees for c in comparisons), len(comparisons)
    explained = sum(c.explained for c in comparisons) - same
    numbers = "The only number" if of == 1 else f"{same or 'None'} of {of} numbers"
    if same == of:
        return f"{'The only number' if of == 1 else f'All {of} numbers'} the same, to the last digit printed."
    sentence = f"{numbers} {'not ' * (of == 1)}the same to the last digit printed"
    rest = of - same - explained
    sentence += f"; {'it differs' if of == 1 else f'{explained} differ'} as explained" if explained else ""
    return sentence + (f"; {rest} unexplained." if rest else ".")


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


def _written(start: Mixture) -> str:
    """The start's means and standard deviations; its weights are equal."""

    def listed(rows: Array, figures: int) -> str:
        texts = [", ".join(numeral(value, figures) for value in row) for row in rows]
        return ", ".join(f"({text})" if rows.shape[1] > 1 else text for text in texts)

    means, sds = listed(start.means, 6), listed(start.standard_deviations, 4)
    return f"means {means}; standard deviations {sds}; equal weights"
