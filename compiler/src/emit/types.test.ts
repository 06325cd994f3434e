import { expect, test } from 'vitest';
import { compileModel } from '../compile.ts';
import { parseCell } from '../lang/cell.ts';
import { printTypes, roles } from './types.ts';

test('the declarations of a module', async () => {
  const layers = [{ cell: 'gru', size: 2, direction: 'both' }, { dense: 1 }] as const;
  const types = await printTypes(
    compileModel({ name: 'm', input: 3, layers, output: 'last', loss: 'mse', optimizer: 'adam' }),
  );
  expect(types).toMatch(
    /^\/\/ m: compiled by cellc \d+\.\d+\.\d+ for js, f32; do not edit\.\nimport type \{ Kernels, Manifest \} from '@cellc\/runtime';\n/,
  );
  expect(types).toContain("  'gru1.backward.W_xr': readonly [2, 3];\n");
  expect(types).toContain("  'gru1.forward.h': readonly [2];\n");
  expect(types).toContain('  input: 3;\n  output: 1;\n');
  expect(types).toContain("  reads: 'features';\n  returns: 'last';\n  params: Params;\n  states: States;\n");
  expect(types).toContain("  scalars: 't' | 'lr' | 'beta1' | 'beta2' | 'eps' | 'weight_decay';\n");
  expect(types).toContain(' * gru1: gru, 3 → 4, direction both\n *\n *     r = sigmoid(');
});

test('a model without states or an optimiser', async () => {
  const types = await printTypes(compileModel({ name: 'm', input: 3, layers: [{ dense: 1 }] }, { precision: 'f64' }));
  expect(types).toContain('export type States = {};');
  expect(types).toContain("  precision: 'f64';\n");
  expect(types).toContain('  scalars: never;\n');
});

test('what parameters do', () => {
  const cell = parseCell({
    name: 'c',
    text: 'cell c(x: I) -> h: H\n\nh = tanh(W @ x + u * h[t-1] + b)\nz = max(b, u)\n',
  });
  expect(roles(cell, 'W')).toEqual(['multiplies x in the equation of h']);
  expect(roles(cell, 'u')).toEqual([
    'scales h[t-1], element by element, in the equation of h',
    'is an argument of max in the equation of z',
  ]);
  expect(roles(cell, 'b')).toEqual(['is added in the equation of h', 'is an argument of max in the equation of z']);
});
