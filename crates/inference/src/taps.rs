//! Values inside a model as outputs.
//!
//! ONNX Runtime hands out only what a graph declares as its output. A model file is one Protocol
//! Buffers message, and such messages merge when they are written one after the other (repeated fields
//! are appended): a second `ModelProto` that holds nothing but outputs declares more of them, and the
//! pinned bytes stay as they are. Field numbers: onnx/onnx.proto of ONNX 1.x.

use crate::manifest::Tensor;

/// `ModelProto.graph`.
const GRAPH: u8 = 7;
/// `GraphProto.output`.
const OUTPUT: u8 = 12;
/// `ValueInfoProto.name` and `.type`.
const NAME: u8 = 1;
const TYPE: u8 = 2;
/// `TypeProto.tensor_type`.
const TENSOR_TYPE: u8 = 1;
/// `TypeProto.Tensor.elem_type` and `.shape`; 32-bit floating point is element type 1.
const ELEMENT_TYPE: u8 = 1;
const SHAPE: u8 = 2;
const FLOAT: u64 = 1;
/// `TensorShapeProto.dim`.
const AXIS: u8 = 1;
/// `TensorShapeProto.Dimension.dim_value`.
const LENGTH: u8 = 1;

/// The model with these values as further outputs, each of 32-bit floating point.
pub(crate) fn opened(mut model: Vec<u8>, taps: &[Tensor]) -> Vec<u8> {
    if taps.is_empty() {
        return model;
    }
    let graph: Vec<u8> = taps.iter().flat_map(|tap| message(OUTPUT, &value_info(tap))).collect();
    model.extend(message(GRAPH, &graph));
    model
}

fn value_info(tap: &Tensor) -> Vec<u8> {
    let axes: Vec<u8> = tap
        .shape
        .iter()
        .flat_map(|&length| {
            // An axis without a value has any length.
            let axis = if length == 0 { Vec::new() } else { number(LENGTH, length as u64) };
            message(AXIS, &axis)
        })
        .collect();
    let tensor = [number(ELEMENT_TYPE, FLOAT), message(SHAPE, &axes)].concat();
    [message(NAME, tap.name.as_bytes()), message(TYPE, &message(TENSOR_TYPE, &tensor))].concat()
}

/// A field that holds bytes, text or a message: wire type 2.
fn message(field: u8, contents: &[u8]) -> Vec<u8> {
    let mut written = variable_length(u64::from(field) << 3 | 2);
    written.extend(variable_length(contents.len() as u64));
    written.extend(contents);
    written
}

/// A field that holds a whole number: wire type 0.
fn number(field: u8, value: u64) -> Vec<u8> {
    [variable_length(u64::from(field) << 3), variable_length(value)].concat()
}

/// Seven bits a byte, the lowest first; the high bit says that more follow.
fn variable_length(mut value: u64) -> Vec<u8> {
    let mut written = Vec::new();
    while value > 0x7f {
        written.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    written.push(value as u8);
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tap(name: &str, shape: &[usize]) -> Tensor {
        Tensor { name: name.to_owned(), shape: shape.to_vec(), holds: String::new(), range: None }
    }

    /// As the Python package onnx 1.23.2 writes a model that holds nothing but one output `t` of 32-bit
    /// floating point with a free axis and one of 300.
    #[test]
    fn a_tap_is_written_as_onnx_itself_writes_it() {
        let by_onnx = [
            0x3a, 0x14, 0x62, 0x12, 0x0a, 0x01, b't', 0x12, 0x0d, 0x0a, 0x0b, 0x08, 0x01, 0x12, 0x07, 0x0a, 0x00, 0x0a,
            0x03, 0x08, 0xac, 0x02,
        ];
        let opened_model = opened(vec![9], &[tap("t", &[0, 300])]);
        assert_eq!(opened_model.split_first(), Some((&9, &by_onnx[..])));
        assert_eq!(opened(vec![9], &[]), [9]);
    }
}
