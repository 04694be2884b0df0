"""From a chart to lines on paper, by vl-convert: Vega itself, and what draws SVG as PDF and as pixels. It needs no
browser and no network; letters of a font that a machine lacks are drawn in the nearest one that it has."""

import re
from dataclasses import dataclass
from typing import Any

from dashboard.take_away.look import VEGA_LITE
from dashboard.take_away.spec import Spec

FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif"  # of one width on every machine
PIXELS = 3  # to one of the picture, of a PNG: 288 to the inch
UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # which XML has no room for
SPOKEN = re.compile(r' (?:aria-[\w-]+|role|class|pointer-events|xmlns:xlink|version)="[^"]*"')  # for a page, not paper
NO_DASH = ' stroke-dasharray="1,0"'  # shows gaps in a PDF
PLACE = re.compile(r'(?<= )(d|transform|x|y|x2|y2)="([^"]*)"')
LONG = re.compile(r"-?\d+\.\d{3,}(?:e-\d+)?")
CLIP = re.compile(r'(id="|url\(#)clip(\d+)')
HEAD = re.compile(r'^<svg [^>]*?width="([\d.]+)" height="([\d.]+)"[^>]*>(?:<rect [^>]*/>)?')
ORIGIN = re.compile(r'transform="translate\(([-\d.]+),([-\d.]+)\)"')


@dataclass(frozen=True)
class Drawn:
    """A chart drawn: its lines, a part of an SVG, its size, and where in it the plot's upper left corner is."""

    lines: str
    left: float
    top: float
    width: float
    height: float


def drawn(spec: Spec, name: str) -> Drawn:
    """Draw a chart of a given size. `name` tells its clips from those of other charts on a sheet."""
    import vl_convert

    svg = vl_convert.vegalite_to_svg(_printable(spec), vl_version=VEGA_LITE, allowed_base_urls=[])
    head = HEAD.match(svg)
    assert head is not None
    body = svg[head.end() :].removesuffix("</svg>")
    numbers: dict[str, int] = {}  # of its own, as Vega counts on from picture to picture
    body = CLIP.sub(lambda clip: f"{clip[1]}{name}-{numbers.setdefault(clip[2], len(numbers))}", body)
    body = SPOKEN.sub("", body).replace(NO_DASH, "").replace(f' font-family="{FONT}"', "")  # it is the sheet's
    body = re.sub(r" {2,}", lambda spaces: "\u00a0" * len(spaces[0]), body)
    body = PLACE.sub(_short, body)
    origin = ORIGIN.search(body)
    assert origin is not None
    left, top = map(float, origin.groups())
    return Drawn(body, left, top, width=float(head[1]), height=float(head[2]))


def printable(svg: str) -> str:
    """Without the signs that no XML may hold."""
    return UNPRINTABLE.sub("\ufffd", svg)


def pdf(svg: str) -> bytes:
    """The picture as a page of its size."""
    import vl_convert

    return bytes(vl_convert.svg_to_pdf(svg))


def png(svg: str) -> bytes:
    """The picture in pixels, sharp enough to be printed."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(svg, scale=PIXELS))


def _printable(part: Any) -> Any:
    """A part of a chart without the signs that no XML may hold: vl-convert ends the process when it measures one."""
    if isinstance(part, str):
        return printable(part)
    if isinstance(part, dict):
        return {name: _printable(each) for name, each in part.items()}
    return list(map(_printable, part)) if isinstance(part, list) else part


def _short(place: re.Match[str]) -> str:
    """Places to a hundredth of a pixel: half of what an SVG would take."""
    return f'{place[1]}="{LONG.sub(lambda number: f"{float(number[0]):.2f}", place[2])}"'
