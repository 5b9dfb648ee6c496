"""Writes a graph as an ONNX file; the same graph gives the same bytes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import GraphProto, NodeProto, ValueInfoProto, helper, numpy_helper


def write(name: str, nodes: list[NodeProto], inputs: list[ValueInfoProto], outputs: list[ValueInfoProto],
          constants: dict[str, np.ndarray], path: Path) -> None:
    held = [numpy_helper.from_array(np.asarray(value), key) for key, value in constants.items()]
    graph: GraphProto = helper.make_graph(nodes, name, inputs, outputs, held)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)],
                             producer_name="catchlight models/training")
    made.ir_version = 8
    onnx.checker.check_model(made)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made.SerializeToString(deterministic=True))
