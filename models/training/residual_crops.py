"""Pieces of drawn photos at their own size, for training and testing the residual model.

    python residual_crops.py --draws DRAWS [DRAWS ...] --conditions chain0,look0 --crops CROPS [--each 3]

Writes CROPS.u8 (count x SIDE x SIDE x 3, row-major) and CROPS.csv (one row a piece, the columns of draws.csv).
Pieces are taken where the picture has moderate texture, as the product takes them: of a few random places, flat
and overcrowded ones are passed over. Places come from the photo's digest, never from its label.
"""

from __future__ import annotations

import argparse
import csv
import multiprocessing
import random
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from chains import COLUMNS
from collect import outside_the_project

SIDE = 160
TRIED = 12


def pieces(path: Path, seed: str, each: int) -> list[np.ndarray]:
    """Up to `each` pieces whose texture lies in the middle of those tried."""
    with Image.open(path) as opened:
        picture = np.asarray(opened.convert("RGB"))
    height, width = picture.shape[:2]
    if min(height, width) < SIDE:
        return []
    dice = random.Random(seed)
    places = [(dice.randint(0, height - SIDE), dice.randint(0, width - SIDE)) for _ in range(TRIED)]
    found = [picture[top : top + SIDE, left : left + SIDE] for top, left in places]
    found.sort(key=lambda piece: float(piece[..., 1].std()))
    middle = found[TRIED // 3 :]
    dice.shuffle(middle)
    return middle[:each]


def work(job: tuple[Path, dict[str, str], int]) -> tuple[dict[str, str], list[np.ndarray]]:
    folder, row, each = job
    return row, pieces(folder / row["draw"], row["sha256"] + row["condition"], each)


def main() -> int:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--draws", type=Path, nargs="+", required=True)
    made.add_argument("--conditions", required=True)
    made.add_argument("--crops", type=Path, required=True)
    made.add_argument("--each", type=int, default=3)
    made.add_argument("--processes", type=int, default=1)
    arguments = made.parse_args()
    outside_the_project(arguments.crops)
    jobs = []
    for folder in arguments.draws:
        with (folder / "draws.csv").open(newline="", encoding="utf-8") as file:
            jobs += [(folder, row, arguments.each) for row in csv.DictReader(file)
                     if row["condition"] in arguments.conditions.split(",")]
    count = 0
    with multiprocessing.Pool(arguments.processes) as pool, arguments.crops.with_suffix(".u8").open("wb") as values, \
            arguments.crops.with_suffix(".csv").open("w", newline="", encoding="utf-8") as said:
        writer = csv.DictWriter(said, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row, found in pool.imap(work, jobs, chunksize=8):
            for piece in found:
                values.write(piece.tobytes())
                writer.writerow(row)
                count += 1
    print(f"{count} pieces of {len(jobs)} draws")
    return 0


if __name__ == "__main__":
    sys.exit(main())
