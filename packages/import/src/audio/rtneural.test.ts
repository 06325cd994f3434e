/** What AIDA-X puts around RTNeural's layers, and batch normalisation. */
import { compileModel } from '@cellc/compiler';
import { loadSync, type Tensor } from '@cellc/runtime';
import { expect, test } from 'vitest';
import { importModel } from '../import.ts';

const identity = { type: 'dense', activation: '', shape: [null, null, 1], weights: [[[3]], [0]] };
const read = (fields: object) =>
  importModel({
    name: 'a.json',
    bytes: new TextEncoder().encode(JSON.stringify({ in_shape: [null, null, 1], layers: [identity], ...fields })),
  });

async function through(fields: object, ...x: number[]): Promise<number[]> {
  const { spec, weights } = await read(fields);
  const { code } = compileModel(spec, { precision: 'f64' });
  const model = loadSync(await import(`data:text/javascript,${encodeURIComponent(code)}`), { weights });
  const { output } = model.run({ data: Float64Array.from(x), shape: [1, x.length, 1] } as Tensor<
    readonly [number, number, number]
  >);
  return [...output.data];
}

test('gains in decibels, and a skip connection behind the first of them', async () => {
  expect(await through({ in_gain: 20, in_skip: 1, out_gain: -20 }, 1, 2)).toEqual([4, 8]);
  expect(await through({ in_skip: 0, out_gain: -90 }, 1)).toEqual([0]);
  await expect(read({ in_skip: 2 })).rejects.toThrow('E_IMPORT: in_skip 2');
  await expect(read({ in_gain: 'x' })).rejects.toThrow("E_FILE: a.json: 'in_gain' is no number");
});

test('batch normalisation', async () => {
  const norm = { type: 'batchnorm', epsilon: 0, shape: [null, null, 1], weights: [[2], [1], [5], [4]] };
  expect(await through({ layers: [norm] }, 7)).toEqual([3]);
});
