"""Every reader of the host keeps the contract of its role."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from accord.builtin.readers import BundledReader, JsonReader, NfgReader, NpzReader, TomlReader, format_nfg
from accord.game import Game
from accord.testing import ReaderContract

CHICKEN = Game.from_arrays(
    [["0", "7"], ["2", "6"]],
    [["0", "2"], ["7", "6"]],
    players=("row", "column"),
    actions=(("dare", "yield"), ("dare", "yield")),
    title="Chicken",
)


class TestNfg(ReaderContract):
    component = NfgReader()
    garbage = ("NFG", "NFG 1 R", 'NFG 1 R "x" { "a" "b" } { 2 2 }\n1 2 3', 'NFG 1 R "x" { "a" } { -3 }\n1 1 1')

    def sample(self, folder: Path) -> str:
        file = folder / "chicken.nfg"
        file.write_text(format_nfg(CHICKEN), encoding="utf-8")
        return str(file)

    def expected(self) -> Game:
        return CHICKEN


class TestToml(ReaderContract):
    component = TomlReader()
    garbage = ("players = 3", 'title = "x"', "payoffs = [[[0, nan]], [[1, 2]]]", "[[[[")

    def sample(self, folder: Path) -> str:
        file = folder / "chicken.toml"
        lines = ['title = "Chicken"', 'players = ["row", "column"]', 'actions = [["dare", "yield"], ["dare", "yield"]]']
        file.write_text("\n".join([*lines, "payoffs = [[[0, 0], [7, 2]], [[2, 7], [6, 6]]]"]), encoding="utf-8")
        return str(file)

    def expected(self) -> Game:
        return CHICKEN


class TestJson(ReaderContract):
    component = JsonReader()
    garbage = (
        "[]",
        "null",
        '{"payoffs": 3}',
        '{"payoffs": [[[1, 2]], [[1]]]}',
        '{"payoffs": [[[0, NaN]], [[1, 2]]]}',
        "[" * 100_000,
    )

    def sample(self, folder: Path) -> str:
        file = folder / "chicken.json"
        labels = '"title": "Chicken", "players": ["row", "column"], "actions": [["dare", "yield"], ["dare", "yield"]]'
        file.write_text(f'{{{labels}, "payoffs": [[[0, 0], [7, 2]], [[2, 7], [6, 6]]]}}', encoding="utf-8")
        return str(file)

    def expected(self) -> Game:
        return CHICKEN


class TestNpz(ReaderContract):
    component = NpzReader()
    garbage = (b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"\x93NUMPY\x01\x00")

    def sample(self, folder: Path) -> str:
        file = folder / "chicken.npz"
        np.savez(
            file,
            payoffs=CHICKEN.payoffs,
            players=np.array(CHICKEN.players),
            actions_1=np.array(CHICKEN.actions[0]),
            actions_2=np.array(CHICKEN.actions[1]),
        )
        return str(file)

    def expected(self) -> Game:
        return CHICKEN


class TestBundled(ReaderContract):
    component = BundledReader()

    def sample(self, folder: Path) -> str:
        return "bundled:chicken"
