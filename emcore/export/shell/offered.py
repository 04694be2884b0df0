"""The files on offer: emcore's own and, where the dashboard lies beside it, all of its panel "Take away"."""

import importlib
import logging
import sys
from collections.abc import Callable, Mapping
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

from emcore.export.file import File, Moment
from emcore.export.files import CODE, DATA

OWN: dict[str, File] = {**DATA, **CODE}
FOLDER = Path(__file__).parents[3]  # that holds emcore and, where it is the project's, the dashboard
LACKING = "pictures and the offline page need the dashboard's folder beside emcore"
Show = Callable[[Moment, Mapping[str, str]], Any]


def of_the_dashboard() -> tuple[dict[str, File], Show, str]:
    """The dashboard's files, what they are made of (a moment and its link's query), and why there are none, if so."""
    if PathFinder.find_spec("dashboard", [str(FOLDER)]) is None:
        return {}, _as_it_is, LACKING
    if str(FOLDER) not in sys.path:
        sys.path.insert(0, str(FOLDER))
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)  # Streamlit, when it is loaded, warns that no page is open
    try:
        files = importlib.import_module("dashboard.take_away.files").FILES
        return files, importlib.import_module("dashboard.take_away.shown").of_query, ""
    except ImportError as error:
        return {}, _as_it_is, f"pictures and the offline page need requirements.txt; {error.name} is missing"
    finally:
        logging.disable(before)


def _as_it_is(moment: Moment, query: Mapping[str, str]) -> Moment:
    return moment
