/** The language grows by rows and files: an op in one row, a cell in one file, used end to end. */
import { CellcError, compileModel, type ModelSpec, resolveModel } from '@cellc/compiler';
import { expect, test } from 'vitest';
import { type OpTable, ops } from '../compiler/src/ir/ops.ts';
import { exact, examine } from './support/agree.ts';
import type { Case } from './support/models.ts';
import { random } from './support/random.ts';

const spec: ModelSpec = { name: 'extended', input: 3, layers: [{ cell: './mine.cell', size: 4 }, { dense: 2 }] };
const on = (cell: string): Case & { files: ReadonlyMap<string, string> } => ({
  spec,
  time: 4,
  lengths: [4, 2],
  initial: true,
  files: new Map([['./mine.cell', cell]]),
});

const mine = (f: string): string => `
# A cell of one's own.
cell mine(x: I) -> h: H
param U: [H, H]

h = tanh(W @ x + ${f}(U @ h[t-1]) + b)
`;

test('a cell is a file', async () => {
  const { f64, f32, wasm } = await examine(on(mine('sigmoid')), random(1));
  expect(f64.error, f64.what).toBeLessThan(exact);
  expect(f32.error, f32.what).toBeLessThan(1);
  expect(wasm.error, wasm.what).toBeLessThan(1);
});

const rows: OpTable = {
  cubed: {
    args: 'x',
    kind: 'point',
    eval: (x) => x ** 3,
    grad: ['3 * g * x * x'],
    js: 'x * x * x',
    wasm: 'f32x4.mul(f32x4.mul(x, x), x)',
  },
  // Neither a meaning nor a lowering: both follow from the expansion.
  mish: {
    args: 'x',
    kind: 'point',
    grad: ['g * (tanh(softplus(x)) + x * sigmoid(x) * (1 - square(tanh(softplus(x)))))'],
    expand: 'x * tanh(softplus(x))',
  },
  // Not even a derivative.
  swish: { args: 'x', kind: 'macro', expand: 'x * sigmoid(x)' },
  rms: { args: 'x', kind: 'macro', expand: 'sqrt(mean(square(x)) + 1e-5)', result: 'reduce' },
};

for (const [op, row] of Object.entries(rows))
  test(`an op is a row: ${op}`, async () => {
    const { f64, f32, wasm } = await examine({ ...on(mine(op)), ops: { ...ops, [op]: row } }, random(1));
    expect(f64.error, f64.what).toBeLessThan(exact);
    expect(f32.error, f32.what).toBeLessThan(1);
    expect(wasm.error, wasm.what).toBeLessThan(1);
  });

test('a new pointwise op is an activation of dense layers, too', () => {
  const dense: ModelSpec = { name: 'extended', input: 3, layers: [{ dense: 2, activation: 'cubed' }] };
  expect(compileModel(dense, { ops: { ...ops, ...rows } }).code).toContain('Compiled by cellc');
  expect(() => compileModel(dense)).toThrow(CellcError);
});

test('the shipped table is not changed', () => {
  expect(() => resolveModel(spec, on(mine('cubed')).files)).toThrow('there is no function cubed');
});
