"""New plugins: complete, accepted by every tool, installed by pip, with tests that pass as they are; or nothing at all."""

import json
import os
import subprocess
import sys
import tomllib
import venv
from pathlib import Path
from types import SimpleNamespace

import pytest

from accord.cli import main
from accord.errors import ConfigurationError, InputError
from accord.roles import ROLES
from accord.scaffold import LICENCES, Wish, write
from accord.scaffold.examples import EXAMPLES
from accord.scaffold.writing import _KIT
from accord.testing.versions import VERSIONS

ROOT = Path(__file__).parents[1]


def run(*command, cwd=None, **environment):
    env = {name: value for name, value in os.environ.items() if not name.startswith(("ACCORD_", "PYTEST_"))} | environment
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=900, check=False)


@pytest.fixture(scope="module")
def plugins(tmp_path_factory):
    """Write a plugin of every role, with long names and short ones, and install all of them into one folder."""
    folder = tmp_path_factory.mktemp("new")
    made = {role: write(Wish(f"a-new-{role}" if k % 2 else f"x{k}", role, workflow=True), folder) for k, role in enumerate(ROLES)}
    site = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--target", str(site)]
    done = run(*command, *map(str, made.values()))
    assert done.returncode == 0, done.stderr
    return SimpleNamespace(made=made, site=site)


def test_there_is_an_example_for_every_role():
    assert set(EXAMPLES) == set(ROLES)


def test_tests_are_pinned_to_the_newest_kit():
    assert VERSIONS[-1] == _KIT


def test_the_tests_of_all_of_them_pass_as_they_are(plugins):
    """Collected together, to start Python once; each file is its plugin's own, unchanged."""
    tests = [str(folder / "tests") for folder in plugins.made.values()]
    options = ["-q", "-p", "no:cacheprovider", "-W", "error", "--import-mode=importlib", "-c", os.devnull, "--rootdir"]
    top = plugins.made["split"].parent
    done = run(sys.executable, "-m", "pytest", *options, str(top), *tests, cwd=top, PYTHONPATH=str(plugins.site))
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    for folder in plugins.made.values():
        assert f"{folder.name}/tests" not in done.stdout  # a file with failures would be named


def test_each_is_listed_under_its_role_and_the_doctor_has_nothing_to_say(plugins):
    done = run(sys.executable, "-m", "accord", "plugins", "doctor", "--format", "json", PYTHONPATH=str(plugins.site))
    assert done.returncode == 0, done.stdout
    # A busy machine can make any import slow.
    assert [row for row in json.loads(done.stdout)["remarks"] if "import took" not in row["remark"]] == []
    shown = run(sys.executable, "-m", "accord", "plugins", PYTHONPATH=str(plugins.site)).stdout
    for role, folder in plugins.made.items():
        assert f"{folder.name.removeprefix('accord-')}.{EXAMPLES[role].component}" in shown


def test_linters_and_types_are_clean(plugins):
    folders = list(map(str, plugins.made.values()))
    for command in (("check", "--no-cache"), ("format", "--check", "--no-cache")):
        done = run(sys.executable, "-m", "ruff", *command, *folders)
        assert done.returncode == 0, done.stdout
    sources = ":".join(f"{folder}/src" for folder in folders)
    config = plugins.made["split"] / "pyproject.toml"
    packages = [str(path) for folder in plugins.made.values() for path in (folder / "src").iterdir()]
    cache = str(plugins.site / ".mypy_cache")
    done = run(
        *(sys.executable, "-m", "mypy", "--config-file", str(config), "--cache-dir", cache, *packages),
        *(str(plugins.made["split"] / "tests" / "test_plugin.py"),),
        MYPYPATH=sources,
    )
    assert done.returncode == 0, done.stdout
    assert "no issues found in 9 source files" in done.stdout


def test_one_of_them_in_an_environment_of_its_own(tmp_path):
    """As its README says: a new environment, pip, pytest; only accord and what it needs are lent by this environment."""
    project = write(Wish("lent-out", "fallback"), tmp_path)
    venv.create(tmp_path / "env", with_pip=False)
    (site,) = (tmp_path / "env").glob("lib/python*/site-packages")
    (site / "lent.pth").write_text("\n".join(path for path in sys.path if "site-packages" in path), encoding="utf-8")
    for finder in (path for entry in sys.path for path in Path(entry).glob("_editable_impl_accord*.pth")):
        (site / finder.name).write_text(finder.read_text(encoding="utf-8"), encoding="utf-8")
    python = str(tmp_path / "env" / "bin" / "python")
    installed = run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", str(project))
    assert installed.returncode == 0, installed.stderr
    assert list(site.glob("accord_lent_out-0.1.0.dist-info"))
    tested = run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=project)
    assert tested.returncode == 0, tested.stdout[-3000:]
    shown = run(python, "-m", "accord", "plugins", "show", "lent-out.status-quo", cwd=tmp_path)
    assert "plugin lent-out (accord-lent-out 0.1.0)" in shown.stdout


@pytest.mark.parametrize("licence", LICENCES)
def test_licences_come_with_their_full_text(tmp_path, licence):
    author = 'Ada "the" \\ Countess'
    project = write(Wish("licensed", "axiom", licence, author), tmp_path)
    metadata = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (metadata["license"], metadata["authors"]) == (licence, [{"name": author}])
    text = (project / "LICENSE").read_text(encoding="utf-8")
    opening, closing, length = {
        "Apache-2.0": ("Apache License", "limitations under the License.", 11_000),
        "BSD-3-Clause": ("BSD 3-Clause License", "POSSIBILITY OF SUCH DAMAGE.", 1_400),
        "GPL-2.0-or-later": ("GNU GENERAL PUBLIC LICENSE\n                       Version 2", "instead of this License.", 17_000),
        "GPL-3.0-or-later": ("GNU GENERAL PUBLIC LICENSE\n                       Version 3", "why-not-lgpl.html>.", 34_000),
        "MIT": ("MIT License", "SOFTWARE.", 1_000),
        "MPL-2.0": ("Mozilla Public License Version 2.0", "Mozilla Public License, v. 2.0.", 16_000),
    }[licence]
    assert text.lstrip().startswith(opening)
    assert text.rstrip().endswith(closing)
    assert len(text) > length
    assert (author in text) == (licence in {"MIT", "BSD-3-Clause"})


