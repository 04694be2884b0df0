"""The rooms of the house and the arrows between them, read from the imports.

`python tests/helpers/rooms.py` prints the picture in ARCHITECTURE.md.
"""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]

# From the roof down: a room uses the floors below its own, none of its own or above. The longest path that fits a file
# is its room, so "emcore" is what is left of emcore: the textbook's files.
FLOORS = [
    ["app.py", "pages"],
    ["dashboard/class_vote", "dashboard/for_teachers"],
    ["dashboard/take_away"],
    ["dashboard/lessons", "dashboard/sidebar", "dashboard/picture"],
    ["dashboard/page.py", "dashboard/runs.py"],
    ["dashboard/own_data", "dashboard/stepping", "dashboard/failure.py"],
    ["dashboard/own_data/reading", "dashboard/link"],
    ["dashboard/common", "dashboard/charts/lessons", "dashboard/lessons/teaching"],
    ["dashboard/charts", "dashboard/lessons/course"],
    ["emcore/__init__.py", "emcore/__main__.py"],  # the front door, and the shell's
    ["emcore/export"],
    ["emcore/study"],
    ["emcore/scenario"],
    ["emcore/data", "emcore/fast"],
    ["emcore"],
]
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
FILES = [
    ROOT / "app.py",
    *(path for room in ("pages", "dashboard", "emcore") for path in sorted(ROOT.glob(f"{room}/**/*.py"))),
]


def room_of(path):
    """The room of a file; None for the empty fronts of packages."""
    name = path.relative_to(ROOT).as_posix()
    rooms = [room for room in FLOOR_OF if name == room or name.startswith(f"{room}/")]
    return max(rooms, key=len, default=None)


@cache
def imports_of(path):
    """The files of this project that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {file for alias in node.names if (file := file_of(alias.name))}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                file = file_of(f"{node.module}.{alias.name}") or file_of(node.module)
                found |= {file} if file else set()
    return found


def file_of(module):
    """The file of a module of this project, or None."""
    path = ROOT / module.replace(".", "/")
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.exists()), None)


def arrows():
    """All (file, imported file)."""
    return [(path, file) for path in FILES for file in sorted(imports_of(path))]


def arrows_between_rooms():
    """All (room, room below), each once."""
    pairs = {(room_of(path), room_of(file)) for path, file in arrows()}
    return sorted((a, b) for a, b in pairs if a and b and a != b)


def without_detours(pairs):
    """The arrows that do not follow from others."""
    below = {a: {b for first, b in pairs if first == a} for a in FLOOR_OF}
    reach = {}
    for room in sorted(FLOOR_OF, key=FLOOR_OF.get, reverse=True):
        reach[room] = below[room].union(*(reach.get(each, set()) for each in below[room]))
    return [(a, b) for a, b in pairs if not any(b in reach[c] for c in below[a] - {b})]


def drawing():
    """The rooms, floor by floor, and the arrows that do not follow from others, as a Mermaid flowchart."""
    names = {room: f"r{number}" for number, room in enumerate(FLOOR_OF)}
    lines = ["flowchart TD"]
    for rooms in FLOORS:
        lines += [f'    {names[room]}["{room}"]' for room in rooms]
    lines += [f"    {names[a]} --> {names[b]}" for a, b in without_detours(arrows_between_rooms())]
    return "\n".join(lines)


if __name__ == "__main__":
    print(drawing())
