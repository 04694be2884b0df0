"""Questions with some answers to choose from: a button for each, and a bar for each of how many chose it."""

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

    def show(self, matter: Matter, answers: Sequence[Any] | None, truth: Any, dark: bool) -> None:
        """How many chose each; the right one is marked by a word. Where each has a picture, it stands over its bar."""
        options, pictures = self.options(matter), self.pictures(matter, dark)
        of_each = len(pictures) == len(options)
        with st.container(key="shown-pictures", gap="small"):
            if pictures and not of_each:
                _draw(pictures, [st.container()])
            with st.container(key="bars", gap=None):
                cells = st.columns(len(options), gap="medium") if of_each else [st.container(gap=None) for _ in options]
                if of_each:
                    _draw(pictures, cells)
                for i, (option, cell) in enumerate(zip(options, cells, strict=True)):
                    with cell:
                        _bar(i, option, answers, right=truth is not None and i == truth)
        if answers is None:
            st.caption("What was answered is hidden until the reveal.")
        elif truth is not None:
            n_right = sum(answer == truth for answer in answers)
            st.markdown(f"**{n_right} of {plural(len(answers), 'answer')} right.** {self.why(matter, truth)}")

    def verdict(self, matter: Matter, answer: Any, truth: Any) -> str:
        """Right, or what would have been."""
        if answer == truth:
            return ":material/check_circle: **You were right.**"
        options = self.options(matter)
        chosen, right = (options[i].removesuffix(".") for i in (answer, truth))
        return f"You chose “{chosen}”; right is “**{right}**”."


def _bar(i: int, option: str, answers: Sequence[Any] | None, *, right: bool) -> None:
    """How many chose it, unless that is hidden."""
    count = 0 if answers is None else sum(answer == i for answer in answers)
    words = f"**{option}** :material/check_circle: **right**" if right else option
    told = "" if answers is None else f" · {plural(count, 'answer')}"
    with st.container(key=f"bar-{'right-' * right}{i}", gap=None):
        st.progress(count / len(answers) if answers else 0.0, text=words + told)


def _draw(pictures: Sequence[tuple[str, str]], cells: Sequence[DeltaGenerator]) -> None:
    """Each in its cell, where its place has its height before the image is there."""
    for i, ((svg, alt), cell) in enumerate(zip(pictures, cells, strict=False)):
        cell.container(key=f"small-picture-{i}", gap=None).image(svg, alt=alt, width="stretch")
