"""A scenario's link where it is more than its table: what a link leaves out, and what hangs on the data."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from emcore.data.classic import DATASETS
from emcore.data.generators import GENERATORS
from emcore.gaussian import Gaussian
from emcore.scenario import fields
from emcore.scenario.fields import BETWEEN_ENTRIES, Field, Names, Number, Word
from emcore.scenario.gaussians import (
    CLUSTERS,
    COMPONENTS,
    DEFAULT_CLUSTERS,
    DEFAULT_COMPONENTS,
    MOST_POINTS,
    within_total,
)
from emcore.scenario.own_points import LONGEST_NAME, MOST_FEATURES, NOT_GIVEN, OWN, OwnData, clean_name, default_columns
from emcore.starts import STARTS

HAND = "hand"  # the start whose components are written out; every other start is a key of STARTS
OTHER_START = "kmeanspp"  # where a start by hand can't be, or means nothing yet
SOURCES = [*GENERATORS, *DATASETS, OWN]

Table = Mapping[str, Field]


def read(table: Table, query: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The values of all fields, and what could not be used, a line each."""
    problems: list[str] = []

    def asked(name: str, **on_these_data: Any) -> Any:
        return replace(table[name], **on_these_data).read(query, problems)

    source = asked("source")
    own = OwnData.from_query(query, problems) if source == OWN else NOT_GIVEN
    columns = _own_columns(table["columns"], own.n_features, query, problems) if source == OWN else ()
    if source in DATASETS:
        columns = asked("columns", kind=Names([column.name for column in DATASETS[source].columns]))
    n_features = len(columns) or n_features_of(source)
    clusters: tuple[Gaussian, ...] = ()
    if source in DEFAULT_CLUSTERS:
        said = asked("clusters", kind=replace(CLUSTERS, n_features=n_features), default=DEFAULT_CLUSTERS[source])
        clusters = within_total(said)
        if clusters != said:
            problems.append(f"clusters: their sizes were scaled down to {MOST_POINTS:,} points in all.")
    start, learned = _left_out(table, source, n_features, query)
    by_hand = DEFAULT_COMPONENTS.get(n_features)
    start = asked("start", kind=Word([HAND, *STARTS] if by_hand else STARTS), default=start)
    values = {"source": source, "own": own, "columns": columns, "clusters": clusters, "start": start, "components": ()}
    if start == HAND:
        values["components"] = asked("components", kind=replace(COMPONENTS, n_features=n_features), default=by_hand)
    values |= {name: asked(name) for name, field in table.items() if isinstance(field.kind, Number)}
    values["learn_weights"] = asked("learn_weights", default=learned)
    if source in GENERATORS:
        values["standardize"] = False
    return values | {name: asked(name) for name in table if name not in values}, problems


def write(table: Table, values: Mapping[str, Any]) -> dict[str, str]:
    """The query of a scenario of these values, leaving out every field that `read` would fill in the same.

    Never empty: what a bare address opens is for the page to say, so where all could be left out the data are named.
    """
    source, start = values["source"], values["start"]
    has_clusters = source in DEFAULT_CLUSTERS
    meant: dict[str, Any] = {"clusters": DEFAULT_CLUSTERS.get(source, ())}
    if source == OWN:
        meant["columns"] = default_columns(values["own"].n_features or 1)
    if start == HAND:  # the components say that it is by hand, and K
        meant |= {"start": HAND, "n_components": values["n_components"]}
        if has_clusters:
            meant["components"] = DEFAULT_COMPONENTS[n_features_of(source)]
    elif not has_clusters and start == OTHER_START and values["learn_weights"]:
        meant |= {"start": OTHER_START, "learn_weights": True}
    else:
        meant["start"] = ""
    query = fields.write((replace(f, default=meant.get(name, f.default)) for name, f in table.items()), values)
    return query or {table["source"].query_name: source}


def n_features_of(source: str) -> int:
    """D of a key of `GENERATORS` or `DATASETS`."""
    return GENERATORS[source].n_features if source in GENERATORS else DATASETS[source].n_features


def columns_problem(names: tuple[str, ...], n_features: int) -> str:
    """What is wrong with names of one's own columns, in words; empty if nothing is. `n_features`: 0 if not known."""
    if not all(names) or len(set(names)) < len(names) or any(clean_name(name) != name for name in names):
        return f"give every column a plain name of its own, {LONGEST_NAME} characters at most"
    if len(names) > MOST_FEATURES:
        return f"there are {len(names)}; give at most {MOST_FEATURES}"
    return f"there are {len(names)} names for {n_features} columns" if n_features not in (0, len(names)) else ""


def _own_columns(field: Field, n_features: int, query: Mapping[str, Any], problems: list[str]) -> tuple[str, ...]:
    """The names of one's own columns; of `n_features` of them if that is above 0."""
    said, unnamed = query.get(field.query_name), default_columns(n_features or 1)
    names = unnamed if said is None else tuple(str(said).split(BETWEEN_ENTRIES))
    if problem := columns_problem(names, n_features):
        problems.append(f"{field.query_name}: {problem}; others are used.")
        return unnamed
    return names


def _left_out(table: Table, source: str, n_features: int, query: Mapping[str, Any]) -> tuple[str, bool]:
    """The start that a link means which names none, and whether one that does not name the weights has them learned.

    The notebook's clusters come with the notebook's start, unless K is said. Any other data get k-means++ and learned
    weights. A link that says its start, by a name or by components, has always meant equal weights, and still does.
    """
    says = {name: query.get(field.query_name) is not None for name, field in table.items()}
    by_hand = n_features in DEFAULT_COMPONENTS and (
        says["components"] or (source in DEFAULT_CLUSTERS and not says["n_components"])
    )
    return HAND if by_hand else OTHER_START, not (by_hand or says["start"])
