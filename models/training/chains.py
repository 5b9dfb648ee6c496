"""What a photo goes through before anybody examines it: sizes, crops, scalings, codecs; the same for both labels.

    python chains.py --manifest MANIFEST.csv --photos FOLDER --draws FOLDER [--most 150] [--processes 1]

Writes one file for each photo and condition into DRAWS and DRAWS/draws.csv with what was done. The random
numbers of a draw come from the photo's digest and the condition alone, never from its label, so the draws
can be made again photo by photo. Conditions:

  chain0, chain1   the training chain: see `training_chain`
  look0, look1     one of the looks of looks.py, then the chain of posted photos: see `posted_chain`
  floor            sides 0.80 to 0.98, JPEG 70 to 95 (the condition of the published pilot)
  social           long side 1080, JPEG 85 or WebP 80
  base             JPEG 95; base-jpeg85 and base-resize75 are the same photo after one more step (BIAS test)
"""

from __future__ import annotations

import argparse
import collections
import csv
import hashlib
import io
import multiprocessing
import random
import sys
from pathlib import Path

from PIL import Image, ImageFile

import looks
from collect import outside_the_project

# Long sides at which generators deliver. Photos of either label that are longer are brought to one of them.
GENERATOR_SIDES = [768, 896, 1024, 1024, 1024, 1152, 1216, 1344, 1536]
KERNELS = [Image.Resampling.BOX, Image.Resampling.BILINEAR, Image.Resampling.BICUBIC, Image.Resampling.BICUBIC,
           Image.Resampling.LANCZOS, Image.Resampling.HAMMING]
CONDITIONS = ["chain0", "chain1", "look0", "look1", "floor", "social", "base", "base-jpeg85", "base-resize75"]
# Shorter sides hold too few tiles to say anything.
LEAST_SIDE = 300
COLUMNS = ["draw", "sha256", "label", "source", "group", "families", "split", "fold", "faces", "condition", "steps",
           "width", "height"]

ImageFile.LOAD_TRUNCATED_IMAGES = False
Image.MAX_IMAGE_PIXELS = 200_000_000


class Draw:
    """A picture on its way, the dice, and the steps taken."""

    def __init__(self, picture: Image.Image, seed: str) -> None:
        self.picture = picture
        self.dice = random.Random(seed)
        self.steps: list[str] = []
        self.coded = b""
        self.extension = ""

    def crop_off_the_grid(self) -> None:
        width, height = self.picture.size
        left, top = self.dice.randint(1, 15), self.dice.randint(1, 15)
        right, bottom = self.dice.randint(0, 15), self.dice.randint(0, 15)
        if width - left - right >= LEAST_SIDE and height - top - bottom >= LEAST_SIDE:
            self.picture = self.picture.crop((left, top, width - right, height - bottom))
            self.steps.append(f"crop+{left}+{top}")

    def native_window(self, side: int) -> None:
        """A window of the photo at its own resolution."""
        width, height = self.picture.size
        across, down = min(side, width), min(side, height)
        left, top = self.dice.randint(0, width - across), self.dice.randint(0, height - down)
        self.picture = self.picture.crop((left, top, left + across, top + down))
        self.steps.append(f"window{across}x{down}+{left}+{top}")

    def scale(self, factor: float) -> None:
        width, height = self.picture.size
        factor = max(factor, (LEAST_SIDE + 0.5) / min(width, height))
        kernel = self.dice.choice(KERNELS)
        if factor < 1:
            self.picture = self.picture.resize((round(width * factor), round(height * factor)), kernel)
            self.steps.append(f"scale{factor:.3f}-{kernel.name.lower()}")

    def long_side(self, most: int) -> None:
        self.scale(most / max(self.picture.size))

    def jpeg(self, quality: int, subsampling: str = "4:2:0") -> None:
        self.save("JPEG", "jpg", quality=quality, subsampling=subsampling)
        self.steps.append(f"jpeg{quality}-{subsampling}")

    def webp(self, quality: int) -> None:
        self.save("WEBP", "webp", quality=quality, method=3)
        self.steps.append(f"webp{quality}")

    def avif(self, quality: int) -> None:
        self.save("AVIF", "avif", quality=quality, speed=8)
        self.steps.append(f"avif{quality}")

    def look(self, name: str) -> None:
        self.picture = looks.apply(name, self.picture, self.dice)
        self.steps.append(name)

    def save(self, form: str, extension: str, **how) -> None:
        out = io.BytesIO()
        self.picture.save(out, form, **how)
        self.coded, self.extension = out.getvalue(), extension
        self.picture = Image.open(io.BytesIO(self.coded)).convert("RGB")

    def any_codec(self) -> None:
        if self.dice.random() < 0.2:
            self.webp(self.dice.randint(75, 90))
        else:
            self.jpeg(self.dice.randint(70, 95), "4:2:0" if self.dice.random() < 0.75 else "4:4:4")

    def generator_size(self) -> None:
        """Camera photos are brought to the sizes of generated ones, or a window of that size is taken."""
        most = self.dice.choice(GENERATOR_SIDES)
        if self.dice.random() < 0.75:
            self.long_side(most)
        else:
            self.native_window(most)


