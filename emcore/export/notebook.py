"""The run as a Jupyter notebook: the script in cells, and a picture of every step under a slider.

EM Explorer grew from such a notebook. Format 4.5 (nbformat), written as the JSON that it is.
"""

import json
from string import punctuation
from typing import Any

from emcore.export import python_code
from emcore.export.beside import with_points
from emcore.export.code_text import one_line
from emcore.export.file import Moment

PICTURES = """\
import matplotlib.pyplot as plt
from ipywidgets import IntSlider, interact
"""

BELLS = """\
x = np.linspace(X.min(), X.max(), 500)


def show(step):
    weights, means, covariances, log_likelihood = steps[step]
    mixture = np.zeros_like(x)
    plt.figure(figsize=(10, 5))
    plt.hist(X[:, 0], bins=50, density=True, color="0.85")
    for k in range(K):
        mean, variance = means[k, 0], covariances[k, 0, 0]
        bell = weights[k] * np.exp(-((x - mean) ** 2) / (2 * variance)) / np.sqrt(2 * np.pi * variance)
        label = f"{k + 1}: weight {weights[k]:.3f}, mean {mean:.4g}, sd {variance**0.5:.4g}"
        plt.plot(x, bell, color=f"C{k}", label=label)
        mixture += bell
    plt.plot(x, mixture, color="black", linestyle="--", label="the mixture")
    plt.xlabel(names[0])
    plt.title(f"Step {step}: log-likelihood {log_likelihood:.3f}")
    plt.legend()
    plt.show()
"""

ELLIPSES = """\
angles = np.linspace(0, 2 * np.pi, 100)
circle = np.array([np.cos(angles), np.sin(angles)])


def show(step):
    weights, means, covariances, log_likelihood = steps[step]
    plt.figure(figsize=(8, 6))
    plt.scatter(X[:, 0], X[:, 1], s=4, color="0.7")
    for k in range(K):
        L = np.linalg.cholesky(covariances[k, :2, :2])
        for sd in 1, 2:  # standard deviations from the mean
            plt.plot(*(means[k, :2, np.newaxis] + sd * L @ circle), color=f"C{k}")
        way = np.array([means[k, :2] for _, means, _, _ in steps[: step + 1]])
        plt.plot(*way.T, ".-", color=f"C{k}", label=f"{k + 1}: weight {weights[k]:.3f}")
    plt.xlabel(names[0])
    plt.ylabel(names[1])
    plt.title(f"Step {step}: log-likelihood {log_likelihood:.3f}")
    plt.legend()
    plt.show()
"""

SLIDER = '\n\ninteract(show, step=IntSlider(0, 0, len(steps) - 1, description="Step"));\n'
KEEP = "steps.append((weights, means, covariances, log_likelihood))"


def write(moment: Moment) -> bytes:
    """The notebook, in a zip with the points if these are many."""
    names = [one_line(name).replace("$", r"\$") for name in moment.dataset.columns[:2]]  # $ begins formulas
    picture = BELLS if len(names) == 1 else ELLIPSES
    cells = [
        _text("# EM for a mixture of Gaussians", f"**{_as_it_is(one_line(moment.title))}**", _link(moment.link)),
        _code(python_code.imports(moment) + PICTURES),
        _text("## The data"),
        _code(python_code.data(moment)),
        _text("## The start"),
        _code(python_code.start(moment)),
        _text("## E step", "Which component is responsible for which point, and for how much of it?"),
        _code(python_code.e_step(moment)),
        _text("## M step", "Where should each component stand, given the points it is responsible for?"),
        _code(python_code.m_step(moment)),
        _text("## EM", "The two in turn. The log-likelihood of every step stands in EM Explorer as well."),
        _code("steps = []\n" + python_code.loop(moment, KEEP)),
        _text("## Every step", "Move the slider."),
        _code(f"names = {names}\n{picture}{SLIDER}"),
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = {
        "cells": [cell | {"id": f"cell-{i}"} for i, cell in enumerate(cells)],
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return with_points("em.ipynb", json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", moment)


def _text(*paragraphs: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": "\n\n".join(filter(None, paragraphs))}


def _code(source: str) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "source": source.rstrip(), "execution_count": None, "outputs": []}


def _as_it_is(text: str) -> str:
    """A text of somebody else's as Markdown that shows it letter by letter."""
    return "".join(f"\\{c}" if c in punctuation else c for c in text)


def _link(link: str) -> str:
    return f"A run of EM Explorer: {_as_it_is(one_line(link, longest=5000))}" if link else "A run of EM Explorer."
