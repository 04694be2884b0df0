"""Hostile names in a real browser: every page and mode, every parameter of a link, a file; nothing comes of them."""

import re
from itertools import cycle, islice
from urllib.parse import urlencode, urlsplit

import pytest
from opening import ADDRESSES
from plots import plot_of
from waiting import until

from dashboard.link.choices import OF_PAGE
from dashboard.link.lecture import QUERY_NAMES as LECTURE_NAMES
from dashboard.link.view import CLICKS, COLOURS, CONTOURS, MATRIX
from dashboard.link.view import QUERY_NAMES as VIEW_NAMES
from emcore.scenario.own_points import LONGEST_NAME, MOST_FEATURES
from emcore.scenario.record import QUERY_NAMES as SCENARIO_NAMES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Names that columns may have: HTML, Markdown, what Streamlit adds to it, LaTeX, links, Vega's expressions, words that
# JavaScript's objects and Vega's language have for themselves.
NAMES = [
    "<img src=x onerror=window.PWN=1>",
    "www.example.org https://example.org a@example.org",
    "![x](https://example.org/x.png) [x](https://example.org)",
    ":red[x] $x$ <b>x</b> `x` :material/bolt: :smile: &amp; ->",
    "</script><script>window.PWN=1</script>",
    "constructor",
    "if",
    "'];window.PWN=1;//\\",
    "image",
    '"+(window.PWN=1)+"',
    "__proto__",
    "[x](javascript:window.PWN=1) mailto:a@example.org",
    "toString",
    "datum['x'].y[0]",
    "${window.PWN=1}{{x}}",
    "<svg/onload=window.PWN=1>\\textcolor{red}{x}",
    "title",
    "hasOwnProperty",
    "<a href=//example.org>x</a><iframe srcdoc=x>",
    "valueOf",
]
# As long as a page repeats of what it can't read.
TEXTS = [
    "<img src=x onerror=window.PWN=1>",
    "www.example.org https://example.org",
    ":red[x] $x$ $x$ :smile: a@example.org",
    "![x](https://example.org/x.png)",
    ":material/bolt: <b>x</b> `x` &amp; -> x",
    "[x](https://example.org) mailto:a@b.org",
]
CELLS = ["<b>x</b> www.x.org :smile:", "![x](//x.org) $x$ $y$ a@b.org"]
FILE = "<img src=x onerror=window.PWN=1> www.example.org :smile: [x](https://example.org).csv"

# Text and elements, those of components (shadow roots) too.
LOOK = """() => {
    const elements = [], texts = []
    const visit = node => {
        if (node.nodeType === Node.TEXT_NODE) texts.push(node.data)
        if (node.nodeType === Node.ELEMENT_NODE) {
            if (["SCRIPT", "STYLE"].includes(node.tagName) && node.closest("[data-testid=stApp]")) elements.push(node)
            if (["SCRIPT", "STYLE"].includes(node.tagName)) return
            elements.push(node)
            if (node.shadowRoot) node.shadowRoot.childNodes.forEach(visit)
            if (["MATH", "math"].includes(node.tagName)) return
        }
        node.childNodes.forEach(visit)
    }
    visit(document.body)
    const app = elements.filter(each => each.tagName !== "STYLE")
    const outside = url => { const { protocol, host } = new URL(url, location.href)
        return !["blob:", "data:"].includes(protocol) && host !== location.host }
    const bad = app.filter(each => ["SCRIPT", "IFRAME", "OBJECT", "EMBED", "BASE", "IMG", "FORM"].includes(each.tagName)
        && !each.matches("form.vega-bindings, noscript *, [class*=st-key-card-] img[src^='data:image/webp;base64,']")
        || [...each.attributes].some(({ name }) => name.startsWith("on"))
        || each.matches("[href], [src]") && outside(each.getAttribute("href") ?? each.getAttribute("src")))
    return { text: texts.join("").replace(/\\s+/g, " "), bad: bad.map(each => each.outerHTML.slice(0, 300)) }
}"""
IS_DRAWN = """() => [...document.querySelectorAll("[data-testid=stVegaLiteChart]")].every(chart => {
    const canvas = chart.querySelector("canvas")
    if (!canvas) return chart.querySelectorAll("svg path, svg text").length > 5
    const small = document.createElement("canvas").getContext("2d")
    small.drawImage(canvas, 0, 0, 160, 100)
    return new Set(new Uint32Array(small.getImageData(0, 0, 160, 100).data.buffer)).size > 5
})"""


