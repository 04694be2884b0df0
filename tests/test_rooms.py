"""Imports go one way, down the floors of the house; what a room must not load, it does not load."""

import subprocess
import sys

import pytest
from rooms import FILES, FLOOR_OF, ROOT, arrows, drawing, room_of

ARCHITECTURE = ROOT / "ARCHITECTURE.md"
FRONTS = {path for path in FILES if path.name == "__init__.py"}
CACHING = {"dashboard/common/cache.py", "dashboard/common/leaving.py"}


def loaded_by(*modules):
    code = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def test_every_file_is_in_a_room():
    assert [name_of(path) for path in FILES if path not in FRONTS and room_of(path) is None] == []


def test_no_arrow_points_up_or_to_a_room_next_door():
    wrong = [
        f"{name_of(path)} -> {name_of(file)}"
        for path, file in arrows()
        if (a := room_of(path)) != (b := room_of(file)) and (b is None or FLOOR_OF[a] >= FLOOR_OF[b])
    ]
    assert wrong == []


def test_no_files_import_each_other():
    below = {}
    for path, file in arrows():
        below.setdefault(path, set()).add(file)
    done, way = set(), []

    def follow(path):
        assert path not in way, " -> ".join(map(name_of, [*way, path]))
        if path not in done:
            way.append(path)
            for file in below.get(path, ()):
                follow(file)
            done.add(way.pop())

    for path in FILES:
        follow(path)


def test_the_picture_of_the_rooms_is_drawn_from_the_imports():
    assert drawing() in ARCHITECTURE.read_text(encoding="utf-8"), "run: python tests/helpers/rooms.py"


def test_charts_load_no_streamlit():
    charts = [name_of(path)[:-3].replace("/", ".") for path in FILES if name_of(path).startswith("dashboard/charts/")]
    assert "streamlit" not in loaded_by(*(chart for chart in charts if not chart.endswith("__init__")))


@pytest.mark.parametrize(
    ("module", "kept_out"),
    [
        ("emcore", {"streamlit", "altair", "pandas", "sklearn", "matplotlib", "dashboard"}),
        ("dashboard.own_data.reading", {"streamlit", "pandas", "python_calamine", "clevercsv", "pyarrow"}),
        ("dashboard.own_data.reading.worker", {"emcore", "scipy", "streamlit", "pandas"}),
    ],
)
def test_a_room_loads_no_more_than_it_needs(module, kept_out):
    assert not loaded_by(module) & kept_out


def test_few_files_cache():
    """Results; a word per visit, which Streamlit lets go of when the page is closed."""
    caching = {name_of(path) for path in FILES if "st.cache_" in path.read_text(encoding="utf-8")}
    assert caching == CACHING
