"""What each file that can be taken away costs: `python -m benchmarks.take_away [keys of files ...]`.

Of the first example and of 15,000 points in 2-D, at step 5, in soft colours. All in one process, as on the server:
the first file of a kind also loads what it needs, so every file is made `--times` times, and the median of the later
ones is told. Per file:

kB     its size
ms     of the processor's time, in the process in which files are made
"""

import argparse
import logging
import time
from statistics import median

logging.disable(logging.WARNING)  # Streamlit, when it is loaded, warns that no page is open

from dashboard.link import address  # noqa: E402
from dashboard.link.names import scenario_name  # noqa: E402
from dashboard.link.view import View  # noqa: E402
from dashboard.take_away.files import FILES  # noqa: E402
from dashboard.take_away.shown import Shown  # noqa: E402
from emcore import PRESETS  # noqa: E402

SUBJECTS = {"first example": PRESETS["first"].scenario, "15,000 points in 2-D": PRESETS["notebook-2d"].scenario}


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("keys", nargs="*", help=f"of {', '.join(FILES)}; all, if none is named")
    parser.add_argument("--times", type=int, default=4)
    asked = parser.parse_args()
    shown = {}
    for name, scenario in SUBJECTS.items():
        link = f"http://localhost:8501/?{address.text(scenario.to_query())}&step=5"
        shown[name] = Shown(scenario, *scenario.run(), 5.0, scenario_name(scenario), link, View(beats=True), False)
    print(f"| file | first, ms | {' | '.join(f'{name}: kB | ms' for name in SUBJECTS)} |")
    print("|---" * (2 + 2 * len(SUBJECTS)) + "|")
    for key in asked.keys or FILES:
        cells, first = [], ""
        for moment in shown.values():
            if problem := FILES[key].problem(moment):
                cells.append(f"{problem} |")
                continue
            times = []
            for _ in range(asked.times):
                began = time.process_time()
                made = FILES[key].make(moment)
                times.append(1000 * (time.process_time() - began))
            first = first or f"{times[0]:.0f}"
            cells.append(f"{len(made) / 1000:.0f} | {median(times[1:]):.0f}")
        print(f"| {key} | {first} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
