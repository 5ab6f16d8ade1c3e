"""Puts plugins where Python finds them as installed distributions: a module and a ``.dist-info`` beside it."""

from pathlib import Path


def install(
    folder: Path,
    plugin: str,
    code: str,
    *,
    distribution: str | None = None,
    attribute: str = "",
    entry: str | None = None,
    requires: str = "accord>=0.1",
) -> str:
    """Write a distribution with one module and one entry point; return the distribution's name."""
    distribution = distribution or f"faulty-{plugin.lower().replace('_', '-')}"
    module = "plugin_" + distribution.replace("-", "_")
    (folder / f"{module}.py").write_text(f"PLUGIN = {plugin!r}\n{code}", encoding="utf-8")
    info = folder / f"{distribution.replace('-', '_')}-1.2.dist-info"
    info.mkdir()
    metadata = f"Metadata-Version: 2.4\nName: {distribution}\nVersion: 1.2\nLicense-Expression: MIT\n"
    metadata += f"Requires-Dist: {requires}\n" if requires else ""
    (info / "METADATA").write_text(metadata, encoding="utf-8")
    value = entry or module + (f":{attribute}" if attribute else "")
    (info / "entry_points.txt").write_text(f"[accord]\n{plugin} = {value}\n", encoding="utf-8")
    return distribution
