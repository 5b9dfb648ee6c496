"""A linear model that counts differences between sources of one label as noise (shrunk discriminant analysis)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Standardised features are cut off here: one odd photo must not carry the answer.
CLIP = 3.0


@dataclass
class Linear:
    """`((clip((x - middle) / spread)) @ slope + offset) * gain + bias`"""

    middle: np.ndarray
    spread: np.ndarray
    slope: np.ndarray
    offset: float
    gain: float = 1.0
    bias: float = 0.0

    def __call__(self, features: np.ndarray) -> np.ndarray:
        return (standard(features, self.middle, self.spread) @ self.slope + self.offset) * self.gain + self.bias


def standard(features: np.ndarray, middle: np.ndarray, spread: np.ndarray) -> np.ndarray:
    return np.clip((features - middle) / spread, -CLIP, CLIP)


def fit(features: np.ndarray, ai: np.ndarray, source: np.ndarray, weight: np.ndarray, shrink: float,
        between: float) -> Linear:
    """`shrink` is added to the variances of all directions; `between` weighs the scatter of the sources' means."""
    low, middle, high = np.quantile(features, [0.02, 0.5, 0.98], axis=0)
    spread = np.maximum((high - low) / 4, 1e-6)
    values = standard(features.astype(np.float64), middle, spread)
    scatter = shrink * np.eye(values.shape[1])
    centres = []
    for label in (False, True):
        of_label = ai == label
        names = np.unique(source[of_label])
        share = np.array([weight[of_label & (source == name)].sum() for name in names])
        share = share / share.sum()
        means = np.array([np.average(values[of_label & (source == name)], axis=0,
                                     weights=weight[of_label & (source == name)]) for name in names])
        centre = share @ means
        centres.append(centre)
        apart = (means - centre) * np.sqrt(share)[:, None]
        scatter += between * apart.T @ apart / 2
        own = values[of_label] - means[np.searchsorted(names, source[of_label])]
        own = own * np.sqrt(weight[of_label] / weight[of_label].sum())[:, None]
        scatter += own.T @ own / 2
    slope = np.linalg.solve(scatter, centres[1] - centres[0])
    return Linear(middle, spread, slope, float(-slope @ (centres[0] + centres[1]) / 2))


def as_odds(scores: np.ndarray, ai: np.ndarray, weight: np.ndarray) -> tuple[float, float]:
    """Gain and bias that make scores logarithms of odds, both labels counting alike (Platt)."""
    gain, bias = 1.0, 0.0
    for _ in range(50):  # Newton's method on two numbers
        chance = 1 / (1 + np.exp(-(gain * scores + bias)))
        error, curve = weight * (chance - ai), weight * chance * (1 - chance)
        slope = np.array([(error * scores).sum(), error.sum()])
        bend = np.array([[(curve * scores**2).sum() + 1e-9, (curve * scores).sum()],
                         [(curve * scores).sum(), curve.sum() + 1e-9]])
        step = np.linalg.solve(bend, slope)
        gain, bias = gain - step[0], bias - step[1]
        if np.abs(step).max() < 1e-9:
            break
    return float(gain), float(bias)
