"""``accord pipelines``: which come with accord, whether a file holds one, and what it means in full."""

from __future__ import annotations

import argparse
import json
from typing import Any

from accord.cli.tables import paragraph, table
from accord.cli.telling import report_all
from accord.errors import AccordError
from accord.terminal import harmless

__all__ = ["add_commands"]

_INDENT = 22


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("pipelines", help="list, check and explain pipelines", allow_abbrev=False)
    command.set_defaults(command=_list)
    command.add_argument("--format", choices=["text", "json"], default="text", help="text by default")
    actions = command.add_subparsers(dest="action", metavar="ACTION", parser_class=type(command))
    listing = actions.add_parser("list", help="the pipelines that come with accord (the default)", allow_abbrev=False)
    checking = actions.add_parser("check", help="every error of pipeline files; exit code 2 if there is one", allow_abbrev=False)
    checking.add_argument("files", metavar="FILE", nargs="+", help="a pipeline file, or a name")
    showing = actions.add_parser("show", help="every component and setting, and where each comes from", allow_abbrev=False)
    showing.add_argument("file", metavar="FILE", help="a pipeline file, or a name")
    for parser, function, forms in (
        (listing, _list, ["text", "json"]),
        (checking, _check, ["text", "json"]),
        (showing, _show, ["text", "json", "markdown", "toml"]),
    ):
        # No default here: it would undo what was said before the action.
        parser.add_argument("--format", choices=forms, default=argparse.SUPPRESS, help="text by default")
        parser.set_defaults(command=function)


def _list(options: argparse.Namespace) -> int:
    from accord.config import bundled_pipelines, open_pipeline  # noqa: PLC0415 - loaded only when a command runs
    from accord.host import load_registry  # noqa: PLC0415 - as above

    registry = load_registry()
    rows = [(name, open_pipeline(name, registry)) for name in bundled_pipelines()]
    if options.format == "json":
        print(json.dumps({"pipelines": [{"name": name, "title": file.title} for name, file in rows]}, indent=2))
    else:
        print(table(["pipeline", "what it is"], [[name, file.title] for name, file in rows]))
    return 0


def _check(options: argparse.Namespace) -> int:
    """Print one line for each file, or for each of its errors on standard error."""
    from accord.config import open_pipeline  # noqa: PLC0415 - as above
    from accord.config.faults import all_of  # noqa: PLC0415 - as above
    from accord.host import load_registry  # noqa: PLC0415 - as above

    registry = load_registry()
    found: list[dict[str, Any]] = []
    for file in options.files:
        faults: tuple[AccordError, ...] = ()
        try:
            open_pipeline(file, registry)
        except AccordError as error:
            faults = all_of(error)
            report_all(error)
        found.append({"file": file, "errors": [{"key": list(fault.path), "message": str(fault)} for fault in faults]})
        if not faults and options.format == "text":
            print(f"{file}: a pipeline")
    if options.format == "json":
        print(json.dumps({"files": found}, indent=2))
    return 2 if any(about["errors"] for about in found) else 0


def _show(options: argparse.Namespace) -> int:
    from accord.config import open_pipeline  # noqa: PLC0415 - as above
    from accord.config.explaining import explain, explicit  # noqa: PLC0415 - as above
    from accord.host import load_registry  # noqa: PLC0415 - as above

    registry = load_registry()
    about = explain(open_pipeline(options.file, registry), registry)
    if options.format == "json":
        print(json.dumps(about, indent=2, ensure_ascii=False))
    elif options.format == "toml":
        print(explicit(about))
    else:
        print(harmless("\n".join(_markdown(about) if options.format == "markdown" else _text(about))))
    return 0


def _text(about: dict[str, Any]) -> list[str]:
    lines = [f"{about['file']}" + (f": {about['title']}" if about["title"] else "")]
    lines += ["", paragraph("", about["description"], 0)] if about["description"] else []
    lines.append("")
    terms = f"{'yes' if about['side_payments']['value'] else 'no'}; {_whence(about['side_payments'])}"
    lines.append(paragraph("side payments", terms, _INDENT))
    if about["time_limit"] is not None:
        limit = about["time_limit"]
        lines.append(paragraph("time limit", f"{limit['value']:g} seconds; {_whence(limit)}", _INDENT))
    for stage in ("fallback", "worth", "split"):
        if about[stage] is not None:
            lines += ["", *_component_text(about[stage], "")]
    return lines


def _component_text(component: dict[str, Any], indent: str) -> list[str]:
    head = f"{component['name']}; {_whence(component)}; {_provenance(component)}"
    lines = [paragraph(f"{indent}{component['role']}", head, _INDENT), paragraph("", component["summary"], _INDENT)]
    for setting in component["settings"]:
        if isinstance(setting["value"], dict) and "role" in setting["value"]:
            lines += _component_text(setting["value"], indent + "  ")
            continue
        meaning = (
            f"{_written(setting['value'])}; {_whence(setting)}; {setting['documentation'].rstrip('.')}; {setting['accepts']}"
        )
        lines.append(paragraph(f"{indent}  {setting['name']}", meaning, _INDENT))
    return lines


def _markdown(about: dict[str, Any]) -> list[str]:
    lines = [f"# {about['title'] or about['file']}", ""]
    lines += [about["description"], ""] if about["description"] else []
    lines += ["| setting | value | from | accepts | meaning |", "|---|---|---|---|---|"]
    terms = about["side_payments"]
    lines.append(
        _cells("`side_payments`", _written(terms["value"]), _whence(terms), "true or false", "whether money can change hands")
    )
    if about["time_limit"] is not None:
        limit = about["time_limit"]
        lines.append(_cells("`time_limit`", f"{limit['value']:g}", _whence(limit), "seconds", "for all that can run long"))
    for stage in ("fallback", "worth", "split"):
        if about[stage] is not None:
            lines += _component_rows(about[stage], stage)
    return lines


def _component_rows(component: dict[str, Any], where: str) -> list[str]:
    name = f"`{component['name']}`"
    rows = [_cells(f"**`{where}`**", name, _whence(component), _provenance(component), component["summary"])]
    for setting in component["settings"]:
        path = f"{where}.{setting['name']}"
        if isinstance(setting["value"], dict) and "role" in setting["value"]:
            rows += _component_rows(setting["value"], path)
        else:
            value = f"`{_written(setting['value'])}`"
            rows.append(_cells(f"`{path}`", value, _whence(setting), setting["accepts"], setting["documentation"]))
    return rows


def _cells(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _whence(about: dict[str, Any]) -> str:
    if about["line"] is not None:
        return f"line {about['line']}"
    return "by default" if about["origin"] == "default" else "from the pipeline"


def _provenance(component: dict[str, Any]) -> str:
    origin = " ".join(str(component[key]) for key in ("distribution", "version") if component[key])
    return f"plugin {component['plugin']}" + (f" ({origin})" if origin else "")


def _written(value: object) -> str:
    return "none" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
