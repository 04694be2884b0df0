"""Pictures that can be taken away. A registry: add a kind of file here.

They are light, whatever the page is: paper is white.
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
    return sheet(rows, of_step(shown), shown.dark)


def _light(draw: Callable[[Shown], str], make: Callable[[str], bytes]) -> Callable[[Shown], bytes]:
    return lambda shown: make(draw(replace(shown, dark=False)))


PICTURES: dict[str, File] = {
    "picture-pdf": File(
        "Picture, PDF", "This step for a paper or LaTeX: lines, with title and key.", "picture.pdf",
        "application/pdf", _light(picture, vector.pdf)),
    "picture-svg": File(
        "Picture, SVG", "The same for a web page, Word, or to be edited in Inkscape or Illustrator.", "picture.svg",
        "image/svg+xml", _light(picture, str.encode)),
    "picture-png": File(
        "Picture, PNG", "The same for slides, 288 pixels to the inch.", "picture.png",
        "image/png", _light(picture, vector.png)),
    "strip-pdf": File(
        "Strip of steps, PDF", "Several steps side by side, (a), (b), …, as one figure.", "strip.pdf",
        "application/pdf", _light(strip, vector.pdf)),
    "strip-svg": File(
        "Strip of steps, SVG", "The same for a web page, Word, or to be edited.", "strip.svg",
        "image/svg+xml", _light(strip, str.encode)),
}  # fmt: skip
