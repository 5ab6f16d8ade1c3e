"""What authors of plugins rely on is documented: hooks, optional members, claims, contracts, names, variables, versions."""

import ast
import inspect
import re
import subprocess
import sys
import tomllib
from importlib import metadata

import pytest
from documentation import DOCS, ROOT, blocks

import accord
import accord.errors
import accord.isolation
import accord.testing
from accord.claims import Claim
from accord.host import load_registry
from accord.roles import ROLES
from accord.testing.games import SHARED_GAMES

sys.path.insert(0, str(DOCS))
import catalogue
import kit_page
import name_pages
import passed_types
import role_pages
from docstring_parts import Docstring

NOT_OF_COMPONENTS = {
    "checks": "a test's mark in the contract kit",
    "component": "a contract's component",
    "exact": "a report's",
    "immediate": "what the host's own executor in this process is known by",
    "names": "a distribution's",
    "since": "a test's version in the contract kit",
    "sqlite_errorcode": "an error's of SQLite",
    "start": "a test's mark in the contract kit",
    "unreadable": "an entry point's",
}
"""What else the host looks for by name, which no component has."""
TOUCHED = [
    *(protocol for protocol, _ in ROLES.values()),
    accord.Agreed,
    accord.CharacteristicFunction,
    accord.Claim,
    accord.Completeness,
    accord.Demand,
    accord.Disagreement,
    accord.Equilibrium,
    accord.EquilibriumFallback,
    accord.EquilibriumSet,
    accord.Findings,
    accord.Game,
    accord.JointPlan,
    accord.Needs,
    accord.Problem,
    accord.Range,
    accord.Solving,
    accord.Uncertainty,
    *(getattr(accord.errors, name) for name in accord.errors.__all__),
    accord.isolation.call,
]
"""What plugins inherit, take, return, raise or call."""
PAGES = catalogue.pages()
PAGE = {role: PAGES[f"role-{role}.md"] for role in ROLES}


def of(folder, name):
    return (DOCS / folder / f"{name}.md").read_text(encoding="utf-8")


def headings(page):
    return re.findall(r"^#+ `?([^`\n]+?)`?$", page, re.MULTILINE)


