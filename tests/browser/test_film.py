"""A picture and a film of what is on screen, made in a real browser and read by Pillow."""

import base64
import io
import itertools
import os
import re

import numpy as np
import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import expect
from waiting import until

from dashboard.common.component import BROWSER, module
from emcore import Scenario

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LINE = Scenario(source="faithful-waiting", start="kmeanspp", n_components=2, learn_weights=True, max_iter=6)
MANY = Scenario(source="clusters-2d", start="random-points", n_components=3, max_iter=8)
CHART = ".st-key-stage-chart [data-testid=stVegaLiteChart]"
MAKE = """async ([source, frames, width, height]) => {
    const { default: make } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })))
    return make(frames, width, height)
}"""
MAIN = """import { makeGif } from "%s/gif.js"
export default function (frames, width, height) {
    const gif = makeGif(width, height)
    for (const frame of frames) gif.add(Uint8ClampedArray.from(atob(frame), letter => letter.charCodeAt(0)), 7)
    const textOf = bytes => btoa(Array.from(new Uint8Array(bytes), byte => String.fromCharCode(byte)).join(""))
    return gif.end().arrayBuffer().then(textOf)
}"""


@pytest.fixture(scope="module")
def gif_of(chromium, tmp_path_factory):
    """Makes a GIF of frames, height x width x 3 each, and returns its frames as Pillow reads them."""
    main = tmp_path_factory.mktemp("gif") / "main.js"
    main.write_text(MAIN % os.path.relpath(BROWSER / "film", main.parent), encoding="utf-8")
    page = chromium.new_page()

    def make(frames):
        height, width, _ = frames[0].shape
        opaque = [np.dstack([frame, np.full((height, width), 255)]).astype(np.uint8) for frame in frames]
        texts = [base64.b64encode(frame.tobytes()).decode() for frame in opaque]
        return frames_of(base64.b64decode(page.evaluate(MAKE, [module(main), texts, width, height])))

    yield make
    page.close()


def frames_of(data):
    """The frames of a GIF, as floats, and for how many milliseconds each is seen."""
    film, frames, durations = Image.open(io.BytesIO(data)), [], []
    assert film.info["loop"] == 0  # for ever
    for i in range(film.n_frames):
        film.seek(i)
        frames.append(np.asarray(film.convert("RGB"), dtype=float))
        durations.append(film.info["duration"])
    return frames, durations


@pytest.mark.parametrize(("height", "width"), [(1, 1), (3, 7), (200, 333)])
def test_few_colours_come_back_as_they_were_and_many_nearly_so(gif_of, height, width):
    rng = np.random.default_rng(height)
    few = rng.integers(0, 16, (200, 3)) * 16  # colours, of which each is in a bin of its own
    frames = [few[rng.integers(0, 200, (height, width))] for _ in range(3)]
    part = frames[-1].copy()
    part[: height // 2 + 1, width // 3 : width // 2 + 1] = few[7]
    frames += [part, part]  # a rectangle that changed; nothing that did
    made, durations = gif_of(frames)
    assert durations == [70] * 5
    for frame, original in zip(made, frames, strict=True):
        assert (frame == original).all()

    gradient = np.stack(np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height)) * 2, axis=2)[:, :, :3]
    noise = rng.integers(0, 256, (height, width, 3))
    (smooth, rough), _ = gif_of([gradient.round(), noise])
    assert np.abs(smooth - gradient).mean() < 6
    assert np.abs(rough - noise).mean() < 20  # 66,600 colours told by 255


def opened(new_page, server, scenario, **view):
    """The dashboard, painted and at rest."""
    query = "&".join(f"{key}={value}" for key, value in {**scenario.to_query(), **view}.items())
    page = new_page(f"{server}/?{query}")
    page.wait_for_function("window.emExplorer?.painted?.()?.picture", timeout=30_000)
    page.wait_for_timeout(1000)
    return page


def screenshot(page):
    """The first picture as it is seen, with its whole canvas; no key, no buttons over it."""
    page.mouse.move(0, 0)
    page.wait_for_timeout(400)
    return np.asarray(Image.open(io.BytesIO(page.locator(f"{CHART} canvas").first.screenshot())).convert("RGB"), float)