@pytest.fixture
def visit(server, new_page):
    """Open one address after another in one tab; each time the page is complete, and nothing came of a name."""
    page = new_page("about:blank")
    wrong = []
    paths = "|".join([r"(\w+/)?_stcore/.*", "static/.*", "favicon.*", "media/.*", *ADDRESSES.values()])
    own = re.compile(rf"(https?|ws)://{re.escape(urlsplit(server).netloc)}/({paths})(\?.*)?")

    def on_dialog(dialog):
        wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def on_console(message):  # on a page below the first one Streamlit asks for its health at the wrong place
        if message.type == "error" and not (own.fullmatch(message.location["url"]) and "404" in message.text):
            wrong.append(message.text)

    def on_request(request):
        if not own.fullmatch(request.url) and not request.url.startswith(("blob:", "data:", "about:")):
            wrong.append(request.url)

    heard = {"dialog": on_dialog, "console": on_console, "request": on_request}
    for event, listener in heard.items():
        page.context.on(event, listener)

    def reads(*shown):
        text = page.evaluate(LOOK)["text"]
        return all(" ".join(part.split()) in text for part in shown)

    def check(*shown, charts=0):
        page.wait_for_selector("[data-testid=stApp] h1", timeout=60_000)
        until(page, lambda: page.get_by_test_id("stVegaLiteChart").count() >= charts, 60)
        until(page, lambda: page.evaluate(IS_DRAWN))
        until(page, lambda: reads(*shown))
        assert page.evaluate(LOOK)["bad"] == []
        assert page.evaluate("window.PWN") is None
        assert page.get_by_test_id("stException").count() == 0
        assert wrong == []

    def open_and_check(path, query, *shown, charts=0):
        page.goto(f"{server}/{path}?{urlencode(query)}")
        check(*shown, charts=charts)

    open_and_check.page, open_and_check.check = page, check
    yield open_and_check
    for event, listener in heard.items():
        page.context.remove_listener(event, listener)


def points(names):
    """The query of points in as many columns as there are names."""
    rows = [[(7 * i + 5 * d * i) % 11 + d for d in range(len(names))] for i in range(9)]
    text = "~".join("_".join(map(str, row)) for row in rows)
    rounded = {"covariance": "spherical", "ridge": "0.1"}  # 9 points in 8 dimensions allow no others
    return {
        **rounded,
        "data": "own",
        "own": text,
        "columns": "~".join(names),
        "k": "2",
        "start": "kmeanspp",
        "iterations": "5",
    }


