/** Writes small ONNX models, so that cases of a single operator go the whole way through a file. */
import type { Tensor } from '@cellc/runtime';

export type AttributeValue =
  | number
  | { readonly real: number }
  | { readonly graph: WrittenGraph }
  /** In a function: what the node that calls it gives, a real number. */
  | { readonly given: string }
  | string
  | readonly string[]
  | readonly number[];

export interface WrittenGraph {
  readonly nodes: readonly WrittenNode[];
  readonly constants: ReadonlyMap<string, Tensor>;
  readonly inputs: readonly Declared[];
  readonly outputs: readonly Declared[];
}

/** Of the domain `test`; after `:` in its name, the overload. */
export interface WrittenFunction {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly string[];
  readonly nodes: readonly WrittenNode[];
}

export interface WrittenNode {
  readonly name?: string;
  /** After `test.`, the name of a function of the model, and after `:` its overload. */
  readonly op: string;
  /** '' stands for an input that is not there. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, AttributeValue>;
}

export interface Declared {
  readonly name: string;
  /** Sizes that are known when the graph runs have names. */
  readonly shape: readonly (number | string)[];
  readonly type: 'double' | 'int32';
}

const types = { double: 11, int32: 6 } as const;

/** A `ModelProto`; constants are doubles. */
export function writeOnnx(
  nodes: readonly WrittenNode[],
  constants: ReadonlyMap<string, Tensor>,
  inputs: readonly Declared[],
  outputs: readonly Declared[],
  functions: readonly WrittenFunction[] = [],
): Uint8Array {
  const graph = graphProto({ nodes, constants, inputs, outputs });
  return join([
    whole(1, 8),
    bytes(8, whole(2, 21)),
    bytes(7, graph),
    ...functions.map((written) => bytes(25, functionProto(written))),
  ]);
}

function graphProto({ nodes, constants, inputs, outputs }: WrittenGraph): Uint8Array {
  return join([
    ...nodes.map((node) => bytes(1, nodeProto(node))),
    ...[...constants].map(([name, tensor]) => bytes(5, tensorProto(name, tensor))),
    ...inputs.map((declared) => bytes(11, valueInfo(declared))),
    ...outputs.map((declared) => bytes(12, valueInfo(declared))),
  ]);
}

function functionProto({ name, inputs, outputs, attributes, nodes }: WrittenFunction): Uint8Array {
  const [plain, overload] = name.split(':');
  return join([
    text(1, plain!),
    ...inputs.map((each) => text(4, each)),
    ...outputs.map((each) => text(5, each)),
    ...attributes.map((each) => text(6, each)),
    ...nodes.map((node) => bytes(7, nodeProto(node))),
    text(10, 'test'),
    ...(overload ? [text(13, overload)] : []),
  ]);
}

function nodeProto({ op, name, inputs, outputs, attributes }: WrittenNode): Uint8Array {
  const [called, domain] = op.split('.').reverse();
  const [type, overload] = called!.split(':');
  return join([
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    ...(name ? [text(3, name)] : []),
    text(4, type!),
    ...[...attributes].map(([name, value]) => bytes(5, attribute(name, value))),
    ...(domain ? [text(7, domain)] : []),
    ...(overload ? [text(8, overload)] : []),
  ]);
}

function attribute(name: string, value: AttributeValue): Uint8Array {
  const named = text(1, name);
  if (typeof value === 'number') return join([named, whole(3, value), whole(20, 2)]);
  if (typeof value === 'string') return join([named, text(4, value), whole(20, 3)]);
  if ('graph' in value) return join([named, bytes(6, graphProto(value.graph)), whole(20, 5)]);
  if ('given' in value) return join([named, text(21, value.given), whole(20, 1)]);
  if ('real' in value) return join([named, real(2, value.real), whole(20, 1)]);
  if (value.every((each) => typeof each === 'string'))
    return join([named, ...value.map((each) => text(9, each)), whole(20, 8)]);
  return join([named, ...(value as readonly number[]).map((each) => real(7, each)), whole(20, 6)]);
}

function tensorProto(name: string, { data, shape }: Tensor): Uint8Array {
  const raw = new Uint8Array(Float64Array.from(data).buffer);
  return join([...shape.map((size) => whole(1, size)), whole(2, types.double), text(8, name), bytes(9, raw)]);
}

function valueInfo({ name, shape, type }: Declared): Uint8Array {
  const dims = join(shape.map((size) => bytes(1, typeof size === 'string' ? text(2, size) : whole(1, size))));
  return join([text(1, name), bytes(2, bytes(1, join([whole(1, types[type]), bytes(2, dims)])))]);
}

function varint(value: number): Uint8Array {
  const list: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.of(...list, rest);
    list.push((rest % 128) + 128);
  }
}

const whole = (field: number, value: number): Uint8Array => join([varint(field * 8), varint(value)]);
const bytes = (field: number, value: Uint8Array): Uint8Array =>
  join([varint(field * 8 + 2), varint(value.length), value]);
const text = (field: number, value: string): Uint8Array => bytes(field, new TextEncoder().encode(value));
const real = (field: number, value: number): Uint8Array =>
  join([varint(field * 8 + 5), new Uint8Array(Float32Array.of(value).buffer)]);

function join(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
