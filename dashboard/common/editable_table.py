"""Tables that a person edits, and that may change elsewhere too."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st


@dataclass(frozen=True)
class EditableTable:
    """What an editor was given, which keeps a person's edits as differences from it.

    So it is given the same `base` as long as those edits explain what the table shows, which keeps focus and selection.
    What changed elsewhere is another base, which needs another editor: `version` tells them apart.
    """

    name: str
    base: Any
    version: int

    @property
    def key(self) -> str:
        """The editor's."""
        return f"{self.name}-editor-{self.version}"

    def begin_anew(self, base: Any) -> "EditableTable":
        """The table with another base for another editor, from now on."""
        table = st.session_state[f"{self.name}-table"] = replace(self, base=base, version=self.version + 1)
        return table


def editable_table(name: str, base: Any, held: Callable[[str], str | None] = lambda start: None) -> EditableTable:
    """This visitor's table of this name, at first with this base.

    `held` finds the editor, by how its key starts, that a browser shows already in which this visit is new.
    """
    start = f"{name}-editor-"
    version = int((held(start) or "0").removeprefix(start))
    table: EditableTable = st.session_state.setdefault(f"{name}-table", EditableTable(name, base, version))
    return table
