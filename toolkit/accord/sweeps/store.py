"""A results store: an SQLite file with a row per task, written as it finishes, and found again by what it is about."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from os import PathLike, fspath

from accord.errors import InputError
from accord.sweeps.records import Detail, GameRecord, Outcome, PipelineRecord, Status
from accord.sweeps.table import columns_of, flat, stages_of
from accord.work.database import database

__all__ = ["Store", "damaged", "opened"]

_MARK = 0x0ACC0D5
"""SQLite's field for what kind of file a database is."""
_TABLES = (
    (
        "CREATE TABLE IF NOT EXISTS games (id BLOB PRIMARY KEY, digest TEXT NOT NULL, title TEXT NOT NULL, source TEXT NOT NULL,"
        " family TEXT NOT NULL, seed INTEGER, params TEXT NOT NULL, players TEXT NOT NULL, shape TEXT NOT NULL) WITHOUT ROWID"
    ),
    "CREATE INDEX IF NOT EXISTS games_by_digest ON games (digest)",
    (
        "CREATE TABLE IF NOT EXISTS pipelines (id TEXT PRIMARY KEY, label TEXT NOT NULL, side_payments INTEGER NOT NULL,"
        " stages TEXT NOT NULL, versions TEXT NOT NULL) WITHOUT ROWID"
    ),
    (
        "CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, digest TEXT NOT NULL, pipeline TEXT NOT NULL,"
        " versions TEXT NOT NULL, status TEXT NOT NULL, reason TEXT NOT NULL, detail INTEGER NOT NULL, disagreement TEXT,"
        " agreement TEXT, transfers TEXT, surplus TEXT, welfare TEXT, certified INTEGER, residual REAL, warnings TEXT NOT NULL,"
        " solution TEXT)"
    ),
    "CREATE INDEX IF NOT EXISTS results_by_digest ON results (digest)",
    "CREATE TABLE IF NOT EXISTS seconds (key BLOB PRIMARY KEY, seconds REAL NOT NULL) WITHOUT ROWID",
)
_GAME = ("digest", "title", "source", "family", "seed", "params", "players", "shape")
_RESULT = tuple(field.name for field in fields(Outcome) if field.name != "seconds")
_JOINED = (
    f"SELECT {', '.join(f'games.{name}' for name in _GAME)}, pipelines.label, pipelines.side_payments, pipelines.stages,"
    f" {', '.join(f'results.{name}' for name in _RESULT if name != 'digest')}, seconds.seconds"
)
_BY_CONTENT = (
    " FROM results JOIN games ON games.digest = results.digest JOIN pipelines ON pipelines.id = results.pipeline"
    " LEFT JOIN seconds ON seconds.key = results.key"
    " ORDER BY games.source, games.family, games.params, games.seed, games.title, games.digest, pipelines.label, pipelines.id,"
    " results.versions"
)
_AS_WANTED = (
    " FROM wanted JOIN results ON results.key = wanted.key JOIN games ON games.id = wanted.game"
    " JOIN pipelines ON pipelines.id = results.pipeline LEFT JOIN seconds ON seconds.key = results.key ORDER BY wanted.position"
)
_NAMES = (*_GAME, "label", "side_payments", "stages", *(name for name in _RESULT if name != "digest"), "seconds")
_PUT = (
    f"INSERT INTO results ({', '.join(_RESULT)}) VALUES ({', '.join('?' * len(_RESULT))}) ON CONFLICT (key) DO UPDATE SET "  # noqa: S608 - our own words
    + ", ".join(f"{name} = excluded.{name}" for name in _RESULT if name != "key")
    + f" WHERE results.status <> '{Status.SOLVED}' OR excluded.detail > results.detail"
)
"""What is there stays, unless it is a failure or less was wanted: of two runs at once, neither undoes the other's work."""


