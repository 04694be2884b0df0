"""From the bytes of a file or a pasted text to a table of numbers; problems in plain words. No Streamlit."""

from dashboard.own_data.reading.cells import TableError
from dashboard.own_data.reading.columns import Columns
from dashboard.own_data.reading.how import How
from dashboard.own_data.reading.table import Table, read_table, table_of

__all__ = ["Columns", "How", "Table", "TableError", "read_table", "table_of"]
