"""Reads what spectral_features measured, beside what draws.csv says of each draw."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

# Older generators make up half of the photos and are not what people meet today.
FAMILY_WEIGHTS = {"stylegan": 0.4, "sd1": 0.5, "sd2": 0.5, "unlabelled": 0.7}


@dataclass
class Drawn:
    """One row a draw."""

    features: np.ndarray
    names: list[str]
    ai: np.ndarray
    source: np.ndarray
    group: np.ndarray
    families: list[frozenset[str]]
    split: np.ndarray
    fold: np.ndarray
    faces: np.ndarray
    condition: np.ndarray
    photo: np.ndarray
    draw: np.ndarray

    def where(self, rows: np.ndarray) -> "Drawn":
        places = np.flatnonzero(rows) if rows.dtype == bool else rows
        return Drawn(self.features[places], self.names, self.ai[places], self.source[places], self.group[places],
                     [self.families[at] for at in places], self.split[places], self.fold[places],
                     self.faces[places], self.condition[places], self.photo[places], self.draw[places])


def read(measured: list[tuple[Path, Path]]) -> Drawn:
    """`measured`: the folder of draws.csv, and the path that spectral_features got as OUT."""
    names = beside(measured[0][1], ".names").read_text().split("\n")
    blocks, rows, seen = [], [], set()
    for draws, out in measured:
        with (draws / "draws.csv").open(newline="", encoding="utf-8") as file:
            said = {row["draw"]: row for row in csv.DictReader(file)}
        if beside(out, ".names").read_text().split("\n") != names:
            raise SystemExit(f"{out} was measured with other features than {measured[0][1]}")
        files = beside(out, ".files").read_text().splitlines()
        values = np.fromfile(beside(out, ".f32"), "<f4")
        values = values[: len(values) // len(names) * len(names)].reshape(-1, len(names))
        count = min(len(files), len(values))  # a run that was cut short
        keep = [at for at in range(count) if files[at] in said and not (files[at] in seen or seen.add(files[at]))]
        blocks.append(values[keep])
        rows += [said[files[at]] for at in keep]

    def column(key: str) -> np.ndarray:
        return np.array([row[key] for row in rows])

    return Drawn(np.concatenate(blocks), names, column("label") == "ai", column("source"), column("group"),
                 [frozenset(row["families"].split("+")) for row in rows], column("split"),
                 np.array([int(row["fold"] or -1) for row in rows]),
                 np.array([int(row["faces"] or 0) for row in rows]), column("condition"), column("sha256"),
                 column("draw"))


def beside(out: Path, extension: str) -> Path:
    return out.with_name(out.name + extension)


def weights(data: Drawn) -> np.ndarray:
    """Each source counts by the root of its photos, families as above, and both labels alike."""
    weight = np.ones(len(data.ai))
    for source in np.unique(data.source):
        of_source = data.source == source
        weight[of_source] = len(np.unique(data.photo[of_source])) ** 0.5 / of_source.sum()
    for at, families in enumerate(data.families):
        weight[at] *= max(FAMILY_WEIGHTS.get(family, 1.0) for family in families)
    for label in (True, False):
        weight[data.ai == label] *= len(data.ai) / 2 / weight[data.ai == label].sum()
    return weight


def fold_rows(data: Drawn, fold: int) -> tuple[np.ndarray, np.ndarray]:
    """(training, test): sources of both labels held out, and every photo of a family that is tested."""
    test = (data.split == "train") & (data.fold == fold)
    tested = frozenset().union(*(data.families[at] for at in np.flatnonzero(test & data.ai)))
    meets = np.array([bool(families & tested) for families in data.families])
    return (data.split == "train") & (data.fold != fold) & ~(data.ai & meets), test
