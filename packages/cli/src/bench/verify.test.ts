import { type CompileOptions, compileModel, type ModelSpec } from '@cellc/compiler';
import { expect, test, vi } from 'vitest';
import { modes } from './variants.ts';
import { referenceFor, toleranceOf, verify } from './verify.ts';
import { flopsOf, worksOf } from './workload.ts';

// Six modes of one model are compiled, and the oracle takes its time.
vi.setConfig({ testTimeout: 60_000 });

const spec = (equation: string): [ModelSpec, CompileOptions] => [
  { name: 'm', input: 2, layers: [{ cell: './my.cell', size: 5 }], loss: 'mse', optimizer: 'sgd' },
  { files: new Map([['./my.cell', `cell mine(x: I) -> h: H\n\nh = ${equation}\n`]]) },
];
const [model, files] = spec('tanh(W @ x + U @ h[t-1])');

test('what computes the equations agrees, in every mode', async () => {
  const reference = await referenceFor(compileModel(model, files), 1);
  for (const mode of Object.values(modes).flat()) {
    const { error, wrong } = await verify(compileModel(model, { ...files, ...mode }).code, mode, reference);
    expect(wrong).toBeUndefined();
    expect(error).toBeGreaterThan(0);
    expect(error).toBeLessThan(toleranceOf(mode));
  }
});

test('rows that are computed at once, in loops that are unrolled', async () => {
  const reference = await referenceFor(compileModel(model, files), 1);
  for (const target of ['js', 'wasm'] as const)
    for (const schedule of [
      { rows: 2, unroll: 2 },
      { rows: 4, unroll: 4, tile: 16 },
    ]) {
      const { code } = compileModel(model, { ...files, target, schedule });
      expect((await verify(code, modes[target][0], reference)).wrong).toBeUndefined();
    }
});

test('models that do not train, and parameters that are not trained', async () => {
  const layers = [{ cell: 'gru', size: 3 }, { dense: 1 }] as const;
  for (const spec of [
    { name: 'i', input: 2, layers },
    { name: 's', input: 2, layers, standardize: 'both', loss: 'mse', optimizer: 'sgd' } as const,
  ]) {
    const compiled = compileModel(spec);
    const { wrong } = await verify(compiled.code, modes.js[0], await referenceFor(compiled, 1));
    expect(wrong).toBeUndefined();
  }
});

test('what does not run is wrong', async () => {
  const reference = await referenceFor(compileModel(model, files), 1);
  expect((await verify('let a; let a;', modes.js[0], reference)).wrong).toMatch(/^it does not run: .*'a'/);
});

test('what computes something else is wrong, and says by how much', async () => {
  const reference = await referenceFor(compileModel(model, files), 1);
  const [other, otherFiles] = spec('tanh(W @ x + U @ h[t-1]) * 1.01');
  const { error, wrong } = await verify(compileModel(other, otherFiles).code, modes.js[0], reference);
  expect(error).toBeGreaterThan(1e-3);
  expect(wrong).toMatch(/^\S.* is off by \d\.\de-\d, more than 0\.0001$/);
});

test('what a model can do', () => {
  expect(worksOf(compileModel(model, files))).toEqual(['step', 'run', 'train']);
  const backward = compileModel({ name: 'b', input: 2, layers: [{ cell: 'gru', size: 3, direction: 'both' }] });
  expect(worksOf(backward)).toEqual(['run']);
});

test('operations: products of a dense layer, forward and backward', () => {
  const dense = compileModel({ name: 'd', input: 3, layers: [{ dense: 2 }], loss: 'mse', optimizer: 'sgd' });
  const { step, run, train } = flopsOf(dense, { T: 5, B: 7 });
  // Two for each of 6 weights, and the bias.
  expect(step).toBe(2 * 6 + 2);
  expect(run).toBe(35 * step);
  expect(train).toBeGreaterThan(2 * run);
});
