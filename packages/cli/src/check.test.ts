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
  // Both single, but not the same arithmetic.
  expect(rows[0].errors.wasm).not.toBe(rows[0].errors.f32);
  expect(rows.find((row: { tensor: string }) => row.tensor === 'd dense1.b')).toMatchObject({ shape: [2], ok: true });
});

test('a model that reads classes: they have no gradient', async () => {
  const layers = [{ cell: 'gru', size: 3 }, { dense: 4 }];
  const { cellc } = await folder({ 'm.json': JSON.stringify({ name: 'm', input: { classes: 4 }, layers }) });
  const { rows, ok } = JSON.parse((await cellc('check', 'm.json', '--json')).out);
  expect(ok).toBe(true);
  const tensors = rows.map((row: { tensor: string }) => row.tensor);
  expect(tensors).toContain('output of step');
  expect(tensors).toContain('d gru1.W_xn');
  expect(tensors).not.toContain('d input');
});

test('a model that standardises: what is frozen has no gradient', async () => {
  const layers = [{ cell: 'rnn', size: 3 }, { dense: 1 }];
  const model = { name: 'm', input: 2, standardize: 'both', layers, loss: 'mse', optimizer: 'sgd' };
  const { cellc } = await folder({ 'm.json': JSON.stringify(model) });
  const { code, out } = await cellc('check', 'm.json');
  expect(out).toMatch(/PASS\n$/);
  expect(code).toBe(0);
  expect(out).toContain('\nd rnn1.W_xh ');
  expect(out).not.toMatch(/^d (in|out)put\./m);
});

test('the numbers of a check', async () => {
  const { cellc } = await folder();
  const { out } = await cellc('check', 'rnn', '--size', '2', '--input', '1');
  expect(out).toMatch(
    /^tensor +shape +differences +f64 +f32 +wasm\ntolerance +1\.0e-6 +1\.0e-10 +1\.0e-4 +1\.0e-4\noutput +\[3, 5, 2\] +\d/,
  );
  expect(out).toMatch(/\nd rnn1\.W_xh +\[2, 1\]( +\d\.\de[+-]\d+){4}\n/);
  expect(out).toMatch(/\noutput of step +\[5, 2\]( +\d\.\de[+-]\d+){3}\n/);
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
