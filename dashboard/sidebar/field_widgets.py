"""A widget for a field of the scenario or of the view: label, help and bounds are those of the record's table."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.common.widgets import controlled
from dashboard.link import address, view
from dashboard.sidebar import changing
from emcore.scenario import record
from emcore.scenario.fields import Field


def of_scenario(widget: Callable[..., Any], name: str, *args: Any, **options: Any) -> None:
    """Draw a widget for a field of the scenario; `options` may hold another `value`, `help` or `on_change`."""
    _draw(widget, name, record.FIELDS[name], address.state().scenario, changing.change, args, options)


def of_view(widget: Callable[..., Any], name: str, *args: Any, **options: Any) -> None:
    """The same for a field of the view. Its key is its name in the link: "colours" is that of the painter."""
    field = view.FIELDS[name]
    _draw(widget, field.query_name, field, address.state().view, changing.change_view, args, options)


def slider(name: str, **options: Any) -> None:
    """A slider for a number of the scenario."""
    of_scenario(st.slider, name, *_bounds(name), **options)


def number_input(name: str, *, step: float) -> None:
    """A box for a number of the scenario."""
    low, high = _bounds(name)
    whole = isinstance(low, int)
    of_scenario(st.number_input, name, low, high, step=step, format="%d" if whole else "%g")


def seed(name: str, button: str) -> None:
    """A box for a seed of the scenario, and a button for the next one."""
    low, high = _bounds(name)
    value = getattr(address.state().scenario, name)
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        of_scenario(st.number_input, name, low, high, step=1)
    right.button(
        button,
        key=f"{name}-next",
        width="stretch",
        on_click=lambda: changing.change(**{name: value + 1 if value < high else low}),
        icon=":material/casino:",
    )


def one_of_registry(name: str, keys: list[str], registry: Any, explained: str = "explanation") -> None:
    """One key of a registry, with the entry's explanation under it: its field of that name."""
    texts = {key: getattr(registry[key], explained) for key in keys}
    of_scenario(
        st.selectbox,
        name,
        keys,
        format_func=lambda key: registry[key].label,
        help=" ".join(f"{registry[key].label}: {text}" for key, text in texts.items()),
    )
    st.caption(texts[getattr(address.state().scenario, name)])


def _draw(widget: Any, key: str, field: Field, owner: object, change: Any, args: Any, options: dict[str, Any]) -> None:
    def take() -> None:
        change(**{field.name: st.session_state[key]})

    value = options.pop("value", getattr(owner, field.name))
    controlled(widget, key, value, field.label, *args, **{"help": field.help, "on_change": take, **options})


def _bounds(name: str) -> tuple[Any, Any]:
    kind: Any = record.FIELDS[name].kind
    low, high = map(int if kind.whole else float, kind.limits)
    return low, high
