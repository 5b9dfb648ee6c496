"""By how much a photo's score moves when the photo is saved once more or scaled: the bound of the stability bar.

    python semantic_stability.py --features DRAWS:FEATURES.npz --head models/semantic-head/model.onnx

FEATURES.npz is what semantic_features.py wrote of draws, `base`, `base-jpeg85` and `base-resize75` among them. Only
photos of the calibration sources count, which the head never saw. The product looks at the middle square of a copy only, so its bound is the
99th percentile of that square; the mean of three squares is printed beside it.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import onnxruntime

from drawn import said

ORIGINAL, COPIES = "base", ("base-jpeg85", "base-resize75")
PERCENTILES = [50, 90, 95, 99]


def scores(draws: Path, features: Path, head: onnxruntime.InferenceSession) -> dict[str, dict[str, np.ndarray]]:
    """For each photo and condition: the scores of the middle square and of the mean of three."""
    seen, known = np.load(features), said(draws)
    found: dict[str, dict[str, np.ndarray]] = defaultdict(dict)
    for name, numbers in zip(seen["draw"], seen["features"]):
        row = known[str(name)]
        if row["split"] != "calibration":
            continue
        each, mean, _ = head.run(None, {"features": numbers[None].astype(np.float32)})
        found[row["sha256"]][row["condition"]] = np.array([each[0, 0], mean[0, 0]])
    return found


def moved(found: dict[str, dict[str, np.ndarray]]) -> np.ndarray:
    """[copies, 2]: absolute differences of a copy and its photo."""
    return np.array([np.abs(photo[copy] - photo[ORIGINAL]) for photo in found.values() if ORIGINAL in photo
                     for copy in COPIES if copy in photo])


def main() -> int:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--features", required=True, help="DRAWS:FEATURES.npz")
    made.add_argument("--head", type=Path, required=True)
    arguments = made.parse_args()
    draws, features = map(Path, arguments.features.split(":"))
    differences = moved(scores(draws, features, onnxruntime.InferenceSession(str(arguments.head))))
    if not len(differences):
        raise SystemExit("no photo with a copy")
    for name, column in zip(["middle square", "mean of three squares"], differences.T):
        print(f"{name}, {len(column)} copies, percentiles {PERCENTILES}: {np.percentile(column, PERCENTILES).round(2)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
