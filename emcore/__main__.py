"""The shell: `python -m emcore LINK` prints the table of a run at a step and writes its files; --help says how."""

import logging
import sys

from emcore.export.shell.main import main

if __name__ == "__main__":
    logging.disable(logging.WARNING)  # pictures are the dashboard's, and Streamlit warns that no page is open
    sys.exit(main(sys.argv[1:]))
