"""Trains and evaluates the model of frequency traces.

    python spectral_train.py evaluate --measured DRAWS:OUT [DRAWS:OUT ...] --tables TABLES.md
    python spectral_train.py train --measured DRAWS:OUT [DRAWS:OUT ...] --model model.onnx

`evaluate` leaves sources of both labels and whole generator families out, fold by fold (see manifest.py), and
writes every table of the validation note. `train` fits one model on all sources that are not kept for
calibration, writes it as ONNX and prints how camera photos of unseen sources score.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Callable

import lightgbm
import numpy as np

import scores
import spectral_data
import linear
import spectral_onnx
from drawn import Drawn, fold_rows, weights

TESTED = ["floor", "social"]
TRAINED = ["chain0", "chain1", "floor", "social"]
FOLDS = 10
# Of the linear model; chosen on the folds, where neither matters much between 0.3 and 3, 0 and 1.
SHRINK, BETWEEN = 1.0, 0.5
ROUNDS = 300
TREES = dict(
    objective="binary", num_leaves=15, learning_rate=0.05, feature_fraction=0.1, bagging_fraction=0.7,
    bagging_freq=1, min_data_in_leaf=30, lambda_l2=5.0, max_bin=63, verbose=-1, seed=1, deterministic=True,
    force_row_wise=True, num_threads=1,
)
SPECTRAL = ["rings", "directions", "likeness", "lags"]
CHOSEN = SPECTRAL + ["triples", "joint"]
# What was tried: name, kind of model, groups of features (first words of their names).
IDEAS = {
    "peaks, trees": ("trees", ["peaks"]),
    "peaks, linear": ("linear", ["peaks"]),
    "rings, directions, likeness, autocorrelation, linear": ("linear", SPECTRAL),
    "neighbour differences, linear": ("linear", ["triples", "joint"]),
    "all but peaks, trees": ("trees", CHOSEN),
    "all but peaks, linear (chosen)": ("linear", CHOSEN),
}
CHOSEN_IDEA = "all but peaks, linear (chosen)"
# Shares of the camera photos whose scores are written down, in percent.
SHARES = [0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0]

Model = Callable[[np.ndarray], np.ndarray]


def fit(data: Drawn, idea: str) -> Model:
    """A model of all features that looks at those of the idea."""
    kind, groups = IDEAS[idea]
    columns = columns_of(data, groups)
    weight = weights(data)
    if kind == "linear":
        model = linear.fit(data.features[:, columns], data.ai, data.source, weight, SHRINK, BETWEEN)
        return lambda features: model(features[:, columns])
    held = lightgbm.Dataset(data.features[:, columns], data.ai.astype(int), weight=weight)
    trees = lightgbm.train(TREES, held, ROUNDS)
    return lambda features: trees.predict(features[:, columns], raw_score=True)


def columns_of(data: Drawn, groups: list[str]) -> list[int]:
    return [at for at, name in enumerate(data.names) if name.split()[0] in groups]


def trained_on(data: Drawn) -> np.ndarray:
    return (data.split == "train") & np.isin(data.condition, TRAINED)


def held_out_scores(data: Drawn, idea: str) -> np.ndarray:
    """Scores of every draw of the train split by the model that knows neither its source nor its family."""
    found = np.full(len(data.ai), np.nan)
    for fold in range(FOLDS):
        train, test = fold_rows(data, fold)
        if test.any():
            found[test] = fit(data.where(train & trained_on(data)), idea)(data.features[test])
    return found


def as_the_pilot_did(data: Drawn, idea: str) -> list[str]:
    """Generator groups left out one by one, but camera photos by thirds of the photos, so that the model knows
    their sources: easier than what people meet, and what the published pilot measured."""
    lines = ["| unseen generators | AI / camera | AUC | recall at 1 % | recall at 5 % |", "|---|---|---|---|---|"]
    third = np.array([int(photo[:8], 16) % 3 for photo in data.photo])
    used, floor = data.split == "train", data.condition == "floor"
    for group in np.unique(data.group[used & data.ai]):
        of_group = used & data.ai & (data.group == group)
        tested = frozenset().union(*(data.families[at] for at in np.flatnonzero(of_group)))
        meets = np.array([bool(families & tested) for families in data.families])
        ai, camera = [], []
        for part in range(3):
            known = trained_on(data) & np.where(data.ai, ~meets, third != part)
            model = fit(data.where(known), idea)
            ai.append(model(data.features[of_group & floor]))
            camera.append(model(data.features[used & floor & ~data.ai & (third == part)]))
        of_ai, of_camera = np.mean(ai, axis=0), np.concatenate(camera)
        lines.append(f"| {group} | {len(of_ai)} / {len(of_camera)} | {scores.auc(of_ai, of_camera):.3f} | "
                     f"{scores.recall(of_ai, of_camera, 0.01):.0%} | {scores.recall(of_ai, of_camera, 0.05):.0%} |")
    return lines + [""]


def tables(data: Drawn, ideas: list[str]) -> str:
    lines = [f"{len(np.unique(data.photo[data.split == 'train']))} photos of {len(np.unique(data.source[data.split == 'train']))} "
             f"sources in the folds, {len(np.unique(data.photo[data.split == 'calibration']))} of "
             f"{len(np.unique(data.source[data.split == 'calibration']))} calibration sources.", ""]
    for idea in ideas:
        lines += [f"### {idea}", ""] + table(data, held_out_scores(data, idea), idea == CHOSEN_IDEA)
    for idea in (name for name in ("peaks, trees", CHOSEN_IDEA) if name in ideas):
        lines += [f"### as the pilot did (camera sources known), condition floor: {idea}", ""]
        lines += as_the_pilot_did(data, idea)
    calibration = data.split == "calibration"
    found = np.full(len(data.ai), np.nan)
    found[calibration] = fit(data.where(trained_on(data)), CHOSEN_IDEA)(data.features[calibration])
    lines += ["### final model on the calibration sources, which it never saw", ""] + table(data, found, True)
    return "\n".join(lines)


def table(data: Drawn, found: np.ndarray, whole: bool) -> list[str]:
    lines = ["| condition | photos | AI / camera | AUC (95 %) | recall at 1 % | recall at 5 % |", "|---|---|---|---|---|---|"]
    people = data.faces > 0
    for condition in TESTED:
        seen = ~np.isnan(found) & (data.condition == condition)
        camera = seen & ~data.ai
        lines.append(row(condition, "all", data, found, seen & data.ai, camera))
        lines.append(row(condition, "people only", data, found, seen & data.ai & people, camera & people))
        for group in np.unique(data.group[seen & data.ai]) if whole else []:
            lines.append(row(condition, group, data, found, seen & data.ai & (data.group == group), camera))
    return lines + [""] + (scores.bias_table(found, data.ai, data.condition) + [""] + alarms(data, found) if whole else [])


def alarms(data: Drawn, found: np.ndarray) -> list[str]:
    """Where the false alarms are: camera sources by their share above the score that 1 % of all exceed."""
    camera = ~np.isnan(found) & ~data.ai & np.isin(data.condition, TESTED)
    threshold = np.quantile(found[camera], 0.99)
    shares = []
    for source in np.unique(data.source[camera]):
        of_source = found[camera & (data.source == source)]
        shares.append(((of_source > threshold).mean(), len(of_source), source))
    worst = [entry for entry in sorted(shares, reverse=True) if entry[0] > 0][:8]
    return ["Camera sources with the largest share of draws above the score that 1 % of all exceed: "
            + "; ".join(f"{source} {share:.0%} of {count}" for share, count, source in worst) + ".", ""]


def row(condition: str, name: str, data: Drawn, found: np.ndarray, ai: np.ndarray, camera: np.ndarray) -> str:
    apart = scores.compare(found[ai], data.source[ai], found[camera], data.source[camera])
    return (f"| {condition} | {name} | {apart.ai} / {apart.camera} | {apart.auc:.3f} ({apart.auc_low:.2f} to "
            f"{apart.auc_high:.2f}) | {apart.at_1_percent:.0%} | {apart.at_5_percent:.0%} |")


def train(data: Drawn, path: Path) -> int:
    """Fits the final model; its scores are made logarithms of odds on the held-out ones."""
    held_out = held_out_scores(data, CHOSEN_IDEA)
    known = ~np.isnan(held_out) & np.isin(data.condition, TRAINED)
    odds = linear.as_odds(held_out[known], data.ai[known], weights(data.where(known)))
    columns = columns_of(data, IDEAS[CHOSEN_IDEA][1])
    used = data.where(trained_on(data))
    model = linear.fit(used.features[:, columns], used.ai, used.source, weights(used), SHRINK,
                                BETWEEN)
    model.gain, model.bias = odds
    spectral_onnx.write_linear(model, columns, len(data.names), path)
    camera = held_out[known & ~data.ai] * odds[0] + odds[1]
    reached = [(share, float(np.quantile(camera, 1 - share / 100))) for share in SHARES]
    print(f"{len(used.ai)} draws of {len(np.unique(used.photo))} photos trained; gain {odds[0]:.3f}, bias {odds[1]:.3f}")
    print(f"scores that so many percent of {len(camera)} held-out draws of camera photos reached:")
    print("    " + ", ".join(f"({share}, {score:.2f})" for share, score in reached))
    tested = (data.split == "train") & ~data.ai & np.isin(data.condition, TESTED)
    rings = data.features[tested][:, [at for at, name in enumerate(data.names) if name.startswith("rings Y ")]]
    print(f"5th and 95th percentile of luma's rings over {tested.sum()} draws of camera photos:")
    print("    " + ", ".join(f"({low:.3f}, {high:.3f})" for low, high in np.percentile(rings, [5, 95], axis=0).T))
    threshold = reached[0][1]
    for name, of_split in (("calibration", data.split == "calibration"),):
        for condition in TESTED:
            seen = of_split & (data.condition == condition)
            answers = model(data.features[seen][:, columns])
            high = answers >= threshold
            print(f"{name} {condition}: {high[~data.ai[seen]].sum()} of {(~data.ai[seen]).sum()} camera photos and "
                  f"{high[data.ai[seen]].sum()} of {data.ai[seen].sum()} AI photos at {threshold:.2f} or more")
    difference = spectral_onnx.difference(path, lambda features: model(features[:, columns]), data.features[:200])
    print(f"{path}: largest difference to the trained model {difference:.1e}")
    return 0 if difference < 1e-3 else 1


def main() -> int:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("task", choices=["evaluate", "train"])
    made.add_argument("--measured", nargs="+", required=True, help="DRAWS:OUT, the folder of draws.csv and what "
                      "spectral_features wrote of it")
    made.add_argument("--tables", type=Path)
    made.add_argument("--model", type=Path)
    made.add_argument("--ideas", help="numbers of the ideas, from 0, joined by commas; all by default")
    arguments = made.parse_args()
    data = spectral_data.read([tuple(map(Path, pair.split(":", 1))) for pair in arguments.measured])
    print(f"{len(data.ai)} draws of {len(np.unique(data.photo))} photos, {len(data.names)} features", flush=True)
    if arguments.task == "train":
        return train(data, arguments.model)
    ideas = list(IDEAS)
    if arguments.ideas:
        ideas = [ideas[int(at)] for at in arguments.ideas.split(",")]
    text = tables(data, ideas)
    arguments.tables.write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
