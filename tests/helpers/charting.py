"""What a chart sends to the browser, and runs to draw."""

import json

import altair as alt
import numpy as np

from emcore import Dataset, EMTrace


def spec_of(chart):
    """What the chart sends to the browser; no number in its data may be missing (Altair turns NaN into null)."""
    with alt.data_transformers.enable("default", max_rows=None):
        spec = json.loads(chart.to_json())
    assert all(value is not None for rows in spec["datasets"].values() for row in rows for value in row.values())
    return spec


def still_run(mixture, X):
    """A trace of one step, at `mixture`."""
    trace = EMTrace(
        mixture.weights[None], mixture.means[None], mixture.covariances[None], np.zeros(1), "max_iter", "for the test"
    )
    return Dataset(X, None, None, ("x1", "x2")), trace
