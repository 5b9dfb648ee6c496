"""What the image tower sees in drawn photos: the inputs of the semantic head.

    python semantic_features.py --draws DRAWS --conditions social,look0 --tower TOWER.onnx --features FEATURES.npz

TOWER is the pinned file of the model `image-tower` (see models/manifest.toml; ./x sets it up). Of each view of a
photo the first token of some layers is kept. Views, layers and arithmetic are those of the product
(crates/forensics/src/learned); both run the same file one view at a time, because its quantisation looks at a
whole batch. `--part 1/2` takes every second draw, so that two processes can share the work.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from PIL import Image

from collect import outside_the_project

SIDE = 224
MEAN = np.array([0.48145466, 0.4578275, 0.40821073], np.float32)
DEVIATION = np.array([0.26862954, 0.26130258, 0.27577711], np.float32)
# Counted from 0. Chosen on the folds: see docs/validation/semantic_detector.md.
LAYERS = [5, 7, 8, 10]
# Side in pixels of the piece that is seen beside the squares, and its place (across, down).
PIECE_SIDE, PIECE_PLACE = 448, (0.5, 0.35)
# What `seen` gives, in this order; the head answers for a photo by the mean of the squares.
VIEWS = ["middle square", "first square", "last square", "piece"]
SQUARES = [0, 1, 2]


def views(picture: Image.Image) -> list[Image.Image]:
    """Three squares of the photo scaled so that its short side is SIDE: in the middle, at the left or upper end, at
    the other end; then a piece. Of a square photo the three are one, and the first alone is given."""
    width, height = picture.size
    scale = SIDE / min(width, height)
    small = picture.resize((max(SIDE, round(width * scale)), max(SIDE, round(height * scale))), Image.Resampling.BICUBIC)
    right, lower = small.width - SIDE, small.height - SIDE
    corners = [(right // 2, lower // 2)] + ([(0, 0), (right, lower)] if right or lower else [])
    side = min(PIECE_SIDE, width, height)
    left, top = round((width - side) * PIECE_PLACE[0]), round((height - side) * PIECE_PLACE[1])
    piece = picture.crop((left, top, left + side, top + side)).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    return [small.crop((x, y, x + SIDE, y + SIDE)) for x, y in corners] + [piece]


def tapped(path: Path, threads: int) -> onnxruntime.InferenceSession:
    """The tower with the chosen layers as outputs."""
    model = onnx.load(str(path))
    del model.graph.output[:]
    for layer in LAYERS:
        name = f"/vision_model/encoder/layers.{layer}/Add_1_output_0"
        model.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["batch", 197, 768]))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def seen(session: onnxruntime.InferenceSession, picture: Image.Image) -> np.ndarray:
    """[VIEWS, layers x 768]"""
    rows = []
    for view in views(picture):
        pixels = ((np.asarray(view, np.float32) / 255 - MEAN) / DEVIATION).transpose(2, 0, 1)[None]
        rows.append(np.concatenate([layer[0, 0] for layer in session.run(None, {"pixel_values": pixels})]))
    return np.array(rows if len(rows) == len(VIEWS) else [rows[0], rows[0], rows[0], rows[1]])


def main() -> int:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--draws", type=Path, required=True)
    made.add_argument("--conditions", required=True)
    made.add_argument("--tower", type=Path, required=True)
    made.add_argument("--features", type=Path, required=True)
    made.add_argument("--part", default="1/1")
    made.add_argument("--threads", type=int, default=1)
    arguments = made.parse_args()
    outside_the_project(arguments.features)
    part, parts = map(int, arguments.part.split("/"))
    with (arguments.draws / "draws.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["condition"] in arguments.conditions.split(",")]
    rows = rows[part - 1 :: parts]
    session = tapped(arguments.tower, arguments.threads)
    values, began = [], time.monotonic()
    for at, row in enumerate(rows, 1):
        with Image.open(arguments.draws / row["draw"]) as opened:
            values.append(seen(session, opened.convert("RGB")).astype(np.float16))
        if at % 250 == 0 or at == len(rows):
            np.savez(arguments.features, features=np.array(values), draw=[row["draw"] for row in rows[:at]])
            print(f"{at} of {len(rows)} in {time.monotonic() - began:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
