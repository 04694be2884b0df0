"""Parts of the page that are drawn in the browser: HTML, CSS and JavaScript of `browser/` made into components.

Streamlit takes a component's JavaScript as one module. The files of ours import from each other by ordinary
import lines; here they become one text, each file a function of its own, so that its private names stay private.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

BROWSER = Path(__file__).parents[1] / "browser"
IMPORT = re.compile(r'^import \{(\s*\w+(?:,\s*\w+)*,?\s*)\} from "(\.[^"]+)"$', re.MULTILINE)
EXPORT = re.compile(r"^export ((?:async )?(?:function|const|class) (\w+))", re.MULTILINE)
MAIN = re.compile(r"^export default function\b", re.MULTILINE)
OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
COMMENT = re.compile(r"^ *//.*\n", re.MULTILINE)  # a line of its own; none of them travels
STYLE = re.compile(r'^@import "(\.[^"]+)";$', re.MULTILINE)


def component(name: str) -> Any:
    """The component of the folder `browser/<name>/`: its `<name>.html`, `.css` and `.js`, with what they import."""
    html, css, js = (BROWSER / name / f"{name}.{kind}" for kind in ("html", "css", "js"))
    return st.components.v2.component(
        f"em_explorer_{name}", html=html.read_text(encoding="utf-8"), css=style(css), js=module(js)
    )


def told_by(key: str, name: str) -> Any:
    """What the component of this key has told of `name`; None also if it was told on a page that has been left."""
    return st.session_state.get(key, {}).get(name)


def style(path: Path) -> str:
    """A style sheet; those that it imports stand in the place of their `@import "./file.css";`."""
    return STYLE.sub(lambda line: style(path.parent / line[1]), path.read_text(encoding="utf-8"))


def module(path: Path) -> str:
    """A file of JavaScript and all that it imports as one module, which exports the file's default function.

    Understood are `import { a, b } from "./file.js"`, and `export` before a function, a constant or a class; each
    begins its line. Raises ValueError for any other import or export, for a name that the other file does not export,
    and for files that import each other.
    """
    functions, (main,) = functions_of([path])
    return f"{functions}\nexport default {main}\n"


def functions_of(paths: Sequence[Path]) -> tuple[str, list[str]]:
    """Files of JavaScript and all that they import, each once, as statements of a script; and the expression there for
    each file's default function. Raises as `module` does.
    """
    exports: dict[Path, list[str]] = {}
    functions = [text for path in paths for text in _functions(path.resolve(), exports, [])]
    return "\n".join(functions), [f"{_name(path, exports)}.main" for path in paths]


def _functions(path: Path, exports: dict[Path, list[str]], importers: list[Path]) -> Iterator[str]:
    """After the files that it imports, this one as a function called on the spot, which returns what it exports."""
    if path in importers:
        raise ValueError(f"Files import each other: {', '.join(file.name for file in [*importers, path])}")
    if path in exports:
        return
    source = COMMENT.sub("", path.read_text(encoding="utf-8"))
    for names, file in IMPORT.findall(source):
        other = (path.parent / file).resolve()
        yield from _functions(other, exports, [*importers, path])
        if unknown := set(re.findall(r"\w+", names)) - set(exports[other]):
            raise ValueError(f"{path.name} imports {', '.join(sorted(unknown))}, which {other.name} does not export")
    source = IMPORT.sub(lambda line: f"const {{{line[1]}}} = {_name(path.parent / line[2], exports)}", source)
    source = MAIN.sub("export const main = function", source)
    exports[path] = [name for _, name in EXPORT.findall(source)]
    source = EXPORT.sub(r"\1", source)
    if unread := OTHER.search(source):
        raise ValueError(f"{path.name}: the loader can't read the line {unread[0]!r}")
    returned = f"return {{ {', '.join(exports[path])} }}"
    yield f"const {_name(path, exports)} = (() => {{ // {path.name}\n{source}\n{returned}\n}})()"


def _name(path: Path, exports: dict[Path, list[str]]) -> str:
    """What stands for a file in the module."""
    return f"file_{list(exports).index(path.resolve())}"
