"""What scenarios and their data are called."""

from dataclasses import dataclass
from typing import Any

from dashboard.common.texts import plain
from emcore import DATASETS, GENERATORS, Scenario
from emcore.scenario.own_points import OWN
from emcore.scenario.title import title_of


@dataclass(frozen=True)
class OnesOwn:
    """The source that no registry has."""

    label: str = "Your own data"
    explanation: str = "Upload, paste, type or click them; they stay in this visit."


REGISTERED: dict[str, Any] = {**GENERATORS, **DATASETS}
SOURCES: dict[str, Any] = {**REGISTERED, OWN: OnesOwn()}


def scenario_name(scenario: Scenario) -> str:
    """The preset's question, or a short description, in Markdown."""
    title = title_of(scenario)
    return plain(title) if scenario.own.file else title


def source_name(scenario: Scenario) -> str:
    """What the data are called, in Markdown."""
    return plain(scenario.own.file) or source_title(scenario)


def source_title(scenario: Scenario) -> str:
    """The same as plain text."""
    return scenario.own.file or str(SOURCES[scenario.source].label)
