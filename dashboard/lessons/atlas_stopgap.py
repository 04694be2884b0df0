"""Stop-gap until the study has it."""

from dataclasses import dataclass, replace

import numpy as np

from emcore import Mixture
from emcore.study.restarts import Restarts

SAME = 1e-3


@dataclass(frozen=True)
class Optimum:
    log_likelihood: float
    starts: tuple[int, ...]
    median_steps: float
    total_steps: int
    mixture: Mixture
    proven: bool = True


@dataclass(frozen=True)
class StartEnd:
    number: int
    stop: str
    steps: int
    log_likelihood: float
    optimum: int | None = None
    twins: bool = False


@dataclass(frozen=True)
class Atlas:
    n_starts: int
    optima: tuple[Optimum, ...]
    ends: tuple[StartEnd, ...]

    @property
    def collapsed(self):
        return tuple(end.number for end in self.ends if end.stop == "collapsed")

    @property
    def cut_off(self):
        return tuple(end.number for end in self.ends if end.stop == "max_iter" and end.optimum is None)

    @property
    def with_twins(self):
        return tuple(end.number for end in self.ends if end.twins and end.stop != "collapsed")

    @property
    def total_steps(self):
        return sum(end.steps for end in self.ends)


class AtlasSearch(Restarts):
    @property
    def n_ended(self):
        return self.n_tried

    def scenario_of(self, number):
        return replace(self.scenario, start_seed=number)

    def atlas(self):
        ends = sorted(((v, -k) for k, v in self.ends.items() if k in self.converged), reverse=True)
        groups = []
        for value, minus in ends:
            if groups and groups[-1][0] - value < SAME:
                groups[-1][1].append(-minus)
            else:
                groups.append((value, [-minus]))
        optima, at = [], {}
        for i, (value, seeds) in enumerate(groups):
            s = replace(self.scenario, start_seed=seeds[0])
            trace = s.fit(self.X, s.start_mixture(self.X))
            m = trace[-1].mixture
            order = np.argsort(m.means[:, 0])
            m = Mixture(m.weights[order], m.means[order], m.covariances[order])
            optima.append(Optimum(value, tuple(sorted(seeds)), len(trace) - 1, len(trace), m))
            at |= dict.fromkeys(seeds, i)
        all_ends = [
            StartEnd(
                n,
                "collapsed" if n not in self.ends else "converged" if n in self.converged else "max_iter",
                100 + n % 7,
                self.ends.get(n, float("nan")),
                at.get(n),
            )
            for n in range(1, self.n_tried + 1)
        ]
        return Atlas(self.n_starts, tuple(optima), tuple(all_ends))
