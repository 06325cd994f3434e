import { expect, test, vi } from 'vitest';
import { defineCell } from '../lang/define.ts';
import { cellFiles, type Model, resolveModel } from './resolve.ts';
import { defineModel, type LayerSpec, type ModelSpec } from './spec.ts';

// A small library of its own, so that a new shipped cell changes no message here.
vi.mock('./library.generated.ts', () => ({
  cells: {
    elman: 'cell elman(x: I) -> h: H\ninit b = 0.5\nh = tanh(W @ x + U @ h[t-1] + b)',
    lstm: 'cell lstm(x: I) -> h: H\nh = tanh(W_x @ x + W_h @ h[t-1] + b_h)',
    lstm_projected:
      'cell lstm_projected(x: I) -> r: P\nc = tanh(W_x @ x + W_h @ r[t-1] + b)\nr = W_r @ c\nparam W_r: [P, H]',
  },
  losses: { mse: 'cell mse(y: O, target: O) -> loss\nd = y - target\nloss = mean(d * d)' },
  optimizers: { adam: 'cell adam(p: N, g: N, t, lr = 0.001, eps = 1e-8) -> q: N\nq = p - lr * g / (t + eps)' },
}));

const resolve = (layers: LayerSpec[], rest: Partial<ModelSpec> = {}, files: Record<string, string> = {}): Model =>
  resolveModel({ name: 'm', input: 3, layers, ...rest }, new Map(Object.entries(files)));
const summary = (model: Model) => model.layers.map(({ name, input, output }) => `${name}: ${input} -> ${output}`);

test('a whole model', () => {
  const model = resolve([{ cell: 'lstm', size: 8, repeat: 2 }, { dense: 1 }], {
    output: 'last',
    loss: 'mse',
    optimizer: { adam: { lr: 0.1 } },
  });
  expect(summary(model)).toEqual(['lstm1: 3 -> 8', 'lstm2: 8 -> 8', 'dense1: 8 -> 1']);
  expect(model).toMatchObject({ name: 'm', input: 3, output: 1, returns: 'last', loss: { name: 'mse' } });
  expect([...model.layers[1]!.sizes]).toEqual([
    ['H', 8],
    ['I', 8],
  ]);
  expect(Object.fromEntries(model.optimizer!.scalars)).toEqual({ lr: 0.1, eps: 1e-8 });
});

test('names count by cell over the whole model, and a name with repeat counts by itself', () => {
  const model = resolve([
    { cell: 'lstm', size: 2 },
    { cell: 'elman', size: 2, name: 'deep', repeat: 2 },
    { cell: 'elman', size: 2, name: 'top' },
    { cell: 'lstm', size: 2 },
    { dense: 2 },
    { dense: 1 },
  ]);
  expect(model.layers.map(({ name }) => name)).toEqual(['lstm1', 'deep1', 'deep2', 'top', 'lstm2', 'dense1', 'dense2']);
});

test('both directions side by side double the output', () => {
  const model = resolve([{ cell: 'elman', size: 4, direction: 'both', repeat: 2 }]);
  expect(summary(model)).toEqual(['elman1: 3 -> 8', 'elman2: 8 -> 8']);
});

test('a projection binds P and turns lstm into the projected lstm', () => {
  const model = resolve([{ cell: 'lstm', size: 8, projection: 2 }]);
  expect(summary(model)).toEqual(['lstm_projected1: 3 -> 2']);
  expect(Object.fromEntries(model.layers[0]!.sizes)).toEqual({ H: 8, P: 2, I: 3 });
});

test('cells come as lines, as one text, and from files', () => {
  const lines = ['cell a(x: I) -> y: 2*K', 'y = W @ x'];
  const model = resolve(
    [
      { cell: lines, size: 3 },
      { cell: `\n# Doc.\n${lines.join('\n').replace('2*K', 'M + N')}\n`, size: 3, sizes: { N: 2 } },
      { cell: './b.cell', size: 4 },
    ],
    {},
    { './b.cell': 'cell b(x: 5) -> y: 4\ny = W @ x' },
  );
  expect(summary(model)).toEqual(['a1: 3 -> 6', 'a2: 6 -> 5', 'b1: 5 -> 4']);
});

test('the files of a spec', () => {
  const spec: ModelSpec = {
    name: 'm',
    input: 1,
    layers: [{ cell: './a.tex', size: 1 }, { cell: ['x.cell'], size: 1 }, { cell: './a.tex', size: 2 }, { dense: 1 }],
    loss: '../b.cell',
    optimizer: { 'c.cell': {} },
  };
  expect(cellFiles(spec)).toEqual(['./a.tex', '../b.cell', 'c.cell']);
});

