import { expect, test } from 'vitest';
import { parseCell } from './cell.ts';
import { printCell, printEquation } from './print.ts';

const header = 'cell a(x: I) -> h: H\n';
const parse = (text: string) => parseCell({ name: 'a.cell', text });

test('the whole grammar in one cell', () => {
  const cell = parse(
    `
# What it is.
#
#   Where it comes from.

cell all(x: I, m: [4, 2 * H], t, lr = 1e-3, low = -1) -> h: I + H   # a comment
param W: [H, I], U: H - 1, s
init W = uniform(0.1), s = -2
init U = orthogonal
param = x; # no equation
`.replace(
      'param = x; # no equation',
      'param = sum(x) # a name like any other\ni, f = split(W @ x +\n  U)'.replace('+\n  U', '+ (\n  U)'),
    ),
  );
  expect(cell.doc).toBe('What it is.\n\n  Where it comes from.');
  expect(printCell(cell)).toBe(`# What it is.
#
#   Where it comes from.
cell all(x: I, m: [4, 2 * H], t, lr = 0.001, low = -1) -> h: I + H
param W: [H, I]
param U: H - 1
param s
init W = uniform(0.1)
init s = -2
init U = orthogonal

param = sum(x)
i, f = split(W @ x + U)
`);
});

test('a result may be a scalar', () => {
  const cell = parse('cell mse(y: N, target: N) -> loss\nloss = mean((y - target)^2)');
  expect(cell.output).toMatchObject({ name: 'loss', shape: [] });
});

test.each([
  ['h = W @ x + b'],
  ['h = x @ W'],
  ['h = f * c[t-1] + i * g'],
  ['h = W @ [h[t-1]; x]'],
  ["h = A' @ x[0:H] + x[H:2 * H]"],
  ['i, f, g, o = split(v)'],
  ['h = -x^2 / (1 + exp(-x))'],
  ['h = layernorm(x, gain, bias)'],
])('%s', (line) => {
  expect(parse(header + line).equations.map(printEquation)).toEqual([line]);
});

test.each([
  [
    '',
    'E_NO_INPUT: a.cell has no header\n --> a.cell:1:1\n  |\n1 | \n  | ^\nhint: the first line after the comments is a header such as: cell lstm(x: I) -> h: H',
  ],
  [
    'h = tanh(x)',
    'E_NO_INPUT: a.cell has no header\n --> a.cell:1:1\n  |\n1 | h = tanh(x)\n  | ^\nhint: the first line after the comments is a header such as: cell lstm(x: I) -> h: H',
  ],
  [
    'cell a(x: I)',
    "E_SYNTAX: expected '->', found the end of the text\n --> a.cell:1:13\n  |\n1 | cell a(x: I)\n  |             ^",
  ],
  [
    `${header}h = tanh(W @ x`,
    "E_SYNTAX: expected ')', found the end of the text\n --> a.cell:2:15\n  |\n2 | h = tanh(W @ x\n  |               ^",
  ],
  [
    `${header}h = W @ x b`,
    "E_SYNTAX: no operator before 'b'\n --> a.cell:2:11\n  |\n2 | h = W @ x b\n  |           ^\nhint: W @ x is the matrix product, a * b elementwise",
  ],
  [
    `${header}h = x ** 2`,
    "E_SYNTAX: expected a value, found '*'\n --> a.cell:2:8\n  |\n2 | h = x ** 2\n  |        ^\nhint: a power is a ^ b",
  ],
  [
    `${header}h = a .* x`,
    "E_SYNTAX: unexpected character '.'\n --> a.cell:2:7\n  |\n2 | h = a .* x\n  |       ^\nhint: a * b is elementwise, W @ x the matrix product",
  ],
  [
    `${header}h[t] = x`,
    "E_SYNTAX: unexpected '['\n --> a.cell:2:2\n  |\n2 | h[t] = x\n  |  ^\nhint: a name on the left is its value at time t: write h = …",
  ],
  [
    `${header}h = x\n${header}`,
    "E_SYNTAX: unexpected 'cell'\n --> a.cell:3:1\n  |\n3 | cell a(x: I) -> h: H\n  | ^^^^\nhint: a file holds one cell",
  ],
  [
    `${header}init W = ortogonal`,
    'E_SYNTAX: this is not a way to start `W`\n --> a.cell:2:10\n  |\n2 | init W = ortogonal\n  |          ^^^^^^^^^\nhint: did you mean orthogonal?',
  ],
  [
    `${header}init W = uniform(0)`,
    'E_SYNTAX: this is not a way to start `W`\n --> a.cell:2:10\n  |\n2 | init W = uniform(0)\n  |          ^^^^^^^^^^\nhint: a number, uniform(0.1), normal(0.02), xavier_uniform, xavier_normal, kaiming_uniform, orthogonal',
  ],
  [
    'cell a(x: I = 3) -> h: H',
    'E_SYNTAX: only a scalar can have a default, and `x` has a shape\n --> a.cell:1:15\n  |\n1 | cell a(x: I = 3) -> h: H\n  |               ^',
  ],
  [
    'cell a(x: I, lr = b) -> h: H',
    'E_SYNTAX: the default of `lr` must be a number\n --> a.cell:1:19\n  |\n1 | cell a(x: I, lr = b) -> h: H\n  |                   ^',
  ],
])('%j', (text, message) => {
  expect(() => parse(text)).toThrow(expect.objectContaining({ message }));
});
