import { expect, test } from 'vitest';
import { ops } from '../ir/ops.ts';
import { signatures } from '../ir/signatures.ts';
import { parseCell } from './cell.ts';
import { checkCell } from './check.ts';

const functions = signatures(ops);

const check = (text: string, header = 'cell a(x: I) -> h: H') =>
  checkCell(parseCell({ name: 'a.cell', text: `${header}\n${text}` }), functions);
const order = (text: string) => check(text).equations.map(({ targets }) => targets[0]!.name);

test('equations may be written in any order', () => {
  expect(order('h = o * tanh(c)\no = W_o @ c\nc = W @ x + c[t-1]')).toEqual(['c', 'o', 'h']);
});

test('equations already in order stay as they are', () => {
  expect(order('a = W @ x\nb = x\nh = tanh(a)\nc = a')).toEqual(['a', 'b', 'h', 'c']);
});

test('t is an input where the header says so', () => {
  expect(check('p = p[t-1] - g / t', 'cell a(g: N, t) -> p: N').inputs[1]?.name).toBe('t');
});

test('the input of the step before can be read', () => {
  expect(order('h = W @ (x - x[t-1])')).toEqual(['h']);
});

// The caret stands under `at`; a message is the whole of code, reason and hint.
test.each([
  [
    'h = x\nh = x',
    'E_DUPLICATE: `h` is already defined, on line 2',
    '3:1',
    'each name has one meaning: use another one',
  ],
  [
    'x = W @ x\nh = x',
    'E_DUPLICATE: `x` is already an input, on line 1',
    '2:1',
    'each name has one meaning: use another one',
  ],
  [
    'param h: H\nh = W @ x',
    'E_DUPLICATE: `h` is already defined, on line 3',
    '2:7',
    'each name has one meaning: use another one',
  ],
  ['init W = 1\ninit W = 2\nh = W @ x', 'E_DUPLICATE: `init W` is already given, on line 2', '3:6', undefined],
  ['y = x', 'E_NO_INPUT: the output `h` has no equation', '1:17', 'write h = …'],
  ['h = tnah(x)', 'E_UNKNOWN_FUNCTION: there is no function tnah', '2:5', 'did you mean tanh?'],
  ['h = c(t-1)', 'E_UNKNOWN_FUNCTION: there is no function c', '2:5', 'the step before is c[t-1]'],
  ['h = tanh(x, x)', 'E_ARITY: tanh takes 1 argument, not 2', '2:5', undefined],
  ['h = max(x, x, x)', 'E_ARITY: max takes 1 or 2 arguments, not 3', '2:5', undefined],
  ['h = []', 'E_ARITY: concat takes one or more arguments, not 0', '2:5', undefined],
  ['a, h = x', 'E_ARITY: 2 names on the left, one value on the right', '2:1', 'only split(v) gives several values'],
  ['h = split(x, x)', 'E_ARITY: split takes 1 argument, not 2', '2:5', undefined],
  [
    'h = tanh(split(x))',
    'E_SYNTAX: split must be the whole right side of an equation',
    '2:10',
    'write a, b = split(v) on a line of its own',
  ],
  ['h = 1e999 * x', 'E_SYNTAX: the number is too large', '2:5', undefined],
  [
    'param W: [H / 2, I]\nh = W @ x',
    'E_SYNTAX: a size is made of names, whole numbers, + - and *',
    '2:11',
    'for example H, 4*H or I + H',
  ],
  ['h = x[0:1.5]', 'E_SYNTAX: a size is made of names, whole numbers, + - and *', '2:9', 'for example H, 4*H or I + H'],
  [
    'h = x * q[t-1]',
    'E_STATE_NEVER_UPDATED: `q[t-1]` is read, but nothing computes `q`',
    '2:9',
    'write an equation q = …, or read q without [t-1] if it is a parameter',
  ],
  [
    'hh = W @ x\nh = hh + hg[t-1]',
    'E_STATE_NEVER_UPDATED: `hg[t-1]` is read, but nothing computes `hg`',
    '3:10',
    'did you mean hh[t-1]?',
  ],
  [
    'a = b\nb = c\nc = a\nh = a',
    'E_CYCLE: values of one time step depend on each other: a → b → c → a',
    '4:5',
    'one of them must read the step before: a[t-1]',
  ],
  [
    'i, f = split(c)\nc = f\nh = i',
    'E_CYCLE: values of one time step depend on each other: f → c → f',
    '3:5',
    'one of them must read the step before: f[t-1]',
  ],
  [
    'param Wx: [H, I]\nh = W_x @ x',
    'E_UNUSED: `param Wx`: no equation uses a parameter `Wx`',
    '2:7',
    'did you mean W_x?',
  ],
  ['init h = 1\nh = W @ x', 'E_UNUSED: `init h`: no equation uses a parameter `h`', '2:6', undefined],
  ['h = W @ x * H', 'E_BAD_NAME: `H` is a size and cannot be a parameter too', '2:13', 'give one of them another name'],
  [
    'h = W @ x * t',
    'E_BAD_NAME: "t" is time and cannot be computed or be a parameter',
    '2:13',
    'use another name; only an input may be called t',
  ],
  [
    'h = constructor',
    'E_BAD_NAME: "constructor" cannot name a parameter: the word is reserved',
    '2:5',
    'call it constructor_ or something else',
  ],
  [
    '__proto__ = x\nh = x',
    'E_BAD_NAME: "__proto__" cannot name a value: a name is a letter followed by letters, digits and underscores',
    '2:1',
    undefined,
  ],
])('%j', (text, message, at, hint) => {
  let error: { code: string; reason: string; message: string; hint?: string } | undefined;
  try {
    check(text);
  } catch (caught) {
    error = caught as typeof error;
  }
  expect([`${error?.code}: ${error?.reason}`, error?.message.match(/a\.cell:(\S+)/)?.[1], error?.hint]).toEqual([
    message,
    at,
    hint,
  ]);
});

test.each(['class', 'toString', 'arguments', 'eval', 'prototype', 'hasOwnProperty', '_x', 'x'.repeat(65)])(
  '%s is no name',
  (name) => {
    expect(() => check(`${name} = x\nh = x`)).toThrow(expect.objectContaining({ code: 'E_BAD_NAME' }));
  },
);

test('a text cannot exhaust the stack', () => {
  expect(() => check(`h = x${' + x'.repeat(20000)}`)).toThrow('the expression is nested too deeply');
  const chain = Array.from({ length: 1001 }, (_, i) => `a${i} = a${i + 1}`).join('\n');
  expect(() => check(`${chain}\nh = a0`)).toThrow('a cell has at most 1000 equations, not 1002');
});
