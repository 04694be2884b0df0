"""Rooms in which a class votes, kept in a small SQLite file that all server processes on a machine share.

What is kept of a room: its code, what is asked in it, the right answer once it is revealed, when it ends, and a
fingerprint of the key that makes its host. What is kept of an answer: the answer, and a random word of the browser it
came from, made for this room alone, by which it can be changed. No address, no name, no time of an answer. All of it is
overwritten with zeros when the room is ended, or, two hours after it was opened, at the next use of the file.

The file is named by the environment variable `EM_EXPLORER_ROOMS`; without it, it lies in a folder of the system's
temporary ones that nobody else can read. Several machines behind one address can't share it by a network drive: send a
class to one of them.

Codes are short, to be typed from a wall. Whoever guesses one of 1.4 million can see what is asked and give one more
answer; to reveal, ask anew or end takes the host's key of 128 bits.
"""

import json
import logging
import os
import secrets
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from stat import S_ISDIR
from typing import Any

FILE = "EM_EXPLORER_ROOMS"
LASTS = 2 * 60 * 60  # seconds
MOST_ROOMS = 200  # at once
MOST_ANSWERS = 500  # in a room, one of each person
LONGEST_ANSWER, LONGEST_ASKED = 500, 6000  # bytes as JSON; with the bounds above 50 MB in all
LETTERS = "BCDFGHJKMNPRSTWXZ"  # none that looks like another or like a digit, and no vowels, which make words
LENGTH = 5
PATIENCE = 5.0  # seconds to wait for another process that writes

