"""The run that is pinned, to be compared with the one in view: in the session, and in the link to that lesson."""

from urllib.parse import parse_qsl, quote, urlencode

from dashboard.link import choices
from emcore import Scenario
from emcore.scenario import packed_link
from emcore.scenario.record import QUERY_NAMES

PINNED = "left"  # where it stands


def pin(scenario: Scenario) -> None:
    """Pin the run of this scenario, in place of any other."""
    choices.choose(PINNED, text_of(scenario))


def unpin() -> None:
    """Pin none."""
    choices.choose(PINNED, "")


def pinned() -> tuple[Scenario | None, list[str]]:
    """The pinned scenario, None if there is none; and what could not be used of what the link says of it."""
    return read(choices.get(PINNED)) if choices.get(PINNED) else (None, [])


def text_of(scenario: Scenario) -> str:
    """The scenario's query in one text."""
    return urlencode(scenario.to_query(), quote_via=quote)


def read(text: str) -> tuple[Scenario | None, list[str]]:
    """The scenario of a link, or of its query alone; None for a text that names nothing of one. Never raises.

    Lines say what could not be used. Of a whole link the scenario counts, not what is on display.
    """
    said = dict(parse_qsl(text.strip().partition("#")[0].rpartition("?")[2], keep_blank_values=True))
    query, unreadable = packed_link.unpacked(said)
    if unreadable:
        return None, unreadable
    if not query.keys() & {*QUERY_NAMES}:
        return None, ["This is no link of EM Explorer: it names no data and no start."]
    return Scenario.from_query(query)
