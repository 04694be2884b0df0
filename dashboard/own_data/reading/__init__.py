"""From the bytes of a file or a pasted text to a table of numbers; problems in plain words. No Streamlit.

`content.py` has the order, in which each stage returns what it made and what there is to say of it:

    decoding                                 bytes -> text, or excel, parquet (packed: what they unpack to)
    one_line, comments, separators           what the lines of a text are, and which sign parts their cells
    splitting -> rows                        lines -> rows of cells
    head (names) -> rows                     what stands above the numbers -> columns of cells
    affixes, decimal_signs, cells -> columns columns of cells -> of numbers
    notes, table                             what a visitor is told and has

Large files and all but texts take this way in a process of their own (`read_table`, `apart`, `worker`).
"""
