/** ONNX graphs as data, and as the bytes of a file (https://onnx.ai/onnx/repo-docs/IR.html). */
import { version } from '@cellc/compiler';
import { block, join, type Message, real, text, whole } from './protobuf.ts';

/** The versions of the operators and of the format that are written: those of ONNX 1.12. */
export const opset = 17;
const irVersion = 8;

export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly floats: readonly number[] }
  | { readonly ints: readonly number[] }
  | { readonly strings: readonly string[] }
  | { readonly graph: Graph };

export interface OnnxNode {
  readonly op: string;
  readonly name: string;
  /** '' stands for an optional input that is not there. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface Constant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

/** An input or output; a text stands for a size that is known when the graph runs. */
export interface Declared {
  readonly name: string;
  readonly type: 'float' | 'int64';
  readonly shape: readonly (number | string)[];
}

export interface Graph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly Constant[];
  readonly inputs: readonly Declared[];
  readonly outputs: readonly Declared[];
}

const types = { float: 1, int64: 7 } as const;

/** A `ModelProto`. */
export function writeModel(graph: Graph): Uint8Array {
  return join([
    ...whole(1, irVersion),
    ...text(2, 'cellc'),
    ...text(3, version),
    ...block(7, graphProto(graph)),
    ...block(8, [...text(1, ''), ...whole(2, opset)]),
  ]);
}

function graphProto({ name, nodes, constants, inputs, outputs }: Graph): Message {
  return [
    ...nodes.flatMap((node) => block(1, nodeProto(node))),
    ...text(2, name),
    ...constants.flatMap((constant) => block(5, tensorProto(constant))),
    ...inputs.flatMap((declared) => block(11, valueInfo(declared))),
    ...outputs.flatMap((declared) => block(12, valueInfo(declared))),
  ];
}

function nodeProto({ op, name, inputs, outputs, attributes }: OnnxNode): Message {
  return [
    ...inputs.flatMap((each) => text(1, each)),
    ...outputs.flatMap((each) => text(2, each)),
    ...text(3, name),
    ...text(4, op),
    ...Object.entries(attributes).flatMap(([key, value]) => block(5, [...text(1, key), ...attributeProto(value)])),
  ];
}

function attributeProto(value: Attribute): Message {
  if ('int' in value) return [...whole(3, value.int), ...whole(20, 2)];
  if ('float' in value) return [...real(2, value.float), ...whole(20, 1)];
  if ('string' in value) return [...text(4, value.string), ...whole(20, 3)];
  if ('floats' in value) return [...value.floats.flatMap((each) => real(7, each)), ...whole(20, 6)];
  if ('ints' in value) return [...value.ints.flatMap((each) => whole(8, each)), ...whole(20, 7)];
  if ('strings' in value) return [...value.strings.flatMap((each) => text(9, each)), ...whole(20, 8)];
  return [...block(6, graphProto(value.graph)), ...whole(20, 5)];
}

function tensorProto({ name, shape, data }: Constant): Message {
  const type = data instanceof Float32Array ? types.float : types.int64;
  return [...shape.flatMap((size) => whole(1, size)), ...whole(2, type), ...text(8, name), ...block(9, [raw(data)])];
}

/** Little-endian, whatever the machine is. */
function raw(data: Float32Array | BigInt64Array): Uint8Array {
  const bytes = new Uint8Array(data.byteLength);
  const view = new DataView(bytes.buffer);
  if (data instanceof Float32Array) for (const [i, x] of data.entries()) view.setFloat32(i * 4, x, true);
  else for (const [i, n] of data.entries()) view.setBigInt64(i * 8, n, true);
  return bytes;
}

function valueInfo({ name, type, shape }: Declared): Message {
  const dims = shape.flatMap((size) => block(1, typeof size === 'number' ? whole(1, size) : text(2, size)));
  return [...text(1, name), ...block(2, block(1, [...whole(1, types[type]), ...block(2, dims)]))];
}
