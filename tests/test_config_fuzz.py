"""Malformed configuration: whatever a file holds, there is an answer in plain lines that name it, and never a traceback."""

import contextlib
import io
from importlib import import_module
from unittest import mock

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pipeline_documents import JUNK, REGISTRY, STAGES, documents, slips, text_of

from accord.cli import main
from accord.cli.arguments import parser
from accord.config import bundled_pipelines
from accord.config.bundled import bundled_pipeline
from accord.config.faults import all_of
from accord.config.writing import written
from accord.errors import AccordError
from accord.host.configuration import preferences
from accord.sweeps.reading import read_sweep

FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
NASTY = [
    b"",
    b"\xff\xfe\x00",
    b"\xef\xbb\xbfsplit = 'equal'",
    b"\x00",
    b"split = 'equal'\r\nsplit = 'nash'",
    b"a" * 100_000,
    b"fallback = " + b"[" * 5000 + b"]" * 5000,
    b"fallback = " + b"{a = " * 900 + b"1" + b"}" * 900,
    b"[" + b"fallback." * 3000 + b"name]\nx = 1",
    b"time_limit = " + b"9" * 10_000,
    b"time_limit = 0x" + b"f" * 10_000,
    b"time_limit = 1e400",
    b"time_limit = 1e-400",
    b"time_limit = 1e999999999999999999999",
    b"time_limit = nan",
    b"time_limit = -inf",
    b"time_limit = 1979-05-27T07:32:00Z",
    b"time_limit = 9223372036854775808999",
    b"title = '\xc3\xa9'\n\"\\u2028\\u0007\\n\" = 1",
    b"'' = 1",
    b'"__class__" = 1\nself = 2',
    b"side_payments = 1979-05-27",
    b"fallback = {name = 'point', payoffs = [1e999999, 2]}",
    b"fallback = {name = 'point', payoffs = [nan, inf]}",
    b"fallback = {name = 'point', payoffs = [0x" + b"f" * 9000 + b", 2]}",
    b"fallback = {name = 'point', payoffs = ['1/0', '1e99999999', '']}",
    b"fallback = {name = 'learned', rounds = 0x" + b"f" * 9000 + b"}",
    b"fallback = {name = 'learned', level = 1e-9999}",
    b"fallback = {name = 'nash', solver = {name = 'nash', solver = {name = 'pure'}}}",
    b"worth = {name = 'bloc', fallback = {name = 'nash', solver = [1, {name = 3}]}}\nsplit = {}",
    b"selection = {name = 'centroid', tolerance = {a = {b = []}}}",
    b"solver = {name = 'gambit.lcp', \"max depth\" = 1, '\xe2\x98\x83' = 2, max_depth = 07:32:00}",
    b"accord = '>=0.1; import os'",
    b"accord = 'accord>=0.1'",
    b"accord = ''",
    "fallback = 'гёте'\n[selection]\nname = '🎲'".encode(),
    b"[[split]]\n[[split]]",
    b"split.name.name = 'equal'",
]


@pytest.fixture(scope="module", autouse=True)
def _once():
    """Discover plugins, and build the parser of the command line, once, not for every file."""
    import_module("accord.api")  # which keeps the function that it is imported with, for other tests as well
    registry, arguments = mock.Mock(return_value=REGISTRY), mock.Mock(return_value=parser())
    with mock.patch("accord.host.load_registry", registry), mock.patch("accord.cli.parser", arguments):
        yield


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(arguments)
    return code, out.getvalue(), err.getvalue()


FINE = {b"", b"\xef\xbb\xbfsplit = 'equal'", b"time_limit = 9223372036854775808999", b"accord = ''"}
"""What is accepted of them."""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz") / "rule.toml"


