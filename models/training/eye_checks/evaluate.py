"""Measures the checks of eyes and face on photos and writes the tables of docs/validation.

    python evaluate.py PHOTOS --work FOLDER --eyes target/release/examples/eyes --docs docs/validation

PHOTOS holds `camera/` and `ai/`; a file's name is SOURCE_HASH.EXT, HASH being the first twelve hexadecimal
digits of the file's SHA-256. See README.md for the sets, the labels and what is written.
"""
import argparse
import collections
import csv
import json
import pathlib
import random
import re
import subprocess

import numpy as np
from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).parent
CLASSES = ("camera", "ai")
REAL, FAKE = "realorfake-ffhq", "realorfake-sg2"
"""Sources of the matched pair of set A: FFHQ and StyleGAN2."""
SETS = {"a": "A", "b": "B"}
DRAWS = 600
LEAST = 20
"""Fewest values of each class for which a kind of light, an eye colour or a generator gets a figure."""
BATCH = 20
BEGIN, END = "<!-- measured by models/training/eye_checks: begin -->", "<!-- measured: end -->"

GENERATORS = {
    "xianyu110-gpt4o-nb": "GPT-4o image and Nano Banana, mixed",
    "lesonky-gpt4o": "GPT-4o image",
    "muset-nbpro": "Nano Banana Pro",
    "freestylefly-gptimage2": "gpt-image-2",
    "rin-infl": "Nano Banana, one persona",
}


# ---------- pictures and features

def source_of(path):
    return pathlib.Path(path).stem.rsplit("_", 1)[0]


def hash_of(path):
    return pathlib.Path(path).stem.rsplit("_", 1)[1]


def copy_for(name, path, target):
    """A photo as the set has it: A at 1000 px, B at its own size up to 2048 px; JPEG 90, 4:2:0."""
    with Image.open(path) as photo:
        photo = ImageOps.exif_transpose(photo).convert("RGB")
    longer = max(photo.size)
    if name == "a" and longer < 1000:
        return False
    if name == "b" and source_of(path) in (REAL, FAKE):
        return False
    most = {"a": 1000, "b": 2048}[name]
    if longer > most:
        scale = most / longer
        photo = photo.resize(tuple(round(side * scale) for side in photo.size), Image.LANCZOS)
    photo.save(target, quality=90, subsampling=2)
    return True


def prepare(photos, work):
    """Writes the copies that are not there yet."""
    for name in SETS:
        for kind in CLASSES:
            folder = work / name / kind
            folder.mkdir(parents=True, exist_ok=True)
            for path in sorted((photos / kind).iterdir()):
                target = folder / f"{path.stem}.jpg"
                if not target.exists():
                    copy_for(name, path, target)


def measure(work, eyes):
    """Runs the example on the copies that have no line of features yet."""
    for name in SETS:
        for kind in CLASSES:
            lines = work / f"{name}-{kind}.jsonl"
            have = {hash_of(row["file"]) for row in read(lines)}
            todo = [path for path in (work / name / kind).glob("*.jpg") if hash_of(path) not in have]
            random.Random(1).shuffle(todo)
            for start in range(0, len(todo), BATCH):
                batch = [str(path) for path in todo[start : start + BATCH]]
                found = subprocess.run([eyes, *batch], capture_output=True, text=True, check=True).stdout
                with lines.open("a") as file:
                    file.write(found)


def read(lines):
    return [json.loads(line) for line in lines.open()] if lines.exists() else []


class Row:
    """One photo: its set and class, its source, its largest face or None, and what was seen by looking."""

    def __init__(self, name, kind, values, labels):
        self.set, self.kind, self.values = name, kind, values
        self.source = source_of(values["file"])
        self.face = (values.get("faces") or [None])[0]
        self.label = labels.get(hash_of(values["file"]), {})


def rows_of(work):
    with (HERE / "labels.csv").open() as file:
        labels = {row["sha256_12"]: row for row in csv.DictReader(file)}
    return [
        Row(name, kind, values, labels)
        for name in SETS
        for kind in CLASSES
        for values in read(work / f"{name}-{kind}.jsonl")
    ]


# ---------- features: of a row, or None where the check would not look

def passes(row, px):
    return row.face is not None and row.face["lacks"][str(px)] is None


def reflection(key, turn=lambda value: value):
    def of(row):
        found = (row.face or {}).get("reflections") or {}
        if not passes(row, 24) or "best_iou" not in found or found.get(key) is None:
            return None
        return turn(found[key])
    return of


def pupil(row):
    if not passes(row, 40):
        return None
    shapes = [shape["boundary_iou"] for shape in row.face["pupils"] or [] if "boundary_iou" in shape]
    return 1 - min(shapes) if shapes else None


