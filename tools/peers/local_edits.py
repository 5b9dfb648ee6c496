"""Makes sets of photos with a known history of saves and edits, to measure the checks of local traces.

    python local_edits.py PHOTOS OUT --each 6 --most 120

PHOTOS is a folder of camera photos whose file names begin with their source ("source_rest.jpg"). Each photo is
scaled to 1080 pixels on the shorter side, which removes traces of earlier saves from the grid. OUT gets a folder
for each set:

    single      saved once, quality 85 or 92
    double      saved at q0 (55 to 82) and then, on the same grid, at q1 (q0 + 8 to q0 + 30, at most 95)
    foreign     as double, and between the saves an ellipse of 3 to 20 % of the area came from another photo
    stretched   as double, and between the saves an ellipse of the photo was enlarged by 6 to 20 %
    boxes.json  for each edited file: q0, q1 and the box of the ellipse in pixels

All saves are 4:2:0 with the standard tables. The random numbers are seeded, so that the same photos give the
same files.
"""

import argparse
import collections
import json
import pathlib
import random

import numpy
from PIL import Image, ImageDraw, ImageFilter

SHORTER_SIDE = 1080


def scaled(path):
    picture = Image.open(path).convert("RGB")
    factor = SHORTER_SIDE / min(picture.size)
    return picture.resize([round(side * factor) for side in picture.size], Image.LANCZOS)


def saved(picture, path, quality):
    picture.save(path, "JPEG", quality=quality, subsampling=2)


def again(picture, folder, quality):
    path = folder / "between.jpg"
    saved(picture, path, quality)
    with Image.open(path) as reread:
        reread.load()
    path.unlink()
    return reread.convert("RGB")


def ellipse(size, chance):
    """An ellipse of 3 to 20 % of the area: its box, and its mask with a soft edge of a few pixels."""
    width, height = size
    area = chance.uniform(0.03, 0.20) * width * height
    shape = chance.uniform(0.6, 1.6)
    half_width = min(width / 2.2, (area * shape / numpy.pi) ** 0.5)
    half_height = min(height / 2.2, area / numpy.pi / half_width)
    x = chance.uniform(half_width, width - half_width)
    y = chance.uniform(half_height, height - half_height)
    box = [round(value) for value in (x - half_width, y - half_height, x + half_width, y + half_height)]
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).ellipse(box, fill=255)
    return box, mask.filter(ImageFilter.GaussianBlur(2))


def stretched(picture, box, chance):
    factor = chance.uniform(1.06, 1.20)
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    inverse = (1 / factor, 0, x - x / factor, 0, 1 / factor, y - y / factor)
    return picture.transform(picture.size, Image.AFFINE, inverse, Image.BICUBIC)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("photos", type=pathlib.Path)
    arguments.add_argument("out", type=pathlib.Path)
    arguments.add_argument("--each", type=int, default=6, help="photos of each source")
    arguments.add_argument("--most", type=int, default=120, help="photos in all")
    arguments.add_argument("--seed", type=int, default=5)
    chosen = arguments.parse_args()
    chance = random.Random(chosen.seed)
    by_source = collections.defaultdict(list)
    for path in sorted(chosen.photos.iterdir()):
        by_source[path.name.split("_")[0]].append(path)
    photos = []
    for source in sorted(by_source):
        paths = by_source[source]
        chance.shuffle(paths)
        large = (path for path in paths if min(Image.open(path).size) >= 900)
        photos.extend(path for path, _ in zip(large, range(chosen.each)))
    chance.shuffle(photos)
    photos = photos[: chosen.most]
    sets = {name: chosen.out / name for name in ("single", "double", "foreign", "stretched")}
    for folder in sets.values():
        folder.mkdir(parents=True, exist_ok=True)
    boxes = {}
    for index, path in enumerate(photos):
        name = f"{path.stem}.jpg"
        picture = scaled(path)
        saved(picture, sets["single"] / name, chance.choice([85, 92]))
        q0 = chance.randint(55, 82)
        q1 = min(95, q0 + chance.randint(8, 30))
        before = again(picture, chosen.out, q0)
        saved(before, sets["double"] / name, q1)
        other = scaled(photos[index - 1]).resize(picture.size, Image.LANCZOS)
        for edit in ("foreign", "stretched"):
            box, mask = ellipse(picture.size, chance)
            patch = other if edit == "foreign" else stretched(before, box, chance)
            saved(Image.composite(patch, before, mask), sets[edit] / name, q1)
            boxes[f"{edit}/{name}"] = {"q0": q0, "q1": q1, "box": box}
    (chosen.out / "boxes.json").write_text(json.dumps(boxes, indent=1))
    print(f"{len(photos)} photos of {len({path.name.split('_')[0] for path in photos})} sources")


if __name__ == "__main__":
    main()
