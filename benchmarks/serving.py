"""The dashboard on a free port of its own: benchmarks and browser tests open it there."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parent.parent


class Dashboard:
    """A cold dashboard from the folder `root`, started by `with` or `start`; what it logs goes to the file `log`."""

    def __init__(self, root: Path = ROOT, log: str | Path = os.devnull) -> None:
        self.root, self.log = root, log
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = ["--server.address=127.0.0.1", f"--server.port={self.port}", "--server.headless=true"]
        command = [sys.executable, "-m", "streamlit", "run", "app.py", *options, "--server.fileWatcherType=none"]
        with open(self.log, "a") as log:
            self.process = subprocess.Popen(command, cwd=self.root, stdout=log, stderr=subprocess.STDOUT)
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1).read()
                return
            except OSError:
                if self.process.poll() is not None:
                    raise RuntimeError("the dashboard did not start") from None
                time.sleep(0.25)
        raise RuntimeError("the dashboard did not answer")

    def stop(self) -> None:
        """Stop it; it may be started again, at the same address."""
        self.process.terminate()
        self.process.wait(20)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
