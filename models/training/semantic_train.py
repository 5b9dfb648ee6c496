"""Trains and evaluates the semantic head: what the image tower sees -> generated or photographed.

    python semantic_train.py evaluate --features DRAWS:FEATURES.npz [...] --tables TABLES.md
    python semantic_train.py train --features DRAWS:FEATURES.npz [...] --model model.onnx

`evaluate` leaves sources of both labels and whole generator families out, fold by fold (see manifest.py). `train`
fits one head on all sources that are not kept for calibration, writes it as ONNX, and prints how camera photos of
unseen sources score. FEATURES.npz is what semantic_features.py wrote of DRAWS.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

import linear
import looks
import scores
import semantic_onnx
from drawn import Drawn, drawn, fold_rows, said, weights
from linear import Linear
from semantic_features import SQUARES

FOLDS = 10
TRAINED = ["social", "chain0", "look0"]
TESTED = ["social", "look0", "chain0"]
# Chosen on the folds: between 2 and 15, and between 0 and 2, AUC moves by less than 0.01.
SHRINK, BETWEEN = 5.0, 0.5
PIECE = 3
# Directions in which a photo's distance to the training photos is measured.
DIRECTIONS = 64
# Shares of the camera photos whose scores are written down, in percent.
SHARES = [0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0]


class Head:
    """A linear model of one view; squares and pieces are each centred on their own. It is fitted on the middle square
    and the piece, and answers for a photo by the mean of its three squares."""

    def __init__(self, data: Drawn, shrink: float = SHRINK, between: float = BETWEEN) -> None:
        weight = weights(data)
        fitted = data.features[:, [SQUARES[0], PIECE]].astype(np.float32)
        self.of_square, self.of_piece = np.average(fitted, axis=0, weights=weight)
        rows = (fitted - [self.of_square, self.of_piece]).reshape(-1, fitted.shape[2]).astype(np.float32)
        self.linear: Linear = linear.fit(rows, np.repeat(data.ai, 2), np.repeat(data.source, 2), np.repeat(weight, 2),
                                         shrink, between)

    def views(self, features: np.ndarray) -> np.ndarray:
        """[n, views]: the score of each view; the first three are squares."""
        n, count, width = features.shape
        centres = np.array([self.of_square] * len(SQUARES) + [self.of_piece] * (count - len(SQUARES)), np.float32)
        return self.linear((features.astype(np.float32) - centres).reshape(-1, width)).reshape(n, count)

    def __call__(self, features: np.ndarray) -> np.ndarray:
        return self.views(features[:, SQUARES]).mean(1)


def read(parts: list[tuple[Path, Path]]) -> Drawn:
    """`parts`: the folder of draws.csv, and the file of features."""
    blocks, rows = [], []
    for draws, file in parts:
        known, held = said(draws), np.load(file)
        blocks.append(held["features"])
        rows += [known[draw] for draw in held["draw"]]
    return drawn(np.concatenate(blocks), [], rows)


def held_out_scores(data: Drawn) -> np.ndarray:
    """Scores of every draw of the train split by the head that knows neither its source nor its family."""
    found = np.full(len(data.ai), np.nan)
    for fold in range(FOLDS):
        train, test = fold_rows(data, fold)
        if test.any():
            found[test] = Head(data.where(train & np.isin(data.condition, TRAINED)))(data.features[test])
    return found


def line(name: str, data: Drawn, found: np.ndarray, ai: np.ndarray, camera: np.ndarray) -> str:
    apart = scores.compare(found[ai], data.source[ai], found[camera], data.source[camera])
    return (f"| {name} | {apart.ai} / {apart.camera} | {apart.auc:.3f} ({apart.auc_low:.2f} to {apart.auc_high:.2f}) | "
            f"{apart.at_1_percent:.0%} | {apart.at_5_percent:.0%} |")


HEADING = ["| AI / camera | AUC (95 %) | recall at 1 % | recall at 5 % |", "|---|---|---|---|---|"]


def table(data: Drawn, found: np.ndarray) -> list[str]:
    lines = []
    people = data.faces > 0
    for condition in TESTED:
        seen = ~np.isnan(found) & (data.condition == condition)
        if not (seen & data.ai).any():
            continue
        camera = seen & ~data.ai
        lines += [f"Condition {condition}:", "", "| photos " + HEADING[0], HEADING[1]]
        lines.append(line("all", data, found, seen & data.ai, camera))
        lines.append(line("with a face", data, found, seen & data.ai & people, camera & people))
        lines.append(line("without", data, found, seen & data.ai & ~people, camera & ~people))
        for group in np.unique(data.group[seen & data.ai]):
            lines.append(line(group, data, found, seen & data.ai & (data.group == group), camera))
        lines.append("")
    return lines


def alarms(data: Drawn, found: np.ndarray) -> list[str]:
    """False alarms of camera photos at the score that 1 % of those in `social` exceed: by look, and by source."""
    camera = ~np.isnan(found) & ~data.ai
    threshold = np.quantile(found[camera & (data.condition == "social")], 0.99)
    lines = ["| look | camera photos | above the threshold of 1 % |", "|---|---|---|"]
    look = np.array([next((step for step in steps.split() if step in looks.LOOKS), "") for steps in data.steps])
    for name in looks.LOOKS:
        some = found[camera & (look == name)]
        if len(some):
            lines.append(f"| {name} | {len(some)} | {(some > threshold).sum()} ({(some > threshold).mean():.1%}) |")
    lines += ["", "| camera source | photos | above the threshold of 1 % |", "|---|---|---|"]
    social = camera & (data.condition == "social")
    shares = []
    for source in np.unique(data.source[social]):
        some = found[social & (data.source == source)]
        shares.append(((some > threshold).mean(), (some > threshold).sum(), len(some), source))
    lines += [f"| {source} | {count} | {high} ({share:.1%}) |" for share, high, count, source in sorted(shares)[::-1][:10]]
    return lines + [""]


def evaluate(data: Drawn) -> str:
    found = held_out_scores(data)
    final = np.full(len(data.ai), np.nan)
    calibration = data.split == "calibration"
    final[calibration] = Head(data.where((data.split == "train") & np.isin(data.condition, TRAINED)))(
        data.features[calibration])
    train = data.split == "train"
    return "\n".join(
        [f"{len(np.unique(data.photo[train]))} photos of {len(np.unique(data.source[train]))} sources in the folds, "
         f"{len(np.unique(data.photo[calibration]))} of {len(np.unique(data.source[calibration]))} calibration sources.",
         "", "### Sources and generators left out", "", *table(data, found), "### False alarms", "",
         *alarms(data, found), "### One more step on one label only", "",
         *scores.bias_table(found, data.ai, data.condition), "",
         "### Final head on the calibration sources, which it never saw", "", *table(data, final)])


def train(data: Drawn, path: Path) -> int:
    """Fits the final head; its scores are made logarithms of odds on the held-out ones."""
    held_out = held_out_scores(data)
    known = ~np.isnan(held_out) & np.isin(data.condition, TRAINED)
    odds = linear.as_odds(held_out[known], data.ai[known], weights(data.where(known)))
    used = data.where((data.split == "train") & np.isin(data.condition, TRAINED))
    head = Head(used)
    head.linear = replace(head.linear, gain=odds[0], bias=odds[1])
    far = semantic_onnx.Distance(used.features[:, 0].astype(np.float32), DIRECTIONS)
    semantic_onnx.write(head, far, path)
    print(f"{len(used.ai)} draws of {len(np.unique(used.photo))} photos trained; gain {odds[0]:.3f}, bias {odds[1]:.3f}")
    reached = held_out * odds[0] + odds[1]
    tested = np.isin(data.condition, TESTED) & ~np.isnan(reached)
    for name, rows in [("all", tested), *((name, tested & (data.condition == name)) for name in TESTED)]:
        camera, generated = reached[rows & ~data.ai], reached[rows & data.ai]
        print(f"{name}: scores that so many percent of {len(camera)} held-out draws of camera photos reached:")
        print("    " + ", ".join(f"({share}, {np.quantile(camera, 1 - share / 100):.2f})" for share in SHARES))
        print(f"    5th and 95th percentile: {np.quantile(camera, [0.05, 0.95]).round(2)}; of {len(generated)} generated: "
              f"{np.quantile(generated, [0.05, 0.95]).round(2)}")
    moved = differences(data, reached)
    if len(moved):
        print(f"differences to a copy at JPEG 85 or scaled to 0.75, {len(moved)} held-out draws, percentiles 50, 90, 95, "
              f"99: {np.percentile(moved, [50, 90, 95, 99]).round(2)}")
    calibration = data.where(data.split == "calibration")
    distance = far(calibration.features[:, 0].astype(np.float32))
    print("distance of the calibration sources, percentiles 50, 90, 99, 99.5, 100:",
          np.percentile(distance, [50, 90, 99, 99.5, 100]).round(3))
    final = head(calibration.features)
    for share in (0.5, 1.0):
        high = final >= np.quantile(reached[tested & ~data.ai], 1 - share / 100)
        for condition in TESTED:
            rows = calibration.condition == condition
            print(f"calibration {condition} at the threshold of {share} %: {high[rows & ~calibration.ai].sum()} of "
                  f"{(rows & ~calibration.ai).sum()} camera and {high[rows & calibration.ai].sum()} of "
                  f"{(rows & calibration.ai).sum()} generated")
    worst = semantic_onnx.difference(path, head, far, data.features[:100].astype(np.float32))
    print(f"{path}: largest difference to the trained head {worst:.1e}")
    return 0 if worst < 1e-3 else 1


def differences(data: Drawn, found: np.ndarray) -> np.ndarray:
    """How far the score of a photo moves when it is saved once more or scaled."""
    known = {photo: at for at, photo in enumerate(data.photo) if data.condition[at] == "base"}
    moved = [abs(found[at] - found[known[photo]]) for at, photo in enumerate(data.photo)
             if data.condition[at] in ("base-jpeg85", "base-resize75") and photo in known]
    return np.array([value for value in moved if not np.isnan(value)])


def main() -> int:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("task", choices=["evaluate", "train"])
    made.add_argument("--features", nargs="+", required=True, help="DRAWS:FEATURES.npz")
    made.add_argument("--tables", type=Path)
    made.add_argument("--model", type=Path)
    arguments = made.parse_args()
    data = read([tuple(map(Path, pair.split(":", 1))) for pair in arguments.features])
    print(f"{len(data.ai)} draws of {len(np.unique(data.photo))} photos", flush=True)
    if arguments.task == "train":
        return train(data, arguments.model)
    text = evaluate(data)
    arguments.tables.write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
