"""What a visitor gave, bytes of a file or a text: kept, read, and read again. Only the page of own data comes here."""

import zlib
from collections.abc import Callable
from contextlib import nullcontext

from dashboard.link import address
from dashboard.own_data.in_use import RawData, show, state
from dashboard.own_data.reading.apart import turn
from dashboard.own_data.reading.cells import TableError
from dashboard.own_data.reading.columns import Progress
from dashboard.own_data.reading.parquet import PARQUET
from dashboard.own_data.reading.read_table import are_few, read_table


def raw_data(data: bytes, source: str, *, may_travel: bool) -> RawData:
    """The bytes of a file or a text, packed."""
    is_parquet = data.startswith(PARQUET)
    return RawData(zlib.compress(data, 1), source, may_travel, is_parquet=is_parquet, is_small=are_few(data))


def take(make: Callable[[], RawData]) -> None:
    """Have new data read, by the page, where that can be seen and stopped; to make them may take a while."""
    own = state()
    own.to_read, own.problem = make(), ""


def read(progress: Progress) -> None:
    """Read what was given; where that fails, the problem is kept in words, and so are the data from before.

    What `progress` raises leaves it still to be read.
    """
    own, link = state(), address.state()
    new = own.to_read
    if new is None:
        return
    try:
        with nullcontext() if new.is_small else turn(progress):  # who waits for it keeps the bytes packed
            table = read_table(zlib.decompress(new.packed), new.source, new.format, progress=progress)
    except TableError as error:
        own.to_read, own.problem = None, str(error)
        return
    own.to_read, own.raw, own.source, own.may_travel = None, new, new.source, new.may_travel
    show(own, link, table)


def stop_reading() -> None:
    """Do not read what was given."""
    own = state()
    own.to_read, own.problem = None, "Reading was stopped."
