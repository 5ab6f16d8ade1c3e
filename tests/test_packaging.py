"""What is built and shipped: the wheels' contents, their metadata, and what each of them depends on."""

import email
import re
import subprocess
import sys
import zipfile
from configparser import ConfigParser
from dataclasses import dataclass
from pathlib import Path

import pytest
from documentation import ROOT

from accord.builtin.readers import bundled_names

SOURCES = {
    "accord": ROOT,
    "accord_nashpy": ROOT / "plugins" / "accord-nashpy",
    "accord_gambit": ROOT / "plugins" / "accord-gambit",
    "accord_seniority": ROOT / "examples" / "third-party" / "accord-seniority",
}
BACKENDS = {"nashpy", "pygambit", "accord-nashpy", "accord-gambit"}


@dataclass
class Wheel:
    files: dict[str, bytes]

    def part(self, name):
        (found,) = (content for path, content in self.files.items() if re.fullmatch(rf"[^/]+\.dist-info/{name}", path))
        return found.decode()

    @property
    def metadata(self):
        return email.message_from_string(self.part("METADATA"))

    @property
    def requirements(self):
        lines = [line for line in self.metadata.get_all("Requires-Dist") or [] if "extra ==" not in line]
        return {re.match(r"[\w.-]+", line)[0] for line in lines}

    @property
    def extras(self):
        return set(self.metadata.get_all("Provides-Extra") or [])

    @property
    def entry_points(self):
        parsed = ConfigParser()
        parsed.read_string(self.part("entry_points.txt"))
        return {section: dict(parsed[section]) for section in parsed.sections()}


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    """Build all wheels as pip would, with the build backend that is installed already."""
    folder = tmp_path_factory.mktemp("wheels")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    done = subprocess.run([*command, *map(str, SOURCES.values())], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    built = {}
    for file in folder.glob("*.whl"):
        with zipfile.ZipFile(file) as archive:
            built[file.name.partition("-")[0]] = Wheel({name: archive.read(name) for name in archive.namelist()})
    assert built.keys() == SOURCES.keys()
    return built


@pytest.mark.parametrize("name", ["accord", "accord_nashpy", "accord_gambit"])
def test_a_wheel_holds_its_package_and_nothing_else(wheels, name):
    source = ROOT / "toolkit" / "accord" if name == "accord" else SOURCES[name] / "src" / name
    suffixes = {".py", ".template", ".toml", ".typed"}
    wanted = {f"{name}/{file.relative_to(source)}" for file in source.rglob("*") if file.suffix in suffixes}
    packed = {path for path in wheels[name].files if ".dist-info/" not in path}
    assert packed == wanted
    assert f"{name}/py.typed" in packed


def test_the_host_ships_every_bundled_game(wheels):
    games = {Path(path).stem for path in wheels["accord"].files if path.startswith("accord/builtin/games/")}
    assert games == set(bundled_names())
    assert len(games) > 20


@pytest.mark.parametrize(
    ("name", "licence", "title"),
    [
        ("accord", "MIT", "MIT License"),
        ("accord_nashpy", "MIT", "MIT License"),
        ("accord_gambit", "GPL-2.0-or-later", "GNU GENERAL PUBLIC LICENSE"),
    ],
)
def test_licences(wheels, name, licence, title):
    assert wheels[name].metadata["License-Expression"] == licence
    assert title in wheels[name].part("licenses/LICENSE")


def test_the_host_depends_on_no_backend(wheels):
    assert wheels["accord"].requirements == {"highspy", "numpy", "packaging", "pluggy", "python-flint", "scipy", "tqdm"}
    assert wheels["accord"].extras == {"all", "dask", "parallel", "parquet", "plot", "testing"}
    for path, content in wheels["accord"].files.items():
        if path.endswith(".py"):
            assert not re.search(rb"^\s*(import|from) (nashpy|pygambit|accord_nashpy|accord_gambit)\b", content, re.MULTILINE), (
                path
            )


def test_plugins_depend_on_the_host_and_their_library(wheels):
    assert wheels["accord_nashpy"].requirements >= {"accord", "nashpy"}
    assert wheels["accord_gambit"].requirements >= {"accord", "pygambit"}
    assert wheels["accord_nashpy"].requirements & BACKENDS == {"nashpy"}
    assert wheels["accord_gambit"].requirements & BACKENDS == {"pygambit"}


def test_entry_points(wheels):
    assert wheels["accord"].entry_points == {"console_scripts": {"accord": "accord.cli:main"}}
    assert wheels["accord_nashpy"].entry_points == {"accord": {"nashpy": "accord_nashpy.plugin"}}
    assert wheels["accord_gambit"].entry_points == {"accord": {"gambit": "accord_gambit.plugin"}}
    assert wheels["accord_seniority"].entry_points == {"accord": {"seniority": "accord_seniority"}}


def test_the_host_runs_from_its_wheel_alone(wheels, tmp_path):
    """Unpacked into an empty folder that comes first on the path, the wheel is what runs, with its games."""
    for path, content in wheels["accord"].files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import accord; print(accord.__file__, accord.read('chicken').shape)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=tmp_path, check=False)
    assert done.stdout.split() == [str(tmp_path / "accord" / "__init__.py"), "(2,", "2)"], done.stderr


def test_requirements_are_pinned_and_name_no_index():
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.partition("==")[0] for line in pins if not line.startswith("#")}
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9][\w.]*", line) for line in pins if not line.startswith("#"))
    for file in ROOT.glob("requirements*.txt"):
        for line in file.read_text(encoding="utf-8").splitlines():
            assert "://" not in line
            assert not line.startswith(("--", "-i", "-f"))
            if re.match(r"[a-z]", line) and "==" not in line:
                assert line in pinned, f"{file.name}: {line} is not in constraints.txt"
