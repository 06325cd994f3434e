/** ONNX models with one LSTM operator, as bytes: as much of protobuf and of onnx.proto as that takes. */
import { type GateName, type Lstm, stacked } from './peer.ts';

type Bytes = readonly number[] | Uint8Array;

/** A base-128 number, lowest digits first; the top bit says that more follow. */
export function varint(value: number): number[] {
  const digits: number[] = [];
  for (; value >= 128; value = Math.floor(value / 128)) digits.push((value % 128) + 128);
  return [...digits, value];
}

/** A field whose content is bytes: a string, a nested message. Wire type 2. */
function bytes(field: number, content: Bytes): Uint8Array {
  const head = [...varint(field * 8 + 2), ...varint(content.length)];
  const result = new Uint8Array(head.length + content.length);
  result.set(head);
  result.set(content, head.length);
  return result;
}

/** Wire type 0. */
function integer(field: number, value: number): Uint8Array {
  return Uint8Array.from([...varint(field * 8), ...varint(value)]);
}

function text(field: number, value: string): Uint8Array {
  return bytes(field, new TextEncoder().encode(value));
}

function message(field: number, ...fields: readonly Uint8Array[]): Uint8Array {
  return bytes(field, joined(fields));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

/** TensorProto.DataType */
const FLOAT = 1;

/** GraphProto.initializer: TensorProto with dims, data_type, name and raw_data. */
function initializer(name: string, dims: readonly number[], data: Float32Array): Uint8Array {
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return message(5, ...dims.map((dim) => integer(1, dim)), integer(2, FLOAT), text(8, name), bytes(9, raw));
}

/** ValueInfoProto in GraphProto.input (11) or output (12); a dimension without a size has a name. */
function value(field: 11 | 12, name: string, dims: readonly (number | string)[]): Uint8Array {
  // TensorShapeProto.Dimension: dim_value or dim_param.
  const shape = dims.map((dim) => message(1, typeof dim === 'number' ? integer(1, dim) : text(2, dim)));
  return message(field, text(1, name), message(2, message(1, integer(1, FLOAT), message(2, ...shape))));
}

/** Of the operator's stacked gates. */
const ORDER: readonly GateName[] = ['i', 'o', 'f', 'g'];
const OPSET = 14;
const IR_VERSION = 8;

/**
 * Inputs `X` [T, B, I], `H0` and `C0` [1, B, H]; outputs `Y` [T, 1, B, H], `Hn` and `Cn` [1, B, H]. T and B stay open.
 */
export function lstmModel({ I, H, gates }: Lstm): Uint8Array {
  const b = stacked(gates, 'b', ORDER);
  // The operator adds a second bias to the first.
  const biases = new Float32Array(2 * b.length);
  biases.set(b);
  const state = [1, 'B', H];
  const inputs = ['X', 'W', 'R', 'b', '', 'H0', 'C0'].map((name) => text(1, name));
  const outputs = ['Y', 'Hn', 'Cn'].map((name) => text(2, name));
  // AttributeProto: name, i, type INT.
  const hidden = message(5, text(1, 'hidden_size'), integer(3, H), integer(20, 2));
  return joined([
    integer(1, IR_VERSION),
    text(2, 'cellc-bench'),
    message(
      7,
      message(1, ...inputs, ...outputs, text(4, 'LSTM'), hidden),
      text(2, 'lstm'),
      initializer('W', [1, 4 * H, I], stacked(gates, 'W', ORDER)),
      initializer('R', [1, 4 * H, H], stacked(gates, 'U', ORDER)),
      initializer('b', [1, 8 * H], biases),
      value(11, 'X', ['T', 'B', I]),
      value(11, 'H0', state),
      value(11, 'C0', state),
      value(12, 'Y', ['T', 1, 'B', H]),
      value(12, 'Hn', state),
      value(12, 'Cn', state),
    ),
    message(8, text(1, ''), integer(2, OPSET)),
  ]);
}
