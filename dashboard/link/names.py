"""What scenarios and their data are called."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from dashboard.common.texts import plain
from emcore import DATASETS, GENERATORS, Scenario
from emcore.scenario.own_points import OWN
from emcore.scenario.title import description_of, title_of


@dataclass(frozen=True)
class OnesOwn:
    """The source that no registry has."""

    label: str = "Your own data"
    explanation: str = "Upload, paste, type or click them; they stay in this visit."


REGISTERED: dict[str, Any] = {**GENERATORS, **DATASETS}
SOURCES: dict[str, Any] = {**REGISTERED, OWN: OnesOwn()}


def scenario_name(scenario: Scenario, locks: Collection[str] = ()) -> str:
    """The preset's question, which may tell the true clusters, or a short description, in Markdown."""
    title = scenario_title(scenario, locks)
    return plain(title) if scenario.own.file else title


def scenario_title(scenario: Scenario, locks: Collection[str] = ()) -> str:
    """The same as plain text."""
    return description_of(scenario) if "truth" in locks else title_of(scenario)


def source_name(scenario: Scenario) -> str:
    """What the data are called, in Markdown."""
    return plain(scenario.own.file) or source_title(scenario)


def source_title(scenario: Scenario) -> str:
    """The same as plain text."""
    return scenario.own.file or str(SOURCES[scenario.source].label)
