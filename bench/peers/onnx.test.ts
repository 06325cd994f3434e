import { expect, test } from 'vitest';
import { noise } from '../models.ts';
import { lstmModel, varint } from './onnx.ts';
import type { Lstm } from './peer.ts';

/** Protobuf as its documentation describes it, read without any schema: fields in the order of their numbers' first use. */
type Message = Map<number, (number | Uint8Array)[]>;

function read(bytes: Uint8Array): Message {
  const fields: Message = new Map();
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = number();
    const length = tag % 8 === 2 ? number() : undefined;
    const value = length === undefined ? number() : bytes.subarray(at, (at += length));
    const field = Math.floor(tag / 8);
    fields.set(field, [...(fields.get(field) ?? []), value]);
  }
  return fields;
}

const inner = (message: Message, field: number): Message[] =>
  (message.get(field) ?? []).map((value) => read(value as Uint8Array));
const text = (message: Message, field: number): string[] =>
  (message.get(field) ?? []).map((value) => new TextDecoder().decode(value as Uint8Array));

const [I, H] = [3, 2];
const gate = (seed: number) => ({ W: noise(H * I, seed), U: noise(H * H, seed + 1), b: noise(H, seed + 2) });
const lstm: Lstm = { I, H, gates: { i: gate(10), f: gate(20), g: gate(30), o: gate(40) } };
const model = read(lstmModel(lstm));
const graph = inner(model, 7)[0]!;

// The documentation's example: https://protobuf.dev/programming-guides/encoding/
test('numbers are base 128', () => {
  expect(varint(150)).toEqual([0x96, 0x01]);
  expect(varint(0)).toEqual([0]);
  expect(varint(2 ** 31)).toEqual([0x80, 0x80, 0x80, 0x80, 0x08]);
});

test('a model has a version, an operator set and one node', () => {
  expect(model.get(1)).toEqual([8]);
  expect(inner(model, 8)[0]!.get(2)).toEqual([14]);
  const nodes = inner(graph, 1);
  expect(nodes).toHaveLength(1);
  expect(text(nodes[0]!, 4)).toEqual(['LSTM']);
  expect(text(nodes[0]!, 1)).toEqual(['X', 'W', 'R', 'b', '', 'H0', 'C0']);
  expect(text(nodes[0]!, 2)).toEqual(['Y', 'Hn', 'Cn']);
  const [hidden] = inner(nodes[0]!, 5);
  expect([text(hidden!, 1), hidden!.get(3), hidden!.get(20)]).toEqual([['hidden_size'], [H], [2]]);
});

test('weights are stacked in the order i, o, f, c, and the second bias is zero', () => {
  const tensors = new Map(
    inner(graph, 5).map((tensor) => {
      const raw = Uint8Array.from(tensor.get(9)![0] as Uint8Array);
      expect(tensor.get(2)).toEqual([1]);
      return [text(tensor, 8)[0], { dims: tensor.get(1), data: new Float32Array(raw.buffer) }];
    }),
  );
  const order = [lstm.gates.i, lstm.gates.o, lstm.gates.f, lstm.gates.g];
  const all = (part: 'W' | 'U' | 'b') => order.flatMap((gate) => Array.from(gate[part]));
  expect(tensors.get('W')).toEqual({ dims: [1, 4 * H, I], data: Float32Array.from(all('W')) });
  expect(tensors.get('R')).toEqual({ dims: [1, 4 * H, H], data: Float32Array.from(all('U')) });
  const biases = Float32Array.from([...all('b'), ...Array(4 * H).fill(0)]);
  expect(tensors.get('b')).toEqual({ dims: [1, 8 * H], data: biases });
});

test('inputs and outputs say their shapes, with names where sizes are open', () => {
  const shapes = [...inner(graph, 11), ...inner(graph, 12)].map((value) => {
    const tensor = inner(inner(value, 2)[0]!, 1)[0]!;
    expect(tensor.get(1)).toEqual([1]);
    const dims = inner(inner(tensor, 2)[0]!, 1).map((dim) => dim.get(1)?.[0] ?? text(dim, 2)[0]);
    return [text(value, 1)[0], dims];
  });
  expect(shapes).toEqual([
    ['X', ['T', 'B', I]],
    ['H0', [1, 'B', H]],
    ['C0', [1, 'B', H]],
    ['Y', ['T', 1, 'B', H]],
    ['Hn', [1, 'B', H]],
    ['Cn', [1, 'B', H]],
  ]);
});
