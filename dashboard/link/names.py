"""What scenarios and their data are called."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from dashboard.common.texts import plain
from emcore import DATASETS, GENERATORS, PRESETS, Scenario
from emcore.numerals import plural
from emcore.scenario.own_points import OWN


@dataclass(frozen=True)
class OnesOwn:
    """The source that no registry has."""

    label: str = "Your own data"
    explanation: str = "Upload, paste, type or click them; they stay in this visit."


REGISTERED: dict[str, Any] = {**GENERATORS, **DATASETS}
SOURCES: dict[str, Any] = {**REGISTERED, OWN: OnesOwn()}


def scenario_name(scenario: Scenario, locks: Collection[str] = ()) -> str:
    """The preset's question, which may tell the true clusters, or a short description."""
    key = preset_of(scenario)
    if key is not None and "truth" not in locks:
        return PRESETS[key].question
    source = source_name(scenario)
    if scenario.source in GENERATORS:
        source += f", {scenario.n_features}-D"
    return f"{source}, {plural(scenario.n_components, 'component')}"


def source_name(scenario: Scenario) -> str:
    """What the data are called, in Markdown."""
    return plain(scenario.own.file) or str(SOURCES[scenario.source].label)


def preset_of(scenario: Scenario) -> str | None:
    """The key of the preset that this scenario is."""
    return next((key for key, preset in PRESETS.items() if preset.scenario == scenario), None)
