import { expect, test, vi } from 'vitest';
import { resolveModel } from './resolve.ts';
import type { LayerSpec, ModelSpec } from './spec.ts';

vi.mock('./library.generated.ts', () => ({
  cells: {
    gru: 'cell gru(x: I) -> h: H\nh = tanh(W_z @ x + U_z @ h[t-1] + b_z)',
    lstm: 'cell lstm(x: I) -> h: H\nh = tanh(W @ x + U @ h[t-1] + b)',
  },
  losses: {
    mse: 'cell mse(y: O, target: O) -> loss\nloss = mean(y - target)',
    bce: 'cell bce(y: O, target: O) -> loss\nloss = mean(y - target)',
    odd: 'cell odd(y: O) -> loss\nloss = sum(y)',
  },
  optimizers: { adam: 'cell adam(p: N, g: N, t, lr = 0.001, beta1 = 0.9) -> q: N\nq = p - lr * beta1 * g / t' },
}));

const message = (spec: unknown, files = new Map<string, string>()): string => {
  try {
    resolveModel(spec as ModelSpec, files);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
};
const layer = (fields: Record<string, unknown>) => ({ name: 'm', input: 3, layers: [fields as unknown as LayerSpec] });
const lstm = { cell: 'lstm', size: 2 };
const inline = (text: string) => layer({ cell: `${text}\n`, size: 2 });
const text = (json: string) => ({ name: 'm.json', text: json });

test('an unknown field, with a caret', () => {
  expect(message(text('{\n  "name": "m",\n  "input": 1,\n  "layers": [{ "cell": "lstm", "sise": 2 }]\n}'))).toBe(
    [
      "E_UNKNOWN_FIELD: layers[0] (a cell layer) has no field 'sise'",
      ' --> m.json:4:32',
      '  |',
      '4 |   "layers": [{ "cell": "lstm", "sise": 2 }]',
      '  |                                ^^^^^^',
      "hint: did you mean 'size'?",
    ].join('\n'),
  );
});

test('an unknown cell, with a caret', () => {
  expect(message(text('{"name": "m", "input": 1, "layers": [{"cell": "lstn", "size": 2}]}'))).toBe(
    [
      "E_UNKNOWN_CELL: there is no cell 'lstn'",
      ' --> m.json:1:47',
      '  |',
      '1 | {"name": "m", "input": 1, "layers": [{"cell": "lstn", "size": 2}]}',
      '  |                                               ^^^^^^',
      "hint: did you mean 'lstm'? shipped: gru, lstm; a cell of your own is a path that ends in .cell or .tex",
    ].join('\n'),
  );
});

test('an error in a cell of the spec shows the cell', () => {
  expect(message(layer({ cell: ['cell a(x: I) -> h: H', 'h = tanh(x'], size: 2 }))).toContain('layers[0].cell:2:11');
});

test.each<[string, unknown, string]>([
  ['no object', null, 'E_SPEC: the spec must be an object, not null'],
  [
    'no name',
    { input: 1, layers: [lstm] },
    "E_SPEC: the spec needs a field 'name'\nhint: A letter, then letters, digits, _ and -: names the compiled file.",
  ],
  [
    'path as a name',
    { name: '../m', input: 1, layers: [lstm] },
    'E_BAD_NAME: name must be a letter, then letters, digits, _ and -, at most 64, not the text "../m"',
  ],
  [
    'no layers',
    { name: 'm', input: 1, layers: [] },
    'E_SPEC: layers needs at least one item\nhint: Each layer reads the output of the layer before it.',
  ],
  [
    'a size that is text',
    layer({ ...lstm, size: '32' }),
    'E_SPEC: layers[0].size must be a whole number from 1 to 16384, not the text "32"\nhint: write 32 without quotes',
  ],
  ['size 0', layer({ ...lstm, size: 0 }), 'E_BAD_SIZE: layers[0].size must be a whole number from 1 to 16384, not 0'],
  [
    'size NaN',
    layer({ ...lstm, size: Number.NaN }),
    'E_BAD_SIZE: layers[0].size must be a whole number from 1 to 16384, not NaN',
  ],
  [
    'repeat 65',
    layer({ ...lstm, repeat: 65 }),
    'E_BAD_SIZE: layers[0].repeat must be a whole number from 1 to 64, not 65',
  ],
  [
    'a function',
    layer({ ...lstm, cell: () => 1 }),
    'E_SPEC: layers[0].cell must be a text that is not empty or a list of texts, not a function',
  ],
  [
    'direction',
    layer({ ...lstm, direction: 'foward' }),
    "E_SPEC: layers[0].direction must be 'forward', 'backward' or 'both', not the text \"foward\"\nhint: did you mean 'forward'?",
  ],
  ['neither cell nor dense', layer({ size: 2 }), "E_SPEC: layers[0] needs a field 'cell', 'dense' or 'embedding'"],
  [
    'nearly dense',
    layer({ dens: 2 }),
    "E_UNKNOWN_FIELD: layers[0] (a layer) has no field 'dens'\nhint: did you mean 'dense'?",
  ],
  [
    'both cell and dense',
    layer({ ...lstm, dense: 2 }),
    "E_UNKNOWN_FIELD: layers[0] (a cell layer) has no field 'dense'\nhint: its fields are cell, size, name, repeat, direction, projection, recurrentDropout, zoneout, dropout, l2, sizes, init",
  ],
  [
    'a distribution',
    layer({ ...lstm, init: { 'b_*': { gamma: 1 } } }),
    'E_UNKNOWN_FIELD: layers[0].init["b_*"] (a distribution) has no field \'gamma\'\nhint: its fields are uniform, normal',
  ],
  [
    'two optimizers',
    { ...layer(lstm), optimizer: { sgd: {}, adam: {} } },
    'E_SPEC: optimizer must have exactly one field, not 2',
  ],
  [
    'prototype',
    JSON.parse('{"__proto__": 1}'),
    "E_UNKNOWN_FIELD: the spec has no field '__proto__'\nhint: its fields are $schema, name, input, layers, output, standardize, loss, optimizer",
  ],

  [
    'a scalar that the loss does not have',
    { name: 'm', input: 3, layers: [lstm], loss: { mse: { delta: 2 } } },
    "E_UNKNOWN_FIELD: loss.mse: 'mse' has no hyperparameter 'delta'\nhint: its hyperparameters are (none)",
  ],
  [
    'standardised probabilities',
    { name: 'm', input: 3, layers: [lstm], loss: 'bce', standardize: 'both' },
    'E_SPEC: the loss bce compares probabilities, which cannot be standardised\nhint: write "standardize": "input", or leave it out',
  ],
  [
    'a rate of one',
    layer({ ...lstm, dropout: 1 }),
    'E_SPEC: layers[0].dropout must be a number from 0 to below 1, not 1',
  ],
  [
    'zoneout of a state that is none',
    layer({ ...lstm, zoneout: { c: 0.1 } }),
    "E_UNKNOWN_NAME: layers[0].zoneout.c: cell 'lstm' has no state 'c'\nhint: its states are h",
  ],
  [
    'zoneout without a state',
    layer({ cell: ['cell a(x: I) -> y: H', 'y = W @ x'], size: 2, zoneout: 0.1 }),
    "E_SPEC: layers[0].zoneout: cell 'a' has no state",
  ],
  [
    'an embedding of features',
    layer({ embedding: 2 }),
    'E_SPEC: layers[0] is an embedding, which reads the classes of the model\'s input\nhint: make it the first layer, and write "input": { "classes": … }',
  ],
  [
    'an embedding behind another layer',
    { name: 'm', input: { classes: 3 }, layers: [lstm, { embedding: 2 }] },
    'E_SPEC: layers[1] is an embedding, which reads the classes of the model\'s input\nhint: make it the first layer, and write "input": { "classes": … }',
  ],
  [
    'standardised classes',
    { name: 'm', input: { classes: 3 }, layers: [lstm], standardize: 'both' },
    'E_SPEC: the input is a class, which cannot be standardised\nhint: write "standardize": "output", or leave it out',
  ],
  [
    'a layer called like the standardisation',
    { name: 'm', input: 3, layers: [{ ...lstm, name: 'input' }], standardize: 'input' },
    'E_DUPLICATE: layers[0] and standardize are both named \'input\'\nhint: give one of them another "name"',
  ],
  [
    'constructor as a cell',
    layer({ ...lstm, cell: 'constructor' }),
    "E_UNKNOWN_CELL: there is no cell 'constructor'\nhint: shipped: gru, lstm; a cell of your own is a path that ends in .cell or .tex",
  ],
  [
    'a missing file',
    layer({ ...lstm, cell: './a.tex' }),
    "E_UNKNOWN_CELL: there is no file './a.tex'\nhint: shipped: gru, lstm; a cell of your own is a path that ends in .cell or .tex",
  ],
  [
    'no projection in the cell',
    layer({ cell: 'gru', size: 2, projection: 2 }),
    "E_SPEC: layers[0].projection: cell 'gru' has no size P\nhint: use a cell with a size P, such as lstm_projected",
  ],
  [
    'no such size',
    layer({ ...lstm, sizes: { Q: 1 } }),
    "E_UNKNOWN_FIELD: layers[0].sizes.Q: cell 'lstm' has no size 'Q'\nhint: its sizes are I, H",
  ],
  [
    'two values of a size',
    layer({ ...lstm, sizes: { H: 3 } }),
    "E_SHAPE: layers[0].sizes.H makes the size H of cell 'lstm' 3, but layers[0].size makes it 2",
  ],
  [
    'a size without value',
    inline('cell a(x: I) -> y: H\nparam W: [K, I]\ny = U @ (W @ x)'),
    'E_UNKNOWN_SIZE: the size K of cell \'a\' has no value\nhint: add "sizes": { "K": … } to the layer',
  ],
  [
    'another input',
    inline('cell a(x: 4) -> y: H\ny = W @ x'),
    "E_SHAPE: layers[0] ('a1') reads [3], but the input 'x' of cell 'a' is [4]",
  ],
  [
    'another output',
    inline('cell a(x: I) -> y: 4\ny = W @ x'),
    "E_SHAPE: layers[0].size is 2, but the output 'y' of cell 'a' is [4]",
  ],
  [
    'a size below 1',
    inline('cell a(x: I) -> y: H - 2\ny = W @ x'),
    "E_BAD_SIZE: 'y' of cell 'a' would have 0 elements, not a whole number from 1 to 16384\n --> layers[0].cell:1:17\n  |\n1 | cell a(x: I) -> y: H - 2\n  |                 ^^^^^^^^",
  ],
  [
    'two inputs',
    inline('cell a(x: I, z: I) -> y: H\ny = W @ x'),
    "E_NO_INPUT: layers[0]: a layer's cell has one input vector, but cell 'a' has 2: x, z\nhint: one vector may hold them: x[0:3] is a part of it, and sum(x[3:4]) an element as a scalar",
  ],
  [
    'no input',
    inline('cell a(k = 1) -> y: H\ny = k * y[t-1]'),
    "E_NO_INPUT: layers[0]: a layer's cell has one input vector, but cell 'a' has none",
  ],
  [
    'a scalar without value',
    inline('cell a(x: I, k) -> y: H\ny = k * (W @ x)'),
    "E_NO_INPUT: layers[0]: nothing gives the scalar 'k' of cell 'a' a value\nhint: give it a default: k = 1",
  ],
  [
    'no such parameter',
    layer({ cell: 'gru', size: 2, init: { W_y: 0 } }),
    "E_UNKNOWN_NAME: layers[0].init.W_y matches no parameter of cell 'gru'\nhint: did you mean 'W_z'?",
  ],
  [
    'an activation',
    layer({ dense: 2, activation: 'tanhh' }),
    "E_UNKNOWN_FUNCTION: there is no activation 'tanhh'\nhint: did you mean 'tanh'?",
  ],
  [
    'a name taken',
    { name: 'm', input: 1, layers: [lstm, { ...lstm, name: 'lstm1' }] },
    'E_DUPLICATE: layers[1] and layers[0] are both named \'lstm1\'\nhint: give one of them another "name"',
  ],
  [
    'too many layers',
    { name: 'm', input: 1, layers: Array(5).fill({ ...lstm, repeat: 64 }) },
    'E_BAD_SIZE: the model has more than 256 layers',
  ],
  [
    'a loss',
    { ...layer(lstm), loss: 'odd' },
    "E_NO_INPUT: loss: cell 'odd' is not a loss\nhint: a loss reads two vectors, the prediction and the target, and its output is a scalar: cell mse(y: O, target: O) -> loss",
  ],
  [
    'a hyperparameter',
    { ...layer(lstm), optimizer: { adam: { beta_1: 0.5 } } },
    "E_UNKNOWN_FIELD: optimizer.adam: 'adam' has no hyperparameter 'beta_1'\nhint: did you mean 'beta1'?",
  ],
])('%s', (_, spec, expected) => {
  expect(message(spec)).toBe(expected);
});