def section(page, title):
    return page.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def project(folder):
    return tomllib.loads((ROOT / folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.mark.parametrize("role", ROLES)
def test_verbs_and_hooks_are_headings_with_their_exact_signatures(role):
    protocol, verb = ROLES[role]
    for function in (getattr(protocol, verb), role_pages.hook(role)):
        shown = role_pages.signature(function)
        assert shown.startswith(f"{function.__name__}(")
        assert shown in headings(PAGE[role])
        assert shown in headings(of("reference", "roles"))
        assert inspect.getdoc(function)


@pytest.mark.parametrize("role", ROLES)
def test_every_argument_and_error_of_a_verb_is_explained(role):
    function = getattr(*ROLES[role])
    sections = Docstring.of(function).sections
    arguments = inspect.signature(function).parameters.keys() - {"self"}
    assert set(sections.get("Args", {})) == arguments
    assert set(sections["Raises"]) <= set(accord.errors.__all__)
    for name, text in (sections.get("Args", {}) | sections["Raises"]).items():
        assert f"- `{name}`: {text}" in PAGE[role]


def test_signatures_are_written_as_they_are():
    assert role_pages.signature(ROLES["worth"][0].worth) == "worth(game: Game, coalition: frozenset[int]) -> Number"
    assert role_pages.signature(role_pages.hook("worth")) == "accord_register_worths() -> list[type[Worth]]"


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_page_that_can_be_found(role):
    assert f"reference/generated/role-{role}\n" in of(".", "index")
    assert f"<generated/role-{role}>" in of("reference", "roles")


def test_whatever_the_host_looks_for_in_a_component_is_documented():
    """Optional members are asked for by `getattr(component, "name", default)`: each is in the docstring of a role's protocol."""
    documented = {name for role in ROLES for name, _, _ in role_pages.optional(role)}
    documented |= {name for role in ROLES for name in re.findall(r"``(\w+)", " ".join(t for *_, t in role_pages.optional(role)))}
    required = {"name", "needs", "claims", "suffixes", "schemes", *(verb for _, verb in ROLES.values())}
    for file in (ROOT / "toolkit").rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "getattr" and isinstance(call.args[1], ast.Constant):
                name = call.args[1].value
                known = name in documented | required | set(NOT_OF_COMPONENTS) or name.startswith("__")
                assert known, (
                    f"{file}:{call.lineno} looks for {name!r}: if components may have it, say so in the docstring of the role's "
                    "protocol ('… may also have:'); if not, list it in NOT_OF_COMPONENTS"
                )


@pytest.mark.parametrize("role", ROLES)
def test_the_page_of_a_role_shows_what_components_may_have(role):
    shown = section(PAGE[role], "What it may have")
    protocol = ROLES[role][0]
    bullets = re.findall(r"^ *- ``(\w+)", inspect.getdoc(protocol), re.MULTILINE)
    assert bullets == [name for name, _, _ in Docstring.of(protocol).options]
    for name, how, text in role_pages.optional(role):
        assert f"- `{how}`" in shown, name
        assert len(text) > 20, f"say what {name} is"


@pytest.mark.parametrize("role", ROLES)
def test_the_page_of_a_role_describes_what_its_verb_takes_and_returns(role):
    shown = section(PAGE[role], "What passes through it")
    mentioned = re.findall(r"\w+", role_pages.signature(getattr(*ROLES[role])))
    things = [getattr(accord, name) for name in mentioned if inspect.isclass(getattr(accord, name, None))]
    assert set(things) <= set(passed_types.types_of(role))
    for thing in things:
        described = shown.partition(f"\n### `{thing.__name__}`\n")[2].partition("\n### ")[0]
        public = {name for name in (*vars(thing), *getattr(thing, "__dataclass_fields__", ())) if not name.startswith("_")}
        for name in public:
            assert re.search(rf"^\| `{name}(\([^`]*\))?` \| .{{5,}} \|$", described, re.MULTILINE), f"{thing.__name__}.{name}"


def test_what_a_result_is_made_of_is_described_too():
    assert accord.Completeness in passed_types.types_of("solver")
    for member in accord.Completeness:
        assert f"| `Completeness.{member.name}` | " in PAGE["solver"]
    assert {accord.JointPlan, accord.Uncertainty} <= set(passed_types.types_of("fallback"))


@pytest.mark.parametrize("role", ROLES)
def test_the_contract_of_a_role_is_shown_with_a_component(role):
    """An author reads it there: the example is whole, and nothing is referred to that the page does not have."""
    shown = section(PAGE[role], "Its contract")
    assert re.search(r"^    class Test\w+\(\w+Contract\):\n        component = \w+\(", shown, re.MULTILINE)
    assert "GamesContract" not in shown


def test_optional_members_are_those_that_are_there():
    """Whatever the protocols offer is used by somebody: by a component that comes with accord or its plugins."""
    for role in ROLES:
        components = [entry.component for entry in load_registry().of_role(role) if entry.plugin in catalogue.PLUGINS]
        for name, _, _ in Docstring.of(ROLES[role][0]).options:
            known = {name in dir(component) or name in component.__dataclass_fields__ for component in components}
            assert True in known or name == "side_payments", f"{role}: {name}"


@pytest.mark.parametrize("role", ROLES)
def test_claims_are_listed_with_the_roles_that_can_make_them(role):
    shown = section(PAGE[role], "What it can claim")
    assert {claim for claim in Claim if f"`Claim.{claim.name}`" in shown} == role_pages.CLAIMS[role]
    made = {claim for entry in load_registry().of_role(role) for claim in entry.component.claims}
    assert made <= role_pages.CLAIMS[role]


def test_every_claim_can_be_made():
    assert frozenset().union(*role_pages.CLAIMS.values()) == frozenset(Claim)


@pytest.mark.parametrize("role", ROLES)
def test_every_contract_test_is_listed_with_what_it_checks(role):
    shown = section(PAGE[role], "Its contract")
    tests = {name for name in dir(role_pages.contract(role)) if name.startswith("test_")}
    assert {name for name, _ in role_pages.contract_tests(role)} == tests
    assert len(tests) > 8
    for name in tests:
        (row,) = re.findall(rf"^\| `{name}` \| (\S+) \| (.*) \|$", shown, re.MULTILINE)
        assert re.fullmatch(r"\d+\.\d+", row[0]), f"{name} does not say since when it exists"
        assert len(row[1]) > 20, f"{name} does not say what it checks"
    assert {f"{each.capitalize()}Contract" for each in ROLES} <= set(accord.testing.__all__)


@pytest.mark.parametrize("role", ROLES)
def test_whatever_can_be_set_in_a_contract_is_documented(role):
    page = kit_page.kit_page()
    for owner in role_pages.contract(role).__mro__:
        for name in vars(owner).get("__annotations__", {}):
            if not name.startswith("_"):
                assert f"| `{name}` |" in page, f"{owner.__name__}.{name}"


def test_every_shared_game_says_what_is_awkward_about_it():
    page = kit_page.kit_page()
    for case in SHARED_GAMES:
        assert f"| `{case.name}` |" in page
        assert case.reason


@pytest.mark.parametrize("role", ROLES)
def test_the_page_of_a_role_lists_its_components_and_an_example(role):
    shown = section(PAGE[role], "Components of this role")
    for entry in load_registry().of_role(role):
        if entry.plugin in catalogue.PLUGINS:
            assert f"<{role}-{entry.name}>`" in shown, entry.name
    example = section(PAGE[role], "A complete example")
    assert f"def accord_register_{role}s()" in example
    assert f"({role.capitalize()}Contract):" in example


@pytest.mark.parametrize("name", accord.__all__)
def test_every_public_name_has_a_meaning_and_a_place_in_the_reference(name):
    assert len(name_pages.meaning(name)) > 10, f"accord.{name} has no docstring"
    thing = getattr(accord, name)
    if inspect.isclass(thing) or inspect.isfunction(thing):
        module = thing.__module__
        page = "\n".join(file.read_text(encoding="utf-8") for file in sorted((DOCS / "reference").glob("*.md")))
        included = re.search(rf"^\.\. automodule:: {re.escape(module)}$(?P<options>(\n   :.*)*)", page, re.MULTILINE)
        assert included or module in {"numpy", "types"}, f"docs/reference leaves out {module}, the home of {name}"
        if included:
            left_out = re.search(r":exclude-members: (.*)", included["options"])
            assert left_out is None or name not in left_out[1].split(", ") or f"`{name}" in page, name


def test_everything_that_plugins_touch_has_a_docstring():
    for thing in TOUCHED:
        assert inspect.getdoc(thing), thing
        for name, member in vars(thing).items() if inspect.isclass(thing) else ():
            if name.startswith("_") or not (callable(member) or isinstance(member, property) or hasattr(member, "func")):
                continue
            assert inspect.getdoc(member), f"{thing.__name__}.{name}"


@pytest.mark.parametrize("thing", [each for each in TOUCHED if hasattr(each, "__dataclass_fields__")], ids=lambda t: t.__name__)
def test_every_attribute_of_what_plugins_touch_is_documented(thing):
    described = Docstring.of(thing).sections.get("Attributes", {})
    names = {name for each in described for name in each.split(", ")}
    assert set(thing.__dataclass_fields__) <= names


def test_every_environment_variable_is_documented():
    table = section(of("reference", "command-line"), "Environment variables")
    sources = [*(ROOT / "toolkit").rglob("*.py"), *ROOT.glob("plugins/*/src/**/*.py")]
    used = {name for file in sources for name in re.findall(r"\bACCORD_[A-Z]+(?:_[A-Z]+)*\b", file.read_text(encoding="utf-8"))}
    assert {"ACCORD_STRICT", "ACCORD_DEBUG", "ACCORD_DISABLE_PLUGINS"} <= used
    for name in used:
        assert re.search(rf"`{name}\b", table), f"docs/reference/command-line.md does not list {name}"


def test_the_policy_says_what_the_metadata_say():
    policy = " ".join(of("reference", "compatibility").split())
    major, minor = map(int, metadata.version("accord").split(".")[:2])
    series = f"accord>={major}.{minor},<{major}.{minor + 1}"
    assert f"`{series}`" in policy
    assert series in (DOCS / "tutorial" / "your-first-plugin.md").read_text(encoding="utf-8")
    for folder in ("plugins/accord-nashpy", "plugins/accord-gambit", "examples/cookbook"):
        assert series in project(folder)["dependencies"], folder
    lowest = project(".")["requires-python"].removeprefix(">=")
    assert f"Python {lowest} and newer" in policy
    numpy = next(each for each in project(".")["dependencies"] if each.startswith("numpy"))
    assert f"numpy {numpy.removeprefix('numpy>=')} and newer" in policy
    least, below = re.search(r"pygambit>=([\d.]+),<([\d.]+)", " ".join(project("plugins/accord-gambit")["dependencies"])).groups()
    assert f"pygambit from {least} to below {below}" in policy
    nashpy = next(each for each in project("plugins/accord-nashpy")["dependencies"] if each.startswith("nashpy"))
    assert f"nashpy {nashpy.removeprefix('nashpy>=')} and newer" in policy
    assert accord.testing.versions.VERSIONS[-1] == f"{major}.{minor}"


def test_a_plugin_may_implement_a_hook_that_this_accord_does_not_know(tmp_path):
    """As the policy says: with `optionalhook=True` it is passed over, and the rest of the plugin works."""
    (tmp_path / "future-1.0.dist-info").mkdir()
    (tmp_path / "future-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: future\nVersion: 1.0\n")
    (tmp_path / "future-1.0.dist-info" / "entry_points.txt").write_text("[accord]\nfuture = future\n")
    (tmp_path / "future.py").write_text(
        "import accord\n"
        "@accord.hookimpl(optionalhook=True)\ndef accord_register_mediators(): return [1 / 0]\n"
        "@accord.hookimpl\ndef accord_register_splits(): return []\n"
    )
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from accord.host import discover; print(discover().broken)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "()\n"


def test_generated_pages_are_written_and_stale_ones_removed(tmp_path):
    """They are not kept in the repository: whoever builds the manual writes them afresh, so they cannot be out of date."""
    folder = tmp_path / "generated"
    folder.mkdir()
    (folder / "role-arbiter.md").write_text("# Gone")
    catalogue.write(folder)
    assert {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()} == PAGES
    assert "docs/reference/generated/" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert not re.search(r"0x[0-9a-f]{6,}|/home|/root|/tmp", "".join(PAGES.values()))


def test_every_recipe_is_shown_in_full():
    page = of("how-to", "plugin-cookbook")
    shown = {block.argument.rpartition("/")[2] for block in blocks(DOCS / "how-to" / "plugin-cookbook.md")}
    recipes = {file.name for file in (ROOT / "examples" / "cookbook" / "src" / "accord_cookbook").glob("*.py")}
    assert recipes - {"__init__.py", "plugin.py"} == shown - {""}
    assert "examples/cookbook/tests" in page
