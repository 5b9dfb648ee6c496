"""Writes the photograph head as ONNX.

Input `embeddings` [1, 3, 512]: the tower's embeddings of three squares of the photo. Output `logits` [1, 4]: how much
it looks like no photograph, then like a drawing or painting, a graphic or text, a render; each the mean of the squares.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from onnx import TensorProto, helper

import onnx_file
from linear import CLIP

if TYPE_CHECKING:
    from photograph_train import Head


def write(head: Head, path: Path) -> None:
    """All models of a head standardise alike, because that depends on no label."""
    first = head.models[0]
    constants = {
        "middle": first.middle.astype(np.float32), "spread": first.spread.astype(np.float32),
        "least": np.float32(-CLIP), "most": np.float32(CLIP),
        "slopes": np.stack([line.slope * line.gain for line in head.models], 1).astype(np.float32),
        "offsets": np.array([line.offset * line.gain + line.bias for line in head.models], np.float32),
    }
    node = helper.make_node
    nodes = [
        node("Sub", ["embeddings", "middle"], ["centred"]),
        node("Div", ["centred", "spread"], ["scaled"]),
        node("Clip", ["scaled", "least", "most"], ["standard"]),
        node("MatMul", ["standard", "slopes"], ["sums"]),
        node("Add", ["sums", "offsets"], ["each"]),
        node("ReduceMean", ["each"], ["logits"], axes=[1], keepdims=0),
    ]
    tensor = helper.make_tensor_value_info
    onnx_file.write(
        "photograph-head", nodes, [tensor("embeddings", TensorProto.FLOAT, [1, "squares", len(first.middle)])],
        [tensor("logits", TensorProto.FLOAT, [1, len(head.models)])], constants, path)


def difference(path: Path, head: Head, features: np.ndarray) -> float:
    """Largest difference between the file's answers and those of the trained head."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return max(float(np.abs(session.run(None, {"embeddings": row[None]})[0][0] - head(row[None])[0]).max())
               for row in features)
