"""``accord games families`` and ``accord games generate``: families of games, and games of them as files."""

from __future__ import annotations

import argparse
import dataclasses
import inspect
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accord.cli.docstrings import filled
from accord.cli.options import whole_number
from accord.cli.tables import paragraph, table
from accord.docstrings import explained
from accord.errors import ConfigurationError, InputError

if TYPE_CHECKING:
    from accord.game import Game
    from accord.generators import Family

__all__ = ["add_actions", "describe_family"]

_FORMS = ("toml", "nfg", "json")


def add_actions(actions: argparse._SubParsersAction[Any]) -> None:
    """Add the two actions to the parser of ``accord games``."""
    listing = actions.add_parser("families", help="families of games that can be generated", allow_abbrev=False)
    listing.add_argument("family", metavar="FAMILY", nargs="?", help="everything about one of them")
    listing.add_argument("--format", choices=["text", "json"], default=argparse.SUPPRESS, help="text by default")
    listing.set_defaults(command=_list)
    making = actions.add_parser("generate", help="write games of a family as files", allow_abbrev=False)
    making.add_argument("family", metavar="FAMILY", help="which family; 'accord games families' lists them")
    making.add_argument("--seed", metavar="N", type=whole_number, default=0, help="of the first game (0)")
    making.add_argument("--count", metavar="N", type=whole_number, default=1, help="so many games, with seeds from there on (1)")
    making.add_argument(
        "--set", metavar="PARAMETER=VALUE", dest="assignments", action="append", default=[], help="of the family; repeatable"
    )
    making.add_argument(
        "-o", "--output", metavar="WHERE", help="a file or, for several games, a folder; one game is printed else"
    )
    making.add_argument("--format", dest="form", choices=_FORMS, help="toml by default, or what the ending of the file says")
    making.add_argument("--force", action="store_true", help="write over files that hold something else")
    making.set_defaults(command=_generate)


def describe_family(family: type[Family]) -> dict[str, Any]:
    """Return everything there is to say about a family, as values that JSON can hold."""
    from accord.generators import Parameter  # noqa: PLC0415 - numpy is not needed to print a usage

    meanings: dict[str, str] = {}
    for each in reversed(family.__mro__):
        meanings |= explained(inspect.cleandoc(each.__doc__ or ""))
    parameters = [
        {
            "name": field.name,
            "accepts": str(Parameter.of(field)).rstrip(","),
            "default": Parameter.of(field).write(field.default),
            "documentation": meanings.get(field.name, ""),
        }
        for field in dataclasses.fields(family)
    ]
    documentation = filled(inspect.getdoc(family) or "")
    return {
        "name": family.name,
        "documentation": documentation,
        "source": family.source,
        "drawn": family.drawn,
        "parameters": parameters,
    }


def _list(options: argparse.Namespace) -> int:
    from accord.generators import FAMILIES, family_class  # noqa: PLC0415 - as above

    chosen = [family_class(options.family)] if options.family else list(FAMILIES.values())
    about = [describe_family(each) for each in chosen]
    if options.format == "json":
        print(json.dumps(about[0] if options.family else {"families": about}, indent=2, ensure_ascii=False))
    elif options.family:
        print(_text(about[0]))
    else:
        rows = [[each["name"], " ".join(f"{p['name']}={p['default']}" for p in each["parameters"])] for each in about]
        print(table(["family", "parameters, with their defaults"], rows))
    return 0


def _text(about: dict[str, Any]) -> str:
    lines = [f"family {about['name']}", "", about["documentation"], ""]
    for parameter in about["parameters"]:
        meaning = f"{parameter['documentation'].rstrip('.')}; {parameter['accepts']}; default {parameter['default']}"
        lines.append(paragraph(f"  {parameter['name']}", meaning, 20))
    lines += ["", paragraph("  seed", "decides what is drawn" if about["drawn"] else "makes no difference: nothing is drawn", 20)]
    return "\n".join([*lines, paragraph("  source", about["source"], 20)])


def _generate(options: argparse.Namespace) -> int:
    from accord.generators import check_seed, family  # noqa: PLC0415 - as above

    chosen = family(options.family, **_parameters(options.assignments))
    if not options.count or (options.count > 1 and not chosen.drawn):
        raise ConfigurationError(
            f"--count is {options.count}; "
            + ("a number from 1" if chosen.drawn else f"1, as nothing is drawn in {chosen.name}")
            + " is accepted"
        )
    last = check_seed(options.seed + options.count - 1)
    form = _form(options)
    if options.output is None:
        if options.count > 1:
            raise ConfigurationError(f"--count {options.count} games need a folder; add --output FOLDER")
        print(_written(chosen.game(options.seed), form, chosen.uri(options.seed)), end="")
        return 0
    where = Path(options.output)
    if _is_file(options):
        _write(where, _written(chosen.game(options.seed), form, chosen.uri(options.seed)), options.force)
        return 0
    if where.suffix.lower().removeprefix(".") in _FORMS and not where.is_dir():
        raise ConfigurationError(f"--output {where} is one file and --count {options.count} games need a folder; name a folder")
    where.mkdir(parents=True, exist_ok=True)
    for seed in range(options.seed, last + 1):
        name = f"{chosen.name}-{seed:0{len(str(last))}}" if chosen.drawn else chosen.name
        _write(where / f"{name}.{form}", _written(chosen.game(seed), form, chosen.uri(seed)), options.force)
    return 0


def _parameters(assignments: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in assignments:
        name, sign, value = (part.strip() for part in text.partition("="))
        if not sign or not name:
            raise ConfigurationError(f"--set {text} is not understood; PARAMETER=VALUE is accepted, such as shape=3x3")
        if name in found:
            raise ConfigurationError(f"--set {name} is given twice")
        found[name] = value
    return found


def _is_file(options: argparse.Namespace) -> bool:
    """Whether the output is to be one file: its name has an ending, and there is no folder of that name."""
    return options.count == 1 and bool(Path(options.output).suffix) and not Path(options.output).is_dir()


def _form(options: argparse.Namespace) -> str:
    said: str | None = options.form or ("json" if options.format == "json" else None)
    if options.output is None or not _is_file(options):
        return said or _FORMS[0]
    ending = Path(options.output).suffix.lower().removeprefix(".")
    if ending not in _FORMS:
        raise ConfigurationError(f"--output {options.output}: the ending .{ending} is unknown; {', '.join(_FORMS)} are accepted")
    if said not in {None, ending}:
        raise ConfigurationError(f"--output {options.output} and --format {said} contradict each other; leave one of them out")
    return ending


def _written(game: Game, form: str, source: str) -> str:
    from accord.builtin.readers import format_json, format_nfg, format_toml  # noqa: PLC0415 - as above

    if form == "nfg":
        return format_nfg(game)
    return format_toml(game, source) if form == "toml" else format_json(game, source)


def _write(path: Path, text: str, force: bool) -> None:
    """Write a file; one that says something else is left alone unless that was asked for."""
    if not force and path.exists():
        if path.is_file() and path.read_bytes() == text.encode():
            return
        raise InputError(f"{path} is there already and holds something else; --force writes over it")
    path.write_text(text, encoding="utf-8", newline="\n")
