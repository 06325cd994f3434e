/** Right sides in LaTeX: the product of things side by side, `\odot`, functions, brackets. */
import { fail, type Source } from '../error.ts';
import type { CallExpr, Expr } from './ast.ts';
import { cover } from './expr.ts';
import { fonts, isTransposition, readArgument, readTexName, type TexName } from './latex-name.ts';
import { describeTex, maxDepth, type TexCursor, type TexToken, texCursor } from './latex-scan.ts';

/** What the equation must know of the rest of the text. */
export interface TexScope {
  /** Whether some equation computes the name. */
  defines(name: string): boolean;
  /** Called with each name that is read. */
  read(name: TexName): void;
}

/**
 * One of several things side by side. A matrix is a parameter with a capital letter: it multiplies what follows. A row is
 * a transposed vector; `@` takes it as it is.
 */
interface Factor {
  readonly expr: Expr;
  readonly kind: 'value' | 'matrix' | 'row';
}

const elementwise = new Set(['odot', 'circ', 'otimes', 'ast', '*']);
const dots = new Set(['cdot', 'times']);
/** Commands that stand between two operands. */
export const operatorWords: ReadonlySet<string> = new Set([...elementwise, ...dots]);
const functions = new Map([
  ...['tanh', 'exp', 'log', 'sqrt', 'max', 'min', 'sigmoid', 'relu', 'softmax'].map((name) => [name, name] as const),
  ['ReLU', 'relu'],
  ['sigma', 'sigmoid'],
  ['sigm', 'sigmoid'],
  ['logistic', 'sigmoid'],
  ['ln', 'log'],
]);
const closing = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

const call = (op: string, ...args: Expr[]): CallExpr => ({
  kind: 'call',
  op,
  args,
  span: cover(args[0]!.span, args.at(-1)!.span),
});

export function readTexExpr(at: TexCursor, scope: TexScope, depth = 0): Expr {
  const readTerm = (): Expr => {
    let left = readProduct(at, scope, depth);
    for (;;) {
      const divides = at.accept('/');
      if (!divides && !elementwise.has(at.peek().text)) return left;
      if (!divides) at.next();
      left = call(divides ? 'div' : 'mul', left, readProduct(at, scope, depth));
    }
  };
  const minus = at.accept('-');
  if (!minus) at.accept('+');
  let left = readTerm();
  if (minus) left = negate(left, minus);
  for (;;) {
    const sign = at.accept('+') ?? at.accept('-');
    if (!sign) return left;
    left = call(sign.text === '+' ? 'add' : 'sub', left, readTerm());
  }
}

function negate(value: Expr, minus: TexToken): Expr {
  const span = cover(minus.span, value.span);
  return value.kind === 'number'
    ? { ...value, value: -value.value, span }
    : { kind: 'call', op: 'neg', args: [value], span };
}

/**
 * Factors side by side, or with a dot between. `W x` and `A B x` are matrix products, `x W` is one with a row, and
 * values side by side (`f_t c_{t-1}`) multiply elementwise.
 */
function readProduct(at: TexCursor, scope: TexScope, depth: number): Expr {
  const factors = [readFactor(at, scope, depth)];
  for (;;) {
    const dot = dots.has(at.peek().text);
    if (dot) at.next();
    else if (!startsFactor(at.peek())) break;
    factors.push(readFactor(at, scope, depth));
  }
  return multiply(factors, at.source);
}

function multiply([first, ...rest]: readonly Factor[], source: Source): Expr {
  const [second, ...others] = rest;
  const { expr, kind } = first!;
  if (!second) return expr;
  if (kind !== 'value') return call('matmul', expr, multiply(rest, source));
  const joined = (op: string) => multiply([{ expr: call(op, expr, second.expr), kind: 'value' }, ...others], source);
  if (second.kind === 'value') return joined('mul');
  if (expr.kind === 'number') return call('mul', expr, multiply(rest, source));
  if (second.kind === 'row' && others.length === 0) return joined('outer');
  if (rest.every((factor) => factor.kind === 'matrix')) return joined('matmul');
  const place = { source, span: second.expr.span };
  return fail('E_SYNTAX', 'this product can be read in two ways', place, 'write \\odot where it is elementwise');
}

function startsFactor(token: TexToken): boolean {
  if (token.kind === 'letter' || token.kind === 'number') return true;
  if (token.kind === 'symbol') return closing.has(token.text);
  return token.kind === 'command' && !elementwise.has(token.text) && !dots.has(token.text);
}

/** An atom with its powers and transpositions. */
function readFactor(at: TexCursor, scope: TexScope, depth: number): Factor {
  let { expr, kind } = readAtom(at, scope, depth);
  while (at.accept('^')) {
    const tokens = readArgument(at);
    const span = cover(expr.span, at.peek(-1).span);
    if (isTransposition(tokens)) {
      if (kind === 'matrix') expr = { kind: 'call', op: 'transpose', args: [expr], span };
      else kind = 'row';
      continue;
    }
    const inner = texCursor(at.source, tokens);
    const power = readTexExpr(inner, scope, depth + 1);
    if (inner.peek().kind !== 'end') inner.fail(`unexpected ${describeTex(inner.peek())}`);
    const exponential = expr.kind === 'name' && expr.name === 'e';
    expr = exponential
      ? { kind: 'call', op: 'exp', args: [power], span }
      : { kind: 'call', op: 'pow', args: [expr, power], span };
    kind = 'value';
  }
  return { expr, kind };
}

