"""The shell: `python -m emcore LINK` prints the table of a run at a step and writes its files; --help says how."""

import sys

from emcore.export.shell.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
