"""Published runs, repeated once for all tests of a process."""

from dataclasses import replace
from functools import cache

from emcore.study.replays import Comparison
from emcore.study.verdicts import repeat


def run_replay(replay):
    """Points and the run that its verdict is about."""
    return _run(replace(replay, quantities=()))


@cache
def _run(replay):
    return repeat(replay)[:2]


def compare(replay):
    """Each published number beside ours."""
    X, trace = run_replay(replay)
    return [Comparison(quantity, quantity.ours(X, trace)) for quantity in replay.quantities]
