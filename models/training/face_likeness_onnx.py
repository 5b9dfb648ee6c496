"""Writes models/face-likeness/model.onnx from the weights that the npm package @vladmandic/face-api ships.

    npm pack @vladmandic/face-api@1.7.15
    python face_likeness_onnx.py vladmandic-face-api-1.7.15.tgz ../face-likeness/model.onnx

The weights stay the package's 8-bit codes with a scale and an offset for each tensor; the graph turns them into
numbers when it is loaded. The architecture is that of the package's FaceRecognitionNet (dlib's ResNet v1).
"""

import json
import sys
import tarfile
from pathlib import Path

import numpy as np
from onnx import TensorProto, helper

import onnx_file

FOLDER = "package/model/"
MANIFEST = FOLDER + "face_recognition_model-weights_manifest.json"
WEIGHTS = FOLDER + "face_recognition_model.bin"
SIDE = 150
MEANS = [122.782, 117.001, 104.298]
# Name of each block and whether it halves the sides.
BLOCKS = [
    *[(f"conv32_{n}", False) for n in (1, 2, 3)],
    ("conv64_down", True), *[(f"conv64_{n}", False) for n in (1, 2, 3)],
    ("conv128_down", True), *[(f"conv128_{n}", False) for n in (1, 2)],
    ("conv256_down", True), *[(f"conv256_{n}", False) for n in (1, 2)],
    ("conv256_down_out", True),
]


def tensors(package):
    """The package's tensors by name: codes in the layout of ONNX, scale, offset."""
    with tarfile.open(package) as archive:
        manifest = json.load(archive.extractfile(MANIFEST))
        codes = archive.extractfile(WEIGHTS).read()
    found, at = {}, 0
    for entry in manifest[0]["weights"]:
        count = int(np.prod(entry["shape"]))
        # A tensor of equal numbers is kept as they are.
        quantized = entry.get("quantization", {"dtype": entry["dtype"], "scale": 1.0, "min": 0.0})
        kind = np.dtype(quantized["dtype"])
        tensor = np.frombuffer(codes, kind, count, at).reshape(entry["shape"])
        at += count * kind.itemsize
        if tensor.ndim == 4:  # rows, columns, in, out -> out, in, rows, columns
            tensor = tensor.transpose(3, 2, 0, 1)
        elif "scale/" in entry["name"]:
            tensor = tensor.reshape(1, -1, 1, 1)
        found[entry["name"]] = (np.ascontiguousarray(tensor), quantized["scale"], quantized["min"])
    assert at == len(codes)
    return found


class Graph:
    def __init__(self, weights):
        self.weights, self.nodes, self.constants = weights, [], {}

    def constant(self, name, value):
        self.constants[name] = value
        return name

    def node(self, kind, inputs, **attributes):
        name = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def weight(self, name):
        codes, scale, offset = self.weights[name]
        as_number = self.constant(name, codes)
        if codes.dtype == np.float32:
            return as_number
        as_number = self.node("Cast", [as_number], to=TensorProto.FLOAT)
        scale = self.constant(name + "/step", np.float32(scale))
        offset = self.constant(name + "/offset", np.float32(offset))
        return self.node("Add", [self.node("Mul", [as_number, scale]), offset])

    def convolution(self, x, name, stride, padding, relu=True):
        inputs = [x, self.weight(name + "/conv/filters"), self.weight(name + "/conv/bias")]
        x = self.node("Conv", inputs, strides=[stride] * 2, pads=[padding] * 4)
        x = self.node("Mul", [x, self.weight(name + "/scale/weights")])
        x = self.node("Add", [x, self.weight(name + "/scale/biases")])
        return self.node("Relu", [x]) if relu else x

    def block(self, x, name):
        y = self.convolution(x, name + "/conv1", 1, 1)
        return self.node("Relu", [self.node("Add", [self.convolution(y, name + "/conv2", 1, 1, relu=False), x])])

    def halving_block(self, x, name, side, more_channels):
        """Sides without padding are (side - 3) // 2 + 1 for the convolution and side // 2 for the mean."""
        y = self.convolution(x, name + "/conv1", 2, 0)
        y = self.convolution(y, name + "/conv2", 1, 1, relu=False)
        short = side // 2
        mean = self.node("AveragePool", [x], kernel_shape=[2, 2], strides=[2, 2])
        missing = short - ((side - 3) // 2 + 1)
        if missing:
            y = self.node("Pad", [y, self.constant(name + "/pad", np.array([0, 0, 0, 0, 0, 0, missing, missing]))])
        if more_channels:
            pad = np.array([0, 0, 0, 0, 0, more_channels, 0, 0])
            mean = self.node("Pad", [mean, self.constant(name + "/channels", pad)])
        return self.node("Relu", [self.node("Add", [y, mean])]), short


def build(weights, target):
    graph = Graph(weights)
    x = graph.node("Sub", ["rgb", graph.constant("means", np.array(MEANS, np.float32).reshape(1, 3, 1, 1))])
    x = graph.node("Div", [x, graph.constant("range", np.float32(255))])
    x = graph.convolution(x, "conv32_down", 2, 0)
    x = graph.node("MaxPool", [x], kernel_shape=[3, 3], strides=[2, 2])
    side, channels = ((SIDE - 7) // 2 + 1 - 3) // 2 + 1, 32
    for name, halves in BLOCKS:
        wide = weights[name + "/conv1/conv/filters"][0].shape[0]
        if halves:
            x, side = graph.halving_block(x, name, side, wide - channels)
        else:
            x = graph.block(x, name)
        channels = wide
    x = graph.node("ReduceMean", [x], axes=[2, 3], keepdims=0)
    graph.nodes.append(helper.make_node("MatMul", [x, graph.weight("fc")], ["embedding"], name="fc"))
    taken = [helper.make_tensor_value_info("rgb", TensorProto.FLOAT, [1, 3, SIDE, SIDE])]
    given = [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, [1, 128])]
    onnx_file.write("face-likeness", graph.nodes, taken, given, graph.constants, target)


if __name__ == "__main__":
    build(tensors(sys.argv[1]), Path(sys.argv[2]))
