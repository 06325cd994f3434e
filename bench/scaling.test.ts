import { compileModel, type ModelSpec } from '@cellc/compiler';
import { expect, test } from 'vitest';
import { arenaBytes } from './scaling.ts';

const spec = (H: number): ModelSpec => ({
  name: 'scaling',
  input: H,
  layers: [{ cell: 'lstm', size: H }],
  loss: 'mse',
  optimizer: 'adam',
});

/** Every statement and expression of the loop code: what lowering and printing take time for. */
function nodes(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = value instanceof Map ? [...value.values()] : Object.values(value);
  return inner.reduce((sum: number, part) => sum + nodes(part), 1);
}

test.each([64, 2048])('at H = %i the generated code is no larger than at H = 32', (H) => {
  const [small, large] = [compileModel(spec(32)), compileModel(spec(H))];
  expect(nodes(large.lowered.program)).toBe(nodes(small.lowered.program));
  // The same code with longer numbers in it.
  expect(large.code.length).toBeLessThan(1.25 * small.code.length);
});

test('sizes that fill no tile add code, and no more at H = 2047 than at H = 31', () => {
  const [small, large] = [compileModel(spec(31)), compileModel(spec(2047))];
  expect(large.code.length).toBeLessThan(1.25 * small.code.length);
});

test('memory of training grows linearly with T', () => {
  const { manifest } = compileModel(spec(16));
  const at = (T: number) => arenaBytes(manifest, T, 4);
  expect(at(30) - at(20)).toBe(at(20) - at(10));
  expect(at(20)).toBe(4 * (manifest.arena[0] + 4 * manifest.arena[1] + 80 * manifest.arena[2]));
});
