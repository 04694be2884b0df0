"""Where will the means be: a student's phone, on which marks are put, and the lecturer's picture of all answers."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect
from plots import plot_of
from waiting import until

from benchmarks.serving import ROOT, Dashboard
from emcore import Scenario

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PLANE = Scenario(source="faithful", start="random-points", n_components=2, max_iter=60, learn_weights=True)
LINE = Scenario(source="faithful-waiting", start="random-points", n_components=2, max_iter=60, learn_weights=True)
SCRIPT = f"""
import json, sys
sys.path.insert(0, {str(ROOT)!r})
import streamlit as st
from dashboard import page
from dashboard.class_vote import placing
from dashboard.common.theme import is_dark
from dashboard.runs import Run
from emcore import Scenario

st.set_page_config(layout="wide")
st.html(page.STYLE)
scenario = Scenario.from_query(dict(st.query_params))[0]
run = Run(*scenario.run())
if "answers" in st.query_params:
    answers = json.loads(st.query_params["answers"])
    st.session_state.setdefault("n", 1)
    if st.button("One more"):
        st.session_state["n"] += 1
    placing.cloud(scenario, run, answers[: st.session_state["n"]], st.checkbox("Reveal"), is_dark())
else:
    sent = placing.ballot(scenario, run, st.session_state.get("given"), is_dark())
    if sent:
        st.session_state["given"] = sent
        st.rerun()
    st.code(json.dumps(st.session_state.get("given")))
    if st.button("Forget"):
        del st.session_state["given"]
        st.rerun()
"""


@pytest.fixture(scope="module")
def placing_page(tmp_path_factory):
    """The address of a page of nothing but a ballot, or the cloud of the answers in its address."""
    root = tmp_path_factory.mktemp("placing")
    (root / "app.py").write_text(SCRIPT)
    with Dashboard(root) as served:
        yield served.url


@pytest.fixture
def phone(chromium):
    """A phone's browser; no script of its page may fail."""
    errors = []
    context = chromium.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def address(url, scenario, **more):
    return f"{url}/?" + "&".join(f"{name}={value}" for name, value in {**scenario.to_query(), **more}.items())


def drag_by_finger(page, start, by):
    """Put a finger down, move it and lift it."""
    fingers = page.context.new_cdp_session(page)
    for part in np.linspace(0, 1, 6):
        at = {"x": start[0] + part * by[0], "y": start[1] + part * by[1]}
        fingers.send("Input.dispatchTouchEvent", {"type": "touchMove" if part else "touchStart", "touchPoints": [at]})
    fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def kept(page):
    """What the page has of this student."""
    return np.array(eval(page.locator("[data-testid=stCode]").inner_text().replace("null", "None")), dtype=float)


@pytest.mark.parametrize("scenario", [LINE, PLANE], ids=["1-D", "2-D"])
def test_marks_are_put_by_taps_moved_by_finger_and_keys_and_sent(placing_page, phone, scenario):
    phone.goto(address(placing_page, scenario))
    left, top, width, height, (x0, x1, y0, y1) = plot_of(phone)
    D, status, send = scenario.n_features, phone.locator(".status"), phone.locator(".send")

    def place(px, py):
        return [x0 + (px - left) / width * (x1 - x0), y1 - (py - top) / height * (y1 - y0)][:D]

    box = send.bounding_box()
    assert box["height"] >= 44
    assert top + height < box["y"]
    assert box["y"] + box["height"] <= 844
    expect(status).to_have_text("Tap where component 1 will end.")
    expect(send).to_be_disabled()
    marks = [[left + 0.3 * width, top + 0.5 * height], [left + 0.75 * width, top + 0.4 * height]]
    phone.touchscreen.tap(*marks[0])
    expect(status).to_have_text("Tap where component 2 will end.")
    expect(send).to_be_disabled()
    phone.touchscreen.tap(*marks[1])
    expect(send).to_be_enabled()

    pins = phone.locator(".pin")
    drag_by_finger(phone, (marks[1][0], marks[1][1] - 30), (-60, 45))  # held by its head, above the place
    marks[1] = [marks[1][0] - 60, marks[1][1] + 45]
    pins.nth(0).focus()
    phone.keyboard.press("ArrowRight")
    phone.keyboard.press("Shift+ArrowDown")
    marks[0] = [marks[0][0] + 0.01 * width, marks[0][1] + 0.05 * height]
    expect(pins.nth(0)).to_have_attribute("aria-label", re.compile("^Component 1: waiting|^Component 1: eruption"))
    send.tap()
    expect(status).to_have_text(re.compile("^Sent"))
    until(phone, lambda: kept(phone).shape == (2, D))
    near = np.array([x1 - x0, y1 - y0][:D]) / np.array([width, height][:D])  # a pixel
    assert (np.abs(kept(phone) - [place(*mark) for mark in marks]) <= near).all()

    # By keys alone, from where it stands; the answer is changed.
    before = kept(phone)
    phone.locator(".chip").nth(1).focus()
    for _ in range(3):
        phone.keyboard.press("ArrowLeft")
    send.tap()
    until(phone, lambda: (kept(phone) != before).any())
    moved = before - kept(phone)
    assert moved[1, 0] == pytest.approx(0.03 * (x1 - x0), rel=0.05)
    assert np.delete(moved.ravel(), D) == pytest.approx(0)

    # A mark stays in the picture, however far the finger goes; a tap at once after that counts.
    drag_by_finger(phone, (marks[0][0], marks[0][1] - 30), (-900, -900))
    send.tap()
    until(phone, lambda: kept(phone)[0] == pytest.approx([x0, y1][:D], rel=1e-3))
    expect(send).to_have_text("Sent ✓")
    expect(send).to_be_disabled()

    # Asked anew: what stands there can be sent again.
    phone.get_by_role("button", name="Forget").tap()
    expect(send).to_have_text("Send")
    expect(send).to_be_enabled()


