"""What a scenario is called, in words."""

from emcore.data.classic import DATASETS
from emcore.data.generators import GENERATORS
from emcore.numerals import plural
from emcore.scenario.presets import PRESETS
from emcore.scenario.record import Scenario


def title_of(scenario: Scenario) -> str:
    """The preset's question, or what the data are and how many components. It may hold a file's name as it is."""
    key = preset_of(scenario)
    return description_of(scenario) if key is None else PRESETS[key].question


def description_of(scenario: Scenario) -> str:
    """What the data are and how many components. It may hold a file's name as it is."""
    components = plural(scenario.n_components, "component")
    if scenario.source in GENERATORS:
        return f"{GENERATORS[scenario.source].label}, {scenario.n_features}-D, {components}"
    label = DATASETS[scenario.source].label if scenario.source in DATASETS else scenario.own.file or "Your own data"
    return f"{label}, {components}"


def preset_of(scenario: Scenario) -> str | None:
    """The key of the preset that this scenario is."""
    return next((key for key, preset in PRESETS.items() if preset.scenario == scenario), None)
