"""Texts of others: as Markdown letter by letter, in charts as data, in the browser as texts of elements."""

import ast
import re
from string import punctuation
from unicodedata import category

import numpy as np
import pytest
from drawings import spec_of
from hypothesis import given
from hypothesis import strategies as st
from opening import ROOT, as_read

from dashboard.charts.correlations import correlation_chart
from dashboard.charts.density import density_axes, density_chart, density_numbers
from dashboard.charts.matrix import matrix_chart
from dashboard.charts.painted import painted_chart
from dashboard.charts.plane import plane_axes, plane_chart, plane_numbers
from dashboard.charts.points import points_chart
from dashboard.common.texts import listed, plain
from emcore import Scenario
from emcore.scenario.own_points import OWN, OwnData

# --- Markdown: what the page makes of it is seen in test_hostile_texts.py -------------------------------------------


@given(st.text())
def test_a_text_is_one_line_in_which_no_mark_stands_beside_another_letter(text):
    written = plain(text)
    assert not set("\n\r\t\u2028") & set(written)
    assert not [letter for letter in written if category(letter) in ("Cc", "Cf", "Cs")]
    alone = re.compile(r":color\[\\.\]|⟨U\+[0-9A-F]{4,6}⟩")
    assert not set(punctuation) & set(alone.sub("", written))


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_what_can_be_seen_is_read_letter_by_letter(text):
    assert as_read(plain(text)) == " ".join(text.split())


def test_what_cannot_be_seen_is_shown_by_its_number():
    assert plain("a\u202eb\u200b") == "a⟨U+202E⟩b⟨U+200B⟩"
    assert as_read(plain("\u2066www.x.org\ud800")) == "⟨U+2066⟩www.x.org⟨U+D800⟩"


def test_a_list_has_a_line_for_each_text():
    assert as_read(listed(["- a\n- b", "# c"])) == "- - a - b\n- # c"


# --- charts -----------------------------------------------------------------------------------------------------------

NAMES = ("hostile'\"]", "hostile\\", "hostile.x[0]")


def run_of(n_features):
    rng = np.random.default_rng(n_features)
    points = tuple(map(tuple, rng.normal(size=(12, n_features)).round(3).tolist()))
    scenario = Scenario(OWN, own=OwnData(points), columns=NAMES[:n_features], start="kmeanspp", max_iter=3)
    return scenario.run()


def charts():
    line, plane, space = (run_of(n) for n in (1, 2, 3))
    yield "density", density_chart(*line, show_truth=False, dark=False)
    yield "density without a run", density_chart(line[0], None, show_truth=False, dark=False)
    painted = {"show_truth": False, "dark": True, "painted": ["bars", "rug"]}
    yield "density, clicked", density_chart(*line, **painted, clicks=True)
    yield "dreamt line", painted_chart("dream", density_axes, NAMES[:1], density_numbers(*line), "title", dark=False)
    looks = {"show_truth": False, "dark": False}
    yield "plane", plane_chart(*plane, **looks)
    yield "plane, clicked", plane_chart(*plane, **looks, painted=["points", "field", "contours"], clicks=True)
    yield "dreamt plane", painted_chart("dream", plane_axes, NAMES[:2], plane_numbers(*plane), dark=False)
    for n in (1, 2):
        yield f"points, {n}-D", points_chart(np.ones((3, n)), NAMES[:n], [(0.0, 2.0)] * n, dark=False)
    yield "matrix", matrix_chart(*space, dark=False)
    yield "correlations", correlation_chart(space[1], space[0].columns, dark=False)


