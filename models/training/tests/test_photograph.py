"""Conditions, folds, thresholds and head of the photograph check on synthetic input with known answers."""

import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import photograph_onnx  # noqa: E402
from photograph_features import in_condition  # noqa: E402
from photograph_train import Head, Seen, folds, held_out, repository, tables, thresholds, wilson  # noqa: E402

KINDS = ["camera", "photo-like", "drawing", "painting", "graphic", "text", "render"]


def synthetic(seed: int = 1) -> Seen:
    """Photographs and others apart along the first axis, classes along the next three; sources along the fifth."""
    dice = np.random.default_rng(seed)
    features, rows = [], []
    of_class = {"drawing": 1, "painting": 1, "graphic": 2, "text": 2, "render": 3}
    for kind in KINDS:
        for source in range(12):
            for at in range(20):
                value = dice.standard_normal((3, 8))
                value[:, 0] += 5.0 * (kind in of_class)
                if kind in of_class:
                    value[:, of_class[kind]] += 5.0
                value[:, 4] += source - 5.5
                features.append(value)
                rows.append((f"{kind}{source}-{at}", kind, f"{kind.replace('-', '')}{source}-x", "posted"))
    return Seen(np.array(features, np.float32), *np.array(rows).T)


class Conditions(unittest.TestCase):
    def test_a_condition_is_the_same_again_and_keeps_a_view_full(self):
        picture = Image.effect_noise((400, 300), 60).convert("RGB")
        self.assertIs(in_condition(picture, "as-is", "a"), picture)
        for condition in ("posted", "black-and-white", "night-mode"):
            first, second = (np.asarray(in_condition(picture, condition, "a")) for _ in range(2))
            self.assertTrue((first == second).all(), condition)
            self.assertGreaterEqual(min(first.shape[:2]), 224)
        grey = np.asarray(in_condition(Image.new("RGB", (300, 300), (200, 40, 90)), "black-and-white", "b")).astype(int)
        self.assertLess(np.ptp(grey, axis=2).max(), 6)


class Heads(unittest.TestCase):
    def test_a_repository_stays_in_one_fold(self):
        data = synthetic()
        found = folds(data)
        for name in {repository(source) for source in data.source}:
            rows = [repository(source) == name for source in data.source]
            self.assertEqual(len(set(found[rows])), 1)
        self.assertEqual(len(set(found)), 10)

    def test_unseen_sources_are_told_apart_and_named(self):
        data = synthetic()
        answers = held_out(data)
        none_from, unclear_from = thresholds(data, answers[:, 0])
        self.assertLessEqual(unclear_from, none_from)
        self.assertLessEqual((answers[data.kind == "camera", 0] >= none_from).mean(), 0.005 + 1 / 240)
        self.assertGreater((answers[data.none, 0] >= none_from).mean(), 0.95)
        self.assertGreater((answers[data.kind == "render", 1:].argmax(1) == 2).mean(), 0.95)
        self.assertIn("| camera | 240 |", "\n".join(tables(data, answers)))

    def test_the_file_answers_as_the_head_does(self):
        data = synthetic()
        head = Head(data)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "head.onnx"
            photograph_onnx.write(head, path)
            self.assertLess(photograph_onnx.difference(path, head, data.features[:30]), 1e-4)

    def test_wilson_intervals(self):
        low, high = wilson(0, 286)
        self.assertAlmostEqual(low, 0.0)
        self.assertAlmostEqual(high, 0.0132, places=3)
        low, high = wilson(50, 100)
        self.assertAlmostEqual(low, 0.404, places=3)
        self.assertAlmostEqual(high, 0.596, places=3)


if __name__ == "__main__":
    unittest.main()
