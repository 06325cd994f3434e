import { expect, test } from 'vitest';
import { readArrays } from './npy.ts';

function npy(header: string, numbers: ArrayBufferView<ArrayBuffer>, version = 1): Uint8Array {
  const text = new TextEncoder().encode(`${header.padEnd(60)}\n`);
  const length = version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0];
  return Uint8Array.of(
    0x93,
    ...new TextEncoder().encode('NUMPY'),
    version,
    0,
    ...length,
    ...text,
    ...new Uint8Array(numbers.buffer),
  );
}
const head = (type: string, shape: string, order = 'False') =>
  `{'descr': '${type}', 'fortran_order': ${order}, 'shape': ${shape}, }`;
const read = (bytes: Uint8Array) => readArrays(bytes, 'a.npy').get('a')!;

test('arrays of numbers, in either order of their axes', () => {
  const numbers = Float32Array.of(1, 2, 3, 4, 5, 6);
  expect(read(npy(head('<f4', '(2, 3)'), numbers))).toEqual({ data: numbers, shape: [2, 3] });
  expect([...read(npy(head('<f4', '(2, 3)', 'True'), numbers, 2)).data]).toEqual([1, 3, 5, 2, 4, 6]);
  expect([...read(npy(head('<f4', '(3, 1, 2)', 'True'), numbers)).data]).toEqual([1, 4, 2, 5, 3, 6]);
  expect(read(npy(head('<i8', '()'), BigInt64Array.of(-7n)))).toEqual({ data: Float64Array.of(-7), shape: [] });
  expect(read(npy(head('|b1', '(2,)'), Uint8Array.of(1, 0))).shape).toEqual([2]);
});

test.each([
  ['no array', Uint8Array.of(1, 2, 3), 'a.npy: the array is none of NumPy’s'],
  ['pickled objects', npy(head('|O', '(1,)'), Uint8Array.of(1)), "the array has the element type '|O'"],
  ['big-endian numbers', npy(head('>f4', '(1,)'), Float32Array.of(1)), "the array has the element type '>f4'"],
  ['an inherited type', npy(head('<constructor', '(1,)'), Uint8Array.of(1)), "the element type '<constructor'"],
  ['numbers that are missing', npy(head('<f4', '(3,)'), Float32Array.of(1)), 'takes 12 bytes, but has 4'],
  ['an absurd size', npy(head('<f4', '(99999999999, 99999999999)'), Float32Array.of(1)), 'the array has the shape'],
  ['another header', npy("{'descr': __import__('os')}", Float32Array.of(1)), 'the header of the array cannot be read'],
  ['a header beyond the file', npy(head('<f4', '(1,)'), Float32Array.of(1)).subarray(0, 40), 'claims 61 bytes'],
])('%s', (_, bytes, message) => {
  expect(() => read(bytes)).toThrow(message);
});