def colour(key):
    def of(row):
        if not passes(row, 20) or not row.face["colour"]:
            return None
        return row.face["colour"][key]
    return of


def placement(row):
    width, height = row.values["size"]
    square = abs(width - height) <= 0.01 * max(width, height)
    if row.face is None or not square or row.values["found"] != 1 or not row.face["places"]:
        return None
    return row.face["places"]["eyes_from_rule"]


FEATURES = {
    "corneal_highlights": {
        "1 − best overlap (the score)": reflection("best_iou", lambda value: 1 - value),
        "1 − overlap without a shift": reflection("plain_iou", lambda value: 1 - value),
        "reflections without a partner": reflection("unmatched"),
        "1 − area ratio": reflection("area_ratio", lambda value: 1 - value),
        "colour difference of the pairs": reflection("colour_difference"),
        "Gini difference": reflection("gini_difference"),
    },
    "pupil_shape": {"1 − boundary IoU of the less regular pupil (the score)": pupil},
    "iris_colour": {
        "ΔE after each eye's own white (the score)": colour("corrected"),
        "ΔE as photographed": colour("plain"),
    },
    "face_alignment": {"− distance of the eyes from the rule": lambda row: None if placement(row) is None else -placement(row)},
}


# ---------- figures

def auc(negative, positive):
    """Chance that a positive is above a negative; ties count half."""
    negative = np.sort(np.asarray(negative, float))
    positive = np.asarray(positive, float)
    below, upto = np.searchsorted(negative, positive, "left"), np.searchsorted(negative, positive, "right")
    return float((below + (upto - below) / 2).sum() / len(negative) / len(positive))


def drawn(values, dice):
    """A bootstrap draw of (source, value): over sources and then photos where there are several sources."""
    by_source = collections.defaultdict(list)
    for source, value in values:
        by_source[source].append(value)
    sources = list(by_source)
    chosen = dice.integers(0, len(sources), len(sources)) if len(sources) > 1 else [0]
    picks = [by_source[sources[index]] for index in chosen]
    return [pick[index] for pick in picks for index in dice.integers(0, len(pick), len(pick))]


def compared(negative, positive):
    """`0.58 (0.51 to 0.65)`."""
    dice = np.random.default_rng(7)
    draws = [auc(drawn(negative, dice), drawn(positive, dice)) for _ in range(DRAWS)]
    low, high = np.percentile(draws, [2.5, 97.5])
    return f"{auc([v for _, v in negative], [v for _, v in positive]):.2f} ({low:.2f} to {high:.2f})"


def valued(rows, feature, keep=lambda row: True):
    return [(row.source, value) for row in rows if keep(row) and (value := feature(row)) is not None]


def line(name, negative, positive, least):
    """A row of a table: counts, medians and AUC, or that there are too few."""
    middle = lambda values: f"{np.median([v for _, v in values]):.2f}" if values else "–"
    figure = compared(negative, positive) if min(len(negative), len(positive)) >= least else "too few"
    return f"| {name} | {len(negative)}, {middle(negative)} | {len(positive)}, {middle(positive)} | {figure} |"


def separation(rows, features):
    out = ["| feature, set | camera: n, median | AI: n, median | AUC (95 %) |", "|---|---|---|---|"]
    for name in SETS:
        for title, feature in features.items():
            real = valued(rows, feature, lambda r: r.set == name and r.kind == "camera" and (name == "b" or r.source == REAL))
            fake = valued(rows, feature, lambda r: r.set == name and r.kind == "ai" and (name == "b" or r.source == FAKE))
            out.append(line(f"{title}, {SETS[name]}", real, fake, 5))
    return out


def by_generator(rows, feature):
    out = ["| generator (both sets) | camera: n, median | AI: n, median | AUC (95 %) |", "|---|---|---|---|"]
    real = valued(unique(rows), feature, lambda r: r.kind == "camera")
    for source, title in {FAKE: "StyleGAN2", **GENERATORS}.items():
        fake = valued(unique(rows), feature, lambda r: r.kind == "ai" and r.source == source)
        out.append(line(title, real, fake, LEAST))
    return out


def unique(rows):
    """One row a photo: that of set B where a photo is in both and set A could not be measured."""
    best = {}
    for row in rows:
        key = hash_of(row.values["file"])
        if key not in best or (not passes(best[key], 24) and passes(row, 24)):
            best[key] = row
    return list(best.values())


LIGHTS = {"window": "a window, the sky or another large light", "lamp": "a lamp or flash, one or a few", "ring": "a ring light", "none": "no reflection that one could tell"}
COLOURS = {"brown": "brown or dark", "light": "blue, green, grey or hazel"}


