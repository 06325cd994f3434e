import { expect, test } from 'vitest';
import { type Batch, batchOf } from '../arena.ts';
import type { Noise } from '../module.ts';
import { drawNoise } from './noise.ts';

const noise = (rows: 'steps' | 'batch', probability: number, value: number): Noise => ({
  name: 'n',
  region: { at: [0, 0, 0], size: 10, rows },
  probability,
  mean: probability * value,
  value,
});
const draw = (of: Noise, batch: Batch, seed = 1, number = 0) => {
  const m = new Float64Array(batch.T * batch.B * 10);
  drawNoise(m, [of], batch, { seed, batch: number });
  return m;
};
const batch = batchOf([...Array(40).keys()], 25);

test.each([0, 0.25, 0.9, 1])('an element is its value with probability %f', (probability) => {
  const drawn = draw(noise('steps', probability, 3), batch);
  expect(new Set(drawn)).toEqual(new Set(probability === 0 ? [0] : probability === 1 ? [3] : [0, 3]));
  const share = drawn.filter((value) => value === 3).length / drawn.length;
  // Three standard deviations of the share of 10,000.
  expect(Math.abs(share - probability)).toBeLessThanOrEqual(3 * Math.sqrt((probability * (1 - probability)) / 10_000));
});

test('rows, seeds and batches have other factors', () => {
  const of = noise('steps', 0.5, 1);
  const rows = (m: Float64Array) => Array.from({ length: 1000 }, (_, i) => m.slice(i * 10, i * 10 + 10).join(''));
  // Of 1,000 rows of ten bits each, as many differ as of 1,000 random ones: 1024 (1 - e^(-1000/1024)) = 638.
  expect(Math.abs(new Set(rows(draw(of, batch))).size - 638)).toBeLessThan(40);
  const all = [draw(of, batch), draw(of, batch, 2), draw(of, batch, 1, 1), draw(of, batch, 2 ** 33 + 1)];
  for (const [i, one] of all.entries())
    for (const other of all.slice(i + 1)) {
      const same = one.filter((value, at) => value === other[at]).length;
      expect(Math.abs(same / one.length - 0.5)).toBeLessThan(0.02);
    }
});

test('past a sequence’s end there is none', () => {
  const ragged = batchOf([0, 1, 2], 4, [2, 4, 3]);
  const drawn = draw(noise('steps', 1, 2), ragged);
  const row = (t: number, b: number) => drawn[(t * 3 + b) * 10];
  expect([0, 1, 2].map((b) => [0, 1, 2, 3].map((t) => row(t, b)))).toEqual([
    [2, 2, 2, 2],
    [2, 2, 2, 0],
    [2, 2, 0, 0],
  ]);
});