test('initializers: an exact name, else the last pattern, else the cell, else uniform in ±1/√H', () => {
  const [given, own, dense] = resolve([
    { cell: 'lstm', size: 4, init: { 'W_*': 'orthogonal', W_h: { normal: 0.1 }, '*_h': 'ones', '*': 'zeros' } },
    { cell: 'elman', size: 4 },
    { dense: 2 },
  ]).layers;
  expect(given!.init('W_h', [4, 4])).toEqual({ normal: 0.1 });
  expect(given!.init('W_x', [4, 3])).toBe(0);
  expect(own!.init('b', [4])).toBe(0.5);
  expect(own!.init('W', [4, 4])).toEqual({ uniform: 0.5 });
  expect(dense!.init('W', [2, 4])).toEqual({ uniform: 0.5 });
});

test('a pattern that gives a vector what needs a matrix fails when asked', () => {
  const [layer] = resolve([{ cell: 'lstm', size: 4, init: { '*': 'orthogonal' } }]).layers;
  expect(layer!.init('W_h', [4, 4])).toBe('orthogonal');
  expect(() => layer!.init('b_h', [4])).toThrow(
    "E_SHAPE: 'orthogonal' needs a matrix, but 'b_h' of cell 'lstm' is [4]",
  );
});

test('dense with an activation and without a bias', () => {
  const [plain, tanh] = resolve([{ dense: 2 }, { dense: 2, activation: 'tanh', bias: false }]).layers;
  expect(plain!.cell.source.text).toContain('y = W @ x + b\n');
  expect(tanh!.cell.source.text).toContain('y = tanh(W @ x)\n');
});

test.each(['relu', 'leaky_relu', 'gelu', 'softmax'])('%s is an activation', (activation) => {
  expect(resolve([{ dense: 2, activation }]).layers[0]!.cell.source.text).toContain(`y = ${activation}(W @ x + b)\n`);
});

test.each(['mean', 'sum', 'add', 'lit', 'matmul', 'constructor'])('%s is no activation', (activation) => {
  expect(() => resolve([{ dense: 2, activation }])).toThrow('E_UNKNOWN_FUNCTION');
});

test('defineModel keeps literal types', () => {
  const spec = defineModel({ name: 'm', input: 1, layers: [{ cell: 'lstm', size: 4 }] });
  const size: 4 = spec.layers[0].size;
  expect(resolveModel(spec).output).toBe(size);
});

test('text and object mean the same', () => {
  const spec: ModelSpec = { name: 'm', input: 1, layers: [{ cell: 'lstm', size: 4 }], loss: 'mse' };
  expect(resolveModel({ name: 'm.json', text: JSON.stringify(spec) }).hashText).toBe(resolveModel(spec).hashText);
});

test('the hash text tells models apart, and no order of fields matters', () => {
  const layer = { cell: 'elman', size: 4 } as const;
  const texts = [
    resolve([layer]),
    resolve([{ ...layer, direction: 'backward' }]),
    resolve([{ ...layer, init: { b: 0 } }]),
    resolve([{ ...layer, repeat: 2 }]),
    resolve([{ ...layer, repeat: 2, init: { b: 0 } }, layer]),
    resolve([
      { ...layer, init: { b: 0 } },
      { ...layer, repeat: 2 },
    ]),
    resolve([layer], { output: 'last' }),
    resolve([layer], { loss: 'mse' }),
    resolve([layer], { loss: 'mse', optimizer: { adam: { lr: 1 } } }),
    resolve([{ ...layer, cell: './a.cell' }], {}, { './a.cell': 'cell elman(x: I) -> h: H\nh = W @ x' }),
  ].map(({ hashText }) => hashText);
  expect(new Set(texts).size).toBe(texts.length);
  const swapped = resolve([layer], { loss: 'mse', optimizer: { adam: { eps: 2, lr: 1 } } }).hashText;
  expect(resolve([layer], { loss: 'mse', optimizer: { adam: { lr: 1, eps: 2 } } }).hashText).toBe(swapped);
});

test('a cell from TypeScript is the same as its equations', () => {
  const definition = { name: 'leaky', inputs: { x: 'I' }, output: { h: 'H' }, equations: 'h = 0.9 * h[t-1] + W @ x' };
  const layer = (cell: LayerSpec) => resolveModel({ name: 'm', input: 3, layers: [cell] }).layers[0]!;
  const given = layer({ cell: defineCell(definition), size: 2 });
  const written = layer({ cell: 'cell leaky(x: I) -> h: H\n\nh = 0.9 * h[t-1] + W @ x\n', size: 2 });
  expect(given.name).toBe('leaky1');
  expect(given.cell.source.text).toBe(written.cell.source.text);
});
