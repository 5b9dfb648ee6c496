"""Writes the semantic head as ONNX.

Input `features` [1, V, D]: three squares of the photo, then any number of pieces. Outputs `view_logits` [1, V],
`logit` [1, 1] (the mean of the squares), `distance` [1, 1] (how far the middle square lies from the training photos;
1 is usual).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from onnx import TensorProto, helper

import onnx_file
from linear import CLIP
from semantic_features import SQUARES

if TYPE_CHECKING:
    from semantic_train import Head


class Distance:
    """Root of the mean squared deviation along the strongest directions of the training photos, in units of the
    training photos' own spread (Mahalanobis in the space of the first principal components)."""

    def __init__(self, features: np.ndarray, directions: int) -> None:
        self.middle = features.mean(0)
        _, spread, axes = np.linalg.svd(features - self.middle, full_matrices=False)
        self.axes = (axes[:directions] / (spread[:directions, None] / np.sqrt(len(features)))).T

    def __call__(self, features: np.ndarray) -> np.ndarray:
        return np.sqrt((((features - self.middle) @ self.axes) ** 2).mean(-1))


def write(head: Head, far: Distance, path: Path) -> None:
    """The centre of the pieces is folded into one more constant, so that any number of pieces can follow."""
    line = head.linear
    constants = {
        "square_middle": (head.of_square + line.middle).astype(np.float32),
        "shift": (head.of_piece - head.of_square).astype(np.float32),
        "spread": line.spread.astype(np.float32),
        "least": np.float32(-CLIP), "most": np.float32(CLIP),
        "slope": (line.slope * line.gain).astype(np.float32)[:, None],
        "offset": np.array([line.offset * line.gain + line.bias], np.float32),
        "far_middle": far.middle.astype(np.float32), "far_axes": far.axes.astype(np.float32),
        "zero": np.array([0], np.int64), "one": np.array([1], np.int64),
        "squares_end": np.array([len(SQUARES)], np.int64), "all": np.array([np.iinfo(np.int64).max], np.int64),
        "axis1": np.array([1], np.int64), "axis2": np.array([2], np.int64),
    }
    node = helper.make_node
    nodes = [
        node("Slice", ["features", "zero", "squares_end", "axis1"], ["squares"]),
        node("Slice", ["features", "squares_end", "all", "axis1"], ["pieces"]),
        node("Sub", ["pieces", "shift"], ["aligned"]),
        node("Concat", ["squares", "aligned"], ["together"], axis=1),
        node("Sub", ["together", "square_middle"], ["centred"]),
        node("Div", ["centred", "spread"], ["scaled"]),
        node("Clip", ["scaled", "least", "most"], ["standard"]),
        node("MatMul", ["standard", "slope"], ["sum"]),
        node("Add", ["sum", "offset"], ["each"]),
        node("Squeeze", ["each", "axis2"], ["view_logits"]),
        node("Slice", ["view_logits", "zero", "squares_end", "axis1"], ["counted"]),
        node("ReduceMean", ["counted"], ["logit"], axes=[1], keepdims=1),
        node("Slice", ["features", "zero", "one", "axis1"], ["middle"]),
        node("Squeeze", ["middle", "axis1"], ["middle_row"]),
        node("Sub", ["middle_row", "far_middle"], ["off"]),
        node("MatMul", ["off", "far_axes"], ["along"]),
        node("Mul", ["along", "along"], ["squared"]),
        node("ReduceMean", ["squared"], ["mean_square"], axes=[1], keepdims=1),
        node("Sqrt", ["mean_square"], ["distance"]),
    ]
    width = len(line.middle)
    tensor = helper.make_tensor_value_info
    onnx_file.write(
        "semantic-head", nodes, [tensor("features", TensorProto.FLOAT, [1, "views", width])],
        [tensor("view_logits", TensorProto.FLOAT, [1, "views"]), tensor("logit", TensorProto.FLOAT, [1, 1]),
         tensor("distance", TensorProto.FLOAT, [1, 1])], constants, path)


def difference(path: Path, head: Head, far: Distance, features: np.ndarray) -> float:
    """Largest difference between the file's answers and those of the trained head."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    worst = 0.0
    for row in features:
        views, logit, distance = session.run(None, {"features": row[None]})
        worst = max(worst, np.abs(views[0] - head.views(row[None])[0]).max(), abs(logit.item() - head(row[None])[0]),
                    abs(distance.item() - far(row[None, 0])[0]))
    return float(worst)
