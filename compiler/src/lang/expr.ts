/** The one expression grammar: cells, derivative rules, expansions and rewrite rules are all written in it. */
import { fail, type Span } from '../error.ts';
import type { Expr } from './ast.ts';
import { type Cursor, cursor, describe } from './scan.ts';

/** Infix operators: the op they call and how tightly they bind. All associate to the left but the power. */
export const infix: Readonly<Record<string, { op: string; power: number; right?: boolean }>> = {
  '+': { op: 'add', power: 1 },
  '-': { op: 'sub', power: 1 },
  '*': { op: 'mul', power: 2 },
  '/': { op: 'div', power: 2 },
  '@': { op: 'matmul', power: 3 },
  '^': { op: 'pow', power: 5, right: true },
};
export const negation = 4;

/** Nested brackets deeper than this are refused, so that no input exhausts the stack. */
const maxDepth = 200;

/** Reads a whole text as one expression. */
export function parseExpr(text: string, name = 'expression'): Expr {
  const at = cursor({ name, text });
  const expr = readExpr(at);
  const rest = at.peek();
  if (rest.kind !== 'end') fail('E_SYNTAX', `unexpected ${describe(rest)}`, { source: at.source, span: rest.span });
  return expr;
}

/** Reads an expression from the cursor and leaves the cursor behind it. */
export function readExpr(at: Cursor, power = 0, depth = 0): Expr {
  if (depth > maxDepth) fail('E_SYNTAX', 'brackets are nested too deeply', { source: at.source, span: at.peek().span });
  let left = readPrefix(at, depth + 1);
  for (;;) {
    const operator = at.peek().kind === 'symbol' ? infix[at.peek().text] : undefined;
    if (at.peek().kind === 'name' || at.peek().kind === 'number') juxtaposed(at);
    if (!operator || operator.power <= power) return left;
    at.next();
    const right = readExpr(at, operator.right ? operator.power - 1 : operator.power, depth + 1);
    left = { kind: 'call', op: operator.op, args: [left, right], span: cover(left.span, right.span) };
  }
}

/** Papers write products without an operator. */
function juxtaposed(at: Cursor): never {
  return fail(
    'E_SYNTAX',
    `no operator before ${describe(at.peek())}`,
    { source: at.source, span: at.peek().span },
    'W @ x is the matrix product, a * b elementwise',
  );
}

function readPrefix(at: Cursor, depth: number): Expr {
  const minus = at.accept('-');
  if (!minus) return readPostfix(at, depth);
  const value = readExpr(at, negation, depth);
  const span = cover(minus.span, value.span);
  // A negated literal is a literal, so that `-1` in a cell prints back as it was written.
  return value.kind === 'number'
    ? { ...value, value: -value.value, span }
    : { kind: 'call', op: 'neg', args: [value], span };
}

/** A primary followed by any number of `'` (transpose), `[t-1]` (state) and `[from:to]` (slice). */
function readPostfix(at: Cursor, depth: number): Expr {
  let expr = readPrimary(at, depth);
  for (;;) {
    const quote = at.accept("'");
    if (quote) expr = { kind: 'call', op: 'transpose', args: [expr], span: cover(expr.span, quote.span) };
    else if (at.peek().text === '[') expr = readBracket(at, expr, depth);
    else return expr;
  }
}

function readBracket(at: Cursor, of: Expr, depth: number): Expr {
  at.expect('[');
  if (at.peek().text === 't' && [']', '-', '+'].includes(at.peek(1).text)) return readLag(at, of);
  const from = readExpr(at, 0, depth);
  at.expect(':', 'element 2 of v is v[2:3], and sum(v[2:3]) as a scalar');
  const to = readExpr(at, 0, depth);
  return { kind: 'slice', of, from, to, span: cover(of.span, at.expect(']').span) };
}

/** `h[t]` is `h`; `h[t-1]` is the state. */
function readLag(at: Cursor, of: Expr): Expr {
  const start = at.next().span;
  const lag = at.accept('-') ? at.next().text : at.accept('+') ? `+${at.next().text}` : '0';
  const span = cover(of.span, at.expect(']').span);
  if (of.kind !== 'name' || of.lag)
    fail('E_SYNTAX', 'only a name can be read at an earlier time', { source: at.source, span });
  if (lag === '0') return { ...of, span };
  if (lag !== '1')
    fail(
      'E_SYNTAX',
      `only the step before, [t-1], can be read, not [t${lag.startsWith('+') ? '' : '-'}${lag}]`,
      { source: at.source, span: cover(start, span) },
      `keep an older value in a state of its own: older = ${of.name}[t-1], then read older[t-1]`,
    );
  return { ...of, lag: 1, span };
}

function readPrimary(at: Cursor, depth: number): Expr {
  const token = at.peek();
  if (token.kind === 'number') return { kind: 'number', value: Number(at.next().text), span: token.span };
  if (token.kind === 'name') {
    at.next();
    if (at.peek().text !== '(') return { kind: 'name', name: token.text, lag: 0, span: token.span };
    at.next();
    const args = readList(at, ',', ')', depth);
    return { kind: 'call', op: token.text, args, span: cover(token.span, at.expect(')').span) };
  }
  if (at.accept('(')) {
    const inner = readExpr(at, 0, depth);
    return { ...inner, span: cover(token.span, at.expect(')').span) };
  }
  if (at.accept('[')) {
    const args = readList(at, ';', ']', depth);
    return { kind: 'call', op: 'concat', args, span: cover(token.span, at.expect(']').span) };
  }
  return fail(
    'E_SYNTAX',
    `expected a value, found ${describe(token)}`,
    { source: at.source, span: token.span },
    token.text === '*' ? 'a power is a ^ b' : undefined,
  );
}

function readList(at: Cursor, separator: string, close: string, depth: number): Expr[] {
  const items: Expr[] = [];
  if (at.peek().text === close) return items;
  do items.push(readExpr(at, 0, depth));
  while (at.accept(separator));
  return items;
}

/** The span from the start of one to the end of the other. */
export function cover(from: Span, to: Span): Span {
  return { start: from.start, end: to.end };
}