# How much redder than blue the sheet of the answers is at a place of the window.
REDNESS = """([px, py]) => {
    const roots = [...document.querySelectorAll("*")].map(each => each.shadowRoot)
    const sheet = roots.find(root => root?.querySelector(".answers")).querySelector("canvas")
    const box = sheet.getBoundingClientRect(), scale = sheet.width / box.width
    const at = [Math.round((px - box.x) * scale), Math.round((py - box.y) * scale)]
    const [red, , blue] = sheet.getContext("2d").getImageData(...at, 1, 1).data
    return red - blue
}"""


def test_the_cloud_grows_in_place_and_the_reveal_says_how_far_off(placing_page, new_page):
    _, trace = PLANE.run()
    end = trace.means[-1]
    off = [[[0.4, -6], [-0.3, 5]], [[-0.2, -8], [0.3, 9]], [[0.5, 4], [0.1, 7]]]
    answers = np.round(end + off, 4)
    page = new_page(address(placing_page, PLANE, answers=np.array2string(answers, separator=",").replace("\n", "")))
    left, top, width, height, (x0, x1, y0, y1) = plot_of(page)

    def redness(place):
        shares = (place[0] - x0) / (x1 - x0), (y1 - place[1]) / (y1 - y0)
        return page.evaluate(REDNESS, [left + shares[0] * width, top + shares[1] * height])

    until(page, lambda: redness(answers[0][0]) < -40)  # component 1 is blue
    assert redness(answers[0][1]) > 40  # component 2 is vermilion
    assert abs(redness(answers[2][0])) < 40
    page.locator("[data-testid=stVegaLiteChart] canvas").evaluate("canvas => { canvas.title = 'the same' }")
    for n in (1, 2):
        page.get_by_role("button", name="One more").click()
        until(page, lambda n=n: redness(answers[n][0]) < -40 and redness(answers[n][1]) > 40)
    assert page.locator(".answers tbody").inner_text().count("–") == 6  # the end is not told
    page.get_by_text("Reveal", exact=True).click()
    expect(page.locator(".answers .words")).to_contain_text("Half of the answers")
    distances = np.linalg.norm(answers - end, axis=2)
    for k, row in enumerate(page.locator(".answers tbody tr").all()):
        texts = row.locator("td").all_inner_texts()
        numbers = [float(text) for text in re.findall(r"[\d.]+", texts[0] + " " + texts[1])]
        assert numbers == pytest.approx([*np.median(answers, axis=0)[k], *end[k]], rel=5e-3)
        assert float(texts[2]) == pytest.approx(np.median(distances, axis=0)[k], rel=5e-3)
        z = (answers[:, k] - end[k]) @ np.linalg.inv(trace.covariances[-1][k])
        deviations = np.sqrt((z * (answers[:, k] - end[k])).sum(axis=1))
        assert float(texts[3]) == pytest.approx(np.median(deviations), rel=5e-2)
    until(page, lambda: redness(end[0] + [0.04, 0]) < -40)
    assert page.locator("[data-testid=stVegaLiteChart] canvas").get_attribute("title") == "the same"
