"""`python -m emcore`: what was asked for, the run, its table, its files; the exit status."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from emcore.errors import DataError, MixtureError
from emcore.export.file import File, Moment
from emcore.export.shell.asked import Asked, AskedError, asked_for, half_step
from emcore.export.shell.offered import OWN, of_the_dashboard
from emcore.export.shell.running import run
from emcore.export.shell.table import table
from emcore.scenario.presets import PRESETS

DONE, IMPOSSIBLE, UNREADABLE, INTERRUPTED = 0, 1, 2, 130
PROGRAM = "python -m emcore"
LONGEST = 400  # characters of a line that says what is wrong


class Arguments(argparse.ArgumentParser):
    """Whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """What can't be read ends the program."""
        raise AskedError(message)


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks for; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal may lack a letter of a column's name
    try:
        return _do(arguments)
    except AskedError as error:
        return _say(str(error), UNREADABLE)
    except BrokenPipeError:  # whoever read has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return _say("stopped", INTERRUPTED)


def _do(arguments: Sequence[str]) -> int:
    asks_for_help = {"-h", "--help"} & set(arguments)
    parser = _parser({**OWN, **of_the_dashboard()[0]} if asks_for_help else OWN)
    options = parser.parse_args(arguments)
    files, show = _files(options)
    step = None if options.step is None else half_step(options.step)
    asked = asked_for(sys.stdin.read().strip() if options.what == "-" else options.what)
    try:
        moment = _moment(asked, step)
    except (MixtureError, DataError) as error:
        return _say(f"these data allow no such run: {error}", IMPOSSIBLE)
    print(table(moment), flush=True)
    return _write(files, show(moment, asked.query) if files else moment, options)


def _parser(files: Mapping[str, File]) -> argparse.ArgumentParser:
    widest = max(map(len, files))
    offered = "\n".join(f"  {key:<{widest}}  {file.name:<14} {file.label}" for key, file in files.items())
    parser = Arguments(
        PROGRAM,
        description="Repeat a run of EM Explorer: print its table at a step, write its files.",
        epilog=f"files:\n{offered}\n\npresets: {', '.join(PRESETS)}\n\n"
        "exit status: 0 done; 1 the data allow no such run, or no such file; 2 something can't be read or written",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "what",
        metavar="LINK",
        help="a link of EM Explorer (in quotes), its query, the name of a preset, a record (run.json), or - for any of "
        "these on standard input",
    )
    parser.add_argument("-s", "--step", help="of the table and the files; otherwise the link's, or the last")
    parser.add_argument(
        "-f", "--files", metavar="LIST", help='which files to write, such as "points,python"; "all" for all of them'
    )
    parser.add_argument(
        "-o",
        "--out",
        metavar="FOLDER",
        help="where to write them, over those of the same name (default: here); without -f, all but the dashboard's",
    )
    return parser


def _files(options: argparse.Namespace) -> tuple[dict[str, File], Any]:
    """The files asked for, and how a moment is shown to them."""
    keys = [key.strip() for key in (options.files or "").split(",") if key.strip()]
    if set(keys) <= set(OWN):
        return {key: OWN[key] for key in keys or (OWN if options.out is not None else ())}, lambda moment, query: moment
    of_dashboard, show, lacking = of_the_dashboard()
    files = {**OWN, **of_dashboard}
    if lacking:
        _say(lacking)
    if keys == ["all"]:
        return files, show
    if unknown := [key for key in keys if key not in files]:
        raise AskedError(f"no such file: {', '.join(unknown)}; choose from {', '.join(files)} or all")
    return {key: files[key] for key in keys}, show


def _moment(asked: Asked, step: float | None) -> Moment:
    dataset = asked.scenario.dataset(asked.own_points)
    trace = asked.trace or run(asked.scenario, dataset.X)
    last = len(trace) - 1
    wanted = next((said for said in (step, asked.step) if said is not None), last)
    if wanted > last + 0.5:
        _say(f"step {wanted:g} is beyond the end of the run; step {last} is shown")
    moment = Moment(asked.scenario, dataset, trace, 0.0, asked.title, asked.link, measured=asked.own_points)
    return replace(moment, step=wanted if wanted <= last + 0.5 else last)


def _write(files: Mapping[str, File], moment: Moment, options: argparse.Namespace) -> int:
    """Write files; those that can't be made were asked for by name, or are left out."""
    folder, left_out = Path(options.out or "."), False
    for file in files.values():
        if problem := file.problem(moment):
            left_out = True
            _say(f"{file.name} is not written: {problem}")
            continue
        path = folder / file.name_of(moment)
        content = file.make(moment)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except OSError as error:
            raise AskedError(f"{path} can't be written: {error.strerror}") from None
        _say(f"{path}, {len(content):,} bytes")
    return IMPOSSIBLE if left_out and options.files not in (None, "all") else DONE


def _say(text: str, status: int = DONE) -> int:
    """One line on standard error, in which no text of others does anything to a terminal."""
    line = "".join(c if c.isprintable() else "�" for c in " ".join(text.split()))
    print(f"{PROGRAM}: {line if len(line) <= LONGEST else line[: LONGEST - 1] + '…'}", file=sys.stderr)
    return status
