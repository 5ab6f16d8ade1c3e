"""What rows of a store are put together under one name although they are about different things."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

__all__ = ["Mixtures"]


@dataclass
class Mixtures:
    """Looks at rows as they pass, and tells what somebody who counts them should know.

    A store keeps what it was given: the rows of a file are there after the file was changed, those of a pipeline after its
    settings were, and those of one version of accord after the next was installed. Rows come in the order of `Store.rows`, in
    which those of one file are neighbours, so that little is remembered.
    """

    _pipelines: dict[str, set[str]] = field(default_factory=dict)
    _versions: dict[str, set[str]] = field(default_factory=dict)
    _changed: int = 0
    _example: str = ""
    _file: tuple[str, str] = ("", "")

    def watched(self, rows: Iterable[dict[str, object]]) -> Iterator[dict[str, object]]:
        """Yield rows as they are."""
        for row in rows:
            self._see(row)
            yield row

    def notes(self, by: Collection[str] = ()) -> tuple[str, ...]:
        """Return what should be known about the rows that have passed, a sentence each.

        Args:
            by: columns that keep rows apart already.
        """
        found = []
        labels = sorted(label for label, ids in self._pipelines.items() if len(ids) > 1)
        if labels and "pipeline_id" not in by:
            found.append(
                f"{_counted(len(labels), 'name', 'stands', 'stand')} for different pipelines, such as {labels[0]}, whose "
                "components or settings were changed; the column pipeline_id tells these apart."
            )
        versions = sorted({each for of_pipeline in self._versions.values() if len(of_pipeline) > 1 for each in of_pipeline})
        if versions and "versions" not in by:
            found.append(
                f"The same pipelines were applied by different versions ({'; '.join(versions)}); the column versions tells these "
                "apart."
            )
        if self._changed and "digest" not in by:
            found.append(
                f"{_counted(self._changed, 'file', 'has', 'have')} held different games, such as {self._example}, or several "
                "files go by this name; the column digest tells these apart."
            )
        return tuple(found)

    def _see(self, row: Mapping[str, object]) -> None:
        pipeline, source, digest = str(row["pipeline_id"]), str(row["source"]), str(row["digest"])
        self._pipelines.setdefault(str(row["pipeline"]), set()).add(pipeline)
        self._versions.setdefault(pipeline, set()).add(str(row["versions"]))
        if not source or source.endswith(":"):  # of a library there are many games
            return
        if self._file[0] == source and self._file[1] != digest and self._example != source:
            self._changed += 1
            self._example = source
        self._file = source, digest


def _counted(count: int, what: str, one: str, many: str) -> str:
    return f"1 {what} {one}" if count == 1 else f"{count} {what}s {many}"
