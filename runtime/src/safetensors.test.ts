import { expect, test } from 'vitest';
import { RuntimeError } from './error.ts';
import { random } from './random.ts';
import { readSafetensors, saveSafetensors } from './safetensors.ts';
import { tensor } from './tensor.ts';

/** A file with the given header text and numbers. */
function file(header: string, data: ArrayLike<number> = []): Uint8Array {
  const text = new TextEncoder().encode(header);
  return new Uint8Array([
    ...new Uint8Array(new BigUint64Array([BigInt(text.length)]).buffer),
    ...text,
    ...Array.from(data),
  ]);
}
const entry = (shape: string, from: number, to: number, dtype = 'F32') =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${from},${to}]}`;

test('tensors and metadata survive a round trip', () => {
  const tensors = {
    odd: tensor(new Float32Array([1.5, Number.NaN, -0]), [3]),
    double: tensor(new Float64Array([Math.PI, 1e300]), [1, 2]),
    scalar: tensor(new Float32Array([7]), []),
    empty: tensor(new Float32Array(0), [0, 4]),
    'name "quoted" \\ é 💡 %41': tensor(new Float32Array([1]), [1]),
    constructor: tensor(new Float32Array([2]), [1]),
  };
  const metadata = { name: 'mu "µ"', toString: 'own' };
  const bytes = saveSafetensors(tensors, metadata);
  expect(readSafetensors(bytes)).toEqual({ tensors, metadata });
  expect(new DataView(bytes.buffer).getUint32(0, true) % 8).toBe(0);
  // A view into a larger buffer, at an odd offset.
  const shifted = new Uint8Array(bytes.length + 5);
  shifted.set(bytes, 3);
  expect(readSafetensors(shifted.subarray(3, 3 + bytes.length))).toEqual({ tensors, metadata });
  // What Node reads files into.
  expect(readSafetensors(Buffer.from(bytes))).toEqual({ tensors, metadata });
});

test('a name like a prototype is only a name', () => {
  const { tensors } = readSafetensors(file(`{"__proto__":${entry('[0]', 0, 0)}}`));
  expect(Object.keys(tensors)).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(tensors)).toBe(Object.prototype);
});

test('halves are read as single precision', () => {
  const bits = new Uint16Array([0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x8000, 0x7c00, 0x7e00, 0x3555]);
  const bytes = new Uint8Array(bits.buffer);
  const read = (dtype: string) => [
    ...readSafetensors(file(`{"a":${entry('[9]', 0, 18, dtype)}}`, bytes)).tensors.a!.data,
  ];
  expect(read('F16')).toEqual([
    1,
    -2,
    65504,
    2 ** -14,
    2 ** -24,
    -0,
    Number.POSITIVE_INFINITY,
    Number.NaN,
    0.333251953125,
  ]);
  expect(read('BF16').slice(0, 2)).toEqual([0.0078125, -2]);
});

test('integers are read as double precision', () => {
  const bytes = new Uint8Array([0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
  const read = (dtype: string, count: number) => [
    ...readSafetensors(file(`{"a":${entry(`[${count}]`, 0, 8, dtype)}}`, bytes)).tensors.a!.data,
  ];
  expect(read('I64', 1)).toEqual([-2]);
  expect(read('I32', 2)).toEqual([-2, -1]);
  expect(read('I16', 4)).toEqual([-2, -1, -1, -1]);
  expect(read('I8', 8)).toEqual([-2, -1, -1, -1, -1, -1, -1, -1]);
  expect(read('U8', 8).slice(0, 2)).toEqual([254, 255]);
  expect(read('BOOL', 8).slice(0, 2)).toEqual([254, 255]);
});

const a = `"a":${entry('[1]', 0, 4)}`;
const broken: [what: string, bytes: Uint8Array, why: string][] = [
  ['nothing', new Uint8Array(3), 'it has 3 bytes, which is too short for a header'],
  ['a huge header', new Uint8Array([0, 0, 0, 0, 0, 0, 0, 255]), 'its header claims 18374686479671624000 bytes'],
  [
    'a header beyond the file',
    new Uint8Array([9, 0, 0, 0, 0, 0, 0, 0, 123]),
    'it is truncated: the header ends at byte 17 of 9',
  ],
  ['a space first', file(' {}'), 'its header does not start with {'],
  ['no JSON', file('{nope}'), 'its header is not JSON'],
  ['no UTF-8', file('{}').with(8, 0x7b).with(9, 0xff), 'its header is not JSON'],
  ['a name twice', file(`{${a},"\\u0061":${entry('[1]', 0, 4)}}`, [0, 0, 0, 0]), 'its header has a twice'],
  [
    'a field twice',
    file(`{"a":{"dtype":"F32",${entry('[1]', 0, 4).slice(1)}}`, [0, 0, 0, 0]),
    'its header has dtype twice',
  ],
  ['a list', file('{"a":[]}'), 'tensor a is not described by an object'],
  ['numbers as metadata', file('{"__metadata__":{"a":1}}'), 'its __metadata__ is not an object of strings'],
  [
    'an unknown dtype',
    file(`{"a":${entry('[1]', 0, 8, 'F8_E5M2')}}`),
    'tensor a has dtype "F8_E5M2"; F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL can be read',
  ],
  [
    'an inherited dtype',
    file(`{"a":${entry('[1]', 0, 8, 'toString')}}`),
    'tensor a has dtype "toString"; F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL can be read',
  ],
  ['a negative size', file(`{"a":${entry('[-1]', 0, 4)}}`), 'the shape of tensor a is not made of whole numbers'],
  [
    'a size beyond 2^53',
    file(`{"a":${entry('[9007199254740993]', 0, 4)}}`),
    'the shape of tensor a is not made of whole numbers',
  ],
  [
    'a product beyond 2^53',
    file(`{"a":${entry('[94906267, 94906267]', 0, 4)}}`),
    'tensor a is F32 [94906267, 94906267], which takes 36028798063501150 bytes, but has 4',
  ],
  [
    'three offsets',
    file(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}`),
    'the data_offsets of tensor a are not two whole numbers',
  ],
  [
    'other bytes than the shape takes',
    file(`{"a":${entry('[2]', 0, 4)}}`),
    'tensor a is F32 [2], which takes 8 bytes, but has 4',
  ],
  [
    'a hole',
    file(`{${a},"b":${entry('[1]', 8, 12)}}`, Array(12).fill(0)),
    'tensor b starts at byte 8 where the one before it ends at 4',
  ],
  [
    'an overlap',
    file(`{${a},"b":${entry('[1]', 2, 6)}}`, Array(6).fill(0)),
    'tensor b starts at byte 2 where the one before it ends at 4',
  ],
  ['a missing end', file(`{${a}}`, [0, 0, 0]), 'it is truncated: tensor a ends after the file'],
  ['something after the end', file(`{${a}}`, [0, 0, 0, 0, 1]), 'it has 1 bytes that belong to no tensor'],
];
test.each(broken)('%s', (_, bytes, why) => {
  expect(() => readSafetensors(bytes)).toThrow(
    expect.objectContaining({ code: 'E_WEIGHTS', message: `E_WEIGHTS: not a valid safetensors file: ${why}` }),
  );
});

