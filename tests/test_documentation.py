"""The documentation: every example runs and prints what it says, and nothing that is there goes unmentioned."""

import argparse
import os
import re
import sys

import pytest
from documentation import DOCS, ROOT, Block, blocks, matches, pages, run_console, run_python, workplace, write_file

import accord
from accord.builtin.readers import bundled_names, parse_json, parse_nfg, parse_toml
from accord.claims import Claim
from accord.claims.tolerances import TOLERANCES
from accord.cli.arguments import parser
from accord.cli.components import component
from accord.config.assignments import STAGES
from accord.hookspecs import HookSpecs
from accord.host import load_registry
from accord.roles import ROLES

sys.path.insert(0, str(DOCS))
import catalogue

LANGUAGES = {"console", "python", "sh", "toml", "json", "nfg", "{literalinclude}", "{toctree}", "{eval-rst}", "{code-block}"}
EXAMPLES = [page for page in pages() if any(block.language in {"console", "python"} for block in blocks(page))]
INSTALLING = re.compile(
    r"(python3 -m venv|(\. )?\.venv/bin/|pip install|accord (solve|plugins|schema)|python (tests|docs)/\w+\.py|git clone|cd |"
    r"ACCORD_STRICT=1 accord plugins|python -m (build|pip install|pytest|twine)).*",
    re.DOTALL,
)


def of(folder, name):
    return (DOCS / folder / f"{name}.md").read_text(encoding="utf-8")


def headings(page):
    return re.findall(r"^#+ `?([^`\n]+?)`?$", page, re.MULTILINE)


