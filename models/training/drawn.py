"""Draws with what was measured of them, their weights, and the folds that leave sources and families out."""

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

    features: np.ndarray  # one row a draw; any further axes
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
    steps: np.ndarray

    def where(self, rows: np.ndarray) -> "Drawn":
        places = np.flatnonzero(rows) if rows.dtype == bool else rows
        return Drawn(self.features[places], self.names, self.ai[places], self.source[places], self.group[places],
                     [self.families[at] for at in places], self.split[places], self.fold[places],
                     self.faces[places], self.condition[places], self.photo[places], self.draw[places],
                     self.steps[places])


def said(draws: Path) -> dict[str, dict[str, str]]:
    """The rows of draws.csv in a folder of draws, by draw."""
    with (draws / "draws.csv").open(newline="", encoding="utf-8") as file:
        return {row["draw"]: row for row in csv.DictReader(file)}


def drawn(features: np.ndarray, names: list[str], rows: list[dict[str, str]]) -> Drawn:
    def column(key: str) -> np.ndarray:
        return np.array([row[key] for row in rows])

    return Drawn(features, names, column("label") == "ai", column("source"), column("group"),
                 [frozenset(row["families"].split("+")) for row in rows], column("split"),
                 np.array([int(row["fold"] or -1) for row in rows]),
                 np.array([int(row["faces"] or 0) for row in rows]), column("condition"), column("sha256"),
                 column("draw"), column("steps"))


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
