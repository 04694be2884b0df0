"""Vega, which draws the charts, as one script to put into a file. It is in the package vl-convert-python, whole."""

import os
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path

from dashboard.take_away.look import VEGA_LITE


@cache
def vega() -> str:
    """A script that makes `vegaEmbed`. It takes seconds to put together: so it is kept on disk, where it can be."""
    import vl_convert  # heavy: loaded when a file is made

    kept = _folder() / f"vega-lite-{VEGA_LITE}-{version('vl-convert-python')}.js"
    try:
        return kept.read_text(encoding="utf-8")
    except OSError:
        pass
    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed", vl_version=VEGA_LITE)
    script = f"(() => {{{bundle}\n}})()"  # its names would meet those of others
    _keep(script, kept)
    return script


def _folder() -> Path:
    """This user's own, in which nobody else can write."""
    cache_home = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(cache_home) if cache_home else Path(os.path.expanduser("~"), ".cache")) / "em-explorer"


def _keep(script: str, path: Path) -> None:
    """Whole or not at all, as others may read meanwhile."""
    try:
        path.parent.mkdir(0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as part:
            part.write(script)
        os.replace(part.name, path)
    except OSError:  # then it is made anew next time
        pass
