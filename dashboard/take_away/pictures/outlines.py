"""Lines along which numbers on a grid reach a level, such as the contours of a density."""

import numpy as np

from emcore.points import Array


def outlines(values: Array, level: float) -> list[Array]:
    """Lines around what lies above the level, which is to their left, by squares of four numbers (Lorensen and Cline,
    1987, in the plane). values: (rows, columns); each line is (n, 2), places as (column, row), between two numbers
    where these reach the level if they change evenly. A line that closes ends with its first place.
    """
    columns = values.shape[1]
    flat = values.ravel()
    following = _stretches(values > level, values, level)
    entered = set(following.values())
    lines = []
    for start in [*(edge for edge in following if edge not in entered), *following]:
        if start not in following:
            continue
        line, edge = [start], start
        while edge in following:
            edge = following.pop(edge)
            line.append(edge)
        lines.append(_places(np.array(line), flat, level, columns))
    return lines


def _stretches(above: np.ndarray, values: Array, level: float) -> dict[int, int]:
    """Where the outline goes on within each square, from an edge to an edge.

    Between a place and the one on its right lies edge 2 * place, between it and the one in the next row 2 * place + 1.
    """
    columns = values.shape[1]
    n_above = above[:-1, :-1].astype(int) + above[:-1, 1:] + above[1:, :-1] + above[1:, 1:]
    following = {}
    for row, column in np.argwhere((n_above > 0) & (n_above < 4)).tolist():
        at = row * columns + column
        corners = [(row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column)]  # anticlockwise
        edges = [2 * at, 2 * (at + 1) + 1, 2 * (at + columns), 2 * at + 1]
        is_above = [bool(above[corner]) for corner in corners]
        leaving = [i for i in range(4) if is_above[i] and not is_above[(i + 1) % 4]]
        entering = [i for i in range(4) if not is_above[i] and is_above[(i + 1) % 4]]
        # With two corners above, opposite each other, the middle says whether they are joined.
        middle = sum(values[corner] for corner in corners) / 4
        turn = -1 if len(leaving) == 2 and middle <= level else 1
        for start in leaving:
            end = start
            while end not in entering:
                end = (end + turn) % 4
            following[edges[start]] = edges[end]
    return following


def _places(edges: np.ndarray, flat: Array, level: float, columns: int) -> Array:
    place, upright = edges // 2, edges % 2
    here, there = flat[place], flat[place + np.where(upright, columns, 1)]
    share = (level - here) / (there - here)
    return np.stack([place % columns + np.where(upright, 0, share), place // columns + np.where(upright, share, 0)], 1)
