"""What a person reads of repeated runs, printed as JSON: for `test_processors.py`, in a process of its own."""

import json

import threadpoolctl

from emcore import PRESETS, Scenario
from emcore.study.replays import REPLAYS
from emcore.study.selection import search
from emcore.study.verdicts import verdict

said = {}
for key, replay in REPLAYS.items():
    result = verdict(replay)
    again = result.scenario.run()[1] if result.scenario else None
    said[key] = [
        result.steps,
        again and len(again) - 1,  # alone, not beside the others
        result.n_reached,
        result.n_collapsed,
        result.scenario and result.scenario.start_seed,
        [f"{number:.8g}" for number in result.ours],
    ]
for source in ("galaxies", "iris", "faithful"):
    data = Scenario(source=source, start="kmeanspp", n_components=1).only_data()
    for k in (2, 3, 4):
        for covariance_type in ("full", "tied", "diag"):
            cell = search(data, k, covariance_type, 10)
            read = (cell.seed, cell.steps, cell.stop, cell.n_reached, cell.n_collapsed, cell.near_singular)
            said[f"{source}, {k} {covariance_type}"] = [*read, f"{cell.bic:.6f}", f"{cell.icl:.5f}"]
for key, preset in PRESETS.items():
    trace = preset.scenario.run()[1]
    said[f"preset {key}"] = [len(trace), trace.stop, f"{trace.log_likelihoods[-1]:.8g}"]
kernels = sorted({library["architecture"] for library in threadpoolctl.threadpool_info()})
print(json.dumps({"kernels": kernels, "said": said}))
