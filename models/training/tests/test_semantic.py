"""Views, head and looks on synthetic input with known answers."""

import random
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import looks  # noqa: E402
import semantic_features  # noqa: E402
import semantic_onnx  # noqa: E402
from drawn import drawn  # noqa: E402
from semantic_train import Head, differences  # noqa: E402


def ramp(width: int, height: int) -> Image.Image:
    """Red grows to the right, green downwards."""
    across = np.linspace(0, 255, width)[None].repeat(height, 0)
    down = np.linspace(0, 255, height)[:, None].repeat(width, 1)
    return Image.fromarray(np.stack([across, down, np.zeros((height, width))], 2).astype(np.uint8))


class Views(unittest.TestCase):
    def test_the_squares_of_a_tall_photo_reach_from_end_to_end(self):
        middle, first, last, piece = semantic_features.views(ramp(600, 1200))
        green = [np.asarray(view)[..., 1].mean() for view in (middle, first, last)]
        for found, expected in zip(green, [127.5, 63.75, 191.25]):
            self.assertAlmostEqual(found, expected, delta=1)
        self.assertEqual(piece.size, (224, 224))
        # 448 of 1,200 rows, beginning at 35 % of the room: rows 263 to 711.
        self.assertAlmostEqual(np.asarray(piece)[..., 1].mean(), 255 * 487 / 1199, delta=1)

    def test_a_square_photo_has_one_square(self):
        self.assertEqual(len(semantic_features.views(ramp(500, 500))), 2)


def synthetic(seed: int = 1):
    """Two labels apart along the first axis; sources differ along the second."""
    dice = np.random.default_rng(seed)
    rows, features = [], []
    for label in ("camera", "ai"):
        for source in range(6):
            for at in range(40):
                value = dice.standard_normal((4, 8))
                value[:, 0] += 2.0 * (label == "ai")
                value[:, 1] += source - 2.5
                value[3] += 5.0  # pieces lie elsewhere than squares
                features.append(value)
                rows.append({"label": label, "source": f"{label}{source}", "group": label, "families": label,
                             "split": "train", "fold": str(source), "faces": "0", "condition": "social",
                             "sha256": f"{label}{source}-{at}", "draw": f"{label}{source}-{at}", "steps": ""})
    return drawn(np.array(features, np.float32), [], rows)


class Heads(unittest.TestCase):
    def test_the_head_finds_the_axis_that_tells_labels_apart(self):
        data = synthetic()
        head = Head(data, shrink=0.1)
        slope = np.abs(head.linear.slope)
        self.assertEqual(slope.argmax(), 0)
        found = head(data.features)
        self.assertGreater(found[data.ai].mean(), found[~data.ai].mean() + 1)

    def test_pieces_are_centred_on_their_own(self):
        data = synthetic()
        scores = Head(data, shrink=0.1).views(data.features).mean(0)
        self.assertLess(np.abs(scores - scores[0]).max(), 0.5)

    def test_the_file_answers_as_the_head_does_for_any_number_of_pieces(self):
        data = synthetic()
        head = Head(data, shrink=0.1)
        far = semantic_onnx.Distance(data.features[:, 0], 4)
        self.assertAlmostEqual(float(np.sqrt((far(data.features[:, 0]) ** 2).mean())), 1.0, places=4)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "head.onnx"
            semantic_onnx.write(head, far, path)
            self.assertLess(semantic_onnx.difference(path, head, far, data.features[:20]), 1e-4)
            more = np.concatenate([data.features[:5], data.features[:5, 3:]], 1)
            self.assertLess(semantic_onnx.difference(path, head, far, more), 1e-4)

    def test_differences_are_taken_between_copies_of_one_photo(self):
        data = synthetic().where(np.arange(3))
        data.photo[:] = "a"
        data.condition = np.array(["base", "base-jpeg85", "social"])
        self.assertEqual(differences(data, np.array([1.0, 1.5, 9.0])).tolist(), [0.5])


class Looks(unittest.TestCase):
    def test_each_look_changes_a_photo_and_is_the_same_with_the_same_dice(self):
        photo = ramp(400, 300)
        skin = Image.new("RGB", (120, 120), (205, 150, 125))
        photo.paste(skin, (40, 40))
        speckles = np.asarray(photo).astype(int) + np.random.default_rng(1).integers(-12, 12, (300, 400, 3))
        photo = Image.fromarray(np.clip(speckles, 0, 255).astype(np.uint8))
        for name in looks.LOOKS:
            with self.subTest(name):
                first, second = (np.asarray(looks.apply(name, photo, random.Random(4))) for _ in range(2))
                self.assertTrue((first == second).all())
                same_size = first.shape == (300, 400, 3)
                self.assertTrue(not same_size or np.abs(first.astype(int) - np.asarray(photo)).mean() > 0.3)

    def test_a_beauty_filter_smooths_skin_and_leaves_the_rest(self):
        dice = np.random.default_rng(2)
        photo = np.zeros((200, 200, 3), np.float32)
        photo[:, :100] = (0.2, 0.3, 0.5)
        photo[:, 100:] = (0.8, 0.59, 0.49)
        photo += dice.normal(0, 0.02, photo.shape).astype(np.float32)
        smooth = looks.beauty_filter(photo, random.Random(1))
        self.assertLess(smooth[20:180, 130:180, 1].std(), 0.7 * photo[20:180, 130:180, 1].std())
        self.assertAlmostEqual(smooth[20:180, 20:70].std(), photo[20:180, 20:70].std(), places=3)


if __name__ == "__main__":
    unittest.main()
