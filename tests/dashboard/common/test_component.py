"""The loader of the parts that are drawn in the browser: real import lines become one module."""

import pytest
import streamlit as st

from dashboard.common.component import BROWSER, IMPORT, module, style, told_by

COMPONENTS = sorted(path.parent.name for path in BROWSER.glob("*/*.js") if path.stem == path.parent.name)


@pytest.fixture
def write(tmp_path):
    """Writes files of JavaScript or CSS; returns the first."""

    def write_files(**sources):
        for name, source in sources.items():
            path = tmp_path / name.replace("_", ".")
            path.write_text(source, encoding="utf-8")
        return tmp_path / next(iter(sources)).replace("_", ".")

    return write_files


def test_the_house_has_components():
    assert len(COMPONENTS) > 5
    for name in COMPONENTS:
        assert module(BROWSER / name / f"{name}.js")
        assert "@import" not in style(BROWSER / name / f"{name}.css")


def test_a_component_imports_from_itself_and_from_what_all_share():
    for path in BROWSER.glob("*/*.js"):
        folders = {
            (path.parent / file).resolve().parent for _, file in IMPORT.findall(path.read_text(encoding="utf-8"))
        }
        assert folders <= {path.parent, BROWSER / "shared"}, path.name


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('import { a, c } from "./b.js"', r"a\.js imports c, which b\.js does not export"),
        ('import { b } from "./b.js"', r"a\.js imports b, which b\.js does not export"),  # private there
        ('import a from "./b.js"', r"a\.js: .*import a from"),
        ('import * as b from "./b.js"', r"a\.js: .*import \* as b"),
        ('import { a as c } from "./b.js"', r"a\.js: .*import { a as c }"),
        ('import { a } from "b"', r"a\.js: .*from \"b\""),
        ('import "./b.js"', r"a\.js: .*import \"\./b\.js\""),
        ("export { a }", r"a\.js: .*export { a }"),
        ('export * from "./b.js"', r"a\.js: .*export \*"),
        ("export default () => 1", r"a\.js: .*export default \(\)"),
    ],
)
def test_what_the_loader_can_not_resolve_is_refused_with_file_and_line(write, line, message):
    path = write(a_js=f"{line}\nexport default function () {{}}", b_js="const b = 2\nexport const a = b")
    with pytest.raises(ValueError, match=message):
        module(path)


def test_a_file_that_is_not_there_is_named(write):
    with pytest.raises(FileNotFoundError, match=r"c\.js"):
        module(write(a_js='import { c } from "./c.js"\nexport default function () {}'))


def test_a_circle_is_refused(write):
    path = write(
        a_js='import { b } from "./b.js"\nexport default function () {}',
        b_js='import { c } from "./c.js"\nexport const b = 1',
        c_js='import { b } from "./b.js"\nexport const c = 1',
    )
    with pytest.raises(ValueError, match=r"import each other: a\.js, b\.js, c\.js, b\.js"):
        module(path)


def test_style_sheets_import_each_other(write):
    path = write(a_css='@import "./b.css";\n.a { gap: 1px; }\n', b_css=".b { gap: 2px; }\n")
    assert style(path).split("\n") == [".b { gap: 2px; }", "", ".a { gap: 1px; }", ""]


IMPORTED = """async source => {
    const { default: main } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })))
    return CALLED
}"""


@pytest.mark.browser
def test_every_component_is_a_module_that_chromium_takes(new_page):
    page = new_page("about:blank")
    for name in COMPONENTS:
        kind = page.evaluate(IMPORTED.replace("CALLED", "typeof main"), module(BROWSER / name / f"{name}.js"))
        assert kind == "function", name


@pytest.mark.browser
def test_names_private_to_files_do_not_meet_and_a_shared_file_runs_once(write, new_page):
    path = write(
        a_js="""import { b } from "./b.js"
import {
  c, counted, Box, later,
} from "./c.js"
const mine = "a"
export default function () { return later().then(text => [mine, b(), c(), counted(), new Box().mine, text, after]) }
const after = "after"
""",
        b_js="""import { c, count } from "./c.js"
const mine = "b"
count()
export const b = () => mine + c()
""",
        c_js="""const mine = "c"
let times = 0
export function count() { times++ }
export const c = () => mine
export const counted = () => times
export class Box { mine = mine }
export async function later() { return mine + "later" }
count()
""",
    )
    found = new_page("about:blank").evaluate(IMPORTED.replace("CALLED", "main()"), module(path))
    assert found == ["a", "bc", "c", 2, "c", "clater", "after"]


def test_what_is_told_once_its_page_has_been_left_is_nothing(monkeypatch):
    monkeypatch.setattr(st, "session_state", {"part": {"moved": "0.3"}})
    assert told_by("part", "moved") == "0.3"
    assert told_by("part", "dropped") is None
    assert told_by("of a page that was left", "moved") is None
