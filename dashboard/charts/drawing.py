"""Charts whose specification stays the same while their numbers change.

To build a chart and to validate it costs ten times as much as all else that a change costs the server, and a new
specification makes the browser embed the chart anew. So a chart is built once for every structure (which layers, how
many dimensions, which theme) and kept. What varies travels beside it: tables that its layers call by name, and numbers,
such as the ends of its axes, that its expressions call by name. Only words are put into it, as axes take no others.
"""

import json
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt
import numpy as np
import pandas  # noqa: F401  Altair looks for its types, and fails where another visitor's thread has loaded half of it

MOST_KEPT = 200  # specifications, of some 10 kB
NUMBERS = "numbers"  # the table of one row that holds the numbers
WORD = re.compile(r"<<(\w+)>>")
ONE_ROW = alt.sequence(0, 1)  # of a layer that makes its rows itself

Columns = Mapping[str, np.ndarray | Sequence[Any]]
Build = Callable[..., alt.LayerChart]


@dataclass(frozen=True, eq=False)
class Drawing:
    """A chart, ready to be drawn: its specification as JSON, and its tables by name, each by columns."""

    spec: str
    tables: Mapping[str, Columns]


def drawing(
    build: Build,
    *structure: Hashable,
    numbers: Mapping[str, float],
    tables: Mapping[str, Columns],
    words: Mapping[str, str] | None = None,
) -> Drawing:
    """The chart `build(*structure)`, which is kept, with what varies.

    Its layers use the tables as `named(...)`, the numbers by name in expressions, and words, such as the names of
    columns, as `word(...)`. Words are no structure, as what is kept outlives the visit of those whose data they are.
    """
    row = {name: [float(value)] for name, value in numbers.items()}
    return Drawing(with_words(kept(build, structure, tuple(numbers)), words or {}), {NUMBERS: row, **tables})


def with_words(spec: str, words: Mapping[str, str]) -> str:
    """A specification, or a part of it, as JSON, with the words in their places."""
    texts = {name: json.dumps(text)[1:-1] for name, text in words.items()}
    return WORD.sub(lambda place: texts[place[1]], spec)


@lru_cache(MOST_KEPT)
def kept(build: Build, structure: tuple[Hashable, ...], numbers: tuple[str, ...]) -> str:
    """The specification of `build(*structure)`, built and validated at the first call; words stand open."""
    spec = build(*structure).to_dict()
    spec.get("config", {}).pop("view", None)  # Altair's default sizes, which the page's take the place of
    # Vega-Lite leaves out a table that no mark uses.
    spec["layer"].insert(0, {"data": {"name": NUMBERS}, "mark": {"type": "text", "text": ""}})
    row = f"data('{NUMBERS}')"
    exprs = {name: f"length({row}) ? {row}[0].{name} : 1" for name in numbers}
    spec.setdefault("params", []).extend({"name": name, "expr": expr} for name, expr in exprs.items())
    return json.dumps(spec)


def word(name: str) -> str:
    """The place of the word of this name, in a text that is not an expression."""
    return f"<<{name}>>"


def named(table: str) -> alt.Chart:
    """A chart of the table of this name."""
    return alt.Chart(alt.NamedData(table))


def domain(low: str, high: str) -> list[alt.ExprRef]:
    """The ends of an axis, as expressions."""
    return [alt.ExprRef(low), alt.ExprRef(high)]
