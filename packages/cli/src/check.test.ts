import { shelves } from '@cellc/compiler';
import { expect, test } from 'vitest';
import { worstError } from './probe.ts';
import { generator } from './sample.ts';
import { folder, spec } from './testing.ts';

test.each(Object.keys(shelves.cell.texts))('%s', async (cell) => {
  const { cellc } = await folder();
  const { code, out } = await cellc('check', cell, '--size', '5', '--input', '3');
  expect(out).toMatch(/PASS\n$/);
  expect(code).toBe(0);
});

test('a model of several layers that returns the last step', async () => {
  const layers = [
    { cell: 'gru', size: 3, direction: 'both' },
    { cell: 'lstm', size: 4 },
    { dense: 2, activation: 'softmax' },
  ];
  const { cellc } = await folder({ 'm.json': spec('m', layers).replace('{', '{ "output": "last",') });
  const { rows, ok } = JSON.parse((await cellc('check', 'm.json', '--seed', '7', '--json')).out);
  expect(ok).toBe(true);
  expect(rows.map((row: { tensor: string }) => row.tensor)).toContain('d gru1.backward.W_hn');
  expect(rows.find((row: { tensor: string }) => row.tensor === 'd dense1.b')).toMatchObject({ shape: [2], ok: true });
});

test('the numbers of a check', async () => {
  const { cellc } = await folder();
  const { out } = await cellc('check', 'rnn', '--size', '2', '--input', '1');
  expect(out).toMatch(
    /^tensor +shape +differences +f64 +f32\ntolerance +1\.0e-6 +1\.0e-10 +1\.0e-4\noutput +\[3, 5, 2\] +\d/,
  );
  expect(out).toMatch(/\nd rnn1\.W_xh +\[2, 1\]( +\d\.\de[+-]\d+){3}\n/);
  expect(out).toMatch(/\noutput of step +\[5, 2\]( +\d\.\de[+-]\d+){2}\n/);
});

test('a wrong gradient is found, a kink is none', () => {
  const data = Float64Array.of(0.5, -1, 2);
  const squares = (): number => data.reduce((sum, x) => sum + x * x, 0);
  const exact = [...data].map((x) => 2 * x);
  expect(worstError({ data, gradient: exact, value: squares }, generator(0))).toBeLessThan(1e-10);
  expect(worstError({ data, gradient: [exact[0]!, exact[1]!, 4.001], value: squares }, generator(0))).toBeGreaterThan(
    1e-4,
  );
  const near = Float64Array.of(1e-5);
  expect(worstError({ data: near, gradient: [1], value: () => Math.max(near[0]!, 0) }, generator(0))).toBeLessThan(
    1e-6,
  );
});
