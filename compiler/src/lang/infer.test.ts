import { expect, test } from 'vitest';
import { ops } from '../ir/ops.ts';
import { signatures } from '../ir/signatures.ts';
import { cells, losses, optimizers } from '../model/library.generated.ts';
import { parseCell } from './cell.ts';
import { checkCell } from './check.ts';
import { inferShapes } from './infer.ts';
import { printCell } from './print.ts';

const functions = signatures(ops);

const numbers = { I: 4, H: 3, P: 2, N: 5 };

function infer(text: string, sizes: Record<string, number> = numbers) {
  return inferShapes(
    checkCell(parseCell({ name: 'a.cell', text }), functions),
    new Map(Object.entries(sizes)),
    functions,
  );
}

const shapesOf = (text: string) => Object.fromEntries(infer(`cell a(x: I) -> h: H\n${text}`).symbolic);

/** `W_xi [H, I] b [H]`: the parameters only. */
function params(text: string): string {
  const shapes = infer(text);
  return shapes.params.map((name) => `${name} ${shapes.symbolic.get(name)}`).join(' ');
}

test('an LSTM', () => {
  const shapes = infer(cells.lstm!);
  expect(shapes.params.join(' ')).toBe('W_xi W_hi b_i W_xf W_hf b_f W_xg W_hg b_g W_xo W_ho b_o');
  expect(shapes.states).toEqual(['h', 'c']);
  expect(['x', 'h', 'c', 'W_xi', 'W_hi', 'b_i'].map(shapes.shape)).toEqual([[4], [3], [3], [3, 4], [3, 3], [3]]);
  expect(Object.fromEntries(shapes.sizes)).toEqual({ I: 4, H: 3 });
});

test.each(Object.entries({ ...cells, ...losses, ...optimizers }))('%s, as shipped', (name, text) => {
  const cell = parseCell({ name, text });
  expect(cell.name).toBe(name);
  expect(cell.doc).toMatch(/\.$/);
  expect(printCell(cell)).toBe(text);
  const shapes = infer(text);
  for (const known of shapes.symbolic.keys()) expect(shapes.shape(known).every((size) => size >= 1)).toBe(true);
});

test.each([
  [
    'lstm_projected',
    'W_xi [H, I] W_hi [H, P] b_i [H] W_xf [H, I] W_hf [H, P] b_f [H] W_xg [H, I] W_hg [H, P] b_g [H] W_xo [H, I] W_ho [H, P] b_o [H] W_hr [P, H]',
  ],
  [
    'lstm_layernorm',
    'W_x [4H, I] gain_x [4H] bias_x [4H] W_h [4H, H] gain_h [4H] bias_h [4H] b [4H] gain_c [H] bias_c [H]',
  ],
  ['gru', 'W_xr [H, I] W_hr [H, H] b_r [H] W_xz [H, I] W_hz [H, H] b_z [H] W_xn [H, I] b_xn [H] W_hn [H, H] b_hn [H]'],
  ['indrnn', 'W [H, I] u [H] b [H]'],
])('parameters of %s', (name, expected) => {
  expect(params(cells[name]!)).toBe(expected);
});

test('hyperparameters are scalars, moments have the shape of the gradient', () => {
  const shapes = infer(optimizers.adam!);
  expect(Object.fromEntries(shapes.symbolic)).toEqual({
    g: '[N]',
    t: '[]',
    lr: '[]',
    beta1: '[]',
    beta2: '[]',
    eps: '[]',
    weight_decay: '[]',
    d: '[N]',
    m: '[N]',
    v: '[N]',
    p: '[N]',
  });
  expect(shapes.params).toEqual([]);
  expect(shapes.states).toEqual(['p', 'm', 'v']);
});

test.each([
  [
    'f, i, g, o = split(W @ [h[t-1]; x] + b)\nc = sigmoid(f) * c[t-1] + sigmoid(i) * tanh(g)\nh = sigmoid(o) * tanh(c)',
    'W [4H, H+I] b [4H]',
  ],
  [
    'v = [x; h[t-1]]\nf = sigmoid(W_f @ v + b_f)\nc = f * c[t-1] + W_c @ v\nh = tanh(c)',
    'W_f [H, I+H] b_f [H] W_c [H, I+H]',
  ],
  [
    'p = x @ U + b\ni, f, unused, o = split(p + c[t-1] @ V)\np_i, p_f, p_g, p_o = split(p)\nc = sigmoid(f) * c[t-1] + sigmoid(i) * sigmoid(p_g)\nh = tanh(sigmoid(o) * c)',
    'U [I, 4H] b [4H] V [H, 4H]',
  ],
  [
    'i, f, g, o = split(x @ W + h[t-1] @ U + b)\nc = sigmoid(f) * c[t-1] + sigmoid(i) * tanh(g)\nh = sigmoid(o) * tanh(c)',
    'W [I, 4H] U [H, 4H] b [4H]',
  ],
  ['h = tanh(W @ x + p * h[t-1])', 'W [H, I] p [H]'],
  ["h = W' @ x", 'W [I, H]'],
  ['h = W @ x[1:3]', 'W [H, 2]'],
  ['param w: I\nh = U @ x * sigmoid(w @ x)', 'U [H, I] w [I]'],
  ['param a\nh = a * (W @ x)', 'a [] W [H, I]'],
  ['param B: [2 * I - 1, I]\nh = A @ (B @ x)', 'A [H, 2I-1] B [2I-1, I]'],
  ['h = softmax(W @ x + b * max(x))', 'W [H, I] b [H]'],
  ['a, b = split(q)\nh = a * b', 'q [2H]'],
])('%j', (equations, expected) => {
  expect(params(`cell a(x: I) -> h: H\n${equations}`)).toBe(expected);
});

