"""Makes files of known history from photos and measures what Catchlight reads from them.

    cargo build --release -p catchlight-forensics --example history
    python tools/history/measure.py --photos FOLDER --work FOLDER [--count 100]

Photos with a shorter side of at least 640 pixels are blurred lightly and scaled down by area averaging
with an odd factor, so that no grid of their own compression is left; then they are saved, cropped,
enlarged and sharpened in known ways. Prints Markdown tables. Needs numpy, opencv-python-headless and
pillow. No photo is changed, and nothing leaves the two folders.
"""

import argparse
import collections
import io
import json
import pathlib
import random
import subprocess

import cv2
import numpy
from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parents[2]
ENLARGEMENTS = [1.1, 1.15, 1.2, 1.25, 1.3, 1.4, 1.5, 1.6, 1.7, 1.75, 1.8, 1.9, 2.0]
KERNELS = [Image.BILINEAR, Image.BICUBIC, Image.LANCZOS]


def jpeg(picture, quality, subsampling=2):
    coded = io.BytesIO()
    picture.save(coded, "JPEG", quality=quality, subsampling=subsampling)
    return coded.getvalue()


def decoded(coded):
    return Image.open(io.BytesIO(coded)).convert("RGB")


def without_past(path, rng):
    picture = Image.open(path).convert("RGB")
    if min(picture.size) < 640:
        return None
    factor = rng.uniform(0.42, 0.58)
    levels = cv2.GaussianBlur(numpy.asarray(picture), (0, 0), 0.8)
    size = [int(side * factor) for side in picture.size]
    return Image.fromarray(cv2.resize(levels, size, interpolation=cv2.INTER_AREA)[:1080, :1080])


def make(picture, stem, rng, truths):
    """Writes the files of one photo; `truths` maps each to its kind and known history."""
    width, height = picture.size

    def keep(kind, coded, ending, **truth):
        path = stem.with_name(f"{stem.name}_{kind}{len(truths)}.{ending}")
        if isinstance(coded, bytes):
            path.write_bytes(coded)
        else:
            coded.save(path)
        truths[str(path)] = {"kind": kind, **truth}

    def corner():
        return rng.randrange(8), rng.randrange(1, 8)

    def cut(source, columns, rows):
        return source.crop((columns, rows, width, height)), [-columns % 8, -rows % 8]

    keep("lossless", picture, "png")
    for _ in range(2):
        quality = rng.randint(50, 98)
        keep("single JPEG", jpeg(picture, quality, rng.choice([0, 1, 2])), "jpg", quality=quality)
    first = rng.randint(50, 88)
    keep("double JPEG, same grid", jpeg(decoded(jpeg(picture, first)), first + 10), "jpg", earlier=first)
    moved, origin = cut(decoded(jpeg(picture, first)), *corner())
    keep("double JPEG, cropped between", jpeg(moved, first + 10), "jpg", earlier=first, origin=origin)
    moved, origin = cut(decoded(jpeg(picture, 85)), *corner())
    keep("PNG of a cropped JPEG 85", moved, "png", earlier=85, origin=origin)
    factor = rng.choice(ENLARGEMENTS)
    larger = picture.resize((round(width * factor), round(height * factor)), rng.choice(KERNELS))
    keep("enlarged, PNG", larger, "png", factor=larger.size[0] / width)
    keep("enlarged, JPEG 95", jpeg(larger, 95), "jpg", factor=larger.size[0] / width)
    quality = rng.choice([60, 75, 80, 90])
    coded = io.BytesIO()
    picture.save(coded, "WEBP", quality=quality)
    keep("WebP", coded.getvalue(), "webp", webp=quality)


def never_scaled(path):
    """Averaged over whole blocks: no trace of scaling, and a JPEG's grid of 8 shrinks to 2 pixels or less."""
    picture = Image.open(path)
    if picture.format != "JPEG" or min(picture.size) < 1600:
        return None
    return picture.convert("RGB").reduce(8 if min(picture.size) >= 3000 else 4)


def share(hits):
    hits = list(hits)
    return f"{sum(hits)} of {len(hits)}"


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--photos", type=pathlib.Path, required=True)
    arguments.add_argument("--work", type=pathlib.Path, required=True)
    arguments.add_argument("--count", type=int, default=100)
    given = arguments.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    rng = random.Random(55)
    photos = sorted(path for path in given.photos.rglob("*") if path.is_file())
    rng.shuffle(photos)
    truths, used, unscaled = {}, 0, 0
    for path in photos:
        if used < given.count and (picture := without_past(path, rng)):
            used += 1
            make(picture, given.work / f"{used:03d}", rng, truths)
        if unscaled < given.count and (picture := never_scaled(path)):
            unscaled += 1
            for ending in ("png", "jpg"):
                out = given.work / f"{unscaled:03d}_unscaled.{ending}"
                picture.save(out, quality=85)
                truths[str(out)] = {"kind": f"never scaled, {ending.upper()}"}
    example = ROOT / "target" / "release" / "examples" / "history"
    lines = subprocess.run([example, *truths], capture_output=True, text=True, check=True).stdout.splitlines()
    rows = collections.defaultdict(list)
    for line in lines:
        seen = json.loads(line)
        rows[truths[seen["path"]]["kind"]].append((truths[seen["path"]], seen))

    print("| files | n | same grid found | quality within 2 | other grid found | origin right | scaling found | factor within 2 % |")
    print("|---|---|---|---|---|---|---|---|")
    for kind, of_kind in rows.items():
        known = [(truth, seen) for truth, seen in of_kind if "earlier" in truth]
        scaled = [(truth, seen) for truth, seen in of_kind if "factor" in truth]
        print(
            f"| {kind} | {len(of_kind)} "
            f"| {share(seen['same_grid'] is not None for _, seen in of_kind)} "
            f"| {share(any(q is not None and abs(q - truth['earlier']) <= 2 for q in (seen['same_grid'], seen['other_grid'])) for truth, seen in known) if known else ''} "
            f"| {share(seen['other_grid'] is not None for _, seen in of_kind)} "
            f"| {share(seen['origin'] == truth['origin'] for truth, seen in known if 'origin' in truth) if any('origin' in truth for truth, _ in known) else ''} "
            f"| {share(seen['scaled'] for _, seen in of_kind)} "
            f"| {share(seen['scaled'] and abs(seen['factor'] / truth['factor'] - 1) < 0.02 for truth, seen in scaled) if scaled else ''} |"
        )
    singles = rows["single JPEG"]
    print(f"\nQuality of a JPEG within 2: {share(abs(seen['quality'] - truth['quality']) <= 2 for truth, seen in singles)}.")
    for quality in (60, 75, 80, 90):
        read = sorted(seen["quality"] for truth, seen in rows["WebP"] if truth["webp"] == quality)
        if read:
            print(f"WebP saved at {quality}: read as {read[0]} to {read[-1]}, median {read[len(read) // 2]}, n {len(read)}.")


if __name__ == "__main__":
    main()
