"""The record of a run, `run.json`: all that it takes to read it elsewhere, or to repeat it here.

A JSON object (UTF-8). Numbers are as short as read back exactly; there are no NaN and no infinities.

format, version   "em-explorer-run", 1; what changes the meaning of a name raises the version
written_by        versions of Python, NumPy, SciPy and, where it is installed, emcore
title, link       what the run is called, and its address; "" for none
scenario          the query of its link: names and values, as texts
own_points        one's own points as measured, N lists of D numbers; null for data that are drawn or classic
options           as for `emcore.fit`: max_iter, tol, covariance_type, reg_covar, learn_weights; prior: whether there is
                  one, that of `emcore.conjugate_prior`. The scenario says them too, which is what is read back
columns           what the D columns of the points are called
n_points          N
step              the step in view: t, or t + 0.5 for the E beat after it
steps             for each step, the start (step 0) first:
                  step, log_likelihood (nats, summed over the points), weights (K), means (K x D),
                  covariances (K x D x D, divided by N, not by N - 1); with a prior its log_prior (nats) besides:
                  log-likelihood and log_prior add up to the log posterior that EM climbs
stop              "converged", "max_iter" or "collapsed"
detail            the same in a sentence
"""

import json
import platform
from dataclasses import dataclass
from importlib import metadata
from typing import Any, NoReturn, TypeVar

import numpy as np
import scipy

from emcore.em import e_step
from emcore.errors import DataError, MixtureError
from emcore.export.file import Moment, too_many_points
from emcore.points import Array, as_number, as_points
from emcore.scenario.own_points import OWN
from emcore.scenario.record import Scenario
from emcore.trace import DETAILS, EMTrace

FORMAT, VERSION = "em-explorer-run", 1
OPTIONS = ("max_iter", "tol", "covariance_type", "reg_covar", "learn_weights", "prior")
SAME = 1e-6  # relative, and nats a point: what processors round differently is far less
T = TypeVar("T")


@dataclass(frozen=True)
class Record:
    """What a record holds: the scenario, one's own points (N, D) as measured or None, the run, the step in view."""

    scenario: Scenario
    own_points: Array | None
    trace: EMTrace
    step: float
    title: str
    link: str

    def moment(self) -> Moment:
        """The same with its data, drawn or loaded anew."""
        dataset = self.scenario.dataset(self.own_points)
        return Moment(self.scenario, dataset, self.trace, self.step, self.title, self.link, measured=self.own_points)


def write(moment: Moment) -> bytes:
    """The record of a moment, which `read` reads back bit for bit."""
    scenario, trace = moment.scenario, moment.trace
    own_points = own_points_of(moment)
    log_priors = (
        [{}] * len(trace) if trace.log_priors is None else [{"log_prior": p} for p in trace.log_priors.tolist()]
    )
    steps = zip(trace.log_likelihoods, trace.weights, trace.means, trace.covariances, log_priors, strict=True)
    record = {
        "format": FORMAT,
        "version": VERSION,
        "written_by": _versions(),
        "title": moment.title,
        "link": moment.link,
        "scenario": scenario.to_query(),
        "own_points": None if own_points is None else own_points.tolist(),
        "options": {name: getattr(scenario, name) for name in OPTIONS},
        "columns": list(moment.dataset.columns),
        "n_points": len(moment.dataset.X),
        "step": moment.step,
        "steps": [
            {
                "step": step,
                "log_likelihood": float(log_likelihood),
                "weights": weights.tolist(),
                "means": means.tolist(),
                "covariances": covariances.tolist(),
                **log_prior,
            }
            for step, (log_likelihood, weights, means, covariances, log_prior) in enumerate(steps)
        ],
        "stop": trace.stop,
        "detail": trace.detail,
    }
    return json.dumps(record, allow_nan=False).encode()


def read(text: str | bytes) -> Record:
    """The record in a text. Raises `DataError` that says in words what can't be read."""
    found = _json(text)
    version = found.get("version")
    if found.get("format") != FORMAT or type(version) is not int or version < 1:
        raise DataError("this is no record of a run (run.json of EM Explorer)")
    if version > VERSION:
        raise DataError(
            "this record was written by a newer EM Explorer, in a version of the format that is not known here"
        )
    scenario = _scenario(_part(found, "scenario", dict))
    trace = _trace(found, scenario)
    step = as_number(_part(found, "step", (int, float)))
    if step is None or not (0 <= step < len(trace) and (2 * step).is_integer()):
        raise DataError(f"the record's step is none of 0, 0.5, 1, ... {len(trace) - 0.5}")
    title, link = _part(found, "title", str), _part(found, "link", str)
    record = Record(scenario, _own_points(found, scenario), trace, step, title, link)
    _check_likelihoods(record)
    return record


