"""What scenarios and their data are called."""

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


def scenario_name(scenario: Scenario) -> str:
    """The preset's question, or a short description, in Markdown."""
    return _named(scenario, source_name(scenario))


def scenario_title(scenario: Scenario) -> str:
    """The same as plain text, for what is no page: a file's name may stand in it."""
    return _named(scenario, source_title(scenario))


def source_name(scenario: Scenario) -> str:
    """What the data are called, in Markdown."""
    return plain(scenario.own.file) or source_title(scenario)


def source_title(scenario: Scenario) -> str:
    """The same as plain text."""
    return scenario.own.file or str(SOURCES[scenario.source].label)


def _named(scenario: Scenario, source: str) -> str:
    key = preset_of(scenario)
    if key is not None:
        return PRESETS[key].question
    if scenario.source in GENERATORS:
        source += f", {scenario.n_features}-D"
    return f"{source}, {plural(scenario.n_components, 'component')}"


def preset_of(scenario: Scenario) -> str | None:
    """The key of the preset that this scenario is."""
    return next((key for key, preset in PRESETS.items() if preset.scenario == scenario), None)