def by_label(rows, features, label, titles, px):
    """Per kind, FFHQ against StyleGAN2 in set A: how many pass, how many could be measured, AUC of the score."""
    feature = next(iter(features.values()))
    out = [f"| {label}, set A | FFHQ: pass the gate, measured | StyleGAN2: pass the gate, measured | AUC (95 %) |", "|---|---|---|---|"]
    for value, title in titles.items():
        sides = {}
        for kind in CLASSES:
            pair = [row for row in rows if row.set == "a" and row.source == {"camera": REAL, "ai": FAKE}[kind]]
            kept = [row for row in pair if row.label.get(label) == value and passes(row, px)]
            sides[kind] = (len(kept), valued(kept, feature))
        (cameras, real), (generated, fake) = sides["camera"], sides["ai"]
        share = lambda n, of: f"{of}, {n}" + (f" ({100 * n / of:.0f} %)" if of else "")
        figure = compared(real, fake) if min(len(real), len(fake)) >= LEAST else "too few"
        out.append(f"| {title} | {share(len(real), cameras)} | {share(len(fake), generated)} | {figure} |")
    return out


def glasses(rows):
    """What the gate's estimate said against what was seen by looking."""
    out = ["| seen by looking | passed by the gate | refused as glasses |", "|---|---|---|"]
    for kind in CLASSES:
        for seen in ("yes", "no"):
            kept = [row for row in unique(rows) if row.kind == kind and row.face and row.label.get("glasses") == seen]
            refused = sum((row.face["lacks"]["24"] or "").startswith("Glasses") for row in kept)
            title = {"yes": "glasses", "no": "no glasses"}[seen]
            out.append(f"| {title}, {'camera' if kind == 'camera' else 'AI'} | {sum(passes(row, 24) for row in kept)} | {refused} |")
    return out


def coverage(rows, features, px):
    feature = next(iter(features.values()))
    out = ["| photos | n | face with mesh | gate met | measured |", "|---|---|---|---|---|"]
    groups = [
        ("FFHQ, A", lambda r: r.set == "a" and r.source == REAL),
        ("StyleGAN2, A", lambda r: r.set == "a" and r.source == FAKE),
        ("other camera, A", lambda r: r.set == "a" and r.kind == "camera" and r.source != REAL),
        ("other AI, A", lambda r: r.set == "a" and r.kind == "ai" and r.source != FAKE),
        ("camera, B", lambda r: r.set == "b" and r.kind == "camera"),
        ("AI, B", lambda r: r.set == "b" and r.kind == "ai"),
    ]
    for title, keep in groups:
        kept = [row for row in rows if keep(row)]
        met = sum(passes(row, px) for row in kept)
        measured = len(valued(kept, feature))
        percent = lambda n: f"{n} ({100 * n / len(kept):.0f} %)" if kept else "0"
        out.append(f"| {title} | {len(kept)} | {sum(row.face is not None for row in kept)} | {percent(met)} | {percent(measured)} |")
    return out


def family(rows):
    """All features of reflections and the iris colour in one logistic regression, five folds, set A."""
    features = [*FEATURES["corneal_highlights"].values()]
    table, wanted = [], []
    for row in rows:
        if row.set != "a" or row.source not in (REAL, FAKE) or features[0](row) is None:
            continue
        values = [features[index](row) for index in (0, 2, 3, 5)] + [colour("corrected")(row)]
        table.append([np.nan if value is None else value for value in values])
        wanted.append(row.source == FAKE)
    table, wanted = np.array(table, float), np.array(wanted, float)
    scores, order = np.zeros(len(wanted)), np.random.default_rng(3).permutation(len(wanted))
    for fold in range(5):
        held = order[fold::5]
        seen = np.setdiff1d(order, held)
        filled = np.where(np.isnan(table), np.nanmedian(table[seen], 0), table)
        scaled = (filled - filled[seen].mean(0)) / (filled[seen].std(0) + 1e-9)
        columns = np.c_[scaled, np.ones(len(wanted))]
        weights = np.zeros(columns.shape[1])
        for _ in range(3000):
            chance = 1 / (1 + np.exp(-columns[seen] @ weights))
            weights -= 0.1 * (columns[seen].T @ (chance - wanted[seen]) / len(seen) + 0.01 * np.r_[weights[:-1], 0])
        scores[held] = columns[held] @ weights
    real, fake = [("", s) for s in scores[wanted == 0]], [("", s) for s in scores[wanted == 1]]
    return ["| reflections and iris colour in one logistic regression, set A, 5 folds | camera | AI | AUC (95 %) |", "|---|---|---|---|",
            f"| | {len(real)} | {len(fake)} | {compared(real, fake)} |"]


BANDS = {"corneal_highlights": (0.20, 0.50), "pupil_shape": (0.35, 0.55)}
"""Agreement (1 − score) below which the words say that it differs, and from which that it agrees."""