def modes():
    """Every way to click, with all the other ways to see the picture among them, in one and two dimensions in turn."""
    names, colors, contours = cycle(NAMES), cycle(COLOURS), cycle(CONTOURS)
    for i, click in enumerate(CLICKS):
        n_features = 2 - i % 2
        view = {"click": click, "colors": next(colors), "field": ["yes", "yes", "yes", "no"][i % 4]}
        view |= {"dream": ["no", "yes"][(i + 1) // 2 % 2], "beats": ["one", "two"][i % 2]}
        view |= {"contours": next(contours)} if n_features == 2 else {}
        yield click, list(islice(names, n_features)), view
    yield "explain", list(islice(names, 2)), {"click": "explain", "colors": "hard", "dream": "yes"}


def test_the_names_are_what_columns_may_be_called():
    assert all(len(name) <= LONGEST_NAME for name in NAMES)
    assert len(set(NAMES)) == len(NAMES)


def test_names_of_columns_in_every_mode_of_the_dashboard(visit):
    for click, names, view in modes():
        shown = names if click == "explain" else []  # where the table names them
        visit("", {**points(names), **view}, *shown, charts=2)


def test_names_of_columns_in_more_dimensions(visit):
    many = NAMES[:MOST_FEATURES]
    visit("", {**points(many), "plane": MATRIX}, *many, charts=2)
    few = NAMES[10:13]
    visit("", points(few), *few, charts=3)
    visit("", {**points(NAMES[7:10]), "plane": "2_3"}, *NAMES[7:10], charts=2)


def test_a_tooltip_shows_the_names_letter_by_letter(visit):
    for names in (["image", NAMES[0]], ["constructor", "title"]):
        visit("", points(names) | {"colors": "none"}, *names, charts=2)
        left, top, width, height, (x0, x1, y0, y1) = plot_of(visit.page)
        tooltip = visit.page.locator("#vg-tooltip-element.visible")
        for i in range(9):  # the first that no component lies over
            x, y = (7 * i) % 11, (12 * i) % 11 + 1
            visit.page.mouse.move(
                left + width * (x - x0) / (x1 - x0), top + height * (1 - (y - y0) / (y1 - y0)), steps=3
            )
            visit.page.wait_for_timeout(100)
            if tooltip.count():
                break
        assert re.fullmatch(rf"{re.escape(names[0])}: \d+; {re.escape(names[1])}: \d+", tooltip.inner_text())
        visit.check()


@pytest.mark.parametrize("script", ADDRESSES)
def test_hostile_text_in_every_parameter_of_every_page(visit, script):
    choices = [choice.name for choice in OF_PAGE.get(script, [])]
    names = [*SCENARIO_NAMES, *VIEW_NAMES, *choices, *LECTURE_NAMES, NAMES[0], "z"]
    visit(ADDRESSES[script], dict(zip(names, cycle(TEXTS))), *TEXTS, f"{NAMES[0]} is no setting of this page")


@pytest.mark.parametrize("script", ["app.py", "pages/4_The_stopping_rule.py", "pages/5_How_many_components.py"])
def test_data_of_a_hostile_name_are_asked_for(visit, script):
    names = NAMES[2:4]
    query = {"data": "own", "own_file": FILE, "own_rows": "9", "own_mark": NAMES[0], "columns": "~".join(names)}
    visit(ADDRESSES[script], {**query, "run": "yours", "on": "yours"} if script != "app.py" else query, FILE, *names)


def test_lessons_on_columns_of_hostile_names(visit):
    visit("The_stopping_rule", {**points(NAMES[:1]), "run": "yours", "iterations": "60"}, charts=1)
    visit("How_many_components", {**points(NAMES[5:7]), "on": "yours", "starts": "5"}, charts=2)
    visit("Compare", {**points(NAMES[5:7]), "left": urlencode({**points(NAMES[5:7]), "k": "3"})}, charts=3)


def test_a_file_of_hostile_names_and_cells(visit):
    header = ["a", *NAMES[:9]]
    cells = [[str((7 * i + 3 * d) % 11) for d in range(10)] for i in range(8)]
    cells[3][2], cells[4][3] = CELLS
    table = "\n".join("\t".join(row) for row in [header, *cells])
    visit("Your_own_data", {}, "Your own data")
    page = visit.page
    page.get_by_text("Upload a file", exact=True).click()
    page.locator("input[type=file]").set_input_files(
        {"name": FILE, "mimeType": "text/csv", "buffer": table.encode("utf-8")}
    )
    visit.check(f"8 rows, 10 columns, from {FILE}.")
    columns = page.get_by_role("combobox", name=re.compile("Columns, 1 to"))
    for name in NAMES[1:3]:
        columns.fill(name)
        columns.press("Enter")
        page.wait_for_timeout(300)
    visit.check(*(f"column “{name}”: “{cell}” is not a number" for name, cell in zip(NAMES[1:3], CELLS, strict=True)))
    page.get_by_text("Leave these 2 rows out").click()
    visit.check(*NAMES[1:3], charts=1)
    page.get_by_role("button", name=re.compile("Watch EM on these")).click()
    page.wait_for_url(re.compile(r"^[^?]*/\?"))
    visit.check(FILE, *NAMES[1:3])


def test_points_typed_under_hostile_names(visit):
    visit("Your_own_data", points(["__proto__", "constructor"]), charts=1)
    visit.page.get_by_text("Type or click", exact=True).click()
    visit.check("Click into the picture", charts=1)
