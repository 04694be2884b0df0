"""How many components does BIC choose? There is no other right answer: data don't say how many clusters they have."""

from typing import Any

import numpy as np
from streamlit.delta_generator import DeltaGenerator

from dashboard import runs
from dashboard.charts.small_picture import small_picture
from dashboard.class_vote.asking import CannotAskError, Matter
from dashboard.class_vote.choice import Choice
from dashboard.common.cache import cached
from dashboard.lessons.how_many_components import cells_of
from emcore import Scenario
from emcore.scenario.gaussians import MOST_GAUSSIANS
from emcore.study.projection import principal_components
from emcore.study.selection import searched

N_STARTS = 10  # for each K
KIND = "full"  # covariances, those of the scenario's default


class Components(Choice):
    """Of the scenario its data matter alone, and whether it has a prior. The detail: BIC of each K from 1; None where
    no run is sound."""

    label = "How many components does BIC choose?"

    def prepared(self, matter: Matter, place: DeltaGenerator) -> list[float | None]:
        """Found now, so that nobody waits for the reveal."""
        data, X = searched(matter.scenario), matter.run.dataset.X
        if refusal := runs.refusal(data, X):
            raise CannotAskError(refusal)
        keys = [(k, KIND) for k in range(1, MOST_GAUSSIANS + 1)]
        bics = [cell.bic for cell in cells_of(data, X, N_STARTS, keys).done(place).values()]
        if len(bics) < MOST_GAUSSIANS:
            raise CannotAskError("Stopped before all numbers of components were tried.")
        if np.isnan(bics).all():
            raise CannotAskError("These data allow no sound run with any number of components.")
        return [None if np.isnan(value) else value for value in bics]

    def question(self, matter: Matter) -> str:
        """The question, in Markdown."""
        return "How many components does BIC choose for these data?"

    def options(self, matter: Matter) -> list[str]:
        """From 1 on."""
        return [str(k) for k in range(1, MOST_GAUSSIANS + 1)]

    def pictures(self, matter: Matter, dark: bool) -> list[tuple[str, str]]:
        """The data; of more than two dimensions the plane of their largest spread."""
        seen = "The data, without a mixture." if matter.scenario.n_features <= 2 else "The data, in their main plane."
        return [(_picture(matter.scenario.only_data(), dark, matter.run.dataset), seen)]

    def truth(self, matter: Matter, place: DeltaGenerator) -> int:
        """Where BIC is lowest."""
        return int(np.nanargmin(np.array(matter.detail, dtype=float)))

    def why(self, matter: Matter, truth: int) -> str:
        """By which runs, and how many clusters the data were drawn from."""
        scenario = matter.scenario
        drawn = f" The data were drawn from {len(scenario.clusters)} clusters." if scenario.clusters else ""
        return (
            f"BIC is lowest at K = {truth + 1}, with {KIND} covariances and the best of {N_STARTS} starts for each K. "
            f"It weighs fit against the number of parameters.{' Each run has the prior.' * scenario.prior}{drawn}"
        )

    def verdict(self, matter: Matter, answer: Any, truth: Any) -> str:
        """Right, or by how many off."""
        off = answer - truth
        if not off:
            return super().verdict(matter, answer, truth)
        return f"You said {answer + 1}, BIC chooses **{truth + 1}**: {abs(off)} {'too many' if off > 0 else 'too few'}."


@cached(60)
def _picture(data_only: Scenario, dark: bool, _dataset: Any) -> str:
    X = _dataset.X if _dataset.X.shape[1] <= 2 else principal_components(_dataset).dataset(_dataset).X
    return small_picture(X, None, dark=dark)
