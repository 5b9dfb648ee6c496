"""Measures of separation on scores whose answer is known, and a linear model that gives the same numbers as ONNX."""

import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import scores  # noqa: E402
import linear  # noqa: E402
import spectral_onnx  # noqa: E402


class Scores(unittest.TestCase):
    def test_auc_is_the_share_of_pairs(self) -> None:
        self.assertEqual(scores.auc(np.array([2.0, 3.0]), np.array([1.0, 2.0])), 3.5 / 4)
        self.assertTrue(np.isnan(scores.auc(np.array([]), np.array([1.0]))))

    def test_recall_allows_no_more_false_alarms_than_asked(self) -> None:
        camera = np.arange(100.0)
        self.assertEqual(scores.recall(np.array([98.5, 98.0, 200.0]), camera, 0.01), 2 / 3)
        self.assertEqual(scores.recall(np.array([98.5, 100.0]), camera[:50], 0.01), 1.0)

    def test_sources_widen_the_interval(self) -> None:
        dice = np.random.default_rng(5)
        ai_sources, camera_sources = np.repeat(np.arange(6), 30), np.repeat(np.arange(6), 30)
        ai, camera = dice.normal(1, 1, 180), dice.normal(0, 1, 180)
        alike = scores.compare(ai, ai_sources, camera, camera_sources)
        apart = scores.compare(ai + dice.normal(0, 2, 6)[ai_sources], ai_sources, camera, camera_sources)
        self.assertLess(alike.auc_high - alike.auc_low, apart.auc_high - apart.auc_low)
        self.assertTrue(alike.auc_low < alike.auc < alike.auc_high)


class LinearModel(unittest.TestCase):
    def setUp(self) -> None:
        dice = np.random.default_rng(3)
        self.ai = np.arange(600) % 2 == 1
        self.source = np.array([f"{label}{at % 5}" for at, label in enumerate(np.where(self.ai, "a", "c"))])
        self.features = dice.normal(size=(600, 6)).astype(np.float32)
        self.features[:, 2] += self.ai  # what tells the labels apart
        shift = {name: value for name, value in zip(np.unique(self.source), dice.normal(0, 4, 10))}
        self.features[:, 4] += [shift[name] for name in self.source]  # what tells sources apart

    def test_what_differs_between_sources_counts_for_less(self) -> None:
        slopes = [np.abs(linear.fit(self.features, self.ai, self.source, np.ones(600), 0.1, between).slope)
                  for between in (0.0, 4.0)]
        self.assertLess(slopes[1][4] / slopes[1][2], 0.5 * slopes[0][4] / slopes[0][2])
        model = linear.fit(self.features, self.ai, self.source, np.ones(600), 0.1, 1.0)
        self.assertGreater(scores.auc(model(self.features)[self.ai], model(self.features)[~self.ai]), 0.7)

    def test_odds_are_those_that_occur(self) -> None:
        dice = np.random.default_rng(4)
        plain = dice.normal(size=20000)
        ai = dice.random(20000) < 1 / (1 + np.exp(-(3 * plain - 1)))
        gain, bias = linear.as_odds(plain, ai, np.ones(20000))
        self.assertAlmostEqual(gain, 3, delta=0.15)
        self.assertAlmostEqual(bias, -1, delta=0.1)

    def test_onnx_gives_the_same_numbers(self) -> None:
        columns = [5, 0, 2, 4]
        model = linear.fit(self.features[:, columns], self.ai, self.source, np.ones(600), 0.1, 0.5)
        model.gain, model.bias = 1.7, -0.4
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.onnx"
            spectral_onnx.write_linear(model, columns, 6, path)
            self.assertLess(spectral_onnx.difference(path, lambda some: model(some[:, columns]), self.features), 1e-4)


class BiasTable(unittest.TestCase):
    def test_each_row_compares_the_named_conditions(self):
        condition = np.repeat(["base", "base-jpeg85", "base-resize75"], 4)
        ai = np.tile([True, True, False, False], 3)
        found = np.array([2, 3, 0, 1, 9, 9, 8, 8, 0, 0, 5, 5.0])
        rows = scores.bias_table(found, ai, condition)[2:]
        self.assertEqual([row.split("|")[4].strip() for row in rows],
                         ["1.000", "1.000", "0.000", "1.000", "0.000", "0.250", "0.000"])
        self.assertEqual(scores.bias_table(found[:8], ai[:8], condition[:8]), [])


if __name__ == "__main__":
    unittest.main()
