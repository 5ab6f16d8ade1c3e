"""Readers: games from files (`.nfg`, `.toml`, `.json`, `.npz`), from text, and the named games that come with accord."""

from accord.builtin.readers.bundled import BundledGame, BundledReader, bundled_game, bundled_names
from accord.builtin.readers.generated import GeneratedReader
from accord.builtin.readers.nfg import NfgReader, parse_nfg
from accord.builtin.readers.nfg_text import format_nfg
from accord.builtin.readers.npz import NpzReader, parse_npz
from accord.builtin.readers.sniff import sniff
from accord.builtin.readers.table_text import format_json, format_toml
from accord.builtin.readers.tables import JsonReader, TomlReader, parse_json, parse_toml

__all__ = [
    "BundledGame",
    "BundledReader",
    "GeneratedReader",
    "JsonReader",
    "NfgReader",
    "NpzReader",
    "TomlReader",
    "bundled_game",
    "bundled_names",
    "format_json",
    "format_nfg",
    "format_toml",
    "parse_json",
    "parse_nfg",
    "parse_npz",
    "parse_toml",
    "sniff",
]
