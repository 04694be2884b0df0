"""The run, with its progress on a terminal if it takes long."""

import sys
import time

from emcore.points import Array
from emcore.scenario.record import Scenario
from emcore.trace import EMTrace

PATIENCE = 1.0  # seconds without a word
PAUSE = 0.1  # seconds between two words
WIDTH = 30  # of the bar


def run(scenario: Scenario, X: Array) -> EMTrace:
    """The run on points X (N, D). Raises `MixtureError` when they allow no such start."""
    fitting = scenario.fitting(X, scenario.start_mixture(X))
    next_word = time.monotonic() + PATIENCE if sys.stderr.isatty() else float("inf")
    told = False
    while fitting.short_of(scenario.max_iter):
        fitting.work()
        if time.monotonic() > next_word:
            told, next_word = True, time.monotonic() + PAUSE
            done = "#" * (WIDTH * fitting.n_steps // scenario.max_iter)
            _tell(f"[{done:<{WIDTH}}] step {fitting.n_steps} of {scenario.max_iter}")
    if told:
        _tell("\x1b[K")
    return fitting.traces(scenario.max_iter)[0]


def _tell(text: str) -> None:
    """Write over the line before."""
    print(f"\r{text}\r", end="", file=sys.stderr, flush=True)