def training_chain(draw: Draw) -> None:
    draw.generator_size()
    draw.crop_off_the_grid()
    kind = draw.dice.random()
    if kind < 0.5:
        draw.scale(draw.dice.uniform(0.8, 0.98))
    elif kind < 0.8:
        draw.long_side(1080)
    draw.any_codec()
    if draw.dice.random() < 0.3:
        draw.crop_off_the_grid()
        draw.scale(draw.dice.uniform(0.7, 1.1))
        draw.any_codec()


def posted_chain(draw: Draw) -> None:
    """A look, and then what a platform does: a size, a codec, often both once more. Kept apart from
    `training_chain`, whose draws the model of frequency traces was trained on."""
    draw.generator_size()
    draw.crop_off_the_grid()
    draw.look(draw.dice.choice(list(looks.LOOKS)))
    for again in range(2):
        if draw.dice.random() < 0.6:
            draw.scale(draw.dice.uniform(0.5, 0.98))
        kind = draw.dice.random()
        if kind < 0.1:
            draw.avif(draw.dice.randint(50, 80))
        elif kind < 0.35:
            draw.webp(draw.dice.randint(60, 90))
        else:
            draw.jpeg(draw.dice.randint(60, 95), "4:2:0" if draw.dice.random() < 0.75 else "4:4:4")
        if not again and draw.dice.random() < 0.5:
            break


def make(picture: Image.Image, digest: str, condition: str) -> Draw:
    seed = "base" if condition.startswith("base") else condition
    draw = Draw(picture, f"{digest}/{seed}")
    if condition.startswith("chain"):
        training_chain(draw)
        return draw
    if condition.startswith("look"):
        posted_chain(draw)
        return draw
    draw.long_side(draw.dice.choice(GENERATOR_SIDES))
    draw.crop_off_the_grid()
    if condition == "floor":
        draw.scale(draw.dice.uniform(0.8, 0.98))
        draw.jpeg(draw.dice.randint(70, 95))
    elif condition == "social":
        draw.long_side(1080)
        draw.jpeg(85) if draw.dice.random() < 0.5 else draw.webp(80)
    else:
        draw.jpeg(95)
        if condition == "base-jpeg85":
            draw.jpeg(85)
        elif condition == "base-resize75":
            draw.scale(0.75)
            draw.jpeg(95)
    return draw


def work(job: tuple[dict[str, str], Path, Path, list[str]]) -> list[dict[str, object]]:
    row, photos, draws, conditions = job
    with Image.open(photos / row["file"]) as opened:
        picture = opened.convert("RGB")
    if min(picture.size) < LEAST_SIDE:
        return []
    made = []
    for condition in conditions:
        if condition.startswith("base") and int(row["sha256"][:2], 16) % 4:
            continue  # a quarter of the photos is enough for the BIAS test
        draw = make(picture, row["sha256"], condition)
        name = f"{condition}/{row['label']}/{row['source']}_{row['sha256'][:12]}.{draw.extension}"
        (draws / name).parent.mkdir(parents=True, exist_ok=True)
        (draws / name).write_bytes(draw.coded)
        made.append({**{key: row[key] for key in COLUMNS if key in row}, "draw": name, "condition": condition,
                     "steps": " ".join(draw.steps), "width": draw.picture.width, "height": draw.picture.height})
    return made


def chosen(rows: list[dict[str, str]], most: int) -> list[dict[str, str]]:
    """At most so many photos of a source, those with the smallest digests of digests: random, and always the same."""
    by_source: dict[str, list[dict[str, str]]] = collections.defaultdict(list)
    for row in rows:
        by_source[row["source"]].append(row)
    kept = []
    for source in sorted(by_source):
        order = sorted(by_source[source], key=lambda row: hashlib.sha256(row["sha256"].encode()).hexdigest())
        kept += order[:most]
    # In the order of digests, a run that is cut short has drawn from every source.
    return sorted(kept, key=lambda row: row["sha256"])


def main() -> int:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--manifest", type=Path, required=True)
    made.add_argument("--photos", type=Path, required=True)
    made.add_argument("--draws", type=Path, required=True)
    made.add_argument("--most", type=int, default=150, help="photos of a source")
    made.add_argument("--conditions", default=",".join(CONDITIONS))
    made.add_argument("--processes", type=int, default=1)
    arguments = made.parse_args()
    outside_the_project(arguments.draws)
    conditions = [name for name in arguments.conditions.split(",") if name]
    if not set(conditions) <= set(CONDITIONS):
        raise SystemExit(f"conditions are {', '.join(CONDITIONS)}")
    with arguments.manifest.open(newline="", encoding="utf-8") as file:
        rows = chosen(list(csv.DictReader(file)), arguments.most)
    arguments.draws.mkdir(parents=True, exist_ok=True)
    jobs = [(row, arguments.photos, arguments.draws, conditions) for row in rows]
    with multiprocessing.Pool(arguments.processes) as pool, \
            (arguments.draws / "draws.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        small = 0
        for made_rows in pool.imap(work, jobs, chunksize=4):
            writer.writerows(made_rows)
            file.flush()
            small += not made_rows
    print(f"{len(rows) - small} photos drawn, {small} with a short side below {LEAST_SIDE} px left out")
    return 0


if __name__ == "__main__":
    sys.exit(main())