def problem(moment: Moment) -> str:
    """Why there is no record of a moment, in words: own points are all inside, and may be too many."""
    return too_many_points(moment) if moment.scenario.source == OWN else ""


def own_points_of(moment: Moment) -> Array | None:
    """One's own points (N, D) as measured; None for data that are drawn or classic."""
    own = moment.scenario.own.points
    return np.array(own) if own else moment.measured


def _versions() -> dict[str, str]:
    versions = {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__}
    try:
        return {"emcore": metadata.version("emcore")} | versions
    except metadata.PackageNotFoundError:  # it runs from its folder
        return versions


def _json(text: str | bytes) -> dict[str, Any]:
    def refuse(constant: str) -> NoReturn:
        raise ValueError(constant)

    try:
        found = json.loads(
            text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff"), parse_constant=refuse
        )
    except (ValueError, RecursionError):
        raise DataError("this is no record of a run: it can't be read as JSON; was it cut off?") from None
    return found if isinstance(found, dict) else {}


def _part(found: dict[str, Any], name: str, kind: type[T] | tuple[type[T], ...]) -> T:
    value = found.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise DataError(f"the record has no {name} that can be read")
    return value


def _scenario(query: dict[str, Any]) -> Scenario:
    scenario, problems = Scenario.from_query(query)
    if problems:
        raise DataError(f"the record's scenario can't be read: {' '.join(problems)}")
    return scenario


def _own_points(found: dict[str, Any], scenario: Scenario) -> Array | None:
    if scenario.source != OWN:
        return None
    X = as_points(_numbers(found.get("own_points"), "own_points"), scenario.n_features)
    if not scenario.own.is_of(X):
        raise DataError("the record's own_points are not those of its scenario; was it changed?")
    return X


def _trace(found: dict[str, Any], scenario: Scenario) -> EMTrace:
    steps = _part(found, "steps", list)
    if not 1 <= len(steps) <= scenario.max_iter + 1 or not all(isinstance(step, dict) for step in steps):
        raise DataError(f"the record's steps are not those of a run of {scenario.max_iter} iterations at most")
    k, d = scenario.n_components, scenario.n_features
    shapes = {"log_likelihood": (), "weights": (k,), "means": (k, d), "covariances": (k, d, d)}
    shapes |= {"log_prior": ()} if scenario.prior else {}
    log_likelihoods, weights, means, covariances, *log_priors = (
        np.array([_numbers(step.get(name), f"step {t}: {name}", shape) for t, step in enumerate(steps)])
        for name, shape in shapes.items()
    )
    stop = _part(found, "stop", str)
    if stop not in DETAILS:
        raise DataError(f"the record's stop is none of {', '.join(DETAILS)}")
    detail = _part(found, "detail", str)
    trace = EMTrace(weights, means, covariances, log_likelihoods, stop, detail, *log_priors)
    for t in range(len(trace)):
        try:
            trace[t]
        except MixtureError as error:
            raise DataError(f"the record's step {t} is no mixture: {error}") from None
    return trace


def _check_likelihoods(record: Record) -> None:
    """Of the start, the step in view and the end: the parameters recorded have the log-likelihood recorded."""
    moment = record.moment()
    X, trace = moment.dataset.X, record.trace
    for t in sorted({0, moment.t, len(trace) - 1}):
        _, log_likelihood = e_step(X, trace[t].mixture)
        if abs(log_likelihood - trace.log_likelihoods[t]) > SAME * (len(X) + abs(log_likelihood)):
            raise DataError(f"the record's step {t} has another log-likelihood than its parameters; was it changed?")


def _numbers(value: Any, name: str, shape: tuple[int, ...] | None = None) -> Array:
    """Finite numbers, of a shape if one is given."""
    try:
        numbers = np.array(value)
    except ValueError:  # rows of different lengths
        numbers = np.array(None)
    if numbers.dtype.kind not in "iuf" or (shape is not None and numbers.shape != shape):
        raise DataError(f"the record's {name} can't be read as numbers of the right shape")
    numbers = numbers.astype(np.float64)
    if not np.isfinite(numbers).all():
        raise DataError(f"the record's {name} holds a number that is too large")
    return numbers
