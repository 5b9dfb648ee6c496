"""The manifest: near-duplicates, labels that disagree, splits by repository, the same file twice."""

import csv
import hashlib
import io
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import manifest  # noqa: E402

SOURCES = """
[calibration]
ai = ["held-ai"]
camera = ["held-camera"]
[ai.one]
held-ai = ["one"]
first = ["one"]
[ai.mixed]
second = ["open-mix"]
[[named]]
pattern = "flux"
family = "flux"
"""


def scene(seed: int) -> Image.Image:
    small = np.random.default_rng(seed).integers(0, 255, (9, 9, 3), dtype=np.uint8)
    return Image.fromarray(small).resize((200, 160), Image.Resampling.BICUBIC)


def coded(picture: Image.Image, **how) -> bytes:
    out = io.BytesIO()
    picture.save(out, **how)
    return out.getvalue()


class Manifest(unittest.TestCase):
    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = Path(held.name)
        (self.folder / "sources.toml").write_text(SOURCES)
        self.rows: list[dict[str, str]] = []

    def add(self, label: str, source: str, repo: str, data: bytes, generator: str = "") -> None:
        digest = hashlib.sha256(data).hexdigest()
        row = {"sha256": digest, "label": label, "source": source, "generator": generator, "repo": repo,
               "commit": "c", "path": f"{digest[:4]}.jpg", "bytes": str(len(data)), "jpeg_quality": "", "n_faces": "1",
               "max_face_frac": "0.2"}
        file = self.folder / "photos" / label / f"{source}_{digest[:12]}.jpg"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        self.rows.append(row)

    def run_it(self, name: str = "manifest.csv") -> list[dict[str, str]]:
        with (self.folder / "list.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, list(self.rows[0]))
            writer.writeheader()
            writer.writerows(self.rows)
        arguments = [str(self.folder / "list.csv"), "--photos", str(self.folder / "photos"), "--manifest",
                     str(self.folder / name), "--sources", str(self.folder / "sources.toml")]
        with mock.patch.object(sys, "argv", ["manifest.py", *arguments]):
            self.assertEqual(manifest.main(), 0)
        with (self.folder / name).open(newline="") as file:
            return list(csv.DictReader(file))

    def test_a_photo_saved_anew_is_kept_once(self) -> None:
        self.add("camera", "walks", "x/walks", coded(scene(1), format="JPEG", quality=95))
        self.add("camera", "streets", "x/streets", coded(scene(1).resize((120, 96)), format="JPEG", quality=70))
        self.add("camera", "streets", "x/streets", coded(scene(2), format="JPEG", quality=90))
        self.assertEqual(len(self.run_it()), 2)

    def test_a_photo_under_both_labels_is_dropped(self) -> None:
        self.add("camera", "walks", "x/walks", coded(scene(1), format="JPEG", quality=95))
        self.add("ai", "first", "x/first", coded(scene(1), format="JPEG", quality=60))
        self.add("ai", "first", "x/first", coded(scene(3), format="JPEG", quality=60))
        kept = self.run_it()
        self.assertEqual([row["source"] for row in kept], ["first"])

    def test_calibration_sources_and_folds_hold_whole_repositories(self) -> None:
        for seed in range(6):
            self.add("camera", f"walks{seed % 3}", f"x/walks{seed % 3}", coded(scene(seed), format="JPEG"))
        self.add("camera", "held-camera", "x/held", coded(scene(20), format="JPEG"))
        self.add("ai", "held-ai", "x/held-ai", coded(scene(21), format="JPEG"))
        self.add("ai", "second", "x/second", coded(scene(22), format="JPEG"), "black-forest/FLUX.1")
        kept = self.run_it()
        self.assertEqual({row["source"] for row in kept if row["split"] == "calibration"}, {"held-ai", "held-camera"})
        folds = {(row["repo"], row["fold"]) for row in kept if row["split"] == "train"}
        self.assertEqual(len(folds), len({repo for repo, _ in folds}))
        self.assertEqual([row["families"] for row in kept if row["source"] == "second"], ["flux"])

    def test_a_source_beside_a_calibration_source_is_refused(self) -> None:
        self.add("camera", "held-camera", "x/held", coded(scene(20), format="JPEG"))
        self.add("ai", "first", "x/held", coded(scene(21), format="JPEG"))
        with self.assertRaises(SystemExit):
            self.run_it()

    def test_the_same_input_gives_the_same_bytes(self) -> None:
        for seed in range(5):
            self.add("camera", f"walks{seed}", f"x/walks{seed}", coded(scene(seed), format="JPEG"))
        self.run_it("one.csv")
        self.rows.reverse()
        self.run_it("two.csv")
        self.assertEqual((self.folder / "one.csv").read_bytes(), (self.folder / "two.csv").read_bytes())


if __name__ == "__main__":
    unittest.main()
