"""Games come from files, bundled names, URIs and standard input; whatever cannot be read is explained."""

import io
import json
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import pytest

from accord.builtin.readers import BundledReader, JsonReader, NfgReader, NpzReader, TomlReader, bundled_names
from accord.claims import Claim
from accord.errors import ComponentError, ConfigurationError, InputError
from accord.game import Game
from accord.host import Plugin, Registration, Registry
from accord.roles import Needs
from accord.source import read

NFG = 'NFG 1 R "pennies" { "a" "b" } { 2 2 }\n\n1 -1 -1 1 -1 1 1 -1\n'
PENNIES = Game.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]], players=["a", "b"])


@dataclass(frozen=True)
class Trees:
    """Stand in for a reader of files that begin with EFG."""

    name: ClassVar[str] = "far.trees"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()
    suffixes: ClassVar[tuple[str, ...]] = (".efg",)
    schemes: ClassVar[tuple[str, ...]] = ("far",)

    def read(self, source):
        if source.startswith("far:"):
            return {"game": PENNIES, "none": None}[source[4:]]
        text = Path(source).read_text(encoding="utf-8")
        if "broken" in text:
            raise InputError(f"{source}, line 1: found 'broken'")
        return PENNIES


@dataclass(frozen=True)
class Rival(Trees):
    """Claim the same files."""

    name: ClassVar[str] = "rival.nfg"
    suffixes: ClassVar[tuple[str, ...]] = (".nfg",)
    schemes: ClassVar[tuple[str, ...]] = ()


def registry_of(*more):
    entries = [("accord", reader) for reader in (BundledReader, JsonReader, NfgReader, NpzReader, TomlReader)]
    entries += [(component.name.partition(".")[0], component) for component in more]
    return Registry(
        tuple(Plugin(name, name, "1") for name in dict.fromkeys(name for name, _ in entries)),
        tuple(Registration("reader", component.name, component, plugin, plugin, "1") for plugin, component in entries),
    )


HOST = registry_of()


@pytest.fixture
def pipe(monkeypatch):
    def put(content):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(content)))

    return put


def test_files_by_their_suffix_whatever_its_case(tmp_path):
    for name in ("pennies.nfg", "pennies.NFG"):
        path = tmp_path / name
        path.write_text(NFG, encoding="utf-8")
        assert read(str(path), HOST) == PENNIES


def test_bundled_names_and_their_scheme():
    name = bundled_names()[0]
    assert read(name, HOST) == read(f"bundled:{name}", HOST)


def test_a_path_with_a_colon_is_a_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("far:away.nfg").write_text(NFG, encoding="utf-8")
    assert read("far:away.nfg", HOST) == PENNIES


def test_uris_go_to_the_reader_of_their_scheme():
    assert read("far:game", registry_of(Trees)) == PENNIES
    assert read("FAR:game", registry_of(Trees)) == PENNIES


def test_standard_input_by_how_it_begins(pipe):
    for content in (NFG, "\ufeff" + NFG):
        pipe(content.encode())
        assert read("-", HOST) == PENNIES
    pipe(b'EFG 2 R "x"')
    assert read("-", registry_of(Trees)) == PENNIES


def test_errors_in_standard_input_do_not_name_a_temporary_file(pipe):
    pipe(b"EFG broken")
    with pytest.raises(InputError, match=r"^standard input, line 1: found 'broken'$"):
        read("-", registry_of(Trees))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "standard input is empty"),
        (b" \n", "standard input is empty"),
        (b"\xff\xfe\x00", "standard input is not UTF-8 text"),
        (b"NFG 1 R", "standard input, line 1"),
        (b'EFG 2 R "x"', "standard input: no reader for '.efg' files is installed; the plugin accord-gambit reads them"),
        (b"{", "standard input"),
    ],
)
def test_bad_standard_input_is_explained(pipe, content, message):
    pipe(content)
    with pytest.raises(InputError) as caught:
        read("-", HOST)
    assert message in str(caught.value)


def test_what_cannot_be_read_is_explained(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("pennies.nfg", "tree.efg", "notes.xyz", "bare"):
        Path(name).write_text(NFG, encoding="utf-8")
    Path("folder.nfg").mkdir()
    name = bundled_names()[0]
    for source, message in {
        "penies.nfg": "no file and no bundled game 'penies.nfg'; did you mean 'pennies.nfg'?",
        f"{name}x": f"did you mean '{name}'?",
        "folder.nfg": "folder.nfg is a directory",
        "tree.efg": "tree.efg: no reader for '.efg' files is installed; the plugin accord-gambit reads them; installed: .json,",
        "notes.xyz": "no reader for '.xyz' files is installed; installed: .json",
        "./bare": "./bare: the file has no suffix that tells its format",
        "catalog:a/b": "no reader for 'catalog:' URIs is installed; the plugin accord-gambit reads them; installed: bundled",
        "bundeld:x": "did you mean 'bundled'?",
        "bundled:no-such": "no bundled game is called",
        "": "the name of the game is empty",
        "a\0b": "no file and no bundled game",
        "x" * 5000: "no file and no bundled game",
    }.items():
        with pytest.raises(InputError) as caught:
            read(source, HOST)
        assert message in str(caught.value)


def test_two_readers_of_one_suffix_are_both_named(tmp_path):
    path = tmp_path / "pennies.nfg"
    path.write_text(NFG, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"claimed by 'nfg' \(plugin 'accord'\) and 'rival.nfg' \(plugin 'rival'\)"):
        read(str(path), registry_of(Rival))


@pytest.mark.parametrize(("source", "message"), [("far:crash", "KeyError"), ("far:none", "returned NoneType")])
def test_a_reader_that_fails_is_named(source, message):
    with pytest.raises(ComponentError, match=rf"reader 'far\.trees'.*{message}"):
        read(source, registry_of(Trees))


@pytest.mark.skipif(not bundled_names(), reason="no game is bundled")
def test_games_on_the_command_line(capsys):
    from accord.cli import main  # noqa: PLC0415

    name = bundled_names()[0]
    assert main(["games", "list", "--format", "json"]) == 0
    assert [game["name"] for game in json.loads(capsys.readouterr().out)["games"]] == list(bundled_names())
    assert main(["games", "show", name, "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["digest"] == read(name, HOST).digest
    assert main(["games", "show", name]) == 0
    assert shown["title"] in capsys.readouterr().out