class Store:
    """An open results store.

    Args:
        file: an open database.
        where: its name.
    """

    def __init__(self, file: sqlite3.Connection, where: str) -> None:
        self._file = file
        self.where = where
        self._identity = self._found()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns of `rows`; there are as many columns of payoffs as any game has players."""
        shapes = self._file.execute("SELECT DISTINCT shape FROM games")
        return columns_of(max((shape.count("x") + 1 for (shape,) in shapes if shape), default=0))

    def rows(self, *, only_wanted: bool = False, solutions: bool = False) -> Iterator[dict[str, object]]:
        """Yield a wide row per game and pipeline, as a dictionary from the names of `columns` to values.

        The order depends on what is in the store alone, not on when it came there.

        Args:
            only_wanted: only what this run has asked for, in the order in which it did.
            solutions: add the column ``solution``, the JSON of full solutions as text.
        """
        wide = self.columns
        stages: dict[str, dict[str, object]] = {}
        for values in self._file.execute(_JOINED + (_AS_WANTED if only_wanted else _BY_CONTENT)):
            row = dict(zip(_NAMES, values, strict=True))
            if row["stages"] not in stages:
                stages[row["stages"]] = stages_of(row["stages"])
            yield flat(row, stages[row["stages"]], wide, solutions=solutions)

    def counts(self, *, only_wanted: bool = False) -> list[tuple[str, str, str, int]]:
        """Return how many tasks of each pipeline (its label) ended with each status and reason."""
        wanted = "JOIN wanted ON wanted.key = results.key" if only_wanted else "JOIN games ON games.digest = results.digest"
        return self._file.execute(
            f"SELECT pipelines.label, results.status, results.reason, count(*) FROM results {wanted}"  # noqa: S608 - our own words
            " JOIN pipelines ON pipelines.id = results.pipeline GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        ).fetchall()

    def uncertified(self, *, only_wanted: bool = False) -> int:
        """Return how many answers have a certificate that does not hold."""
        wanted = "JOIN wanted ON wanted.key = results.key" if only_wanted else "JOIN games ON games.digest = results.digest"
        sql = f"SELECT count(*) FROM results {wanted} WHERE results.certified = 0"  # noqa: S608 - our own words
        (count,) = self._file.execute(sql).fetchone()
        return int(count)

    def known(self, keys: Sequence[bytes]) -> dict[bytes, tuple[Status, Detail]]:
        """Return which of some tasks are there, how each ended, and how much of it is kept."""
        marks = ", ".join("?" * len(keys))
        sql = f"SELECT key, status, detail FROM results WHERE key IN ({marks})"  # noqa: S608 - question marks
        try:
            return {key: (Status(status), Detail(detail)) for key, status, detail in self._file.execute(sql, keys)}
        except ValueError as error:
            raise damaged(self, error) from None

    def put(
        self,
        outcomes: Iterable[Outcome] = (),
        games: Iterable[GameRecord] = (),
        pipelines: Iterable[PipelineRecord] = (),
        wanted: Iterable[tuple[GameRecord, bytes]] = (),
    ) -> None:
        """Write records down, all at once and for good.

        Raises:
            InputError: if the file is not there any more.
        """
        outcomes = list(outcomes)
        with self._file as file:
            file.execute("BEGIN IMMEDIATE")
            file.executemany(
                "INSERT INTO pipelines VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET label = excluded.label,"
                " versions = excluded.versions",
                [_row((p.id, p.label, p.side_payments, p.stages, p.versions)) for p in pipelines],
            )
            file.executemany("INSERT OR IGNORE INTO games VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_game, games))
            file.executemany("INSERT INTO wanted (game, key) VALUES (?, ?)", [(game.id, key) for game, key in wanted])
            file.executemany(_PUT, [_row(getattr(outcome, name) for name in _RESULT) for outcome in outcomes])
            file.executemany("INSERT OR REPLACE INTO seconds VALUES (?, ?)", [(o.key, o.seconds) for o in outcomes])
        if self._found() != self._identity:
            raise InputError(f"{self.where} was removed or replaced while it was written to; run the sweep again")

    def _found(self) -> tuple[int, int] | None:
        """Return what tells the file from others that have had its name."""
        try:
            found = os.stat(self.where)  # noqa: PTH116 - once a batch
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def unreadable(self) -> frozenset[str]:
        """Return what stands for games that could not be read."""
        sql = "SELECT DISTINCT digest FROM results WHERE status = ?"
        return frozenset(digest for (digest,) in self._file.execute(sql, (Status.UNREADABLE,)))

    def forget(self, digest: str) -> None:
        """Remove everything about a game; for what was unreadable and can be read now."""
        with self._file as file:
            for table in ("results", "games"):
                file.execute(f"DELETE FROM {table} WHERE digest = ?", (digest,))  # noqa: S608 - our own words


@contextmanager
def opened(where: str | PathLike[str], *, new: bool = False) -> Iterator[Store]:
    """Open a results store.

    Args:
        where: the file; ``:memory:`` for one that is gone afterwards.
        new: whether to make one where there is none, and to write to it.

    Raises:
        InputError: if it is not there, holds something else, or cannot be used.
    """
    with database(where, mark=_MARK, tables=_TABLES, what="results", new=new) as file:
        file.execute("CREATE TEMP TABLE wanted (position INTEGER PRIMARY KEY, game BLOB NOT NULL, key BLOB NOT NULL)")
        file.execute("CREATE INDEX temp.wanted_by_key ON wanted (key)")
        file.execute("PRAGMA synchronous = FULL")  # what is reported as done is there even if the machine is switched off
        yield Store(file, fspath(where))


def damaged(store: Store, error: Exception) -> InputError:
    """Return what to tell about a store that does not say what accord has written."""
    return InputError(f"{store.where} is damaged ({type(error).__name__}: {error}); run the sweep into a new store")


def _game(game: GameRecord) -> tuple[object, ...]:
    players, shape = json.dumps(game.players, ensure_ascii=False), "x".join(map(str, game.shape))
    return _row((game.id, game.digest, game.title, game.source, game.family, game.seed, game.params, players, shape))


def _row(values: Iterable[object]) -> tuple[object, ...]:
    """Return values that SQLite can keep: names of files need not be UTF-8, and what is not is escaped."""
    return tuple(
        value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) and not value.isascii() else value
        for value in values
    )
