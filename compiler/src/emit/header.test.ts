import { expect, test } from 'vitest';
import { resolveModel } from '../model/resolve.ts';
import type { ModelSpec } from '../model/spec.ts';
import { compileHeader, type HeaderOptions } from './header.ts';

const spec: ModelSpec = { name: 'small', input: 2, layers: [{ dense: 1 }] };
const header = (of: Partial<ModelSpec> = {}, options: HeaderOptions = {}): string =>
  compileHeader(resolveModel({ ...spec, ...of }), options);
const weights = {
  'dense1.W': { data: [0.1, 2], shape: [1, 2] },
  'dense1.b': { data: [-1e-7], shape: [1] },
};

test('weights become a constant as the kernels read them, tile by tile, in as few digits as they need', () => {
  const zeros = (suffix: string): string => Array.from({ length: 7 }, () => `0.0${suffix}`).join(', ');
  const text = (type: string, end: string): string =>
    `static const ${type} small_weights[17] = {\n  0.1${end}, ${zeros(end)},\n  2.0${end}, ${zeros(end)},\n  -1e-7${end},\n};\n`;
  expect(header({}, { weights })).toContain(text('float', 'f'));
  expect(header({}, { weights, precision: 'f64' })).toContain(text('double', ''));
});

test.each([
  [
    { ...weights, 'dense2.W': weights['dense1.b'] },
    'E_DATA: small has no parameter dense2.W\nhint: it has dense1.W, dense1.b',
  ],
  [{ 'dense1.W': weights['dense1.W'] }, 'E_DATA: weights of small lack dense1.b'],
  [{ ...weights, 'dense1.W': { data: [1, 2], shape: [2] } }, 'E_DATA: parameter dense1.W is [2], not [1, 2]'],
  [{ ...weights, 'dense1.b': { data: [Number.NaN], shape: [1] } }, 'E_DATA: parameter dense1.b is NaN at element 0'],
  // Too large for a float.
  [{ ...weights, 'dense1.b': { data: [1e300], shape: [1] } }, 'E_DATA: parameter dense1.b is 1e+300 at element 0'],
])('weights that are not the model’s: %j', (given, message) => {
  expect(() => header({}, { weights: given })).toThrow(message);
});

test('the weights that a program gives are listed in their order', () => {
  expect(header()).toContain(' *         0  dense1.W [1, 2]\n *         2  dense1.b [1]\n');
});

test('a model that reads the sequence backward has no step', () => {
  const both = header({ layers: [{ cell: 'gru', size: 3, direction: 'both' }] });
  expect(both).not.toMatch(/small_(model|init|reset|step)\b/);
  expect(both).toMatch(/static inline void small_run\(/);
});

test('names of C and of the header may be names of layers', () => {
  const text = header({
    layers: [
      { cell: 'rnn', size: 2, name: 'small' },
      { dense: 1, name: 'int' },
    ],
  });
  expect(text).toContain('void small_int_step(');
  expect(text).toContain('void small_small_step(');
});

test('the text is ASCII, and has no dollar outside comments', () => {
  const text = header({ layers: [{ cell: 'lstm_layernorm', size: 3 }] });
  expect(text).toMatch(/^[\n -~]*$/);
  expect(text.replace(/\/\/.*/g, '')).not.toContain('$');
});
