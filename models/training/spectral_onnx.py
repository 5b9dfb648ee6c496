"""Writes the linear model as ONNX: input `features` [1, n], output `logit` [1, 1]."""

from __future__ import annotations

from pathlib import Path
from typing import Callable

import numpy as np
from onnx import TensorProto, helper

import onnx_file
from linear import CLIP, Linear


def write_linear(model: Linear, columns: list[int], features: int, path: Path) -> None:
    """`columns[i]` is the place of the model's feature i among all `features`; the others have no slope."""
    def spread_out(values: np.ndarray, otherwise: float) -> np.ndarray:
        placed = np.full(features, otherwise, np.float32)
        placed[columns] = values
        return placed

    constants = {
        "middle": spread_out(model.middle, 0.0),
        "spread": spread_out(model.spread, 1.0),
        "least": np.float32(-CLIP),
        "most": np.float32(CLIP),
        "slope": spread_out(model.slope * model.gain, 0.0)[:, None],
        "offset": np.array([model.offset * model.gain + model.bias], np.float32),
    }
    nodes = [
        helper.make_node("Sub", ["features", "middle"], ["centred"]),
        helper.make_node("Div", ["centred", "spread"], ["scaled"]),
        helper.make_node("Clip", ["scaled", "least", "most"], ["standard"]),
        helper.make_node("MatMul", ["standard", "slope"], ["sum"]),
        helper.make_node("Add", ["sum", "offset"], ["logit"]),
    ]
    onnx_file.write(
        "spectral-traces", nodes, [helper.make_tensor_value_info("features", TensorProto.FLOAT, [1, features])],
        [helper.make_tensor_value_info("logit", TensorProto.FLOAT, [1, 1])], constants, path)


def difference(path: Path, model: Callable[[np.ndarray], np.ndarray], features: np.ndarray) -> float:
    """Largest difference between the file's answers and the model's."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    answers = np.array([session.run(None, {"features": row[None]})[0].item() for row in features])
    return float(np.abs(answers - model(features)).max())
