/** A short run of the fuzzer, and what longer ones have found. `npm run fuzz` has millions of cases. */
import { importModel } from '@cellc/import';
import { expect, test } from 'vitest';
import { writeOnnx } from '../conformance/onnx-writer.ts';
import { noCounts, runCase } from './cases.ts';
import { readers } from './readers.ts';

/** HDF5 is read by a library, in a thread of its own: a file takes it several milliseconds. */
const cases = (name: string): number => (name === 'h5' || name === 'keras' ? 40 : 300);

for (const [name, make] of Object.entries(readers))
  test(`${name}: spoilt files are read or refused`, { timeout: 300_000 }, async () => {
    const reader = make();
    for (const sample of reader.samples) expect(await reader.intact(sample), sample).toBe('read');
    const counts = noCounts();
    for (let seed = 0; seed < cases(name); seed++) expect(await runCase(reader, seed, counts)).toBeUndefined();
    expect(counts.refused).toBeGreaterThan(0);
  });

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

test('more features than there can be', async () => {
  const layers = [{ class_name: 'Dense', config: { name: 'a', units: 1, batch_input_shape: [null, null, 2 ** 31] } }];
  const json = { modelTopology: { class_name: 'Sequential', config: { layers } }, weightsManifest: [] };
  await expect(importModel({ name: 'model.json', bytes: encode(json) })).rejects.toThrow(
    'E_IMPORT: 2147483648 features, more than 65536',
  );
});

test('a bias of one row where there are two', async () => {
  const zeros = (...shape: number[]): unknown =>
    shape.length ? Array.from({ length: shape[0]! }, () => zeros(...shape.slice(1))) : 0;
  const gru = {
    type: 'gru',
    activation: 'tanh',
    shape: [null, null, 1],
    weights: [zeros(1, 3), zeros(1, 3), zeros(1, 3)],
  };
  await expect(
    importModel({ name: 'a.json', bytes: encode({ in_shape: [null, null, 1], layers: [gru] }) }),
  ).rejects.toThrow('layer gru 0 with a bias of the shape [1, 3]');
});

const onnx = (op: string, shapes: readonly number[][], attributes: Record<string, number | number[]>) =>
  importModel({
    name: 'a.onnx',
    bytes: writeOnnx(
      [
        {
          op,
          inputs: shapes.map((_, i) => `i${i}`),
          outputs: ['y'],
          attributes: new Map(Object.entries(attributes)),
        },
      ],
      new Map(),
      shapes.map((shape, i) => ({ name: `i${i}`, shape, type: 'double' as const })),
      [{ name: 'y', shape: [], type: 'double' }],
    ),
  });

test('ONNX operators whose attributes are absurd', { timeout: 60_000 }, async () => {
  await expect(onnx('Concat', [[1, 2], [2]], { axis: 1 })).rejects.toThrow('E_IMPORT: op Concat');
  await expect(onnx('Split', [[1, 2]], { axis: 1, split: [5, -3] })).rejects.toThrow('E_IMPORT: op Split');
  await expect(onnx('Split', [[1, 2]], { axis: 1, num_outputs: 2 ** 31 })).resolves.toBeDefined();
  await expect(onnx('Transpose', [[1, 2]], { perm: Array(200_000).fill(0) })).rejects.toThrow('E_IMPORT: op Transpose');
  await expect(onnx('Unsqueeze', [[1, 2]], { axes: [0, 0] })).rejects.toThrow('E_IMPORT: op Unsqueeze');
});

test('cases that longer runs have failed at', { timeout: 60_000 }, async () => {
  const reader = readers.onnx!();
  for (const seed of [14385, 87920, 169221, 296103, 323783, 338292, 413203, 433082, 471023, 531557])
    expect(await runCase(reader, seed, noCounts())).toBeUndefined();
});
