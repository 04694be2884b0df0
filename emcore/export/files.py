"""All files that emcore makes of a run. A registry: add a kind of file here."""

from emcore.export import notebook, python_code, r_code, record, sklearn_code
from emcore.export.beside import comes_with_points
from emcore.export.file import File, too_many_points
from emcore.export.points_csv import points_csv
from emcore.export.steps_csv import steps_csv

DATA: dict[str, File] = {
    "points": File(
        "Points and responsibilities",
        "A table (CSV): every point with its responsibilities at this step and the most responsible component.",
        "points.csv",
        "text/csv",
        points_csv,
        too_many_points,
    ),
    "steps": File(
        "All steps",
        "A table (CSV): log-likelihood, weights, means, standard deviations and covariances of every step.",
        "steps.csv",
        "text/csv",
        steps_csv,
    ),
    "record": File(
        "Record of the run",
        "Everything (JSON): data, start, options and every step. It can be opened here again, with your own points "
        "inside, and read with `emcore.export.record.read`.",
        "run.json",
        "application/json",
        record.write,
        record.problem,
    ),
}
CODE: dict[str, File] = {
    "python": File(
        "Python",
        "A script on NumPy and SciPy alone: E step, M step, and the same log-likelihoods at every step.",
        "em.py",
        "text/x-python",
        python_code.write,
        too_many_points,
        comes_with_points,
    ),
    "notebook": File(
        "Jupyter notebook",
        "The same in cells, and a picture of every step under a slider. Needs Matplotlib and ipywidgets.",
        "em.ipynb",
        "application/x-ipynb+json",
        notebook.write,
        too_many_points,
        comes_with_points,
    ),
    "sklearn": File(
        "Python with scikit-learn",
        "The same steps by `GaussianMixture`, one at a time.",
        "em_sklearn.py",
        "text/x-python",
        sklearn_code.write,
        sklearn_code.problem,
        comes_with_points,
    ),
    "r": File(
        "R",
        "The same steps by the package mclust, `estep` and `mstep` in turn.",
        "em.R",
        "text/plain",
        r_code.write,
        r_code.problem,
        comes_with_points,
    ),
}