def bands(rows, page):
    feature, (low, high) = next(iter(FEATURES[page].values())), BANDS[page]
    out = [f"| set A | n | below {low:.0%} | from {high:.0%} on |", "|---|---|---|---|"]
    for source, title in ((REAL, "FFHQ"), (FAKE, "StyleGAN2")):
        agreement = 1 - np.array([v for _, v in valued(rows, feature, lambda r: r.set == "a" and r.source == source)])
        out.append(f"| {title} | {len(agreement)} | {(agreement < low).mean():.0%} | {(agreement >= high).mean():.0%} |")
    return out


def sharpness(rows):
    """Sharpness of camera portraits that meet every other condition (methods A0 step 8): its percentiles."""
    kept = [row.face["sharpness"] for row in unique(rows) if row.kind == "camera" and row.face
            and (row.face["lacks"]["24"] is None or row.face["lacks"]["24"].startswith(("Sharpness", "Glasses")))
            and row.label.get("glasses") != "yes"]
    marks = np.percentile(kept, [1, 5, 10, 50])
    return [f"Sharpness of the {len(kept)} camera portraits that meet every other condition: 1st percentile {marks[0]:.3f}, "
            f"5th {marks[1]:.3f}, 10th {marks[2]:.3f}, median {marks[3]:.3f}."]


def placements(rows):
    out = ["| square pictures with one face | n | eyes within 2 % of the width | median distance |", "|---|---|---|---|"]
    for title, keep in [
        ("StyleGAN2, A", lambda r: r.set == "a" and r.source == FAKE), ("FFHQ, A", lambda r: r.set == "a" and r.source == REAL),
        ("other camera, A", lambda r: r.set == "a" and r.kind == "camera" and r.source != REAL),
        ("other camera, B", lambda r: r.set == "b" and r.kind == "camera"),
        ("newer generators, A", lambda r: r.set == "a" and r.kind == "ai" and r.source != FAKE),
        ("newer generators, B", lambda r: r.set == "b" and r.kind == "ai"),
    ]:
        found = [value for row in rows if keep(row) and (value := placement(row)) is not None]
        within = sum(value <= 0.02 for value in found)
        middle = f"{100 * np.median(found):.1f} %" if found else "–"
        out.append(f"| {title} | {len(found)} | {within}" + (f" ({100 * within / len(found):.0f} %)" if found else "") + f" | {middle} |")
    return out


def tables(rows):
    """The measured part of each page, by the page's name."""
    heads = lambda title, lines: [f"**{title}**", "", *lines, ""]
    pages = {}
    for page, px in (("corneal_highlights", 24), ("pupil_shape", 40), ("iris_colour", 20)):
        features = FEATURES[page]
        score = next(iter(features.values()))
        pages[page] = [
            *heads("Separation", separation(rows, features)),
            *heads(f"Per generator, from {LEAST} pictures on, against every camera photo", by_generator(rows, score)),
            *heads("By the light that the eyes mirror, told by looking", by_label(rows, features, "light", LIGHTS, px)),
            *heads("By the colour of the eyes, told by looking", by_label(rows, features, "colour", COLOURS, px)),
            *heads("Coverage", coverage(rows, features, px)),
            *(heads("Agreement in the bands of the words", bands(rows, page)) if page in BANDS else []),
        ]
    pages["corneal_highlights"] += [*heads("All cues together", family(rows)), *heads("Glasses", glasses(rows)), *sharpness(rows), ""]
    pages["face_alignment"] = [*heads("Separation", separation(rows, FEATURES["face_alignment"])), *heads("Places", placements(rows))]
    return {page: "\n".join(lines).strip() for page, lines in pages.items()}


def write(docs, pages):
    """Replaces the measured part of each page between its two marks."""
    for page, text in pages.items():
        path = docs / f"{page}.md"
        old = path.read_text()
        if BEGIN not in old or END not in old:
            raise SystemExit(f"{path} has no place for the tables: {BEGIN} ... {END}")
        part = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.S)
        path.write_text(part.sub(lambda _: f"{BEGIN}\n\n{text}\n\n{END}", old))


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("photos", type=pathlib.Path, help="folder with camera/ and ai/")
    options.add_argument("--work", type=pathlib.Path, required=True, help="folder for copies and features; kept")
    options.add_argument("--eyes", required=True, help="the built example `eyes`")
    options.add_argument("--docs", type=pathlib.Path, help="write into these pages; else to standard output")
    options.add_argument("--no-measuring", action="store_true", help="only tables, of the features that --work has")
    asked = options.parse_args()
    if not asked.no_measuring:
        prepare(asked.photos, asked.work)
        measure(asked.work, asked.eyes)
    pages = tables(rows_of(asked.work))
    if asked.docs:
        write(asked.docs, pages)
    else:
        for page, text in pages.items():
            print(f"# {page}\n\n{text}\n")


if __name__ == "__main__":
    main()
