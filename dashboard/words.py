"""What happened at a step, in one plain sentence."""

import numpy as np

from emcore import EMTrace

STILL = 1e-3  # a change below this share of a standard deviation (or of a weight) is not worth a word
NO_GAIN = 1e-9  # nats per point


def sentences(trace: EMTrace, n_points: int) -> list[str]:
    """One sentence per step of the trace; the last one says how the run ended."""
    lines = ["Step 0: the start, exactly as set. Press play to see EM improve it."]
    lines += [f"Step {t}: {_gain(trace, t, n_points)}; {_movement(trace, t)}." for t in range(1, len(trace))]
    lines[-1] += f" {_ending(trace)}"
    return lines


def _gain(trace: EMTrace, t: int, n_points: int) -> str:
    gain = (trace.log_likelihoods[t] - trace.log_likelihoods[t - 1]) / n_points
    if abs(gain) < NO_GAIN:
        return "gained nothing more"
    if gain < 0:
        return f"lost {-gain:.2g} per point, which a ridge or rounding can do"
    return f"gained {gain:.2g} per point"


def _movement(trace: EMTrace, t: int) -> str:
    """The largest change of the step: of a mean or a spread in standard deviations, or of a weight as a ratio."""
    variances = np.diagonal(trace.covariances, axis1=2, axis2=3)
    sd_before, sd = np.sqrt(variances[t - 1]), np.sqrt(variances[t])
    shift = trace.means[t] - trace.means[t - 1]
    widening = np.log(sd / sd_before).mean(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        weight_change = np.nan_to_num(np.log(trace.weights[t] / trace.weights[t - 1]), posinf=0, neginf=0)
    moved = np.sqrt(((shift / sd_before) ** 2).sum(axis=1))
    changes = np.stack([moved, np.abs(widening), np.abs(weight_change)])
    kind, k = np.unravel_index(changes.argmax(), changes.shape)
    if changes[kind, k] < STILL:
        return "the picture stands still"
    if kind == 0:
        return f"component {k + 1} moved {np.linalg.norm(shift[k]):.2g} {_direction(shift[k])}"
    if kind == 1:
        return (
            f"component {k + 1} {'grew' if widening[k] > 0 else 'shrank'} to {np.exp(widening[k]):.2g} times its width"
        )
    return f"component {k + 1} now holds {trace.weights[t, k]:.1%} of the points, after {trace.weights[t - 1, k]:.1%}"


def _direction(shift: np.ndarray) -> str:
    x = "to the right" if shift[0] > 0 else "to the left"
    if len(shift) == 1:
        return x
    y = "up" if shift[1] > 0 else "down"
    if abs(shift[1]) < 0.4 * abs(shift[0]):  # within some 22 degrees of an axis
        return x
    return y if abs(shift[0]) < 0.4 * abs(shift[1]) else f"{y} and {x}"


def _ending(trace: EMTrace) -> str:
    if trace.stop == "collapsed":
        return "The next step fails: a component collapses, as the message above explains."
    if trace.stop == "converged":
        return "EM has converged: the gain is below the tolerance."
    return "These were all the iterations asked for."
