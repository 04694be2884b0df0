"""Questions with some answers to choose from: a button for each, and a bar for each of how many chose it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.class_vote.asking import Matter
from emcore.numerals import plural


class Choice:
    """A kind of question that has options; an answer is the place of one among them, from 0."""

    label: str = ""
    of_scenario: bool = True

    def prepared(self, matter: Matter, place: DeltaGenerator) -> Any:
        """The detail, if there is one. Raises `CannotAskError`."""

    def question(self, matter: Matter) -> str:
        """The question, in Markdown."""
        raise NotImplementedError

    def options(self, matter: Matter) -> list[str]:
        """The options, in Markdown."""
        raise NotImplementedError

    def truth(self, matter: Matter, place: DeltaGenerator) -> int:
        """The place of the right one."""
        raise NotImplementedError

    def why(self, matter: Matter, truth: int) -> str:
        """Why it is right, in Markdown."""
        raise NotImplementedError

    def pictures(self, matter: Matter, dark: bool) -> list[tuple[str, str]]:
        """What to look at, each with what it shows in words: none, one for all options, or one for each."""
        return []

    def ballot(self, matter: Matter, given: Any, dark: bool) -> int | None:
        """A button for each option; a tap sends."""
        options, pictures = self.options(matter), self.pictures(matter, dark)
        if len(pictures) == len(options):
            with st.container(key="options-pictured"):
                cells = st.columns(len(options), gap="small")
            _draw(pictures, cells)
        else:
            _draw(pictures, [st.container()])
            short = max(map(len, options)) <= 2
            cells = [st.container(key="options-short" if short else "options", gap="small")] * len(options)
        sent = None
        for i, (cell, option) in enumerate(zip(cells, options, strict=True)):
            look: Any = {"type": "primary", "icon": ":material/check:"} if i == given else {}
            if cell.button(option, key=f"option-{i}", width="stretch", **look):
                sent = i
        return sent

    def problem(self, answer: Any, matter: Matter) -> str:
        """Anything but the place of an option is no answer."""
        is_place = type(answer) is int and 0 <= answer < len(self.options(matter))
        return "" if is_place else "That is none of the answers."

    def show(self, matter: Matter, answers: Sequence[Any], truth: Any, dark: bool) -> None:
        """How many chose each; the right one is marked by a word."""
        options, pictures = self.options(matter), self.pictures(matter, dark)
        counts = Counter(answers)
        if pictures:
            with st.container(key="shown-pictures"):
                _draw(pictures, st.columns(len(pictures), gap="small"))
        with st.container(key="bars", gap=None):
            for i, option in enumerate(options):
                right = truth is not None and i == truth
                share = counts[i] / len(answers) if answers else 0.0
                words = f"**{option}** :material/check_circle: **right**" if right else option
                with st.container(key=f"bar-{'right-' * right}{i}", gap=None):
                    st.progress(share, text=f"{words} · {counts[i]}")
        if truth is not None:
            n_right = counts[truth]
            st.markdown(f"**{n_right} of {plural(len(answers), 'answer')} right.** {self.why(matter, truth)}")

    def verdict(self, matter: Matter, answer: Any, truth: Any) -> str:
        """Right, or what would have been."""
        if answer == truth:
            return ":material/check_circle: **You were right.**"
        options = self.options(matter)
        return f"You chose {options[answer]}; right is **{options[truth]}**."


def _draw(pictures: Sequence[tuple[str, str]], cells: Sequence[DeltaGenerator]) -> None:
    """Each in its cell, where its place has its height before the image is there."""
    for i, ((svg, alt), cell) in enumerate(zip(pictures, cells, strict=False)):
        cell.container(key=f"small-picture-{i}", gap=None).image(svg, alt=alt, width="stretch")
