"""What the image tower sees in photographs and in what is none: the inputs of the photograph head.

    python photograph_features.py PICTURES.csv --conditions as-is,posted --tower TOWER.onnx --features FEATURES.npz

PICTURES.csv names public pictures in a folder outside the project: `file` (below its own folder), `kind` (see KINDS),
`source`. Every picture goes through each condition: `as-is`; `posted` (one random scaling to 0.5 to 1 and one save as
JPEG 60 to 95 or WebP 60 to 90); or the name of a look of looks.py, or `black-and-white`, and then `posted`. The dice
come from the file's name and the condition alone. `--kinds` and `--most` (pictures a source) choose among them,
`--part 1/2` takes every second one. Kept are the embedding and the first tokens of the layers that the product taps.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import random
import sys
import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from PIL import Image, ImageOps

import looks
from collect import outside_the_project
from semantic_features import DEVIATION, LAYERS, MEAN, views

# A photograph of either origin, and what is none.
KINDS = ["camera", "photo-like", "drawing", "painting", "graphic", "text", "render"]
SQUARES = 3
LEAST_SIDE = 224
EMBEDDING, TOKEN = 512, 768
CONDITIONS = ["as-is", "posted", "black-and-white", *looks.LOOKS]


def posted(picture: Image.Image, dice: random.Random) -> Image.Image:
    """As a platform would hand it on."""
    factor = max(dice.uniform(0.5, 1.0), (LEAST_SIDE + 0.5) / min(picture.size))
    if factor < 1:
        picture = picture.resize((round(picture.width * factor), round(picture.height * factor)), Image.Resampling.BICUBIC)
    coded = io.BytesIO()
    if dice.random() < 0.3:
        picture.save(coded, "WEBP", quality=dice.randint(60, 90), method=3)
    else:
        picture.save(coded, "JPEG", quality=dice.randint(60, 95), subsampling="4:2:0")
    return Image.open(coded).convert("RGB")


def in_condition(picture: Image.Image, condition: str, name: str) -> Image.Image:
    dice = random.Random(hashlib.sha256(f"{name} {condition}".encode()).digest())
    if condition == "as-is":
        return picture
    if condition == "black-and-white":
        picture = ImageOps.autocontrast(picture.convert("L"), cutoff=dice.uniform(0, 2)).convert("RGB")
    elif condition != "posted":
        picture = looks.apply(condition, picture, dice)
    return posted(picture, dice)


def tower(path: Path, threads: int = 1) -> onnxruntime.InferenceSession:
    """The tower with its embedding and the tapped layers as outputs."""
    model = onnx.load(str(path))
    del model.graph.output[1:]
    for layer in LAYERS:
        name = f"/vision_model/encoder/layers.{layer}/Add_1_output_0"
        model.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["batch", 197, TOKEN]))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def seen(session: onnxruntime.InferenceSession, picture: Image.Image, middle_only: bool = False) -> np.ndarray:
    """[SQUARES, EMBEDDING + layers x TOKEN]; one square a run, because the 8-bit scale is that of the whole input."""
    rows = []
    for view in views(picture)[: 1 if middle_only else -1]:
        pixels = ((np.asarray(view, np.float32) / 255 - MEAN) / DEVIATION).transpose(2, 0, 1)[None]
        embedding, *layers = session.run(None, {"pixel_values": pixels})
        rows.append(np.concatenate([embedding[0], *(layer[0, 0] for layer in layers)]))
    return np.array(rows if len(rows) == SQUARES else rows[:1] * SQUARES)


def chosen(listed: Path, kinds: list[str], most: int) -> list[dict[str, str]]:
    """The rows of a list of pictures, at most so many of a source and kind, by the digest of their names."""
    with listed.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] in kinds]
    rows.sort(key=lambda row: hashlib.sha256(row["file"].encode()).digest())
    taken: dict[tuple[str, str], int] = {}
    kept = []
    for row in rows:
        of = (row["source"], row["kind"])
        taken[of] = taken.get(of, 0) + 1
        if taken[of] <= most:
            kept.append(row)
    return kept


def main() -> int:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("pictures", type=Path)
    made.add_argument("--conditions", required=True)
    made.add_argument("--kinds", default=",".join(KINDS))
    made.add_argument("--most", type=int, default=1_000_000)
    made.add_argument("--tower", type=Path, required=True)
    made.add_argument("--features", type=Path, required=True)
    made.add_argument("--part", default="1/1")
    made.add_argument("--middle-only", action="store_true", help="see the middle square alone, three times as fast")
    arguments = made.parse_args()
    outside_the_project(arguments.features)
    part, parts = map(int, arguments.part.split("/"))
    conditions = arguments.conditions.split(",")
    if unknown := set(conditions) - set(CONDITIONS):
        raise SystemExit(f"no such condition: {', '.join(sorted(unknown))}")
    rows = chosen(arguments.pictures, arguments.kinds.split(","), arguments.most)[part - 1 :: parts]
    session = tower(arguments.tower)
    values, said, began = [], [], time.monotonic()
    for at, row in enumerate(rows, 1):
        with Image.open(arguments.pictures.parent / row["file"]) as opened:
            picture = opened.convert("RGB")
        for condition in conditions:
            shown = in_condition(picture, condition, row["file"])
            values.append(seen(session, shown, arguments.middle_only).astype(np.float16))
            said.append((row["file"], row["kind"], row["source"], condition))
        if at % 50 == 0 or at == len(rows):
            columns = dict(zip(("picture", "kind", "source", "condition"), np.array(said).T))
            np.savez(arguments.features, features=np.array(values), **columns)
            print(f"{at} of {len(rows)} in {time.monotonic() - began:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
