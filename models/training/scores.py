"""How well scores tell two labels apart, with intervals that know that photos of one source are alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Apart:
    """Of one comparison: area under the ROC curve, and recall at two rates of false alarms."""

    ai: int
    camera: int
    auc: float
    auc_low: float
    auc_high: float
    at_1_percent: float
    at_5_percent: float


def auc(ai: np.ndarray, camera: np.ndarray) -> float:
    """Share of pairs in which the AI photo scores higher; ties count half."""
    if not len(ai) or not len(camera):
        return float("nan")
    order = np.sort(camera)
    below, up_to = np.searchsorted(order, ai, "left"), np.searchsorted(order, ai, "right")
    return float((below + up_to).mean() / 2 / len(camera))


def recall(ai: np.ndarray, camera: np.ndarray, false_alarms: float) -> float:
    """Share of AI photos above the score that at most this share of the camera photos exceeds."""
    if not len(ai) or not len(camera):
        return float("nan")
    allowed = int(np.floor(false_alarms * len(camera)))
    threshold = np.sort(camera)[::-1][allowed]
    return float((ai > threshold).mean())


def compare(ai: np.ndarray, ai_sources: np.ndarray, camera: np.ndarray, camera_sources: np.ndarray,
            resamples: int = 500, seed: int = 1) -> Apart:
    """The comparison with the 2.5th and 97.5th percentile over resampled sources of both labels."""
    dice = np.random.default_rng(seed)
    by_ai = [ai[ai_sources == source] for source in np.unique(ai_sources)]
    by_camera = [camera[camera_sources == source] for source in np.unique(camera_sources)]
    if len(by_ai) == 1:  # one source: its photos are all that can be resampled
        by_ai = [np.array([score]) for score in ai]
    drawn = []
    for _ in range(resamples):
        some = np.concatenate([by_ai[at] for at in dice.integers(0, len(by_ai), len(by_ai))])
        others = np.concatenate([by_camera[at] for at in dice.integers(0, len(by_camera), len(by_camera))])
        drawn.append(auc(some, others))
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Apart(len(ai), len(camera), auc(ai, camera), float(low), float(high), recall(ai, camera, 0.01),
                 recall(ai, camera, 0.05))


def bias_table(found: np.ndarray, ai: np.ndarray, condition: np.ndarray) -> list[str]:
    """Rows of AUC over the same photos with one more step on one label only; none where a condition is missing."""
    known = ~np.isnan(found)
    pick = {name: known & (condition == name) for name in ("base", "base-jpeg85", "base-resize75")}
    if not all((rows & ai).any() for rows in pick.values()):
        return []
    lines = ["| AI | camera | AI / camera | AUC |", "|---|---|---|---|"]
    for of, against in [("base", "base"), ("base-jpeg85", "base-jpeg85"), ("base-resize75", "base-resize75"),
                        ("base-jpeg85", "base"), ("base", "base-jpeg85"), ("base-resize75", "base"),
                        ("base", "base-resize75")]:
        high, low = found[pick[of] & ai], found[pick[against] & ~ai]
        lines.append(f"| {of} | {against} | {len(high)} / {len(low)} | {auc(high, low):.3f} |")
    return lines