def check(path, content):
    """Check a file in all ways, and return whether it is accepted."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    code, out, err = run("pipelines", "check", str(path))
    lines = err.split("\n")[:-1]
    assert (code, bool(lines)) in {(0, False), (2, True)}, err
    assert len(lines) == len(set(lines)), err
    for line in lines:
        assert line.startswith(f"accord: error: {path}"), line
        assert line.isprintable(), ascii(line)
        assert "this is a bug" not in line, line
        assert len(line) < 3000, line[:200]
    if code:
        for command in (["solve", "pd", "--pipeline", str(path)], ["pipelines", "show", str(path)]):
            again, out, err = run(*command)
            several = f"{len(lines) - 1} more error{'s' * (len(lines) > 2)}; 'accord pipelines check {path}' shows all"
            assert (again, out, err) == (2, "", lines[0] + (f" (and {several})" if lines[1:] else "") + "\n")
    else:
        assert run("pipelines", "show", str(path))[0] == 0
    return code == 0


@pytest.mark.parametrize("content", NASTY, ids=lambda content: ascii(content[:40]))
def test_nasty_files(content, path):
    assert check(path, content) == (content in FINE)


@FEW
@given(st.binary(max_size=60) | st.text(max_size=60))
def test_random_bytes(path, content):
    check(path, content)


@FEW
@given(st.dictionaries(st.sampled_from([*STAGES, "side_payments", "time_limit", "accord", "title"]) | st.text(max_size=5), JUNK))
def test_random_documents(path, document):
    check(path, text_of(document))


@FEW
@given(documents() | slips())
def test_documents_that_are_nearly_right(path, document):
    check(path, text_of(document))


@FEW
@given(st.sampled_from(bundled_pipelines()), st.data())
def test_files_that_were_damaged(path, name, data):
    text = bundled_pipeline(name)
    text = text[text.index("title") :]
    for _ in range(data.draw(st.integers(1, 3))):
        at, length = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 6))
        text = text[:at] + data.draw(st.text(max_size=4) | st.sampled_from(list("[]{}=\"'\n.#"))) + text[at + length :]
    check(path, text)


GAMES = st.fixed_dictionaries(
    {},
    optional={
        "names": st.sampled_from(["chicken", ["pd", "nosuch"], "catalog:", "-", ""]) | JUNK,
        "files": st.sampled_from(["*.nosuch", "", "[", "**"]) | JUNK,
        "family": st.sampled_from(["random", "chicken", "nosuch"]) | JUNK,
        "count": st.integers(-2, 3) | JUNK,
        "parameters": st.dictionaries(st.sampled_from(["players", "actions", "rho"]), JUNK, max_size=2),
        "grid": JUNK,
        "seeds": JUNK,
    },
)
GRID = st.dictionaries(
    st.sampled_from([*STAGES, "side_payments"]), JUNK | st.lists(st.sampled_from(["equal", "nash", "pure"])), max_size=3
)
SWEEPS = st.fixed_dictionaries(
    {},
    optional={
        "games": st.lists(GAMES, max_size=2) | GAMES | JUNK,
        "pipelines": st.lists(documents() | slips(), max_size=2) | JUNK,
        "grid": GRID | JUNK,
        "executor": st.sampled_from(["serial", {"name": "processes", "jobs": 0}, {"name": "nosuch"}]) | JUNK,
        "limits": st.dictionaries(st.sampled_from(["seconds", "megabytes", "x"]), JUNK, max_size=2),
        "detail": JUNK,
        "store": JUNK,
        "exact": JUNK,
        "other": JUNK,
    },
)


def refusal(path, read=lambda path: read_sweep(path, REGISTRY)):
    """Return why a file is no sweep, or whatever else is read, or None if it is one."""
    try:
        read(path)
    except AccordError as error:
        return error
    return None


@FEW
@given(SWEEPS)
@example({"games": {"names": "chicken"}, "pipelines": {"fallback": "security"}})
def test_sweep_files(path, sweep):
    text = "\n".join(f"{written({key: value})[2:-2]}" for key, value in sweep.items()) + "\n"
    path.write_text(text, encoding="utf-8")
    refused = refusal(path)
    for fault in () if refused is None else all_of(refused):
        assert fault.exit_code == 2
        assert str(fault).startswith(str(path)), text


@FEW
@given(st.binary(max_size=60) | st.text(max_size=60))
def test_random_bytes_are_no_sweep(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    refused = refusal(path)
    assert refused is not None
    assert refused.exit_code == 2
    assert str(path) in str(refused)


WANTED = st.dictionaries(st.sampled_from(["disable_plugins", "load_plugins", "strict"]) | st.text(max_size=5), JUNK, max_size=3)


@FEW
@given(st.sampled_from(NASTY) | st.binary(max_size=60) | st.text(max_size=60) | WANTED.map(text_of))
def test_files_about_plugins(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    refused = refusal(path, lambda path: preferences({"ACCORD_CONFIG": str(path)}))
    if refused is not None:
        assert refused.exit_code == 2
        assert str(refused).startswith(str(path))
        assert str(refused).isprintable()


@pytest.mark.parametrize("name", ["nosuch", ".", "a\0b", "x" * 5000, "cocoa", ""])
def test_what_is_no_file(name, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for command in (["pipelines", "check", name], ["pipelines", "show", name], ["solve", "pd", "--pipeline", name]):
        code, out, err = run(*command)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert "this is a bug" not in err
