"""Code reads many points from a file: then both come in a zip."""

import io
import zipfile

from emcore.export.file import Moment
from emcore.export.points_csv import points_csv

MOST_INLINE = 1000  # points that stand in the code itself
POINTS = "points.csv"
BEGINNING = (1980, 1, 1, 0, 0, 0)  # of time, in zips: the same run gives the same file


def comes_with_points(moment: Moment) -> bool:
    """Whether the points stand beside the code."""
    return len(moment.dataset.X) > MOST_INLINE


def with_points(name: str, code: str, moment: Moment) -> bytes:
    """The code, in a zip with the points if these are many."""
    if not comes_with_points(moment):
        return code.encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        for file, content in ((name, code.encode()), (POINTS, points_csv(moment))):
            folder.writestr(zipfile.ZipInfo(file, BEGINNING), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
