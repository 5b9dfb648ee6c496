"""Reads what spectral_features measured, beside what draws.csv says of each draw."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from drawn import Drawn, drawn, said


def read(measured: list[tuple[Path, Path]]) -> Drawn:
    """`measured`: the folder of draws.csv, and the path that spectral_features got as OUT."""
    names = beside(measured[0][1], ".names").read_text().split("\n")
    blocks, rows, seen = [], [], set()
    for draws, out in measured:
        known = said(draws)
        if beside(out, ".names").read_text().split("\n") != names:
            raise SystemExit(f"{out} was measured with other features than {measured[0][1]}")
        files = beside(out, ".files").read_text().splitlines()
        values = np.fromfile(beside(out, ".f32"), "<f4")
        values = values[: len(values) // len(names) * len(names)].reshape(-1, len(names))
        count = min(len(files), len(values))  # a run that was cut short
        keep = [at for at in range(count) if files[at] in known and not (files[at] in seen or seen.add(files[at]))]
        blocks.append(values[keep])
        rows += [known[files[at]] for at in keep]

    return drawn(np.concatenate(blocks), names, rows)


def beside(out: Path, extension: str) -> Path:
    return out.with_name(out.name + extension)