def nearest(picture, seen):
    """How far the picture is from what is seen in it, per colour of a pixel, where it fits best; over the plot."""
    picture, seen = blurred(picture), blurred(seen)  # small dots may lie half a pixel beside
    high, wide, _ = seen.shape
    rows, columns = slice(high // 8, high * 7 // 8, 5), slice(wide // 8, wide * 7 // 8, 3)
    middle = (picture.shape[1] - wide) // 2  # between its margins
    far = [
        np.abs(picture[down : down + high, right : right + wide][rows, columns] - seen[rows, columns]).mean()
        for down in range(picture.shape[0] - high + 1)
        for right in range(middle - 1, middle + 2)
    ]
    return min(far)


def blurred(picture):
    return np.asarray(Image.fromarray(picture.astype(np.uint8)).filter(ImageFilter.BoxBlur(2)), float)


def colourful(picture):
    """How many of its pixels are coloured."""
    return int((np.ptp(picture, axis=2) > 60).sum())


def halved(picture):
    return picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.BOX)


def saved(page, click):
    """What the browser saves after a click: its name and its bytes."""
    with page.expect_download(timeout=60_000) as download:
        click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def panel(page):
    page.get_by_role("button", name="Take away").click()
    page.get_by_role("tab", name="Pictures").click(timeout=15_000)
    form = page.get_by_role("dialog").locator("form:not(.vega-bindings)")
    expect(form).to_be_visible(timeout=15_000)
    return form


def position(page):
    return page.evaluate("window.emExplorer.position")


@pytest.mark.parametrize(
    ("scenario", "view", "step"),
    [(LINE, {"field": "yes", "beats": "two"}, 2.5), (MANY, {}, 3)],
    ids=["1-D in two beats", "2-D with many points"],
)
def test_picture_and_film_show_what_is_on_screen_at_every_step(server, new_page, silent, scenario, view, step):
    page = opened(new_page, server, scenario, colors="soft", step=step, **view)
    last = scenario.max_iter
    seen = screenshot(page)
    menu = page.get_by_role("button", name="Download as PNG").first
    page.locator(f"{CHART} canvas").first.hover()
    _, data = saved(page, menu.click)
    own = np.asarray(halved(Image.open(io.BytesIO(data)).convert("RGB")), float)  # the chart's own menu
    assert abs(colourful(own) - colourful(seen)) < 0.1 * colourful(seen)

    form = panel(page)
    name, data = saved(page, page.get_by_role("button", name="Picture, PNG").click)
    assert name.endswith(f"step-{step:g}.png")
    still = Image.open(io.BytesIO(data)).convert("RGB")
    assert still.width > 2 * seen.shape[1]
    assert nearest(np.asarray(halved(still), float), seen) < 4

    with silent(page):
        form.locator("[name=speed]").select_option("5")
        form.locator("[name=rest]").select_option("1")
        name, data = saved(page, form.get_by_role("button").click)
    assert name.endswith(".gif")
    assert len(data) < 1_500_000
    frames, durations = frames_of(data)
    beats = 2 if "beats" in view else 1
    assert durations == [200] * (beats * last) + [1200]
    assert all((frame != before).any() for before, frame in itertools.pairwise(frames))
    assert position(page) == step
    assert nearest(frames[round(step * beats)], seen) < 4
    expect(form.locator("xpath=..").get_by_role("link")).to_be_visible()  # the film itself, to look at

    form.locator("[name=from]").fill("2")
    form.locator("[name=to]").fill("1")
    form.get_by_role("button").click()
    expect(page.locator("output.told")).to_contain_text("ends before it begins")
    form.locator("[name=to]").fill("4")
    _, data = saved(page, form.get_by_role("button").click)
    chosen, _ = frames_of(data)
    assert len(chosen) == 2 * beats + 1

    form.locator("[name=from]").fill("0")
    form.locator("[name=to]").fill(f"{last}")
    form.evaluate("form => { form.requestSubmit(); form.getRootNode().querySelector('.cancel').click() }")
    expect(page.locator("output.told")).to_have_text("Cancelled.")
    assert position(page) == step

    page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    page.keyboard.press("End")
    page.wait_for_function("last => window.emExplorer.position === last", arg=last)
    at_last = screenshot(page)
    assert nearest(frames[-1], at_last) < 4
    assert nearest(frames[0], at_last) > 4
    until(page, lambda: re.search(rf"\bstep={last}\b", page.url))
