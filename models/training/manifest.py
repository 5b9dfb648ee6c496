"""Writes the manifest of a folder of photos: labels, sources, families, splits by source, no photo twice.

    python manifest.py LIST.csv --photos FOLDER --manifest MANIFEST.csv

FOLDER is what collect.py filled. Near-duplicates (equal digest, or difference hashes of 256 bits at most
NEAR bits apart) are kept once; photos that appear under both labels are dropped, because one of the labels
is wrong. The same list, photos and sources.toml give the same manifest, byte for byte.
"""

from __future__ import annotations

import argparse
import collections
import csv
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageFile, ImageOps

from collect import Wanted, outside_the_project

# Of 256 bits. Unrelated photos lie about 128 apart; the same photo saved anew or scaled within about 20.
NEAR = 24
# Hashes of pictures with hardly any structure meet by chance.
LEAST_STRUCTURE = 12.0
TEST_FOLDS = 10
COLUMNS = [
    "file", "sha256", "label", "source", "generator", "group", "families", "repo", "format", "width", "height",
    "bytes", "jpeg_quality", "faces", "largest_face", "split", "fold",
]

ImageFile.LOAD_TRUNCATED_IMAGES = False
Image.MAX_IMAGE_PIXELS = 200_000_000


@dataclass
class Sources:
    """sources.toml, checked."""

    groups: dict[str, str]
    families: dict[str, list[str]]
    calibration: set[str]
    named: list[tuple[re.Pattern[str], str]]

    def families_of(self, source: str, generator: str) -> list[str]:
        own = self.families[source]
        if own == ["open-mix"]:
            for pattern, family in self.named:
                if pattern.search(generator):
                    return [family]
        return own


def main() -> int:
    arguments = parser().parse_args()
    outside_the_project(arguments.manifest)
    sources = read_sources(arguments.sources)
    with arguments.list.open(newline="", encoding="utf-8") as file:
        listed = sorted(csv.DictReader(file), key=lambda row: (row["label"], row["source"], row["sha256"]))
    unknown = sorted({r["source"] for r in listed if r["label"] == "ai"} - sources.families.keys())
    if unknown:
        raise SystemExit(f"{arguments.sources} says nothing of {', '.join(unknown)}")
    rows, hashes, absent = [], [], 0
    for row in listed:
        read = photo(row, arguments.photos)
        if read is None:
            absent += 1
            continue
        rows.append(read[0])
        hashes.append(read[1])
    kept, twice, doubtful = without_duplicates(rows, hashes)
    assign_splits(kept, sources)
    problem = leak(kept)
    if problem:
        raise SystemExit(problem)
    write(arguments.manifest, kept)
    count = collections.Counter((row["split"], row["label"]) for row in kept)
    print(f"{len(kept)} photos in the manifest: {dict(sorted(count.items()))}; {absent} not in the folder, "
          f"{twice} near-duplicates left out, {doubtful} left out because they carry both labels")
    return 0


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("list", type=Path)
    made.add_argument("--photos", type=Path, required=True)
    made.add_argument("--manifest", type=Path, required=True, help="written here; not inside the project")
    made.add_argument("--sources", type=Path, default=Path(__file__).with_name("sources.toml"))
    return made


def read_sources(path: Path) -> Sources:
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    groups, families = {}, {}
    for group, members in read["ai"].items():
        for source, held in members.items():
            if source in groups:
                raise SystemExit(f"{path}: {source} stands in two groups")
            groups[source], families[source] = group, held
    named = [(re.compile(row["pattern"], re.IGNORECASE), row["family"]) for row in read.get("named", [])]
    return Sources(groups, families, set(read["calibration"]["ai"]) | set(read["calibration"]["camera"]), named)


def photo(listed: dict[str, str], folder: Path) -> tuple[dict[str, str], np.ndarray | None] | None:
    """The row of the manifest without its split, and the photo's hash; None if it is not in the folder."""
    wanted = Wanted(listed["sha256"], listed["label"], listed["source"], listed["repo"], listed["commit"],
                    listed["path"], int(listed["bytes"]))
    file = wanted.file_in(folder)
    if not file.is_file():
        return None
    with Image.open(file) as opened:
        row = {
            "file": file.relative_to(folder).as_posix(), "format": opened.format or "",
            "width": str(opened.width), "height": str(opened.height), "faces": listed.get("n_faces") or "",
            "largest_face": listed.get("max_face_frac") or "",
        }
        hashed = difference_hash(opened)
    for column in ("sha256", "label", "source", "generator", "repo", "bytes", "jpeg_quality"):
        row[column] = listed.get(column) or ""
    return row, hashed