@pytest.mark.parametrize("page", EXAMPLES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_example_runs_and_prints_what_the_page_says(page):
    names = {"__name__": "__documentation__"}
    with workplace():
        for block in blocks(page):
            if block.language == "python":
                run_python(block, names)
            elif block.language == "{code-block}":
                write_file(block)
            elif block.language == "console":
                runs = list(run_console(block))
                assert runs, f"{page}:{block.line} runs nothing"
                for command, shown, printed in runs:
                    assert matches(shown, printed), f"{page}:{block.line}: $ {command}\n{printed}"


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_no_block_escapes(page):
    """A block is either run, read as a game, included from a file, or one of a few commands that install."""
    for block in blocks(page):
        where = f"{page}:{block.line}"
        assert block.language in LANGUAGES, where
        if block.language in {"toml", "json", "nfg"}:
            assert page.name == "write-a-game-file.md", f"{where} is not read by any test"
        if block.language == "sh":
            assert all(INSTALLING.fullmatch(line) for line in block.text.splitlines() if line), where


@pytest.mark.parametrize(("language", "parse"), [("toml", parse_toml), ("json", parse_json), ("nfg", parse_nfg)])
def test_every_game_file_shown_is_one(language, parse):
    shown = [block for block in blocks(DOCS / "how-to" / "write-a-game-file.md") if block.language == language]
    assert shown
    for block in shown:
        assert parse(block.text, f"line {block.line}").n_profiles > 1


def test_output_is_compared_exactly():
    assert matches("a\n...\nd", "a\nb\nc\nd")
    assert not matches("a", "a b")
    assert not matches("a...c", "a\nb")


def test_examples_do_not_depend_on_the_environment(monkeypatch, tmp_path):
    """Colours, widths, warnings, locales, continuous integration and what the user has configured change nothing."""
    (tmp_path / "accord").mkdir()
    (tmp_path / "accord" / "config.toml").write_text("this is no TOML")
    loud = {
        "ACCORD_CONFIG": str(tmp_path / "nowhere.toml"),
        "ACCORD_DEBUG": "1",
        "ACCORD_TRACE_PLUGINS": "1",
        "CI": "true",
        "COLUMNS": "200",
        "FORCE_COLOR": "1",
        "LC_ALL": "POSIX",
        "NO_COLOR": "1",
        "PYTEST_ADDOPTS": "--nonsense",
        "PYTHONWARNINGS": "error",
        "XDG_CONFIG_HOME": str(tmp_path),
    }
    for name, value in loud.items():
        monkeypatch.setenv(name, value)
    page = Block("console", "$ accord solve nowhere\n$ accord plugins show weighted\n$ pytest --version\n", ROOT / "page.md", 1)
    with workplace():
        refusal, shown, version = [printed for _, _, printed in run_console(page)]
        assert not os.environ.keys() & (loud.keys() - {"COLUMNS", "XDG_CONFIG_HOME"})
    assert refusal.startswith("accord: error: there is no file and no bundled game 'nowhere'")
    assert shown.startswith("split weighted\n")
    assert re.fullmatch(r"pytest [\d.]+", version)
    assert {name: os.environ[name] for name in loud} == loud


def test_every_hook_and_role_has_a_heading():
    found = headings(of("reference", "roles"))
    hooks = [name for name in vars(HookSpecs) if name.startswith("accord_register_")]
    assert len(hooks) == len(ROLES) == 8
    for name in (*hooks, *(f"{role.capitalize()}s" for role in ROLES)):
        assert any(name in heading for heading in found), name


def test_every_component_and_setting_is_documented():
    page = catalogue.components_page()
    entries = [entry for entry in load_registry().registrations if entry.plugin in catalogue.PLUGINS]
    assert len(entries) > 20
    for entry in entries:
        about = component(entry)
        section = re.split(r"^\(\S+\)=$", page.partition(f"({entry.role}-{entry.name})=\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
        assert section.count(about["documentation"].partition("\n")[0]) == 1, entry.name
        for setting in about["settings"]:
            assert f"| `{setting['name']}` |" in section, entry.name
            assert setting["documentation"], f"{entry.name}: say in the docstring what {setting['name']} is"
        for claim in about["claims"]:
            assert claim in section, entry.name


def test_components_are_listed_under_the_names_that_stay():
    """Where a class is defined may change; where the package offers it may not."""
    page = catalogue.components_page()
    for module in (accord.fallbacks, accord.selections, accord.solvers, accord.splits, accord.worths):
        for name in module.__all__:
            assert f"- **Class:** `{module.__name__}.{name}`" in page


def test_every_claim_has_a_heading_and_its_tolerance():
    page = of("reference", "claims")
    for claim in Claim:
        section = page.partition(f"## {claim}\n")[2].partition("\n## ")[0]
        assert f"`Claim.{claim.name}`" in section, claim
        assert f"{TOLERANCES[claim]:.0e}".replace("e-0", "e-") in section, claim


def test_every_bundled_game_is_listed_with_its_source():
    page = catalogue.games_page()
    assert headings(page)[1:] == list(bundled_names())
    assert page.count("Source: ") == len(bundled_names())


def test_every_command_and_option_is_in_the_reference():
    page = of("reference", "command-line")
    commands = next(action for action in parser()._actions if action.dest == "name").choices
    assert len(commands) >= 4
    for name, command in commands.items():
        section = page.partition(f"\n## accord {name}\n")[2].partition("\n## ")[0]
        assert section, f"accord {name}"
        # What all commands take is explained in one place.
        for option in set(options(command)) - {"-h", "--help", "--no-plugin"}:
            assert re.search(rf"[` \[]{option}\b", section), f"accord {name} {option}"
    for stage in STAGES:
        assert f"`{stage}`" in page


def options(command):
    """Yield the options of a command and of those below it."""
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from options(below)
        yield from action.option_strings


def test_the_generated_pages_do_not_depend_on_the_run():
    assert catalogue.components_page() == catalogue.components_page()
    assert not re.search(r"0x[0-9a-f]{6,}|/home|/root|/tmp", catalogue.components_page() + catalogue.games_page())


def test_ci_runs_the_commands_of_the_readme():
    commands = [block.text.strip() for block in blocks(ROOT / "README.md") if block.language == "sh"][:2]
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert len(commands) == 2
    for command in commands:
        assert command in script
