"""A picture on paper beside the one on the screen."""

import io
from urllib.parse import urlencode

import numpy as np
import pytest
from PIL import Image
from plots import plot_of
from stepping import wait_for_step
from taken import shown

from dashboard.take_away.pictures.still import still
from dashboard.take_away.pictures.vector import drawn

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COARSE = 6  # pixels in one
SHEET = """<style>body {{ margin: 0 }}</style>
    <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
        width="{width}" height="{height}">{lines}</svg>"""


def pixels(page, left, top, width, height):
    """What is seen of a part of the page, so coarse that half a pixel or another typeface matters little."""
    shot = page.screenshot(clip={"x": left, "y": top, "width": width, "height": height})
    coarse = (
        Image.open(io.BytesIO(shot)).convert("RGB").resize((width // COARSE, height // COARSE), Image.Resampling.BOX)
    )
    return np.asarray(coarse, float)


@pytest.mark.parametrize(
    ("key", "step", "view"),
    [
        ("first", 4, {"colours": "soft"}),
        ("penguins", 3, {"colours": "hard", "field": True, "contours": "lines"}),
    ],
)
def test_the_picture_on_paper_is_the_one_on_the_screen(server, new_page, key, step, view):
    moment = shown(key, step, **view)
    query = {**moment.scenario.to_query(), **moment.view.to_query(), "step": str(step)}
    page = new_page(f"{server}/?{urlencode(query)}", 1400, 900)
    wait_for_step(page, step)
    left, top, width, height = (round(end) for end in plot_of(page)[:4])
    on_screen = pixels(page, left, top, width, height)
    page.keyboard.press("End")
    wait_for_step(page, len(moment.trace) - 1)
    page.wait_for_timeout(300)
    at_the_end = pixels(page, left, top, width, height)

    chart = drawn(still(moment, width, height), "picture")
    page.set_content(SHEET.format(width=chart.width, height=chart.height, lines=chart.lines))
    on_paper = pixels(page, chart.left, chart.top, width, height)
    difference = np.abs(on_paper - on_screen).mean()
    assert difference < 3  # of 255
    assert difference < 0.3 * np.abs(on_paper - at_the_end).mean()