def places_of(part, path=()):
    """Every text in a chart's description, keys too, with the keys that lead there."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield path, key
            yield from places_of(value, (*path, key))
    elif isinstance(part, list):
        for value in part:
            yield from places_of(value, path)
    elif isinstance(part, str):
        yield path, part


@pytest.mark.parametrize(("kind", "chart"), list(charts()), ids=lambda value: value if isinstance(value, str) else "")
def test_names_are_data_or_part_of_a_title_and_nothing_else_in_a_chart(kind, chart):
    spec = spec_of(chart)
    titled = False
    for path, text in places_of(spec):
        if "hostile" not in text or path == ("params", "value"):
            continue
        assert path[-1] == "title", f"{kind}: {'.'.join(path)} holds {text}"
        assert text not in NAMES, "Vega may take a title that is one word for a piece of program"
        titled = True
    if titled:  # else every mark would have a tooltip with the axes' titles as keys
        assert spec["config"]["mark"]["tooltip"] is None
        assert "encoding" not in [text for path, text in places_of(spec) if path[-1:] == ("content",)]


# --- elements in the browser, HTML from Python ------------------------------------------------------------------------

MAKES_PROGRAM_OF_TEXT = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|setHTML|parseHTML"
    r"|srcdoc|\beval\b|\bFunction\s*\(|set(?:Timeout|Interval)\s*\(\s*[\"'`]|javascript:|\bimport\s*\(|cssText"
    r"|setAttribute(?:NS)?\s*\((?!name, value\)|\s*[\"'`]aria-)|\bon\w+[\"'\]]*\s*[:=]\s*[\"'`]|\[[\"'`]on"
    r"|(?:\.(?:href|src|action|formAction|style)|\blocation)\s*=[^=>]|\b(?:href|src|formAction|style)\s*:"
    r"|window\.open|location\.(?:assign|replace)|[\"'`][^\"'`\n]*<[/A-Za-z!][^\"'`\n]*"
)
# Read, and found to hold nothing of a visitor's: files of this program, and addresses that it made itself.
READ = {
    "root.innerHTML = `<style>${css}</style>${html}`", "back.href = address()",  # offline: components' files, its link
    "{ href: address, download: name }", "{ href: address, download: name, hidden: false }",  # of a Blob made here
    'link.setAttribute("href", `./${link.getAttribute("href")}`)',  # of a page here
    "link.firstElementChild.src = address", "image.src = data.code",  # and of the picture of a code
}  # fmt: skip
HTML_WITH_PROGRAM = re.compile(
    r"<script|<iframe|<object|<embed|<base|<link|<form[^>]*\saction|\son\w+\s*=|javascript:|https?:", re.I
)


def test_browser_parts_build_elements():
    scripts = list((ROOT / "dashboard" / "browser").rglob("*.js"))
    assert len(scripts) > 15
    for path in scripts:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            code = re.sub(r"(^|\s)//.*", "", line)
            for text in READ:
                code = code.replace(text, "")
            assert not MAKES_PROGRAM_OF_TEXT.search(code), f"{path.name}, line {number}: {line}"
    for path in (ROOT / "dashboard" / "browser").rglob("*.html"):
        if path.name != "offline.html":  # a page, which holds its program; what else it holds, its own tests try
            assert not HTML_WITH_PROGRAM.search(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize(
    "line",
    [
        "box.innerHTML = formulas.join('')",
        "const cells = texts.map(innerHTML => make('td', { innerHTML }))",
        "box['outerHTML'] = text",
        "box.insertAdjacentHTML('beforeend', text)",
        "document.write(text)",
        "range.createContextualFragment(text)",
        "new DOMParser().parseFromString(text, 'text/html')",
        "box.setHTMLUnsafe(text)",
        "frame.srcdoc = text",
        "eval(text)",
        "new Function(text)",
        "setTimeout('act(' + text + ')', 10)",
        "link.setAttribute('href', text)",
        "box.setAttribute('onclick', text)",
        "box.setAttribute(column, text)",
        "box['onclick'] = text",
        "draw(SVG, 'a', { href: text })",
        "draw(SVG, 'g', { onload: `act(${text})` })",
        "link.href = text",
        "image.src = `https://${text}`",
        "window.open(text)",
        "location.assign(text)",
        "link.href = 'javascript:act()'",
        "box.style.cssText = text",
        "const m = `<mi>${text}</mi>`",
        'const cell = "<td>" + text + "</td>"',
        "await import(text)",
    ],
)
def test_the_search_finds_what_makes_program_of_text(line):
    assert MAKES_PROGRAM_OF_TEXT.search(line)


def html_that_varies(source):
    """Lines of Python that hand HTML to the page which is not written in the program itself or one of its files."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        unsafe = [each for each in node.keywords if each.arg in ("unsafe_allow_html", "unsafe_allow_javascript")]
        if any(not (isinstance(each.value, ast.Constant) and each.value.value is False) for each in unsafe):
            yield node.lineno
        given = [*node.args, *(each.value for each in node.keywords if each.arg in ("body", "src", "srcdoc"))]
        given = [part.value if isinstance(part, ast.Subscript) else part for part in given]  # looked up in a table
        names = [each.id for part in given for each in ast.walk(part) if isinstance(each, ast.Name)]
        calls = [each for part in given for each in ast.walk(part) if isinstance(each, ast.Call | ast.JoinedStr)]
        if name in ("html", "iframe") and (calls or any(each != each.upper() for each in names)):
            yield node.lineno


def test_no_html_from_python_varies():
    paths = [ROOT / "app.py", *ROOT.glob("pages/*.py"), *ROOT.glob("dashboard/**/*.py")]
    assert len(paths) > 40
    for path in paths:
        assert list(html_that_varies(path.read_text(encoding="utf-8"))) == [], path


@pytest.mark.parametrize(
    "line",
    [
        "st.markdown(text, unsafe_allow_html=True)",
        "st.caption(text, unsafe_allow_html=allow)",
        "st.html(text)",
        "st.html(f'<b>{NAME}</b>')",
        "st.html(body='<b>' + text)",
        "components.html('<b>'.format(text))",
    ],
)
def test_the_search_finds_html_that_varies(line):
    assert list(html_that_varies(line)) == [1]