def difference_hash(picture: Image.Image) -> np.ndarray | None:
    """256 bits: is each sample of a 17 x 16 grey picture darker than its right neighbour? None if it is flat."""
    picture.draft("L", (64, 64))
    small = np.asarray(ImageOps.exif_transpose(picture).convert("L").resize((17, 16), Image.Resampling.BOX), float)
    if small.std() < LEAST_STRUCTURE:
        return None
    return np.packbits((small[:, 1:] > small[:, :-1]).ravel())


def without_duplicates(rows: list[dict[str, str]], hashes: list[np.ndarray | None]):
    """(rows kept, near-duplicates left out, rows left out because a duplicate has the other label)"""
    parent = list(range(len(rows)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    by_digest: dict[str, int] = {}
    for at, row in enumerate(rows):
        parent[root(at)] = root(by_digest.setdefault(row["sha256"], at))
    hashed = [at for at, value in enumerate(hashes) if value is not None]
    table = np.array([hashes[at] for at in hashed]) if hashed else np.zeros((0, 32), np.uint8)
    for place, at in enumerate(hashed):
        apart = np.bitwise_count(table[place + 1:] ^ table[place]).sum(axis=1)
        for other in np.flatnonzero(apart <= NEAR):
            parent[root(hashed[place + 1 + int(other)])] = root(at)
    groups: dict[int, list[int]] = collections.defaultdict(list)
    for at in range(len(rows)):
        groups[root(at)].append(at)
    kept, twice, doubtful = [], 0, 0
    for members in groups.values():
        if len({rows[at]["label"] for at in members}) > 1:
            doubtful += len(members)
        else:
            kept.append(min(members))
            twice += len(members) - 1
    return [rows[at] for at in sorted(kept)], twice, doubtful


def assign_splits(rows: list[dict[str, str]], sources: Sources) -> None:
    """Adds group, families, split and fold. A fold holds whole repositories."""
    calibration_repos = {row["repo"] for row in rows if row["source"] in sources.calibration}
    camera: dict[str, int] = collections.Counter()
    for row in rows:
        held_out = row["repo"] in calibration_repos
        if held_out and row["source"] not in sources.calibration:
            raise SystemExit(f"{row['source']} shares {row['repo']} with a calibration source and is not one")
        row["split"] = "calibration" if held_out else "train"
        if row["label"] == "ai":
            row["group"] = sources.groups[row["source"]]
            row["families"] = "+".join(sources.families_of(row["source"], row["generator"]))
        else:
            row["group"], row["families"] = "camera", "camera"
            if not held_out:
                camera[row["repo"]] += 1
    groups = sorted(set(sources.groups.values()))
    folds = balanced(camera)
    for row in rows:
        if row["split"] == "calibration":
            row["fold"] = ""
        elif row["label"] == "ai":
            row["fold"] = str(groups.index(row["group"]))
        else:
            row["fold"] = str(folds[row["repo"]])


def balanced(counts: dict[str, int]) -> dict[str, int]:
    """Each repository into the fold that holds fewest photos so far, largest repository first."""
    filled = [0] * TEST_FOLDS
    folds = {}
    for repo, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        folds[repo] = min(range(TEST_FOLDS), key=lambda fold: (filled[fold], fold))
        filled[folds[repo]] += count
    return folds


def leak(rows: list[dict[str, str]]) -> str | None:
    """Says which repository or digest lies on both sides of a split, if one does."""
    for column in ("repo", "source", "sha256"):
        splits: dict[str, set[str]] = collections.defaultdict(set)
        for row in rows:
            splits[row[column]].add(row["split"])
        for value, found in splits.items():
            if len(found) > 1:
                return f"{column} {value} lies in {' and '.join(sorted(found))}"
    return None


def write(path: Path, rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
