"""Trains and evaluates the photograph head: what the image tower sees -> a photograph, or a drawing, graphic, render.

    python photograph_train.py evaluate --features FEATURES.npz [...] --tables TABLES.md
    python photograph_train.py train --features FEATURES.npz [...] --model model.onnx

FEATURES.npz is what photograph_features.py wrote. Camera photos and generated pictures that look like photos are one
side, everything else is the other. `evaluate` leaves sources out on both sides; a fold holds whole repositories
(sources whose names agree up to the first hyphen). `train` fits the head on all of them and writes it as ONNX.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import linear
import looks
import photograph_onnx
from photograph_features import EMBEDDING

PHOTOS = ["camera", "photo-like"]
# What the head names; the kinds of a list that belong to it.
CLASSES = {"drawing": ["drawing", "painting"], "graphic": ["graphic", "text"], "render": ["render"]}
FOLDS = 10
SHRINK, BETWEEN = 2.0, 0.5
# Shares of held-out photos that may be called no photograph: of camera photos, and of generated ones.
MOST_CAMERA, MOST_GENERATED = 0.005, 0.01
# Share of held-out camera photos whose answer may be unclear or worse.
MOST_UNCLEAR = 0.03
SHARES = [0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0]


@dataclass
class Seen:
    """One row a picture and condition."""

    features: np.ndarray  # [n, squares, EMBEDDING]
    picture: np.ndarray
    kind: np.ndarray
    source: np.ndarray
    condition: np.ndarray

    @property
    def none(self) -> np.ndarray:
        """Is no photograph."""
        return ~np.isin(self.kind, PHOTOS)

    def where(self, rows: np.ndarray) -> "Seen":
        return Seen(self.features[rows], self.picture[rows], self.kind[rows], self.source[rows], self.condition[rows])


def read(paths: list[Path]) -> Seen:
    held = [np.load(path) for path in paths]
    columns = [np.concatenate([part[name] for part in held]) for name in ("picture", "kind", "source", "condition")]
    return Seen(np.concatenate([part["features"][..., :EMBEDDING] for part in held]), *columns)


def repository(source: str) -> str:
    return source.split("-")[0]


def folds(data: Seen) -> np.ndarray:
    """Each repository into the fold that holds fewest rows so far, the largest first, photos and others apart."""
    found = np.zeros(len(data.kind), int)
    names = np.array([repository(source) for source in data.source])
    given: dict[str, int] = {}
    for side in (data.none, ~data.none):
        filled = [0] * FOLDS
        count = {name: int((names[side] == name).sum()) for name in np.unique(names[side])}
        for name in sorted(count, key=lambda name: (-count[name], name)):
            fold = given.setdefault(name, min(range(FOLDS), key=lambda fold: (filled[fold], fold)))
            filled[fold] += count[name]
    for at, name in enumerate(names):
        found[at] = given[name]
    return found


def weights(data: Seen) -> np.ndarray:
    """A source of a kind counts by the root of its rows, and each kind of a side alike."""
    weight = np.ones(len(data.kind))
    for kind in np.unique(data.kind):
        of_kind = data.kind == kind
        for source in np.unique(data.source[of_kind]):
            of_source = of_kind & (data.source == source)
            weight[of_source] = of_source.sum() ** -0.5
        weight[of_kind] /= weight[of_kind].sum() * (len(PHOTOS) if kind in PHOTOS else 5)
    return weight * len(weight) / weight.sum()


class Head:
    """One linear model for "no photograph", and one for each class among all; an answer is the mean of the squares."""

    def __init__(self, data: Seen) -> None:
        rows, weight = data.features[:, 0].astype(np.float32), weights(data)
        self.models = [linear.fit(rows, data.none, data.source, weight, SHRINK, BETWEEN)]
        for kinds in CLASSES.values():
            self.models.append(linear.fit(rows, np.isin(data.kind, kinds), data.source, weight, SHRINK, BETWEEN))

    def __call__(self, features: np.ndarray) -> np.ndarray:
        """[n, 1 + classes]"""
        flat = features.astype(np.float32).reshape(-1, features.shape[2])
        each = np.stack([model(flat) for model in self.models], 1)
        return each.reshape(len(features), -1, len(self.models)).mean(1)


def held_out(data: Seen) -> np.ndarray:
    """Answers for every row by a head that knows nothing of its repository."""
    found, fold = np.zeros((len(data.kind), 1 + len(CLASSES))), folds(data)
    for at in range(FOLDS):
        found[fold == at] = Head(data.where(fold != at))(data.features[fold == at])
    return found


def thresholds(data: Seen, score: np.ndarray) -> tuple[float, float]:
    """(no photograph from, unclear from)"""
    camera, generated = score[data.kind == "camera"], score[data.kind == "photo-like"]
    none_from = max(np.quantile(camera, 1 - MOST_CAMERA), np.quantile(generated, 1 - MOST_GENERATED))
    return float(none_from), float(min(np.quantile(camera, 1 - MOST_UNCLEAR), none_from))


def wilson(count: int, of: int) -> tuple[float, float]:
    """95 % interval of a share."""
    z, share = 1.96, count / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * (share * (1 - share) / of + z * z / (4 * of * of)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)


def line(name: str, found: np.ndarray) -> str:
    count, of = int(found.sum()), len(found)
    low, high = wilson(count, of)
    return f"| {name} | {of} | {count} ({count / of:.1%}) | {low:.1%} to {high:.1%} |"


def tables(data: Seen, answers: np.ndarray) -> list[str]:
    score = answers[:, 0]
    none_from, unclear_from = thresholds(data, score)
    high, unclear = score >= none_from, (score >= unclear_from) & (score < none_from)
    text = [f"No photograph from {none_from:.2f}, unclear from {unclear_from:.2f}.", ""]
    heading = ["| pictures | n | {} | 95 % (Wilson) |", "|---|---|---|---|"]
    text += [heading[0].format("called no photograph"), heading[1]]
    for kind in PHOTOS + [kind for kinds in CLASSES.values() for kind in kinds]:
        if (data.kind == kind).any():
            text.append(line(kind, high[data.kind == kind]))
    text += ["", heading[0].format("unclear"), heading[1]]
    text += [line(kind, unclear[data.kind == kind]) for kind in [*PHOTOS, *np.unique(data.kind[data.none])]]
    text += ["", heading[0].format("called no photograph"), heading[1]]
    for condition in [name for name in np.unique(data.condition) if name in looks.LOOKS or name not in ("as-is",)]:
        for kind in PHOTOS:
            rows = (data.condition == condition) & (data.kind == kind)
            if rows.any():
                text.append(line(f"{condition}, {kind}", high[rows]))
    text += ["", "Thresholds chosen on one half of the folds and tried on the other:", ""]
    text += [heading[0].format("called no photograph"), heading[1]]
    half = folds(data) % 2 == 0
    crossed = np.zeros(len(score), bool)
    for one in (half, ~half):
        crossed[~one] = score[~one] >= thresholds(data.where(one), score[one])[0]
    text += [line("camera", crossed[data.kind == "camera"]), line("photo-like", crossed[data.kind == "photo-like"]),
             line("no photograph", crossed[data.none])]
    text += ["", heading[0].format("called no photograph"), heading[1]]
    worst = sorted(np.unique(data.source[~data.none]), key=lambda name: -high[data.source == name].mean())
    text += [line(name, high[(data.source == name) & ~data.none]) for name in worst[:10]]
    text += ["", heading[0].format("called no photograph"), heading[1]]
    for kind in np.unique(data.kind[data.none]):
        for source in np.unique(data.source[data.kind == kind]):
            text.append(line(f"{kind}: {source}", high[(data.kind == kind) & (data.source == source)]))
    text += ["", "Named among those called no photograph (rows: what they are):", ""]
    text += ["| | " + " | ".join(CLASSES) + " |", "|---" * (1 + len(CLASSES)) + "|"]
    named = answers[:, 1:].argmax(1)
    for name, kinds in CLASSES.items():
        rows = np.isin(data.kind, kinds) & high
        text.append(f"| {name} | " + " | ".join(str(int((named[rows] == at).sum())) for at in range(len(CLASSES))) + " |")
    return text + [""]


def train(data: Seen, path: Path) -> int:
    answers, head = held_out(data), Head(data)
    photograph_onnx.write(head, path)
    none_from, unclear_from = thresholds(data, answers[:, 0])
    camera = answers[data.kind == "camera", 0]
    print(f"{len(data.kind)} rows of {len(np.unique(data.picture))} pictures of {len(np.unique(data.source))} sources")
    print(f"no photograph from {none_from:.2f}, unclear from {unclear_from:.2f}; scores that so many percent of {len(camera)} "
          "held-out camera photos reached:")
    print("    " + ", ".join(f"({share}, {np.quantile(camera, 1 - share / 100):.2f})" for share in SHARES))
    worst = photograph_onnx.difference(path, head, data.features[:100].astype(np.float32))
    print(f"{path}: largest difference to the trained head {worst:.1e}")
    return 0 if worst < 1e-3 else 1


def main() -> int:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("what", choices=["evaluate", "train"])
    made.add_argument("--features", type=Path, required=True, nargs="+")
    made.add_argument("--tables", type=Path)
    made.add_argument("--model", type=Path)
    arguments = made.parse_args()
    data = read(arguments.features)
    if arguments.what == "train":
        if arguments.model is None:
            made.error("train needs --model")
        return train(data, arguments.model)
    written = "\n".join(tables(data, held_out(data)))
    if arguments.tables is None:
        print(written)
    else:
        arguments.tables.write_text(written, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