function readAtom(at: TexCursor, scope: TexScope, depth: number): Factor {
  if (depth > maxDepth) at.fail('brackets are nested too deeply');
  const token = at.peek();
  const value = (expr: Expr): Factor => ({ expr, kind: 'value' });
  if (token.kind === 'number') return value({ kind: 'number', value: Number(at.next().text), span: token.span });
  if (token.text === 'frac' || token.text === 'tfrac' || token.text === 'dfrac') {
    at.next();
    const [above, below] = [readGroup(at, scope, depth), readGroup(at, scope, depth)];
    return value({ kind: 'call', op: 'div', args: [above, below], span: cover(token.span, at.peek(-1).span) });
  }
  const name = functionName(at);
  if (name) return value(readCall(at, name, token, scope, depth));
  const symbol = readTexName(at);
  if (symbol) return readSymbol(at, symbol, scope);
  if (token.kind === 'symbol' && closing.has(token.text)) return value(readBrackets(at, scope, depth));
  return at.fail(
    token.kind === 'command' ? `\\${token.text} cannot be read here` : `expected a value, found ${describeTex(token)}`,
  );
}

function readSymbol(at: TexCursor, symbol: TexName, scope: TexScope): Factor {
  const { name, lag, span } = symbol;
  const parameter = lag === undefined && !scope.defines(name);
  const matrix = parameter && /^[A-Z]/.test(name);
  if (parameter && !matrix && at.peek().text === '(')
    fail(
      'E_UNKNOWN_FUNCTION',
      `\`${name}\` is not a function`,
      { source: at.source, span },
      `write \\sigma, \\tanh or \\operatorname{relu}, or \\odot between if ${name} is a factor`,
    );
  const exponential = name === 'e' && at.peek().text === '^';
  if (!exponential) scope.read(symbol);
  return { expr: { kind: 'name', name, lag: lag ?? 0, span }, kind: matrix ? 'matrix' : 'value' };
}

/** Steps over a function's name: `\tanh`, `\operatorname{ReLU}`, `\mathrm{softmax}` before a bracket. */
function functionName(at: TexCursor): string | undefined {
  const { kind, text } = at.peek();
  if (kind !== 'command') return undefined;
  const known = functions.get(text);
  // `\sigma_t` is a value; `\sigma(` and `\sigma x` are the function.
  if (known && !['_', '^'].includes(at.peek(1).text)) {
    at.next();
    return known;
  }
  if (text !== 'operatorname' && !fonts.has(text)) return undefined;
  const start = at.position;
  at.next();
  const written = readArgument(at)
    .map((token) => token.text)
    .join('');
  // Case is a matter of style, `\mathrm{Tanh}`; but LN is layer normalisation, not the logarithm.
  const word = written === 'LN' ? written : written.toLowerCase();
  const called =
    word.length > 1 &&
    /^[a-z0-9]+$/i.test(word) &&
    (text === 'operatorname' || functions.has(word) || at.peek().text === '(');
  if (called) return functions.get(word) ?? word;
  at.position = start;
  return undefined;
}

function readCall(at: TexCursor, op: string, token: TexToken, scope: TexScope, depth: number): Expr {
  if (at.peek().text === '(') {
    const args = readItems(at, scope, depth, [',']);
    return { kind: 'call', op, args, span: cover(token.span, at.peek(-1).span) };
  }
  const { expr, kind } = readFactor(at, scope, depth + 1);
  if (kind === 'matrix') at.fail(`put what \\${token.text} applies to in brackets`, token);
  return { kind: 'call', op, args: [expr], span: cover(token.span, expr.span) };
}

function readGroup(at: TexCursor, scope: TexScope, depth: number): Expr {
  if (at.peek().text === '{') return readBrackets(at, scope, depth);
  return readFactor(at, scope, depth + 1).expr;
}

/** `(a)` and `{a}` group; `[a; b]` and `[a, b]` join vectors. */
function readBrackets(at: TexCursor, scope: TexScope, depth: number): Expr {
  const open = at.peek();
  const items = readItems(at, scope, depth, open.text === '[' ? [';', ','] : []);
  const span = cover(open.span, at.peek(-1).span);
  return items.length === 1 ? { ...items[0]!, span } : { kind: 'call', op: 'concat', args: items, span };
}

function readItems(at: TexCursor, scope: TexScope, depth: number, separators: readonly string[]): Expr[] {
  const close = closing.get(at.next().text)!;
  const items: Expr[] = [];
  do items.push(readTexExpr(at, scope, depth + 1));
  while (separators.some((separator) => at.accept(separator)));
  at.expect(close);
  return items;
}
