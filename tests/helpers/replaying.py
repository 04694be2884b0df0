"""Published runs, repeated for a test."""

from emcore.study.verdicts import repeat, verdict


def run_replay(replay):
    """Points and the run that its verdict is about."""
    X, trace, _ = repeat(replay)
    return X, trace


def compare(replay):
    """Each published number beside ours."""
    return verdict(replay).comparisons(replay)
