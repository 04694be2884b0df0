"""What a text on the command line asks for: a preset's name, a link, its query, or a record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from emcore.errors import DataError
from emcore.export import record
from emcore.points import Array
from emcore.scenario.fields import read_number
from emcore.scenario.own_points import OWN
from emcore.scenario.packed_link import unpacked
from emcore.scenario.presets import PRESETS
from emcore.scenario.record import QUERY_NAMES, Scenario
from emcore.scenario.title import title_of
from emcore.trace import EMTrace

STEP = "step"
LONGEST_SHOWN = 60  # characters of what can't be read


class AskedError(ValueError):
    """What was asked for can't be read, and why, in one line."""


@dataclass(frozen=True)
class Asked:
    """A scenario, and what else was given with it.

    own_points  (N, D), of a record
    trace       the run, of a record; None where it has yet to be made
    step        None: not said
    query       of the link, with what it says of the view
    """

    scenario: Scenario
    title: str
    link: str = ""
    own_points: Array | None = None
    trace: EMTrace | None = None
    step: float | None = None
    query: Mapping[str, str] = field(default_factory=dict)


def asked_for(text: str) -> Asked:
    """What a text asks for. Raises `AskedError`."""
    if text in PRESETS:
        scenario = PRESETS[text].scenario
        return Asked(scenario, title_of(scenario), query=scenario.to_query())
    if text.startswith("{"):
        return _of_record(text)
    if text.endswith(".json") or _is_file(text):
        try:
            return _of_record(Path(text).read_bytes())
        except (OSError, ValueError) as error:  # ValueError: a name with a null in it
            if isinstance(error, AskedError):
                raise
            reason = getattr(error, "strerror", None) or error
            raise AskedError(f"{_shown(text)} can't be opened: {reason}") from None
    return _of_query(text)


def _of_record(text: str | bytes) -> Asked:
    try:
        found = record.read(text)
    except DataError as error:
        raise AskedError(str(error)) from None
    title, (seen, _) = found.title or title_of(found.scenario), unpacked(_query_in(found.link))
    return Asked(found.scenario, title, found.link, found.own_points, found.trace, found.step, seen)


def _of_query(text: str) -> Asked:
    query, problems = unpacked(_query_in(text))
    if not problems and not set(query) & {*QUERY_NAMES, STEP}:
        raise AskedError(f"{_shown(text)} is no link, no query and no preset; --help says what can be read")
    scenario, of_scenario = Scenario.from_query(query)
    problems += of_scenario
    if problems:  # what is used instead is for a page to say: here nothing is used instead
        raise AskedError("; ".join(problem.partition(";")[0].rstrip(".") for problem in problems))
    if scenario.source == OWN and not scenario.own.points:
        raise AskedError(
            "the link names points of one's own and does not hold them; the record of that run (run.json) does"
        )
    return Asked(
        scenario, title_of(scenario), text if "://" in text else "", step=_step_in(query.get(STEP)), query=query
    )


def _query_in(text: str) -> dict[str, str]:
    try:
        query = urlsplit(text).query if "?" in text or "://" in text else text
    except ValueError:  # brackets that are no address
        query = ""
    return dict(parse_qsl(query, keep_blank_values=True))


def _step_in(text: str | None) -> float | None:
    return None if text is None else half_step(text)


def half_step(text: str) -> float:
    """A step of the command line or a link: 0, 0.5, 1, ... Raises `AskedError`."""
    step = read_number(text)
    if step is None or not isfinite(step) or step < 0 or not (2 * step).is_integer():
        raise AskedError(f"step {_shown(text)} is none of 0, 0.5, 1, 1.5, ...")
    return step


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):  # too long for a name
        return False


def _shown(text: str) -> str:
    return f'"{text[:LONGEST_SHOWN]}{"…" if len(text) > LONGEST_SHOWN else ""}"'