test('deep nesting is an error, not a crash', () => {
  expect(() => readSafetensors(file(`{"a":${'['.repeat(1e6)}`))).toThrow(RuntimeError);
});

test('a mutated file is read or refused, never worse', () => {
  const valid = saveSafetensors(
    { first: tensor(new Float32Array(6), [2, 3]), second: tensor(new Float64Array(2), [2]) },
    { name: 'fuzz' },
  );
  const next = random(2024);
  const pick = (n: number) => Math.floor(next() * n);
  const outcomes = { read: 0, refused: 0 };
  for (let round = 0; round < 5_000; round++) {
    let bytes = Array.from(valid);
    for (let edits = 1 + pick(3); edits > 0; edits--) {
      const at = pick(bytes.length);
      const kind = pick(5);
      if (kind === 0) bytes[at] = pick(256);
      else if (kind === 1) bytes[at] = '0123456789[]{},:" '.charCodeAt(pick(18));
      else if (kind === 2) bytes.splice(at, 1 + pick(8));
      else if (kind === 3) bytes.splice(at, 0, ...bytes.slice(pick(at + 1), at));
      else bytes = bytes.slice(0, at);
    }
    // Half of the rounds keep the header's length right, to get deeper than the first check.
    if (pick(2) && bytes.length > 8) bytes[0] = bytes.lastIndexOf(0x7d) - 7;
    try {
      const { tensors } = readSafetensors(new Uint8Array(bytes));
      const size = Object.values(tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
      expect(size).toBeLessThanOrEqual(2 * bytes.length);
      outcomes.read++;
    } catch (error) {
      expect(error, `round ${round}`).toMatchObject({ code: 'E_WEIGHTS' });
      outcomes.refused++;
    }
  }
  expect(outcomes.read).toBeGreaterThan(50);
  expect(outcomes.refused).toBeGreaterThan(1_000);
});
