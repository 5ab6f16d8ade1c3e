"""Plugins are switched off before they are imported: by the command line, the environment and configuration files."""

import json
import os
import subprocess
import sys

import pytest

from accord.cli import main
from accord.errors import AccordWarning, ConfigurationError
from accord.host import Status, discover, discovery, load_registry
from accord.host.switches import VARIABLES, switches

OFF = 'import pathlib; pathlib.Path(__file__).with_name("imported").touch()\nraise RuntimeError("it was imported")'


@pytest.fixture(autouse=True)
def surroundings(monkeypatch, tmp_path):
    """Begin in an empty folder, with no configuration at all."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nowhere"))
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    discovery._loaded.cache_clear()
    yield folder
    discovery._loaded.cache_clear()


@pytest.fixture
def users_file(monkeypatch, tmp_path):
    file = tmp_path / "config" / "accord" / "config.toml"
    file.parent.mkdir(parents=True)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return file


@pytest.fixture
def explosive(monkeypatch, tmp_path):
    """Install a plugin that leaves a trace when it is imported, and fails; return whether it was."""
    site = tmp_path / "site"
    info = site / "accord_explosive-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.4\nName: accord-explosive\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[accord]\nexplosive = explosive_plugin\n", encoding="utf-8")
    (site / "explosive_plugin.py").write_text(OFF, encoding="utf-8")
    monkeypatch.syspath_prepend(site)
    return (site / "imported").exists


def status_of(plugin):
    return {found.name: (found.status, found.disabled_by) for found in discover().plugins}[plugin]


def test_nothing_is_switched_off_by_itself(explosive):
    assert status_of("explosive") == (Status.BROKEN, None)
    assert explosive()


@pytest.mark.parametrize(
    ("environment", "by"),
    [
        ({"ACCORD_DISABLE_PLUGINS": "explosive"}, "ACCORD_DISABLE_PLUGINS"),
        ({"ACCORD_DISABLE_PLUGINS": " gambit , explosive,"}, "ACCORD_DISABLE_PLUGINS"),
        ({"ACCORD_NO_PLUGIN": "explosive", "ACCORD_DISABLE_PLUGINS": "explosive"}, "--no-plugin"),
        ({"ACCORD_DISABLE_PLUGINS": "*"}, "ACCORD_DISABLE_PLUGINS"),
        ({"ACCORD_NO_PLUGIN": "*", "ACCORD_LOAD_PLUGINS": "explosive"}, "--no-plugin"),
        ({"ACCORD_LOAD_PLUGINS": "nashpy"}, "ACCORD_LOAD_PLUGINS, which does not list it"),
        ({"ACCORD_LOAD_PLUGINS": ""}, "ACCORD_LOAD_PLUGINS, which does not list it"),
        ({"ACCORD_LOAD_PLUGINS": "explosive", "ACCORD_DISABLE_PLUGINS": "explosive"}, "ACCORD_DISABLE_PLUGINS"),
    ],
    ids=str,
)
def test_the_environment(monkeypatch, explosive, environment, by):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert status_of("explosive") == (Status.DISABLED, by)
    assert not explosive()


def test_an_empty_list_of_plugins_to_load_leaves_the_host_alone(monkeypatch):
    monkeypatch.setenv("ACCORD_LOAD_PLUGINS", "")
    registry = discover()
    assert {plugin.name for plugin in registry.plugins if plugin.status is Status.ACTIVE} == {"accord"}
    assert {entry.plugin for entry in registry.registrations} == {"accord"}


def test_the_files(explosive, surroundings, users_file):
    users_file.write_text('# mine\ndisable_plugins = [\n  "explosive",\n]\n', encoding="utf-8")
    assert status_of("explosive") == (Status.DISABLED, f"{users_file}:3")
    users_file.write_text("", encoding="utf-8")
    project = surroundings / "accord.toml"
    project.write_text('load_plugins = ["gambit", "nashpy"]\n', encoding="utf-8")
    assert status_of("explosive") == (Status.DISABLED, "load_plugins in accord.toml, which does not list it")
    project.write_text('"disable_plugins" = ["explosive"]\n', encoding="utf-8")
    assert status_of("explosive") == (Status.DISABLED, "accord.toml:1")
    assert not explosive()


def test_files_add_up_and_the_nearer_one_decides(monkeypatch, surroundings, users_file):
    users_file.write_text('disable_plugins = ["gambit"]\nload_plugins = ["gambit"]\nstrict = true\n', encoding="utf-8")
    found = switches()
    assert (dict(found.off), found.only, found.strict) == ({"gambit": f"{users_file}:1"}, {"gambit"}, True)
    (surroundings / "accord.toml").write_text(
        'disable_plugins = ["nashpy"]\nload_plugins = ["nashpy"]\nstrict = false\n', encoding="utf-8"
    )
    found = switches()
    assert set(found.off) == {"gambit", "nashpy"}
    assert (found.only, found.strict) == ({"nashpy"}, False)
    monkeypatch.setenv("ACCORD_STRICT", "1")
    monkeypatch.setenv("ACCORD_LOAD_PLUGINS", "a,b")
    found = switches()
    assert (found.only, found.strict, found.strict_by) == ({"a", "b"}, True, "ACCORD_STRICT is set")


def test_one_file_may_be_named_instead(monkeypatch, tmp_path, surroundings, users_file):
    users_file.write_text("no TOML", encoding="utf-8")
    (surroundings / "accord.toml").write_text("neither", encoding="utf-8")
    monkeypatch.setenv("ACCORD_CONFIG", "")
    assert not switches().off
    other = tmp_path / "other.toml"
    other.write_text('disable_plugins = ["nashpy"]', encoding="utf-8")
    monkeypatch.setenv("ACCORD_CONFIG", str(other))
    assert dict(switches().off) == {"nashpy": f"{other}:1"}
    monkeypatch.setenv("ACCORD_CONFIG", str(tmp_path / "missing.toml"))
    with pytest.raises(ConfigurationError, match=r"missing\.toml: there is no such file"):
        switches()


def test_the_users_file_is_found_at_home(monkeypatch, tmp_path):
    file = tmp_path / ".config" / "accord" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text("strict = true", encoding="utf-8")
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert switches().strict_by == f"{file} is strict"
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    assert switches().strict  # such a path is to be ignored


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            "strict = true\ndisable_plugin = []\n",
            "accord.toml:2: there is no key 'disable_plugin'; did you mean 'disable_plugins'?",
        ),
        (
            "\n[fallback]\nname = 'nash'\n",
            "accord.toml:2: there is no key 'fallback'; keys are disable_plugins, load_plugins, strict",
        ),
        ("strict = 'yes'", "accord.toml:1: strict is 'yes'; true or false is accepted"),
        ("disable_plugins = 'gambit'", "accord.toml:1: disable_plugins is 'gambit'; a list of names"),
        ("load_plugins = [1]", "accord.toml:1: load_plugins is [1]; a list of names"),
        ("strict =", "accord.toml:1: no TOML: invalid value in 'strict ='"),
        ("disable_plugins = ['accord']", "accord.toml:1 names 'accord'; only installed plugins can be switched off"),
        ("'' = 1", "accord.toml:1: there is no key ''; keys are disable_plugins, load_plugins, strict"),
        ("\ufeffstrict = 1", "accord.toml:1: strict is 1; true or false is accepted"),
        ('text = """\nstrict = 1\n"""\nstrict = 1', "accord.toml:1: there is no key 'text'"),
        ("load_plugins = [\n]\nstrict = 2024-01-01", "accord.toml:3: strict is 2024-01-01; true or false is accepted"),
        ("strict = true\nx = " + "9" * 5000, "accord.toml:2: a whole number is too long to be read"),
        ("x = " + "[" * 5000, "accord.toml: values are nested too deeply"),
        (b"strict = true\n# \xff", "accord.toml:2: no text in UTF-8 (byte 0xff); a configuration file in TOML is needed"),
    ],
    ids=str,
)
def test_files_are_read_strictly(surroundings, capsys, text, complaint):
    (surroundings / "accord.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    assert main(["plugins"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"accord: error: {complaint}")
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["--no-plugin", "gambit", "--no-plugin", "nashpy", "plugins", "list"],
        ["plugins", "--no-plugin", "gambit", "--no-plugin", "nashpy"],
        ["plugins", "list", "--no-plugin", "gambit", "--no-plugin", "nashpy"],
        ["--no-plugin", "gambit", "plugins", "list", "--no-plugin=nashpy"],
        ["--no-plugin", "gambit", "plugins", "--no-plugin=nashpy", "list", "--no-plugin", "gambit"],
    ],
    ids=" ".join,
)
def test_the_option_stands_before_and_after_the_command(capsys, arguments):
    assert main([*arguments, "--format", "json"]) == 0
    found = {row["name"]: row["disabled_by"] for row in json.loads(capsys.readouterr().out)["plugins"]}
    assert (found["gambit"], found["nashpy"]) == ("--no-plugin", "--no-plugin")
    assert "ACCORD_NO_PLUGIN" not in os.environ


def test_the_option_holds_for_one_command_only(monkeypatch, capsys):
    monkeypatch.setenv("ACCORD_NO_PLUGIN", "nashpy")
    before = load_registry()
    arguments = ["solve", "chicken", "--fallback", "nash", "--solver", "gambit.enumpure"]
    assert main([*arguments, "--no-plugin", "gambit"]) == 2
    assert "(the plugin 'gambit' is switched off by --no-plugin)" in capsys.readouterr().err
    assert os.environ["ACCORD_NO_PLUGIN"] == "nashpy"
    assert load_registry() is before


@pytest.mark.parametrize("name", ["", " ", "a,b"])
def test_the_option_names_one_plugin(capsys, name):
    assert main(["--no-plugin", name, "plugins"]) == 2
    assert "the name of one plugin is accepted" in capsys.readouterr().err


def test_the_host_stays_on(capsys):
    assert main(["--no-plugin", "accord", "plugins"]) == 2
    assert capsys.readouterr().err.startswith("accord: error: --no-plugin names 'accord'; only installed plugins")


def test_unknown_names_are_warned_of_and_no_error(monkeypatch, capsys):
    assert main(["--no-plugin", "gambi", "plugins"]) == 0
    captured = capsys.readouterr()
    assert (
        captured.err == "accord: warning: --no-plugin names the plugin 'gambi', which is not installed; did you mean 'gambit'?\n"
    )
    monkeypatch.setenv("ACCORD_LOAD_PLUGINS", "nashpi,accord")
    with pytest.warns(AccordWarning, match="ACCORD_LOAD_PLUGINS names the plugin 'nashpi'.*did you mean 'nashpy'") as told:
        discover()
    assert len(told) == 1


def test_workers_inherit_the_option():
    code = (
        "import os, sys; from accord.cli.surroundings import without_plugins; from argparse import Namespace; import subprocess\n"
    )
    code += "with without_plugins(Namespace(no_plugin_0=['gambit'], no_plugin_1=['nashpy'])):\n"
    code += "    subprocess.run([sys.executable, '-c', 'import os; print(os.environ[\"ACCORD_NO_PLUGIN\"])'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "gambit,nashpy\n"


def test_strictness_names_who_asked_for_it(explosive, surroundings, capsys):
    (surroundings / "accord.toml").write_text("strict = true", encoding="utf-8")
    load = ["solve", "chicken"]
    assert main(load) == 2
    assert "plugin 'explosive' is broken: RuntimeError: it was imported (accord.toml is strict)" in capsys.readouterr().err
    assert main([*load, "--no-plugin", "explosive"]) == 0


def test_an_interrupt_says_which_plugin_was_being_imported(explosive, tmp_path, capsys):
    (tmp_path / "site" / "explosive_plugin.py").write_text("raise KeyboardInterrupt", encoding="utf-8")
    assert main(["plugins"]) == 130
    assert capsys.readouterr().err == "accord: interrupted: the plugin 'explosive' was being imported\n"


def test_a_trace_tells_of_imports_and_hooks(monkeypatch, capsys, explosive):
    monkeypatch.setenv("ACCORD_TRACE_PLUGINS", "1")
    monkeypatch.setenv("ACCORD_DISABLE_PLUGINS", "gambit")
    discover()
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = [line.removeprefix("accord: trace: ") for line in captured.err.splitlines()]
    assert "gambit: not imported, switched off by ACCORD_DISABLE_PLUGINS" in lines
    imported = next(k for k, line in enumerate(lines) if line.startswith("nashpy: accord_nashpy.plugin was imported after "))
    assert lines[imported + 1].startswith("nashpy: accord_register_solvers() returned [nashpy.support-enumeration, ")
    assert lines[imported + 1].endswith(" ms")
    assert any(line.startswith("explosive: explosive_plugin failed after ") for line in lines)
    assert "explosive: broken, RuntimeError: it was imported" in lines
