import { expect, test } from 'vitest';
import type { Expr } from './ast.ts';
import { parseExpr } from './expr.ts';
import { printExpr } from './print.ts';

/** Without places, which a text printed and read again does not keep. */
const bare = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, v) => (key === 'span' ? undefined : Object.is(v, -0) ? '-0' : v)));

/** mulberry32 */
function random(seed: number): (n: number) => number {
  let a = seed;
  return (n) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

const span = { start: 0, end: 0 };
const ops = ['add', 'sub', 'mul', 'div', 'matmul', 'pow', 'neg', 'transpose', 'concat', 'tanh', 'max'];

function anyExpr(pick: (n: number) => number, depth: number): Expr {
  const again = () => anyExpr(pick, depth - 1);
  const kind = depth === 0 ? pick(2) : 2 + pick(8);
  if (kind === 0) return { kind: 'number', value: [0, 1, -2, -0, 0.5, 1e-9, -3e21][pick(7)]!, span };
  if (kind === 1) return { kind: 'name', name: ['x', 'W_xi', 'neg'][pick(3)]!, lag: pick(2) as 0 | 1, span };
  if (kind === 2) return { kind: 'slice', of: again(), from: again(), to: again(), span };
  const op = ops[pick(ops.length)]!;
  const count = ['neg', 'transpose', 'tanh'].includes(op) ? 1 : op === 'concat' ? pick(4) : 2;
  return { kind: 'call', op, args: Array.from({ length: count }, again), span };
}

test('what is printed reads back as the same', () => {
  for (let seed = 0; seed < 2000; seed++) {
    const expr = anyExpr(random(seed), 1 + (seed % 5));
    const text = printExpr(expr);
    expect(bare(parseExpr(text)), `seed ${seed}: ${text}`).toEqual(bare(expr));
  }
});

test.each([
  'a + b * c @ d^e',
  '(a + b) * c',
  'a - (b - c)',
  'a - b - c',
  'a^b^c',
  '(a^b)^c',
  '-a^2',
  '(-a)^2',
  'a^-b',
  'a * -b',
  "(W @ x)'",
  "W'",
  '[a; b][0:2 * H]',
  'f(a + b, [c])',
  'neg(1)',
])('%s needs no other parentheses', (text) => {
  expect(printExpr(parseExpr(text))).toBe(text);
});
