"""The marks of an SVG as it stands on paper."""

import re
from dataclasses import dataclass
from xml.etree import ElementTree

import numpy as np

SVG = "{http://www.w3.org/2000/svg}"
MOVED = re.compile(r"translate\(([-\d.e]+),([-\d.e]+)\)")
NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")


@dataclass
class Mark:
    """A mark: what it is, its attributes, its text, and where it stands in its part of the picture."""

    tag: str
    look: dict
    text: str
    x: float
    y: float

    def get(self, name):
        """An attribute, as a number if it is one."""
        value = self.look.get(name, "")
        return float(value) if NUMBER.fullmatch(value) else value

    @property
    def places(self):
        """The corners of a path of straight lines (n, 2)."""
        numbers = np.array(NUMBER.findall(self.look["d"]), float)
        return numbers.reshape(-1, 2) + [self.x, self.y]


def marks_of(svg):
    """All marks, in the order in which they are drawn."""
    found = []

    def walk(part, x, y):
        moved = MOVED.search(part.get("transform", ""))
        if moved:
            x, y = x + float(moved[1]), y + float(moved[2])
        text = "".join(part.itertext()) if part.tag == f"{SVG}text" else ""
        found.append(Mark(part.tag.removeprefix(SVG), dict(part.attrib), text, x, y))
        for each in part:
            walk(each, x, y)

    walk(ElementTree.fromstring(svg), 0.0, 0.0)
    return found


def scale_of(marks, axis):
    """What turns places in the picture into numbers on its axis, "x" or "y", read off the numbers beside its ticks:
    (slope, intercept)."""
    texts = [mark for mark in marks if mark.tag == "text" and re.fullmatch(r"[−\d.,]+", mark.text)]
    ticks = [mark for mark in texts if mark.look.get("font-weight") == "400"]
    ticks = [mark for mark in ticks if (mark.look.get("text-anchor") == "end") == (axis == "y")]
    ticks = ticks[1:-1]  # the outer ones may be moved to stay within the axis
    numbers = [float(mark.text.replace("−", "-").replace(",", "")) for mark in ticks]
    beside = 0.5 + (4 if axis == "y" else 0)  # Vega's axes stand half a pixel away, the feet of letters four lower
    return np.polyfit([getattr(mark, axis) - beside for mark in ticks], numbers, 1)


def on_axes(places, marks):
    """Places in the picture (n, 2) in units of its axes."""
    across, up = (scale_of(marks, axis) for axis in "xy")
    return np.stack([np.polyval(across, places[:, 0]), np.polyval(up, places[:, 1])], axis=1)


def colour_of(code):
    """A colour, from 0 to 255."""
    return [int(code[i : i + 2], 16) for i in (1, 3, 5)]
