"""Published runs, repeated for a test."""

from emcore.study.verdicts import best_sound, repeat, verdict


def run_replay(replay):
    """Points and the run that its verdict is about."""
    X, traces = repeat(replay)
    return X, traces[best_sound(traces)]


def compare(replay):
    """Each published number beside ours."""
    return verdict(replay).comparisons(replay)