def test_dependencies_are_pinned_to_the_series(tmp_path):
    """What plugins may rely on stays within a series, so that is what they ask for, like the bundled ones."""
    project = tomllib.loads((write(Wish("pinned", "reader"), tmp_path) / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    bundled = tomllib.loads((ROOT / "plugins" / "accord-nashpy" / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["dependencies"] == [bundled["dependencies"][0], "numpy>=2.0"]
    assert project["optional-dependencies"]["test"] == [bundled["dependencies"][0].replace("accord", "accord[testing]")]
    assert project["entry-points"] == {"accord": {"pinned": "accord_pinned"}}


@pytest.mark.parametrize(("name", "ending"), [("json", "json-table"), ("nfg", "nfg-table"), ("hunt", "hunt")])
def test_a_new_reader_takes_no_ending_of_another_one(tmp_path, name, ending):
    """Otherwise its contract test would fail as it is, and the files of the other one would not be read any more."""
    project = write(Wish(name, "reader"), tmp_path)
    module = (project / "src" / f"accord_{name}" / "__init__.py").read_text(encoding="utf-8")
    assert f'(".{ending}",)' in module
    assert f'"hunt.{ending}"' in (project / "tests" / "test_plugin.py").read_text(encoding="utf-8")
    assert f"accord solve game.{ending}" in (project / "README.md").read_text(encoding="utf-8")


def test_identifiers_of_licences_may_be_written_in_small_letters():
    assert Wish("fair", "split", "bsd-3-clause").licence == "BSD-3-Clause"


def test_all_files_are_there_and_no_gap_is_left(plugins):
    for role, folder in plugins.made.items():
        files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and "_cache" not in str(path)}
        package = folder.name.replace("-", "_")
        written = {
            *("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", ".gitignore", ".github/workflows/tests.yml"),
            *(f"src/{package}/__init__.py", f"src/{package}/py.typed", "tests/test_plugin.py"),
        }
        assert written <= files, role
        for name in written - {".github/workflows/tests.yml"}:
            assert "$" not in (folder / name).read_text(encoding="utf-8"), name
        assert "${{ matrix.python }}" in (folder / ".github/workflows/tests.yml").read_text(encoding="utf-8")


def test_the_command_says_what_to_do_next(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert (
        main(["plugins", "new", "accord-fair-shares", "--role", "split", "--folder", "my plugins", "--licence", "BSD-3-Clause"])
        == 0
    )
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "wrote my plugins/accord-fair-shares"
    assert lines[1] == "  pip install -e 'my plugins/accord-fair-shares[test]'"
    assert (tmp_path / "my plugins" / "accord-fair-shares" / "src" / "accord_fair_shares" / "__init__.py").exists()
    assert not (tmp_path / "my plugins" / "accord-fair-shares" / ".github").exists()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (
            ["Fair_Shares", "--role", "split"],
            "'Fair_Shares' cannot name a plugin; lower-case words joined by hyphens are accepted",
        ),
        (["-fair", "--role", "split"], "the following arguments are required: NAME"),
        (["2fast", "--role", "split"], "'2fast' cannot name a plugin"),
        (["fair-", "--role", "split"], "'fair-' cannot name a plugin"),
        (["a" * 31, "--role", "split"], "with at most 30 characters"),
        (["accord", "--role", "split"], "'accord' cannot name a plugin: it is accord's own"),
        (["gambit", "--role", "split"], "a plugin 'gambit' is installed already (accord-gambit)"),
        (["fair", "--role", "spilt"], "there is no role 'spilt'; did you mean 'split'?; roles are solver, selection"),
        (["fair"], "the following arguments are required: --role"),
        (["fair", "--role", "split", "--licence", "MTI"], "the text of 'MTI' is not at hand; did you mean 'MIT'?"),
        (["fair", "--role", "split", "--licence", "GPL-3.0"], "did you mean 'GPL-3.0-or-later'?"),
        (["fair", "--role", "split", "--licence", "bsd"], "did you mean 'BSD-3-Clause'?"),
        (["fair", "--role", "split", "--licence", ""], "the text of '' is not at hand; licences are Apache-2.0"),
        (["fair", "--role", "split", "--author", "A\nB"], "author is 'A\\nB'; one line of text is accepted"),
        (["fair", "--role", "split", "--folder", "file"], "accord-fair cannot be written: "),
        (["taken", "--role", "split"], "accord-taken is there already; nothing was written"),
    ],
)
def test_what_is_not_accepted_is_one_line_and_nothing_is_written(tmp_path, monkeypatch, capsys, arguments, complaint):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    (tmp_path / "accord-taken").symlink_to("nowhere")
    before = sorted(tmp_path.rglob("*"))
    assert main(["plugins", "new", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert complaint in captured.err
    assert captured.err.count("\n") == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_nothing_half_written_is_left_behind(tmp_path, monkeypatch):
    calls = []

    def full(self, *arguments, **options):
        calls.append(self)
        if len(calls) > 3:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(InputError, match="cannot be written: No space left"):
        write(Wish("unlucky", "split"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_wish_is_checked_before_anything_happens():
    with pytest.raises(ConfigurationError, match="cannot name a plugin"):
        Wish("", "split")
