import { expect, test } from 'vitest';
import { parseCell } from './cell.ts';
import { defineCell } from './define.ts';
import { printCell } from './print.ts';

test('a definition is the cell of its text', () => {
  const text = `# An LSTM.
# From a paper.
cell small(x: I, m: [4, H], s, lr = 0.5) -> h: H
param W: [4 * H, I + H]
init b = 1
init W = uniform(0.1)

i, f, g, o = split(W @ [x; h[t-1]] + b)
c = f * c[t-1] + i * g
h = o * tanh(c)
`;
  const cell = defineCell({
    name: 'small',
    doc: 'An LSTM.\nFrom a paper.',
    inputs: { x: 'I', m: [4, 'H'], s: [], lr: { default: 0.5 } },
    output: { h: 'H' },
    params: { W: ['4 * H', 'I + H'] },
    init: { b: 1, W: { uniform: 0.1 } },
    equations: { 'i, f, g, o': 'split(W @ [x; h[t-1]] + b)', c: 'f * c[t-1] + i * g', h: 'o * tanh(c)' },
  });
  expect(printCell(cell)).toBe(text);
  expect(printCell(parseCell({ name: 'small', text }))).toBe(text);
});

test('equations may be lines', () => {
  const lines = `
    a = W @ x
    h = tanh(a)
  `;
  const cell = defineCell({ name: 'two', inputs: { x: 'I' }, output: { h: 'H' }, equations: lines });
  expect(printCell(cell)).toBe('cell two(x: I) -> h: H\n\na = W @ x\nh = tanh(a)\n');
});

test('errors point into the text of the cell', () => {
  const broken = () =>
    defineCell({ name: 'rnn', inputs: { x: 'I' }, output: { h: 'H' }, equations: { h: 'tanh(W @ )' } });
  expect(broken).toThrow(
    "E_SYNTAX: expected a value, found ')'\n --> rnn:3:14\n  |\n3 | h = tanh(W @ )\n  |              ^",
  );
});

test('names and sizes cannot smuggle in lines', () => {
  const define = (change: object) => () =>
    defineCell({ name: 'a', inputs: { x: 'I' }, output: { h: 'H' }, equations: { h: 'x' }, ...change });
  expect(define({ name: 'a(y: J) -> k\n' })).toThrow('E_BAD_NAME');
  expect(define({ inputs: { 'x: I) -> h: H\nparam W': 'I' } })).toThrow('E_BAD_NAME');
  expect(define({ output: { h: 'H\nparam W: [H]' } })).toThrow('E_SYNTAX');
  expect(define({ equations: { h: 'x\nk = x' } })).toThrow('E_SYNTAX');
  expect(define({ output: { h: 'H', c: 'H' } })).toThrow('E_NO_INPUT: cell a has 2 outputs, not one');
});