test('a state that nothing makes larger is a scalar', () => {
  expect(shapesOf('n = n[t-1] + 1\nh = W @ x / n').n).toBe('[]');
  expect(shapesOf('s = 0.9 * s[t-1] + sum(x)\nh = W @ x * s[t-1]').s).toBe('[]');
});

test('a matrix state', () => {
  expect(shapesOf('A = 0.9 * A[t-1] + outer(h[t-1], h[t-1])\nh = tanh(W @ x + A @ h[t-1])').A).toBe('[H, H]');
});

test('a number fits a symbol of its value, another symbol never', () => {
  const text = (size: string) => `cell a(x: ${size}) -> h: H\nparam W: [H, I]\nh = W @ x`;
  expect(infer(text('4')).shape('W')).toEqual([3, 4]);
  expect(() => infer(text('H'), { I: 3, H: 3 })).toThrow('`W @ x`: W is [H, I] = [3, 3] but x is [H] = [3]');
});

test.each([
  [
    'param W_f: [H, I]\nh = W_f @ h[t-1]',
    'E_SHAPE: `W_f @ h[t-1]`: W_f is [H, I] = [3, 4] but h is [H] = [3]',
    undefined,
  ],
  ['h = W @ x + W @ h[t-1]', 'E_SHAPE: `W @ h[t-1]`: W is [?, I] = [?, 4] but h is [H] = [3]', undefined],
  ['h = tanh(x) + h[t-1]', 'E_SHAPE: `tanh(x) + h[t-1]`: `tanh(x)` is [I] = [4] but h is [H] = [3]', undefined],
  ['h = x', 'E_SHAPE: `h`: x is [I] = [4] but [H] = [3] is needed', undefined],
  ['h = sum(x)', 'E_SHAPE: `h`: `sum(x)` is a scalar but [H] = [3] is needed', undefined],
  [
    'h = W @ sum(x)',
    'E_SHAPE: `W @ sum(x)`: `sum(x)` is a scalar, not a vector or a matrix',
    'a scalar multiplies with *',
  ],
  ['h = [x; sum(x)]', 'E_SHAPE: `[x; sum(x)]`: `sum(x)` is a scalar, not a vector', 'only vectors can be joined'],
  [
    "h = W @ x'",
    "E_SHAPE: `x'`: x is [I] = [4], not a matrix",
    'outer(a, b) is the matrix of all products of two vectors',
  ],
  ['a, b, c = split(x)\nh = W @ a', 'E_SHAPE: `split(x)`: x is [I] = [4], not divisible into 3 equal parts', undefined],
  ['h = W @ x[1:5]', 'E_SHAPE: `x[1:5]`: x is [I] = [4], not a vector that can be cut from 1 to 5', undefined],
  ['h = layernorm(h[t-1], x, b)', 'E_SHAPE: `layernorm(h[t-1], x, b)`: h is [H] = [3] but x is [I] = [4]', undefined],
  [
    'h = A @ (B @ x)',
    'E_AMBIGUOUS_SHAPE: the shape of `A` cannot be inferred: all that is known is [H, ?]',
    'declare it, with a size for each ?: param A: [H, ?]',
  ],
  [
    'h = h[t-1] + sum(a * b)',
    'E_AMBIGUOUS_SHAPE: the shape of `a` cannot be inferred',
    'declare it, for example: param a: [I]',
  ],
  ['h = W @ x[0:K]', 'E_UNKNOWN_SIZE: the size K of cell a has no value', 'sizes given: I, H, P, N'],
  [
    'param W: [H, I - 4]\nh = W @ x[0:I - 4]',
    'E_SHAPE: `x[0:I - 4]`: x is [I] = [4], not a vector that can be cut from 0 to 0',
    undefined,
  ],
  [
    'param W: [H, I, 2]\nh = W @ x',
    'E_SHAPE: `W @ x`: W is [H, I, 2] = [3, 4, 2], not a vector or a matrix',
    undefined,
  ],
])('%j', (equations, message, hint) => {
  let error: { code: string; reason: string; hint?: string } | undefined;
  try {
    infer(`cell a(x: I) -> h: H\n${equations}`);
  } catch (caught) {
    error = caught as typeof error;
  }
  expect([`${error?.code}: ${error?.reason}`, error?.hint]).toEqual([message, hint]);
});

test.each([
  ['H', 0, 'the size H is 0; a size is a whole number from 1 to 16384'],
  ['H', 16385, 'the size H is 16385; a size is a whole number from 1 to 16384'],
  ['H', 2.5, 'the size H is 2.5; a size is a whole number from 1 to 16384'],
  ['H', Number.NaN, 'the size H is NaN; a size is a whole number from 1 to 16384'],
  ['H - 8', 3, '`h` would be [H-8], with a size of -5; a size is a whole number from 1 to 16384'],
  ['H * H', 1000, '`h` would be [H*H], with a size of 1000000; a size is a whole number from 1 to 16384'],
])('h: %s where H is %s', (size, H, reason) => {
  expect(() => infer(`cell a(x: I) -> h: ${size}\nh = W @ x`, { I: 4, H })).toThrow(
    expect.objectContaining({ code: 'E_BAD_SIZE', reason }),
  );
});
