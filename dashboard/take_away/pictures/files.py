"""Pictures that can be taken away. A registry: add a kind of file here; `STRIPS` are those of several steps.

They are light, whatever the page is: paper is white. Dreamt data, which stand beside the picture, are not in them.
"""

from collections.abc import Callable
from dataclasses import replace

from dashboard.link.view import MATRIX
from dashboard.take_away.pictures import vector
from dashboard.take_away.pictures.sheet import sheet
from dashboard.take_away.pictures.still import curves, still
from dashboard.take_away.pictures.strip import strip
from dashboard.take_away.pictures.words import of_step
from dashboard.take_away.shown import Shown
from emcore.export.file import File

SIZE, MATRIX_SIZE = (640, 400), (720, 600)  # of the plot, in pixels: some seven inches, as wide as a page of text


def picture(shown: Shown) -> str:
    """The picture in view as an SVG; under that of 1-D data the responsibilities along the axis, if in view."""
    size = MATRIX_SIZE if shown.view.plane == MATRIX else SIZE
    rows = [[vector.drawn(still(shown, *size), "picture")]]
    if shown.view.field and shown.dataset.X.shape[1] == 1:
        rows.append([vector.drawn(curves(shown, size[0]), "curves")])
    return sheet(rows, of_step(shown, size[0]), shown.dark)


def _of(draw: Callable[[Shown], str], make: Callable[[str], bytes]) -> Callable[[Shown], bytes]:
    return lambda shown: make(draw(replace(shown, dark=False, view=replace(shown.view, dream=False))))


STRIPS: dict[str, File] = {
    "strip-pdf": File(
        "Strip of steps, PDF", "These steps side by side, (a), (b), …, as one figure for a paper.", "strip.pdf",
        "application/pdf", _of(strip, vector.pdf)),
    "strip-svg": File(
        "Strip of steps, SVG", "The same for a web page, Word, or to be edited.", "strip.svg",
        "image/svg+xml", _of(strip, str.encode)),
    "strip-png": File(
        "Strip of steps, PNG", "The same for slides, 288 pixels to the inch.", "strip.png",
        "image/png", _of(strip, vector.png)),
}  # fmt: skip
PICTURES: dict[str, File] = {
    "picture-pdf": File(
        "Picture, PDF", "This step for a paper or LaTeX: lines, with title and key, on white.", "picture.pdf",
        "application/pdf", _of(picture, vector.pdf)),
    "picture-svg": File(
        "Picture, SVG", "The same for a web page, Word, or to be edited in Inkscape or Illustrator.", "picture.svg",
        "image/svg+xml", _of(picture, str.encode)),
    **STRIPS,
}  # fmt: skip