TABLES = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS rooms (
    code TEXT PRIMARY KEY, host TEXT NOT NULL, ends REAL NOT NULL,
    round INTEGER NOT NULL, asked TEXT NOT NULL, truth TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answers (
    code TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE, visitor TEXT NOT NULL, answer TEXT NOT NULL,
    PRIMARY KEY (code, visitor)
) WITHOUT ROWID;
COMMIT;
"""
SEEN = (
    "SELECT round, asked, truth, ends, (SELECT COUNT(*) FROM answers WHERE code = :code) FROM rooms WHERE code = :code"
)
GONE = "This room has ended."


class RoomError(Exception):
    """Something that can't be done in a room, and why, in words for the one who tried."""


class OutOfReachError(RoomError):
    """The file can't be used at the moment; of the room this says nothing."""


@dataclass(frozen=True)
class Room:
    """A room as it is now.

    kind, query, detail   what is asked, of which scenario, and what was prepared for it (see `asked.py`)
    round      grows when it is asked anew
    truth      the right answer; None until it is revealed
    ends       when, in seconds since 1970
    """

    code: str
    round: int
    kind: str
    query: Mapping[str, str]
    detail: Any
    truth: Any
    ends: float
    n_answers: int

    @property
    def revealed(self) -> bool:
        """Whether the right answer is shown, and no further one taken."""
        return self.truth is not None


class Rooms:
    """The rooms in a file. Every method may raise `RoomError`; what is given and answered is what JSON can say."""

    def __init__(self, path: Path | None = None, now: Callable[[], float] = time.time) -> None:
        self._path, self._now = path, now

    def open(self, kind: str, query: Mapping[str, str], detail: Any = None) -> tuple[str, str]:
        """Open a room in which something is asked; its code and the host's key."""
        asked, key = _asked(kind, query, detail), secrets.token_urlsafe(16)
        with self._writing() as db:
            self._delete_ended(db)
            if db.execute("SELECT COUNT(*) FROM rooms").fetchone()[0] >= MOST_ROOMS:
                raise RoomError(f"All {MOST_ROOMS} rooms of this server are taken. Try again in some minutes.")
            while True:
                code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
                row = (code, _fingerprint(key), self._now() + LASTS, asked)
                if db.execute("INSERT OR IGNORE INTO rooms VALUES (?, ?, ?, 1, ?, NULL)", row).rowcount:
                    return code, key

    def look(self, code: str) -> Room | None:
        """The room of this code; None if there is none, or no more."""
        with self._reading() as db:
            row = db.execute(SEEN, {"code": code}).fetchone()
            if row is not None and row[3] > self._now():
                n_round, asked, truth, ends, n_answers = row
                kind, query, detail = json.loads(asked)
                return Room(code, n_round, kind, query, detail, json.loads(truth or "null"), ends, n_answers)
        if row is not None:
            with self._writing() as db:
                self._delete_ended(db)
        return None

    def answer(self, code: str, n_round: int, visitor: str, answer: Any) -> None:
        """Keep this visitor's answer to what is asked in a round, in place of the one before."""
        text = _as_json(answer, LONGEST_ANSWER, "This answer")
        with self._writing() as db:
            row = db.execute(SEEN, {"code": code}).fetchone()
            if row is None or row[3] <= self._now():
                raise RoomError(GONE)
            if row[0] != n_round:
                raise RoomError("Something else is asked by now.")
            if row[2] is not None:
                raise RoomError("The answer is revealed: no more are taken.")
            changed = "UPDATE answers SET answer = ? WHERE code = ? AND visitor = ?"
            if db.execute(changed, (text, code, visitor)).rowcount:
                return
            if row[4] >= MOST_ANSWERS:
                raise RoomError(f"This room is full: {MOST_ANSWERS} have answered.")
            db.execute("INSERT INTO answers VALUES (?, ?, ?)", (code, visitor, text))

    def given(self, code: str, visitor: str) -> Any:
        """What this visitor has answered; None for nothing."""
        with self._reading() as db:
            row = db.execute("SELECT answer FROM answers WHERE code = ? AND visitor = ?", (code, visitor)).fetchone()
            return None if row is None else json.loads(row[0])

    def answers(self, code: str) -> list[Any]:
        """All answers, in no order that tells who came when."""
        with self._reading() as db:
            return [json.loads(text) for (text,) in db.execute("SELECT answer FROM answers WHERE code = ?", (code,))]

    def is_host(self, code: str, key: str) -> bool:
        """Whether this is the key of the room's host."""
        with self._reading() as db:
            return bool(
                db.execute("SELECT 1 FROM rooms WHERE code = ? AND host = ?", (code, _fingerprint(key))).fetchone()
            )

    def reveal(self, code: str, key: str, truth: Any) -> None:
        """Show the right answer, which is not None, and take no more."""
        with self._writing() as db:
            self._change(db, code, key, "truth = ?", _as_json(truth, LONGEST_ASKED, "The answer"))

    def ask_anew(self, code: str, key: str, kind: str, query: Mapping[str, str], detail: Any = None) -> None:
        """Begin the next round: nothing is answered yet."""
        with self._writing() as db:
            self._change(db, code, key, "asked = ?, truth = NULL, round = round + 1", _asked(kind, query, detail))
            db.execute("DELETE FROM answers WHERE code = ?", (code,))

    def end(self, code: str, key: str) -> None:
        """End the room; nothing of it is left."""
        with self._writing() as db:
            db.execute("DELETE FROM rooms WHERE code = ? AND host = ?", (code, _fingerprint(key)))

    def _change(self, db: sqlite3.Connection, code: str, key: str, change: str, *values: str) -> None:
        self._delete_ended(db)
        where = (code, _fingerprint(key))
        if not db.execute(f"UPDATE rooms SET {change} WHERE code = ? AND host = ?", (*values, *where)).rowcount:
            raise RoomError(GONE)

    def _delete_ended(self, db: sqlite3.Connection) -> None:
        db.execute("DELETE FROM rooms WHERE ends <= ?", (self._now(),))

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._reading() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own: another process may have made the file anew. It takes 0.1 ms.

        There is nothing to be had from waiting for the disk: no room outlives a power cut.
        """
        try:
            path = self._path or place()
            _make(path)
            with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as db:
                for setting in ("synchronous = OFF", "foreign_keys = ON", "secure_delete = ON"):
                    db.execute(f"PRAGMA {setting}")
                if not db.execute("PRAGMA schema_version").fetchone()[0]:
                    db.executescript(TABLES)
                yield db
        except (sqlite3.Error, OSError, ValueError) as trouble:
            logging.getLogger(__name__).warning("Rooms for votes can't be kept: %s", trouble)
            raise OutOfReachError("Rooms for votes can't be kept on this server at the moment.") from trouble


def place() -> Path:
    """Where the file is. Raises OSError where somebody else has what should be its private folder."""
    if given := os.environ.get(FILE):
        return Path(given)
    user = os.getuid() if hasattr(os, "getuid") else ""  # Windows has a temporary folder for each
    folder = Path(tempfile.gettempdir()) / f"em-explorer-{user}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()  # not what a link of somebody else points to
    if not S_ISDIR(found.st_mode) or (user != "" and (found.st_uid != user or found.st_mode & 0o077)):
        raise PermissionError(f"{folder} is not a folder of this user's alone")
    return folder / "rooms.sqlite"


def as_code(text: str) -> str:
    """A code as it was typed, in capitals and without spaces; nothing if it can be none."""
    code = "".join(text.upper().split())
    return code if len(code) == LENGTH and set(code) <= set(LETTERS) else ""


def _make(path: Path) -> None:
    """Make the file if it is not there, for this user alone; a link in its place is not followed."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600))


def _asked(kind: str, query: Mapping[str, str], detail: Any) -> str:
    return _as_json([kind, dict(query), detail], LONGEST_ASKED, "What is asked")


def _as_json(value: Any, longest: int, name: str) -> str:
    try:
        text = json.dumps(value, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError):
        raise RoomError(f"{name} can't be kept.") from None
    if len(text) > longest:
        raise RoomError(f"{name} is too long to be kept.")
    return text


def _fingerprint(key: str) -> str:
    return sha256(key.encode()).hexdigest()
